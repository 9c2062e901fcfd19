//! The sources of the house, without their tests.

use std::path::Path;

/// Every file of code of the rooms below a folder, as text: its path and what stands before its tests.
pub fn sources(rooms: &[&str]) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "tests" | "benches" | "target") {
                    walk(&path, found);
                }
            } else if name.ends_with(".rs") && name != "tests.rs" && name != "testing.rs" {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                found.push((path.to_string_lossy().into_owned(), lines.join("\n")));
            }
        }
    }
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    rooms.iter().for_each(|room| walk(&top.join(room), &mut found));
    found.sort();
    found
}

/// The strings that some code writes out.
pub fn strings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => {
                // A character, not a lifetime: `'"'`, `'\''`.
                let mut ahead = chars.clone();
                if let (Some(inside), Some(end)) = (ahead.next(), ahead.next()) {
                    if inside == '\\' {
                        chars.nth(2);
                    } else if end == '\'' {
                        chars.nth(1);
                    }
                }
            }
            '"' => {
                let mut text = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => drop(chars.next()),
                        other => text.push(other),
                    }
                }
                found.push(text);
            }
            _ => {}
        }
    }
    found
}

#[test]
fn strings_are_told_from_characters_and_lifetimes() {
    assert_eq!(strings("f('\"', \"a\", '\\'', \"b\\\"c\") <'a> \"d\""), ["a", "bc", "d"]);
}
