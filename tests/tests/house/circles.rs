//! Files that need each other are one idea in two places: within a room, no file uses a file that uses it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::sources::{code, is_test_file, sources};

/// The modules of a crate by path (`session::rules`, the crate itself is empty) with their code.
type Modules = BTreeMap<String, String>;

fn modules(files: impl IntoIterator<Item = (PathBuf, String)>) -> Modules {
    let module = |path: PathBuf| {
        let name = path.with_extension("").to_string_lossy().replace('/', "::");
        let name = name.strip_suffix("::mod").unwrap_or(&name).to_owned();
        if matches!(name.as_str(), "lib" | "main" | "mod") { String::new() } else { name }
    };
    files.into_iter().filter(|(path, _)| !is_test_file(path)).map(|(path, text)| (module(path), code(&text))).collect()
}

/// `use` trees as paths: `a::{b, c::d as e}` gives `a::b` and `a::c::d`.
fn expand(tree: &str, prefix: &[String], found: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let segments =
        |path: &str| path.split("::").map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        found.push([prefix.to_vec(), segments(path)].concat());
        return;
    };
    let prefix = [prefix.to_vec(), segments(&tree[..open])].concat();
    let inner = tree[open + 1..].trim_end().strip_suffix('}').unwrap_or(&tree[open + 1..]);
    let (mut depth, mut from) = (0_i32, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inner[from..at].trim().is_empty() {
                    expand(&inner[from..at], &prefix, found);
                }
                from = (at + 1).min(inner.len());
            }
            _ => {}
        }
    }
}

/// The paths that a file names: of its `use` lines, and in full within its code. Re-exports apart.
fn paths(code: &str) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let (mut used, mut exported) = (Vec::new(), Vec::new());
    let mut rest = String::new();
    for statement in code.split_inclusive(';') {
        let at =
            statement.find("use ").filter(|at| !statement[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        match at {
            Some(at) if statement.ends_with(';') && !statement[at..].contains('=') => {
                let tree = &statement[at + 4..statement.len() - 1];
                let line = statement[..at].rsplit('\n').next().unwrap_or_default();
                let public = line.trim_start().starts_with("pub");
                expand(tree, &[], if public { &mut exported } else { &mut used });
                rest.push_str(&statement[..at]);
            }
            _ => rest.push_str(statement),
        }
    }
    let rest = rest.replace("$crate", "crate");
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in rest.match_indices(root) {
            if rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let end = rest[at..]
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                .map_or(rest.len(), |n| at + n);
            let path = rest[at..end].split("::").filter(|s| !s.is_empty()).map(str::to_owned).collect();
            used.push(path);
        }
    }
    (used, exported)
}

/// The module that a path leads to from `here`, and what is left of the path.
fn resolve<'a>(modules: &Modules, here: &str, path: &'a [String]) -> Option<(String, &'a [String])> {
    let mut base: Vec<&str> = here.split("::").filter(|s| !s.is_empty()).collect();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => {
            base.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|s| s == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        first => {
            let child = [base.as_slice(), &[first]].concat().join("::");
            modules.contains_key(&child).then_some(())?;
        }
    }
    (0..=rest.len()).rev().find_map(|taken| {
        let names = rest[..taken].iter().map(String::as_str);
        let module = base.iter().copied().chain(names).collect::<Vec<_>>().join("::");
        modules.contains_key(&module).then(|| (module, &rest[taken..]))
    })
}

fn defines(code: &str, name: &str) -> bool {
    ["struct", "enum", "trait", "fn", "type", "const", "static", "macro_rules!", "union"].iter().any(|word| {
        code.match_indices(&format!("{word} {name}"))
            .any(|(at, found)| !code[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

/// The file that a name comes from, through re-exports.
fn origin(modules: &Modules, exports: &BTreeMap<String, Vec<Vec<String>>>, at: &str, name: &str, depth: u8) -> String {
    if defines(&modules[at], name) || depth > 6 {
        return at.to_owned();
    }
    for path in exports.get(at).into_iter().flatten() {
        let Some((to, rest)) = resolve(modules, at, path) else { continue };
        match rest.last() {
            Some(last) if last == name => return origin(modules, exports, &to, name, depth + 1),
            Some(last) if last == "*" && to != at => {
                let found = origin(modules, exports, &to, name, depth + 1);
                if defines(&modules[&found], name) {
                    return found;
                }
            }
            None if to.rsplit("::").next() == Some(name) => return to,
            Some(_) | None => {}
        }
    }
    at.to_owned()
}

/// Files that use each other, each circle as the sorted names of its modules.
fn circles(modules: &Modules) -> Vec<Vec<String>> {
    let said: BTreeMap<&String, _> = modules.iter().map(|(module, code)| (module, paths(code))).collect();
    let exports: BTreeMap<String, Vec<Vec<String>>> =
        said.iter().map(|(module, (_, out))| ((*module).clone(), out.clone())).collect();
    let uses: BTreeMap<&String, BTreeSet<String>> = said
        .iter()
        .map(|(module, (used, _))| {
            let targets = used.iter().filter_map(|path| {
                let (at, rest) = resolve(modules, module, path)?;
                Some(rest.first().map_or(at.clone(), |name| origin(modules, &exports, &at, name, 0)))
            });
            (*module, targets.filter(|target| target != *module).collect())
        })
        .collect();
    let reach = |from: &String| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = next.pop() {
            for target in uses.get(&module).into_iter().flatten() {
                if seen.insert(target.clone()) {
                    next.push(target.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = modules.keys().map(|module| (module, reach(module))).collect();
    let mut found: Vec<Vec<String>> = modules
        .keys()
        .filter(|module| reached[module].contains(*module))
        .map(|module| {
            let others = reached[module].iter().filter(|other| reached[other].contains(module));
            others.cloned().collect::<Vec<_>>()
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Rooms whose circles wait for their redesign, each with its reason.
const WAITING: &[(&str, &str)] = &[("services/projector/src", "the space as one room: the store's own issue")];

#[test]
fn no_file_uses_a_file_that_uses_it() {
    let rooms = [
        "events",
        "projections",
        "services/log",
        "services/exchange",
        "services/server",
        "services/relay",
        "services/maillage",
    ];
    let mut found = Vec::new();
    for room in rooms {
        let source = format!("{room}/src");
        assert!(WAITING.iter().all(|(waiting, _)| *waiting != source));
        found.extend(circles(&modules(sources(&source))).into_iter().map(|circle| format!("{room}: {circle:?}")));
    }
    assert_eq!(found, Vec::<String>::new(), "files that use each other");
}

#[test]
fn a_circle_of_files_is_found_through_re_exports_too() {
    let file = |path: &str, text: &str| (PathBuf::from(path), text.to_owned());
    let circle = modules([
        file("lib.rs", "pub mod a;\npub mod b;\n"),
        file("a.rs", "use crate::b::Thing;\npub struct Other;\n"),
        file("b/mod.rs", "mod inner;\npub use inner::Thing;\n"),
        file("b/inner.rs", "pub struct Thing { other: crate::a::Other }\n"),
    ]);
    assert_eq!(circles(&circle), [vec!["a".to_owned(), "b::inner".to_owned()]]);
    let line = modules([
        file("lib.rs", "pub mod a;\npub mod b;\n"),
        file("a.rs", "use crate::b::{Thing, More as Less};\n#[cfg(test)]\nmod tests { use super::*; }\n"),
        file("b.rs", "pub struct Thing;\npub struct More;\n"),
    ]);
    assert_eq!(circles(&line), Vec::<Vec<String>>::new());
}
