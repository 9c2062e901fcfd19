//! Every value that the message of a refusal or a problem shows is given where it is refused, and no other.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::messages::{Language, variables};

use crate::sources::sources;

/// Values that are not given in the chain of calls that begins with the code: what gives them.
const GIVEN_ELSEWHERE: &[(&str, &[&str], &str)] = &[
    ("amendment-breaks", &["broken"], "the facts that would break, put into words when the refusal is"),
    ("bad-correction", &["why"], "the fault of the shape, put into words when the refusal is"),
    ("predecessor-circle", &["contract"], "given at the end of the chain of both circles"),
    ("within-circle", &["contract"], "the same"),
    ("session-moved", &["when", "members"], "given once the refusal is chosen"),
    ("session-changed", &["when", "members"], "the same"),
];

/// The names given in the chain of `.with("name", …)` that some code begins with.
fn chain(code: &str) -> BTreeSet<String> {
    let mut given = BTreeSet::new();
    let mut rest = code.trim_start();
    while let Some(after) = rest.strip_prefix(".with(") {
        let name = after.trim_start().trim_start_matches('"').split('"').next().unwrap_or_default();
        given.insert(name.to_owned());
        let (mut depth, mut end, mut quoted) = (1_u32, after.len(), false);
        for (at, c) in after.char_indices() {
            match c {
                '"' => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = at + 1;
                break;
            }
        }
        rest = after[end..].trim_start();
    }
    given
}

/// For each place that refuses with a code written out: the code and the names that it gives.
fn refused(code: &str, call: &str) -> Vec<(String, BTreeSet<String>)> {
    let begins = code.match_indices(call).map(|(at, _)| code[at + call.len()..].trim_start());
    let named = begins.filter_map(|after| after.strip_prefix('"')?.split_once('"'));
    named.map(|(name, after)| (name.to_owned(), chain(after.trim_start().trim_start_matches(')')))).collect()
}

/// What the places of a call give too little or too much of.
fn wrong(code: &str, call: &str, key: impl Fn(&str) -> String) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, mut given) in refused(code, call) {
        let elsewhere = GIVEN_ELSEWHERE.iter().filter(|(of, ..)| *of == name).flat_map(|(_, names, _)| *names);
        given.extend(elsewhere.map(|name| (*name).to_owned()));
        let shown: BTreeSet<String> = variables(Language::French, &key(&name)).into_iter().collect();
        let english: BTreeSet<String> = variables(Language::English, &key(&name)).into_iter().collect();
        wrong.extend(shown.difference(&given).map(|value| format!("{name} shows {value}, which is not given")));
        wrong.extend(given.difference(&shown).map(|value| format!("{name} does not show {value}")));
        wrong.extend(shown.symmetric_difference(&english).map(|value| format!("{name}: {value} in one language")));
    }
    wrong
}

#[test]
fn every_value_that_a_refusal_shows_is_given_where_it_is_refused() {
    let (mut places, mut found) = (0, Vec::new());
    for (path, code) in sources(&["events/src", "services"]) {
        places += refused(&code, "Refusal::new(").len();
        found.extend(
            wrong(&code, "Refusal::new(", |name| format!("refusal-{name}")).iter().map(|it| format!("{path}: {it}")),
        );
    }
    assert!(places > 150, "only {places} refusals were read");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_value_that_a_problem_shows_is_given_where_it_arises() {
    let (mut places, mut found) = (0, Vec::new());
    for (path, code) in sources(&["services/server/src"]) {
        for call in ["Problem::new(", "Self::new("] {
            places += refused(&code, call).len();
            let key = |name: &str| format!("problem-{name}-detail");
            found.extend(wrong(&code, call, key).iter().map(|it| format!("{path}: {it}")));
        }
    }
    assert!(places > 30, "only {places} problems were read");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_value_that_is_not_given_or_not_shown_is_found() {
    let found = |code: &str| wrong(code, "Refusal::new(", |name| format!("refusal-{name}"));
    assert_eq!(found(r#"Refusal::new("already-held")"#), ["already-held shows on, which is not given"]);
    let moon = r#"Refusal::new("already-held").with("on", f(x, ")")).with("moon", 1)"#;
    assert_eq!(found(moon), ["already-held does not show moon"]);
    let elsewhere: BTreeMap<_, _> = GIVEN_ELSEWHERE.iter().map(|(code, names, _)| (*code, *names)).collect();
    assert_eq!(elsewhere.len(), GIVEN_ELSEWHERE.len(), "a code stands twice");
}
