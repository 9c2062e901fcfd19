//! What people read: message catalogues, French first, English second.
//!
//! The files stand in `messages/{fr,en}/`. A key that is missing in one language fails a test; at run time it shows as
//! `⟨key⟩`.

use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::refusal::{Broken, Refusal};
use crate::when::OccurredOn;

/// A language that Maillage speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// French.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// The best of the two for an `Accept-Language` header; French when it names neither.
    pub fn from_accept(header: &str) -> Self {
        let mut best = (0.0_f32, Self::French);
        for item in header.split(',') {
            let (tag, quality) = item.split_once(';').unwrap_or((item, ""));
            let weight = quality.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let language = match tag.trim().to_ascii_lowercase().as_str() {
                tag if tag == "fr" || tag.starts_with("fr-") => Self::French,
                tag if tag == "en" || tag.starts_with("en-") => Self::English,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

/// The files of a language: the list stands once, for both.
macro_rules! catalogue {
    ($language:literal) => {
        catalogue!(
            $language: "refusals-governance", "refusals-activity", "reports", "reports-activity", "labels", "imports",
            "imports-oscars", "http", "console", "command-line"
        )
    };
    ($language:literal: $($file:literal),+) => {
        &[$(($file, include_str!(concat!("../messages/", $language, "/", $file, ".ftl")))),+]
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
    bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned()
}

/// A message without values.
pub fn say(language: Language, key: &str) -> String {
    message(language, key, &[])
}

/// The values of refusals that are dates.
const DATES: [&str; 7] = ["on", "when", "today", "starts", "ends", "since", "period"];

/// A kind of fact as people call it.
pub fn kind(language: Language, kind: &str) -> String {
    say(language, &format!("kind-{}", kind.replace(['.', '_'], "-")))
}

/// What a refusal says to people.
pub fn refusal(language: Language, refusal: &Refusal) -> String {
    let mut values: Vec<(&str, String)> =
        refusal.values.iter().map(|(name, value)| (*name, spoken(language, name, value))).collect();
    if !refusal.broken.is_empty() {
        let each: Vec<String> = refusal.broken.iter().map(|broken| broken_fact(language, broken)).collect();
        values.push(("broken", each.join(" ")));
    }
    message(language, &format!("refusal-{}", refusal.code), &values)
}

/// What an amendment would break of one fact.
fn broken_fact(language: Language, broken: &Broken) -> String {
    let values = [
        ("kind", kind(language, broken.kind)),
        ("position", broken.position.to_string()),
        ("stream", broken.stream.to_string()),
        ("why", self::refusal(language, &broken.refusal)),
    ];
    message(language, "broken-fact", &values)
}

/// A date as people of that language write it, a kind of fact in words; any other value as it is.
fn spoken(language: Language, name: &str, value: &str) -> String {
    if name == "kind_words" {
        return kind(language, value);
    }
    let date = if DATES.contains(&name) { value.parse().ok() } else { None };
    match (language, date) {
        (_, Some(OccurredOn::Unknown)) => say(language, "refusal-date-unknown"),
        (Language::French, Some(OccurredOn::Day(day))) => day.strftime("%d/%m/%Y").to_string(),
        (Language::French, Some(OccurredOn::Month(year, month))) => format!("{month:02}/{year}"),
        _ => value.to_owned(),
    }
}

/// The keys of a language, by file: for tests.
pub fn keys(language: Language) -> HashMap<&'static str, Vec<String>> {
    let files = match language {
        Language::French => FRENCH,
        Language::English => ENGLISH,
    };
    files
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

    #[test]
    fn every_kind_of_fact_has_its_words() {
        let lamp = Some(crate::family::Family::Lamp);
        for info in crate::fact::registry().filter(|info| info.family != lamp) {
            for language in [Language::French, Language::English] {
                assert!(!kind(language, info.kind).starts_with('⟨'), "{} has no words", info.kind);
            }
        }
    }

    #[test]
    fn the_header_chooses_french_unless_english_weighs_more() {
        assert_eq!(Language::from_accept("en;q=0.8, fr;q=0.9"), Language::French);
        assert_eq!(Language::from_accept("de, en-GB"), Language::English);
        assert_eq!(Language::from_accept(""), Language::French);
    }

    #[test]
    fn a_refusal_writes_dates_as_people_do_and_keeps_leading_zeros() {
        let held = |on: &str| refusal(Language::French, &Refusal::new("already-held").with("on", on));
        assert!(held("2016-03-08").contains("(08/03/2016)"));
        assert!(held("2016-03").contains("(03/2016)"));
        assert!(held("2016").contains("(2016)"));
        assert!(held("unknown").contains("(date inconnue)"));
        let number = Refusal::new("bad-identifier").with("scheme", "siren").with("value", "010000012");
        assert!(refusal(Language::English, &number).contains("“010000012”"));
    }
}
