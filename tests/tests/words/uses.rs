//! No message that nobody says, and none said that is not there. A message is said where its key is written out, or
//! where a pattern (`label-{list}-{word}`) makes it of words that are written out.

use std::collections::BTreeSet;

use maillage_events::messages::{Language, is_known, keys, labels_of};

use crate::sources::{sources, strings};

const ROOMS: [&str; 3] = ["events/src", "projections/src", "services"];

/// What the code writes out: words, and patterns of keys cut at their gaps.
#[derive(Default)]
struct Written {
    words: BTreeSet<String>,
    patterns: BTreeSet<Vec<String>>,
    /// Patterns that begin with a gap: they fill the gaps of others.
    parts: BTreeSet<Vec<String>>,
}

/// A pattern of a key, cut at its gaps: `label-{list}-{}` is `label-`, `-`, and nothing.
fn pattern(text: &str) -> Option<Vec<String>> {
    let is_key =
        text.starts_with(|c: char| c.is_ascii_lowercase() || c == '{') && text.contains('-') && text.contains('{');
    let mut parts = vec![String::new()];
    let mut inside = false;
    for c in text.chars() {
        match c {
            '{' => inside = true,
            '}' => {
                inside = false;
                parts.push(String::new());
            }
            _ if inside => {}
            c if c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_') => parts.last_mut()?.push(c),
            _ => return None,
        }
    }
    is_key.then_some(parts)
}

fn plain(word: &str) -> String {
    word.replace(['_', '.'], "-").to_lowercase()
}

fn written(code: &str, into: &mut Written) {
    for text in strings(code) {
        into.words.insert(plain(&text));
        if let Some(parts) = pattern(&text) {
            let within = parts.first().is_none_or(String::is_empty) || parts[0].starts_with("cell-");
            if within {
                into.parts.insert(parts)
            } else {
                into.patterns.insert(parts)
            };
        }
    }
}

impl Written {
    /// Whether a key fills a pattern, each gap with words that are written out.
    fn fills(&self, key: &str, parts: &[String]) -> bool {
        let Some((first, rest)) = parts.split_first() else { return key.is_empty() };
        let Some(after) = key.strip_prefix(first.as_str()) else { return false };
        if rest.is_empty() {
            return after.is_empty();
        }
        (1..=after.len())
            .filter(|end| after.is_char_boundary(*end))
            .any(|end| self.is_filler(&after[..end]) && self.fills(&after[end..], rest))
    }

    /// Whether words are written out, or made of two that are.
    fn is_filler(&self, words: &str) -> bool {
        let known = |word: &str| self.words.contains(&plain(word));
        let joined = |parts: &Vec<String>| match parts.as_slice() {
            [before, between, after] if after.is_empty() && !between.is_empty() => {
                words.strip_prefix(before.as_str()).is_some_and(|rest| {
                    rest.match_indices(between.as_str())
                        .any(|(at, _)| known(&rest[..at]) && known(&rest[at + between.len()..]))
                })
            }
            [before, after] if after.is_empty() => words.strip_prefix(before.as_str()).is_some_and(known),
            _ => false,
        };
        known(words) || self.parts.iter().any(joined)
    }

    fn says(&self, key: &str) -> bool {
        self.words.contains(&plain(key)) || self.patterns.iter().any(|parts| self.fills(key, parts))
    }
}

/// Keys that are made of the members and closed lists of payloads, which [`crate::members`] holds complete.
fn of_payloads() -> BTreeSet<String> {
    let (_, lists) = crate::members::of_payloads();
    let mut found = BTreeSet::new();
    for list in lists {
        let words: Vec<&str> = list.iter().map(String::as_str).collect();
        if let Some(labels) = labels_of(&words) {
            found.extend(words.iter().map(|word| format!("label-{labels}-{word}")));
        }
    }
    found
}

#[test]
fn no_message_is_there_that_nobody_says() {
    let mut all = Written::default();
    let mut within = String::new();
    for (_, code) in sources(&ROOMS) {
        written(&code, &mut all);
    }
    for (_, text) in maillage_events::messages::files(Language::French) {
        within.push_str(text);
    }
    let of_payloads = of_payloads();
    let dead = |key: &String| {
        !key.starts_with("member-")
            && !of_payloads.contains(key)
            && !all.says(key)
            && !within.contains(&format!("{{ {key} }}"))
    };
    let mut found: Vec<String> = keys(Language::French).into_values().flatten().filter(dead).collect();
    found.sort();
    assert_eq!(found, Vec::<String>::new(), "messages that no code says");
    assert!(dead(&"refusal-moon-landed".to_owned()) && dead(&"label-moon-landed".to_owned()), "the control");
}

/// The keys that calls write out whole.
fn said(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for call in ["say(", "message(", "in_words(", "example("] {
        for (at, _) in code.match_indices(call) {
            let rest = &code[at..];
            let end = rest.find([';', '\n']).unwrap_or(rest.len());
            let first = strings(&rest[..end]).into_iter().next();
            found.extend(first.filter(|key| key.contains('-') && !key.contains(['{', ' ', '/'])));
        }
    }
    found
}

#[test]
fn no_message_is_said_that_is_not_there() {
    let mut found = Vec::new();
    let mut read = 0;
    for (path, code) in sources(&ROOMS) {
        let keys = said(&code);
        read += keys.len();
        found.extend(keys.into_iter().filter(|key| !is_known(key)).map(|key| format!("{path}: {key}")));
    }
    assert!(read > 60, "only {read} calls were read");
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(said("say(language, \"moon-landed\");").len(), 1, "the control");
}
