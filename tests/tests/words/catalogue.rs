//! Every message of both catalogues, with an example of every value that it shows.

use maillage_events::messages::{Language, example, keys};

use crate::readable::faults;

/// Words that a message may show all the same, each with its reason.
const LEGITIMATE: &[(&str, &str, &str)] = &[
    ("import-form-amount", "et", "cells of files are written in French"),
    ("import-form-marginals", "et", "the same"),
];

/// What is wrong with the messages of a language.
fn wrong(language: Language) -> Vec<String> {
    let mut wrong = Vec::new();
    for key in keys(language).into_values().flatten() {
        let text = example(language, &key);
        for fault in faults(language, &text) {
            if !LEGITIMATE.iter().any(|(of, word, _)| *of == key && fault.ends_with(word)) {
                wrong.push(format!("{key}: {fault} in « {text} »"));
            }
        }
    }
    wrong.sort();
    wrong
}

#[test]
fn every_message_with_its_values_is_a_sentence_of_its_language() {
    for language in [Language::French, Language::English] {
        assert_eq!(wrong(language), Vec::<String>::new(), "{language:?}");
    }
    let used =
        |(key, ..): &(&str, &str, &str)| keys(Language::French).into_values().flatten().any(|known| known == *key);
    assert!(LEGITIMATE.iter().all(used), "an exception for a message that is gone");
}

#[test]
fn a_message_that_lacks_its_values_is_found() {
    let without = maillage_events::messages::say(Language::French, "refusal-already-held");
    assert_eq!(faults(Language::French, &without), ["a placeholder"]);
}
