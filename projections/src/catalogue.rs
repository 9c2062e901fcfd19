//! Every projection, by name: what a projector keeps, what a report is asked of.

pub use crate::answer::{Answer, AnyProjection};
use crate::projection::Projection;

/// A fresh projection of one kind, from zero.
pub type Fresh = fn() -> Box<dyn AnyProjection>;

macro_rules! catalogue {
    ($($fold:ty, $place:literal;)+) => {
        /// Every projection: its name and how to begin one.
        pub const CATALOGUE: &[(&str, Fresh)] = &[$((<$fold>::NAME, || Box::new(<$fold>::default()))),+];

        const PLACES: &[(u8, &str)] = &[$(($place, <$fold>::NAME)),+];
    };
}

// In the order of lists, each with its place in the navigation of the console, where `console-report-{name}` names it.
catalogue! {
    crate::actions::Actions, 7;
    crate::attendance::Attendance, 2;
    crate::contracts::Contracts, 5;
    crate::directory::Directory, 6;
    crate::fiches::Fiches, 1;
    crate::funding::Funding, 8;
    crate::measures::Measures, 9;
    crate::network::Network, 4;
    crate::agenda::Agenda, 10;
    crate::cadence::Cadence, 3;
    crate::corrections::Corrections, 12;
    crate::discrepancies::Discrepancies, 11;
    crate::poles::Poles, 13;
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
