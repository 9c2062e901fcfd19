//! Every projection, by name: what a projector keeps, what a report is asked of.

pub use crate::answer::{Answer, AnyProjection};
use maillage_events::messages::Language;
use maillage_events::session::Quality;

use crate::naming::label;
use crate::projection::Projection;
use crate::report::filter::{BadFilter, Filter, Filters, NarrowedTo};

/// A fresh projection of one kind, from zero.
pub type Fresh = fn() -> Box<dyn AnyProjection>;

macro_rules! catalogue {
    ($($fold:ty, $place:literal, [$($filter:ident),*];)+) => {
        /// Every projection: its name and how to begin one.
        pub const CATALOGUE: &[(&str, Fresh)] = &[$((<$fold>::NAME, || Box::new(<$fold>::default()))),+];

        const PLACES: &[(u8, &str)] = &[$(($place, <$fold>::NAME)),+];

        const FILTERS: &[(&str, &[Filter])] = &[$((<$fold>::NAME, &[$(Filter::$filter),*])),+];
    };
}

// In the order of lists, each with its place in the navigation of the console, where `console-report-{name}` names it,
// and with what it may be narrowed to.
catalogue! {
    crate::actions::Actions, 7, [Contract, Funder];
    crate::attendance::Attendance, 2, [Contract, Pole, Fiche, Quality];
    crate::contracts::Contracts, 5, [Contract];
    crate::directory::Directory, 6, [Contract, Pole, Fiche];
    crate::fiches::Fiches, 1, [Contract, Fiche];
    crate::funding::Funding, 8, [Contract, Pole, Fiche, Funder];
    crate::measures::Measures, 9, [Contract, Pole, Fiche];
    crate::network::Network, 4, [Contract, Pole, Fiche];
    crate::agenda::Agenda, 10, [Contract, Pole, Fiche];
    crate::cadence::Cadence, 3, [Contract, Pole];
    crate::corrections::Corrections, 12, [];
    crate::discrepancies::Discrepancies, 11, [Contract, Fiche];
    crate::poles::Poles, 13, [Contract, Pole];
    crate::persons::Persons, 14, [Quality];
}

/// What a report may be narrowed to.
pub fn filters(name: &str) -> &'static [Filter] {
    FILTERS.iter().find(|(known, _)| *known == name).map_or(&[], |(_, filters)| filters)
}

/// What a report is narrowed to, by name; the first filter that it has not, or that names nothing known, refuses it.
pub fn narrowed(state: &dyn AnyProjection, asked: &Filters, language: Language) -> Result<Vec<NarrowedTo>, BadFilter> {
    let has = filters(state.name());
    let one = |(filter, value): (Filter, &str)| {
        if !has.contains(&filter) {
            return Err(BadFilter::NotOfReport { report: state.name(), filter, has });
        }
        let name = match filter {
            Filter::Quality => Quality::from_word(value).map(|it| label(language, "quality", it.as_str())),
            Filter::Contract | Filter::Pole | Filter::Fiche | Filter::Funder => state.called(filter, value, language),
        };
        let names_nothing = || BadFilter::NamesNothing { filter, value: value.to_owned() };
        let name = name.ok_or_else(names_nothing)?;
        Ok(NarrowedTo { filter: filter.as_str(), value: value.to_owned(), name })
    };
    asked.iter().map(one).collect()
}

/// The names of all projections, in the order of the navigation.
pub fn navigation() -> Vec<&'static str> {
    let mut places = PLACES.to_vec();
    places.sort_by_key(|(place, _)| *place);
    places.into_iter().map(|(_, name)| name).collect()
}

/// A fresh projection by its name.
pub fn fresh(name: &str) -> Option<Box<dyn AnyProjection>> {
    CATALOGUE.iter().find(|(known, _)| *known == name).map(|(_, begin)| begin())
}

#[cfg(test)]
mod answers;
#[cfg(test)]
mod narrowing;
#[cfg(test)]
mod read;

#[cfg(test)]
mod tests {
    use maillage_events::messages::{Language, say};

    use super::*;

    #[test]
    fn every_projection_has_a_place_of_its_own_and_words_in_the_navigation() {
        let mut places: Vec<u8> = PLACES.iter().map(|(place, _)| *place).collect();
        places.sort_unstable();
        assert!(places.iter().enumerate().all(|(at, place)| at + 1 == usize::from(*place)), "{places:?}");
        let worded = |name: &str| {
            let key = format!("console-report-{name}");
            [Language::French, Language::English].iter().all(|language| !say(*language, &key).contains('⟨'))
        };
        assert!(navigation().into_iter().all(worded));
        assert!(!worded("weather"), "a projection without words would be noticed");
    }
}
