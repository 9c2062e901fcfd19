//! The sources of the house as the rules read them.

use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Every Rust file below a folder of the checkout: its path from that folder, and its text.
pub fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(top: &Path, folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(top, &path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(top).unwrap().to_owned(), text));
            }
        }
    }
    let top = root().join(folder);
    let mut found = Vec::new();
    walk(&top, &top, &mut found);
    assert!(!found.is_empty(), "{folder} holds no Rust file: has it moved?");
    found.sort();
    found
}

/// Whether a file holds tests and nothing else.
pub fn is_test_file(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests")
}

/// The code of a file alone: comments, the insides of strings and modules of tests written in the file are left out,
/// lines keep their numbers. What stands behind `mod tests;` is code like any other.
pub fn code(text: &str) -> String {
    without_test_modules(&without_comments_and_strings(text))
}

fn without_comments_and_strings(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    let blank = |code: &mut String, c: char| code.push(if c == '\n' { '\n' } else { ' ' });
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied());
        if c == '/' && next == Some('/') {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if c == '/' && next == Some('*') {
            while at < chars.len() && !(chars[at] == '*' && chars.get(at + 1) == Some(&'/')) {
                blank(&mut code, chars[at]);
                at += 1;
            }
            at += 2;
        } else if let Some(hashes) = raw_string(&chars, at) {
            let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let end: Vec<char> = end.chars().collect();
            at += hashes + 2;
            code.push('"');
            while at < chars.len() && !chars[at..].starts_with(&end) {
                blank(&mut code, chars[at]);
                at += 1;
            }
            code.push('"');
            at += end.len();
        } else if c == '"' {
            code.push('"');
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                if chars[at] == '\\' {
                    blank(&mut code, ' ');
                    at += 1;
                }
                if let Some(inside) = chars.get(at) {
                    blank(&mut code, *inside);
                }
                at += 1;
            }
            code.push('"');
            at += 1;
        } else if c == '\'' && (next == Some('\\') || chars.get(at + 2) == Some(&'\'')) {
            // A character, not a lifetime.
            at += if next == Some('\\') { 3 } else { 2 };
            while at < chars.len() && chars[at] != '\'' {
                at += 1;
            }
            code.push_str("' '");
            at += 1;
        } else {
            code.push(c);
            at += 1;
        }
    }
    code
}

/// How many `#` a raw string has that begins here.
fn raw_string(chars: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| chars[before]);
    if chars[at] != 'r' || before.is_some_and(|c| c.is_alphanumeric() && c != 'b' || c == '_') {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn without_test_modules(code: &str) -> String {
    let mut rest = code;
    let mut kept = String::with_capacity(code.len());
    while let Some(start) = rest.find("#[cfg(test)]") {
        let (before, from) = rest.split_at(start);
        kept.push_str(before);
        let item = from["#[cfg(test)]".len()..].trim_start();
        let head = &item[..item.find(['{', ';']).unwrap_or(item.len())];
        let is_module = head.split_whitespace().any(|word| word == "mod");
        let length = if is_module && item[head.len()..].starts_with('{') {
            from.len() - item.len() + closing_brace(item).unwrap_or(item.len())
        } else {
            "#[cfg(test)]".len()
        };
        kept.extend(from[..length].chars().filter(|c| *c == '\n'));
        rest = &from[length..];
    }
    kept.push_str(rest);
    kept
}

/// Where the first block of some code ends: behind its closing brace.
pub fn closing_brace(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at + 1),
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[test]
fn code_is_what_stands_outside_comments_strings_and_inline_tests() {
    let text = "use a;\n#[cfg(test)]\nmod tests;\nlet s = \"SystemTime {\"; // Instant\n\
                let c = '{'; let r = r#\"\"rand\"#;\n\
                #[cfg(test)]\nmod inline {\n    fn f() { now() }\n}\nfn last<'a>() {}\n";
    let code = code(text);
    for gone in ["SystemTime", "Instant", "rand", "now()"] {
        assert!(!code.contains(gone), "{gone} stayed: {code}");
    }
    assert!(code.contains("fn last<'a>() {}") && code.contains("mod tests;"), "{code}");
    assert_eq!(code.lines().count(), text.lines().count());
}
