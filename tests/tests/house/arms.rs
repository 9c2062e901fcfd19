//! Where a new kind of fact must be thought of, no arm takes the rest.

use crate::sources::{closing_brace, code, is_test_file, sources};

/// The arms that take whatever is left, in the functions of these names: line and function.
fn rest_arms(text: &str, functions: &[&str]) -> Vec<String> {
    let code = code(text);
    let mut found = Vec::new();
    for name in functions {
        let head = format!("fn {name}(");
        for (start, _) in code.match_indices(&head) {
            let body = &code[start..];
            let end = closing_brace(body).unwrap_or(body.len());
            let line = code[..start].lines().count();
            for (at, arm) in body[..end].lines().enumerate() {
                let arm = arm.trim();
                if arm.starts_with("_ =>") || arm.starts_with("_ if") && name.starts_with("learn") {
                    found.push(format!("{}: {name}", line + at));
                }
            }
        }
    }
    found
}

#[test]
fn every_kind_has_its_own_arm_in_soundness_references_and_what_rules_learn() {
    let mut read = 0;
    for (path, text) in sources("events/src").into_iter().filter(|(path, _)| !is_test_file(path)) {
        read += code(&text).matches("fn references(").count();
        assert_eq!(rest_arms(&text, &["references", "learn"]), Vec::<String>::new(), "{}", path.display());
        assert_eq!(soundness_of_kinds(&text), Vec::<String>::new(), "{}", path.display());
    }
    assert!(read > 15, "only {read} families were read");

    // The control: an arm for the rest is found.
    let rule = "impl Facts for X {\n    fn references(&self) {\n        match self {\n            X::A => {}\n\
                \u{20}           _ => {}\n        }\n    }\n}\n";
    assert_eq!(rest_arms(rule, &["references"]), ["5: references"]);
    let sound = "fn sound(&self) {\n    match self {\n        XFact::A => Ok(()),\n        _ => Ok(()),\n    }\n}\n";
    assert_eq!(soundness_of_kinds(sound).len(), 1);
}

/// The outermost arms for the rest in `fn sound`: those of inner matches (over a value) stand further in.
fn soundness_of_kinds(text: &str) -> Vec<String> {
    let code = code(text);
    let mut found = Vec::new();
    for (start, _) in code.match_indices("fn sound(&self)") {
        let body = &code[start..];
        let body = &body[..closing_brace(body).unwrap_or(body.len())];
        let indent = |line: &str| line.len() - line.trim_start().len();
        let first = body.lines().find(|line| line.trim().starts_with("match self")).map(indent);
        if let Some(outer) = first {
            found.extend(
                body.lines()
                    .filter(|line| indent(line) == outer + 4 && line.trim().starts_with("_ =>"))
                    .map(|line| line.trim().to_owned()),
            );
        }
    }
    found
}
