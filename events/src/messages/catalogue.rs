//! The catalogues themselves. A key that is missing shows as `⟨key⟩`.

use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::language::Language;

/// The files of a language: the list stands once, for both.
macro_rules! catalogue {
    ($language:literal) => {
        catalogue!(
            $language: "refusals-governance", "refusals-activity", "reports", "reports-activity", "labels", "imports",
            "imports-oscars", "http", "console", "command-line", "shapes", "words"
        )
    };
    ($language:literal: $($file:literal),+) => {
        &[$(($file, include_str!(concat!("../../messages/", $language, "/", $file, ".ftl")))),+]
    };
}

const FRENCH: &[(&str, &str)] = catalogue!("fr");
const ENGLISH: &[(&str, &str)] = catalogue!("en");

fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static FR: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    let (cell, locale, files) = match language {
        Language::French => (&FR, "fr-FR", FRENCH),
        Language::English => (&EN, "en-GB", ENGLISH),
    };
    cell.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec![locale.parse::<LanguageIdentifier>().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        for (_, source) in files {
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
}

/// A message by its key, with values by name. Values that are whole numbers choose plural forms.
pub fn message(language: Language, key: &str, values: &[(&str, String)]) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return format!("⟨{key}⟩");
    };
    let mut arguments = FluentArgs::new();
    for (name, value) in values {
        // Only what reads back the same is a number: the zero of « 010000012 » must not be lost.
        let number = value.parse::<i32>().ok().filter(|number| number.to_string() == *value);
        arguments.set(*name, number.map_or_else(|| FluentValue::from(value.as_str()), FluentValue::from));
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
    if let Some(listener) = LISTENER.get() {
        listener(language, key, &text, values);
    }
    text
}

/// Is told of every message that is said: its language, its key, its text and the values in it.
pub type Listener = fn(Language, &str, &str, &[(&str, String)]);

static LISTENER: OnceLock<Listener> = OnceLock::new();

/// Tells a listener of every message from now on, so that tests know which ones an answer really shows. The first one
/// stays.
pub fn listen(listener: Listener) {
    let _ = LISTENER.set(listener);
}

/// How the keys of what an import records begin: notes that stand in facts, in French whoever imports.
#[cfg(test)]
const RECORDED: &str = "oscars-note-";

/// Whether a message stands in the catalogues.
pub fn is_known(key: &str) -> bool {
    bundle(Language::French).has_message(key)
}

/// A message without values.
pub fn say(language: Language, key: &str) -> String {
    message(language, key, &[])
}

/// The files of a language, as they are written: name and text.
pub const fn files(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::French => FRENCH,
        Language::English => ENGLISH,
    }
}

/// The keys of a language, by file.
pub fn keys(language: Language) -> HashMap<&'static str, Vec<String>> {
    files(language)
        .iter()
        .map(|(name, source)| {
            let keys = source
                .lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
                .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
                .collect();
            (*name, keys)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_hold_the_same_keys_and_every_file_parses() {
        let (french, english) = (keys(Language::French), keys(Language::English));
        assert_eq!((french.len(), english.len()), (FRENCH.len(), FRENCH.len()), "a file of one language alone");
        for (file, keys) in &french {
            let mut here = keys.clone();
            here.retain(|key| !key.starts_with(RECORDED));
            let mut there = english[file].clone();
            here.sort();
            there.sort();
            assert_eq!(here, there, "{file}");
        }
        for (file, source) in FRENCH.iter().chain(ENGLISH) {
            if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{file}: {errors:?}");
            }
        }
    }
}
