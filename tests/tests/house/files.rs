//! What every file keeps to: its width and length, no clock and no chance below the services, a layout that is true.

use std::path::Path;

use crate::sources::{code, is_test_file, root, sources};

const ALL: [&str; 4] = ["events", "projections", "services", "tests"];

/// The columns of a line, strings, macros and comments included.
const WIDTH: usize = 120;

fn too_wide(text: &str) -> Vec<usize> {
    let wide = text.lines().enumerate().filter(|(_, line)| line.chars().count() > WIDTH);
    wide.map(|(at, _)| at + 1).collect()
}

#[test]
fn no_line_is_wider_than_the_house_allows() {
    let mut wide = Vec::new();
    for room in ALL {
        for (path, text) in sources(room) {
            wide.extend(too_wide(&text).into_iter().map(|line| format!("{room}/{}:{line}", path.display())));
        }
    }
    assert_eq!(wide, Vec::<String>::new(), "lines over {WIDTH} columns");
    assert_eq!(too_wide(&format!("short\n{}\n", "é".repeat(121))), [2], "the control: a wide line is found");
    assert_eq!(too_wide(&"é".repeat(120)), Vec::<usize>::new());
}

/// Files that are longer than one idea needs, each with its reason. A file that has become shorter leaves the list.
const LONG: &[(&str, &str)] = &[
    ("services/maillage/tests/region_journeys.rs", "one journey through one region, told in its order"),
    ("services/projector/src/rebuild.rs", "the space as one room, the store's next redesign, takes it apart"),
];

#[test]
fn a_file_holds_one_idea() {
    let mut long = Vec::new();
    for room in ALL {
        for (path, text) in sources(room) {
            if text.lines().count() > 300 {
                long.push(format!("{room}/{}", path.display()));
            }
        }
    }
    let listed: Vec<String> = LONG.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(long, listed, "files over 300 lines: look for the second idea in them");
}

/// What a fold or a rule may not ask.
const OUTSIDE: [&str; 7] =
    ["Timestamp::now", "Zoned::now", "SystemTime", "Instant::now", "rand::", "std::fs", "std::net"];

fn asks_the_outside(text: &str) -> Vec<&'static str> {
    let code = code(text);
    OUTSIDE.into_iter().filter(|word| code.contains(word)).collect()
}

#[test]
fn folds_and_rules_know_no_clock_and_no_chance() {
    let mut folds = 0;
    for room in ["events/src", "projections/src"] {
        for (path, text) in sources(room).into_iter().filter(|(path, _)| !is_test_file(path)) {
            assert_eq!(asks_the_outside(&text), Vec::<&str>::new(), "{room}/{}", path.display());
            folds += usize::from(code(&text).contains("for Attendance") || code(&text).contains("Attendance"));
        }
    }
    assert!(folds > 0, "no fold was read");

    // The control: a clock behind `mod tests;` is found, one in a comment or in a test is not.
    let fold = "#[cfg(test)]\nmod tests;\n\nfn apply() { let now = std::time::SystemTime::now(); }\n";
    assert_eq!(asks_the_outside(fold), ["SystemTime"]);
    let sound = "// SystemTime\n#[cfg(test)]\nmod tests {\n    fn f() { std::time::SystemTime::now(); }\n}\n";
    assert_eq!(asks_the_outside(sound), Vec::<&str>::new());
}

/// The modules that a file declares and its `# Layout` does not name.
fn not_in_layout(text: &str) -> Vec<String> {
    let layout: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    if !layout.iter().any(|line| line.trim() == "# Layout") {
        return Vec::new();
    }
    let layout = layout.join("\n");
    let code = code(text);
    let declared = code.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    let named = |module: &str| layout.contains(&format!("`{module}`"));
    declared.filter(|module| *module != "tests" && *module != "testing" && !named(module)).map(str::to_owned).collect()
}

#[test]
fn a_layout_names_every_module_beside_it() {
    let (mut layouts, mut unnamed) = (0, Vec::new());
    for room in ALL {
        for (path, text) in sources(room).into_iter().filter(|(path, _)| !is_test_file(path)) {
            layouts += usize::from(text.contains("//! # Layout"));
            unnamed
                .extend(not_in_layout(&text).into_iter().map(|module| format!("{room}/{}: {module}", path.display())));
        }
    }
    assert_eq!(unnamed, Vec::<String>::new(), "modules that the layout above them does not name");
    assert!(layouts > 5, "only {layouts} layouts were read");
    assert_eq!(not_in_layout("//! # Layout\n//! * [`a`]: one.\npub mod a;\nmod b;\n"), ["b"], "the control");
}

#[test]
fn no_file_of_sql_stands_outside_its_rooms() {
    let mut found = 0;
    for room in ["log", "projector"] {
        found += count_sql(&root().join("services").join(room));
    }
    let all = count_sql(&root().join("services"));
    assert!(found > 0 && found == all, "{all} files of SQL in services, {found} of them in log and projector");
}

fn count_sql(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| match path.is_dir() {
            true => count_sql(&path),
            false => usize::from(path.extension().is_some_and(|ending| ending == "sql")),
        })
        .sum()
}

/// The files of code that a page names between backquotes.
fn files_named(page: &str) -> Vec<&str> {
    page.split('`').filter(|word| word.ends_with(".rs") && word.contains('/')).collect()
}

#[test]
fn the_files_that_the_readme_names_are_there() {
    let page = std::fs::read_to_string(root().join("README.md")).unwrap();
    let named = files_named(&page);
    let missing: Vec<&&str> = named.iter().filter(|path| !root().join(path).is_file()).collect();
    assert!(named.len() >= 7 && missing.is_empty(), "named and not there: {missing:?}");
    assert_eq!(files_named("see `a/b.rs` and `c.rs`, `cargo run`"), ["a/b.rs"], "the control");
}
