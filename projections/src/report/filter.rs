//! What a report may be narrowed to, beside its period: one contract, one pole, one fiche, one funder, one quality.

use std::collections::BTreeMap;

use maillage_events::messages::{Language, in_words, message, say, word_named};
use maillage_events::session::Quality;
use serde::Serialize;
use utoipa::ToSchema;

/// One thing that a report may be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    /// A contract, by its identifier.
    Contract,
    /// A pole, by its identifier.
    Pole,
    /// A fiche, by its identifier.
    Fiche,
    /// An organisation that funds, by its identifier.
    Funder,
    /// A quality of people.
    Quality,
}

impl Filter {
    /// Every one, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Contract, Self::Pole, Self::Fiche, Self::Funder, Self::Quality];

    /// The word that asks for it: `--contract`, `?contract=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Pole => "pole",
            Self::Fiche => "fiche",
            Self::Funder => "funder",
            Self::Quality => "quality",
        }
    }

    /// As people call it, with the word that asks for it: `contrat (contract)`.
    fn shown(self, language: Language) -> String {
        format!("{} ({})", say(language, &format!("label-filter-{}", self.as_str())), self.as_str())
    }
}

/// The codes of every quality.
fn qualities() -> Vec<&'static str> {
    Quality::ALL.iter().map(|it| it.as_str()).collect()
}

/// What is asked of each; nothing means everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters(BTreeMap<Filter, String>);

impl Filters {
    /// Those that were asked for. A quality may be said by its code or as people call it.
    pub fn of(asked: impl IntoIterator<Item = (Filter, Option<String>)>) -> Self {
        let meant = |filter, value: String| match filter {
            Filter::Quality => word_named(&qualities(), &value).map_or(value, str::to_owned),
            Filter::Contract | Filter::Pole | Filter::Fiche | Filter::Funder => value,
        };
        Self(asked.into_iter().filter_map(|(filter, value)| Some((filter, meant(filter, value?)))).collect())
    }

    /// What one is narrowed to.
    pub fn get(&self, filter: Filter) -> Option<&str> {
        self.0.get(&filter).map(String::as_str)
    }

    /// The quality asked for.
    pub fn quality(&self) -> Option<Quality> {
        self.get(Filter::Quality).and_then(Quality::from_word)
    }

    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one thing alone is narrowed, and which.
    pub fn only(&self) -> Option<(Filter, &str)> {
        let (filter, value) = self.0.first_key_value()?;
        (self.0.len() == 1).then_some((*filter, value.as_str()))
    }

    /// Each with what it is narrowed to.
    pub fn iter(&self) -> impl Iterator<Item = (Filter, &str)> {
        self.0.iter().map(|(filter, value)| (*filter, value.as_str()))
    }
}

/// What a report is narrowed to, as its head prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NarrowedTo {
    /// Which filter: `contract`, `pole`, `fiche`, `funder` or `quality`.
    pub filter: &'static str,
    /// The identifier or the word that was asked for.
    pub value: String,
    /// What it is called.
    pub name: String,
}

impl NarrowedTo {
    /// For people: `contrat : CLS 2013-2018`.
    pub fn shown(&self, language: Language) -> String {
        let values = [("filter", say(language, &format!("label-filter-{}", self.filter))), ("name", self.name.clone())];
        message(language, "report-narrowed-to", &values)
    }
}

/// A filter that cannot be asked of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadFilter {
    /// The report has it not.
    NotOfReport {
        /// The report.
        report: &'static str,
        /// The filter.
        filter: Filter,
        /// Those that it has.
        has: &'static [Filter],
    },
    /// It names nothing that is known.
    NamesNothing {
        /// The filter.
        filter: Filter,
        /// What was asked for.
        value: String,
    },
}

impl BadFilter {
    /// Its code among the problems of the API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOfReport { has: [], .. } => "filter-of-no-report",
            Self::NotOfReport { .. } => "filter-not-of-report",
            Self::NamesNothing { filter: Filter::Quality, .. } => "filter-no-quality",
            Self::NamesNothing { .. } => "filter-names-nothing",
        }
    }

    /// The filter at fault.
    pub const fn filter(&self) -> Filter {
        match self {
            Self::NotOfReport { filter, .. } | Self::NamesNothing { filter, .. } => *filter,
        }
    }

    /// What its message says, by name.
    pub fn values(&self, language: Language) -> Vec<(&'static str, String)> {
        let listed = |all: &[Filter]| all.iter().map(|it| it.shown(language)).collect::<Vec<_>>().join(", ");
        match self {
            Self::NotOfReport { report, filter, has } => vec![
                ("report", say(language, &format!("console-report-{report}"))),
                ("filter", filter.shown(language)),
                ("has", listed(has)),
            ],
            Self::NamesNothing { filter, value } => vec![
                ("filter", filter.shown(language)),
                ("value", value.clone()),
                ("qualities", qualities().join(", ")),
            ],
        }
    }

    /// In one sentence.
    pub fn shown(&self, language: Language) -> String {
        in_words(language, &format!("problem-{}-detail", self.code()), &self.values(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quality_is_asked_for_by_its_code_or_its_name() {
        for said in ["relay_inhabitant", "habitant relais", "Habitant Relais"] {
            let filters = Filters::of([(Filter::Quality, Some(said.to_owned()))]);
            assert_eq!(filters.get(Filter::Quality), Some("relay_inhabitant"), "{said}");
        }
        let unknown = BadFilter::NamesNothing { filter: Filter::Quality, value: "lune".to_owned() };
        let said = unknown.shown(Language::French);
        assert!(said.contains("Habitant, Habitant relais, Usager") && !said.contains('_'), "{said}");
        assert!(unknown.shown(Language::English).contains("Inhabitant"));
    }
}
