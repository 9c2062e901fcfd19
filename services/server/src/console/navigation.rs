//! The reports that every page leads to: those of the catalogue, all of them.

use maillage_events::messages::{Language, say};
use maillage_projections::catalogue::CATALOGUE;

/// In which order, for those that have a place. It does not say which there are: a report that is not here comes last.
const ORDER: [&str; 12] = [
    "fiches",
    "attendance",
    "cadence",
    "network",
    "contracts",
    "directory",
    "actions",
    "funding",
    "measures",
    "agenda",
    "discrepancies",
    "corrections",
];

/// Every report of the catalogue, in the order of the navigation.
pub fn reports() -> Vec<&'static str> {
    ordered(CATALOGUE.iter().map(|(name, _)| *name))
}

fn ordered(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut names: Vec<&str> = names.collect();
    // The sort is stable: reports without a place stay in the order of the catalogue.
    names.sort_by_key(|name| ORDER.iter().position(|placed| placed == name).unwrap_or(ORDER.len()));
    names
}

/// What the navigation calls a report.
pub fn words(language: Language, report: &str) -> String {
    say(language, &format!("console-report-{report}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_of_the_catalogue_is_reached_and_named() {
        for (name, _) in CATALOGUE {
            assert!(reports().contains(name), "no page leads to {name}");
            for language in [Language::French, Language::English] {
                assert!(!words(language, name).starts_with('⟨'), "{name} has no words in {}", language.tag());
            }
        }
        assert_eq!(reports(), ORDER, "a report has no place in the order yet, or a place has no report");
    }

    #[test]
    fn a_report_without_a_place_comes_last_and_has_no_words_yet() {
        let names = ordered(["weather", "network", "fiches"].into_iter());
        assert_eq!(names, ["fiches", "network", "weather"]);
        assert!(words(Language::French, "weather").starts_with('⟨'));
    }
}
