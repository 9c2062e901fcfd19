//! What contracts, actions, fiches, poles and bodies are called, for tables that would otherwise show identifiers.

use std::collections::BTreeSet;

use maillage_events::action::ActionRecorded;
use maillage_events::body::BodyConstituted;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::id::Id;
use maillage_events::messages::{self, Language, message};
use maillage_events::pole::PoleOpened;
use maillage_events::timeline::{Timeline, begins};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::report::filter::Filter;
use crate::table::Table;

/// What something is called, and what it was recorded for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// In words.
    pub title: String,
    /// The year of an action, which tells it from the one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// The numbers of a fiche.
    #[serde(default, skip_serializing_if = "Timeline::is_empty")]
    pub numbers: Timeline<u32>,
    /// The contracts that it was recorded for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub contracts: BTreeSet<String>,
    /// The pole that it was recorded for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pole: Option<String>,
}

/// A payload that says what its stream is called.
pub(crate) trait Titled {
    /// What it is called from a date on.
    fn title(self, on: OccurredOn) -> Title;
}

fn ids(contracts: impl IntoIterator<Item = Id>) -> BTreeSet<String> {
    contracts.into_iter().map(Into::into).collect()
}

fn plain(title: String) -> Title {
    Title { title, ..Title::default() }
}

impl Titled for ContractPrepared {
    fn title(self, _: OccurredOn) -> Title {
        plain(self.title.0)
    }
}

impl Titled for PoleOpened {
    fn title(self, _: OccurredOn) -> Title {
        Title { contracts: ids(self.contract), ..plain(self.name.0) }
    }
}

impl Titled for BodyConstituted {
    fn title(self, _: OccurredOn) -> Title {
        let pole = self.pole.map(Into::into);
        Title { contracts: ids(self.contracts), pole, ..plain(self.title.0) }
    }
}

impl Titled for ActionRecorded {
    fn title(self, _: OccurredOn) -> Title {
        Title { year: Some(self.year), contracts: ids(self.contract), ..plain(self.title.0) }
    }
}

impl Titled for FicheRecorded {
    fn title(self, on: OccurredOn) -> Title {
        let mut title = Title { contracts: ids([self.contract]), ..plain(self.title.0) };
        title.numbers.state(begins(on), self.number);
        title
    }
}

impl Table<Title> {
    /// The stream of the fact is called what the payload says.
    pub(crate) fn take_title<T: Titled>(&mut self, fact: &FactView<'_>, it: T) {
        self.insert(fact.stream, it.title(fact.occurred()));
    }

    /// The fiche of the fact bears another number.
    pub(crate) fn take_number(&mut self, fact: &FactView<'_>, it: FicheRenumbered) {
        self.entry(fact.stream).numbers.state(begins(fact.occurred()), it.number);
    }
}

/// What a stream (`family/identifier`) is called, an action with its year, a fiche with its number; its family
/// and identifier when nothing tells.
pub(crate) fn shown(titles: &Table<Title>, language: Language, stream: &str) -> String {
    match titles.get(stream) {
        None => messages::stream(language, stream),
        Some(Title { title, year: Some(year), .. }) => format!("{title} ({year})"),
        Some(Title { title, numbers, .. }) => match numbers.last() {
            Some(number) => {
                message(language, "label-fiche-titled", &[("number", number.to_string()), ("title", title.clone())])
            }
            None => title.clone(),
        },
    }
}

/// What the contract, the pole or the fiche of a filter is called, where it was recorded.
pub(crate) fn called(titles: &Table<Title>, filter: Filter, id: &str, language: Language) -> Option<String> {
    let stream = match filter {
        Filter::Contract | Filter::Pole | Filter::Fiche => format!("{}/{id}", filter.as_str()),
        Filter::Funder | Filter::Quality => return None,
    };
    titles.get(&stream).map(|_| shown(titles, language, &stream))
}

/// Fiches by their numbers, in the order of numbers: `fiche 4, fiche 12`; identifiers, last, where no number is known.
pub(crate) fn fiches<'a>(titles: &Table<Title>, language: Language, ids: impl Iterator<Item = &'a String>) -> String {
    let number = |id: &String| titles.get(&format!("fiche/{id}")).and_then(|title| title.numbers.last().copied());
    let mut known: Vec<(Option<u32>, &String)> = ids.map(|id| (number(id), id)).collect();
    known.sort_by_key(|(number, id)| (number.is_none(), *number, *id));
    let word = |(number, id): (Option<u32>, &String)| {
        number.map_or_else(
            || id.clone(),
            |number| message(language, "label-fiche-number", &[("number", number.to_string())]),
        )
    };
    known.into_iter().map(word).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use maillage_events::declare::Example;

    use super::*;
    use crate::testing::history;

    #[test]
    fn what_is_recorded_is_called_by_its_title_and_what_is_not_by_its_identifier() {
        let history = history()
            .fact("contract/cls", ContractPrepared::example())
            .fact("action/a", ActionRecorded::example())
            .fact("fiche/f", FicheRecorded { number: 12, ..FicheRecorded::example() })
            .fact("fiche/g", FicheRecorded { number: 4, ..FicheRecorded::example() });
        let directory = history.fold::<crate::directory::Directory>();
        let titles = directory.titles();
        let called = |stream: &str| shown(titles, Language::French, stream).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(called("contract/cls"), "Contrat local de santé 2013-2018");
        assert_eq!(called("action/a"), "Animation et coordination – Année 3 (2016)");
        assert_eq!(called("fiche/g"), "Fiche 4 – Accompagnement de publics en difficultés vers les acteurs de santé");
        assert_eq!(called("pole/nowhere"), "le pôle « nowhere »");
        let ids = ["f", "g", "z"].map(str::to_owned);
        assert_eq!(fiches(titles, Language::French, ids.iter()), "fiche 4, fiche 12, z");
    }
}
