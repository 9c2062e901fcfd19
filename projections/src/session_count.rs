//! How many sessions: those that are counted, and beside them those that a source tells of without their number.

use maillage_events::messages::{Language, message};
use maillage_events::quantity::Quantity;
use serde_json::{Map, Value, json};

use crate::figures::{bounds_shown, count_shown};

/// A number of sessions. "Un groupe de travail s'est réuni" is one meeting at least, and no exact one: it stands beside
/// what is counted, never in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionCount {
    /// Sessions that are counted.
    pub counted: u64,
    /// Of those that are not: at least so many.
    pub more_at_least: u64,
    /// At most so many; `None` where nobody knows.
    pub more_at_most: Option<u64>,
    /// Whether some are not counted.
    pub is_open: bool,
}

impl SessionCount {
    /// Adds one session, or those that it stands for.
    pub fn add(&mut self, stands_for: Option<&Quantity>) {
        let (least, most) = match stands_for {
            None => return self.counted = self.counted.saturating_add(1),
            Some(Quantity::Exact { value }) => return self.counted = self.counted.saturating_add(*value),
            // Estimates have no true bounds but that it took place.
            Some(Quantity::About { .. }) => (1, None),
            Some(number) => (number.bounds().0.max(1), number.bounds().1),
        };
        let before = if self.is_open { self.more_at_most } else { Some(0) };
        self.more_at_least = self.more_at_least.saturating_add(least);
        self.more_at_most = before.zip(most).map(|(sum, most)| sum.saturating_add(most));
        self.is_open = true;
    }

    /// The number of those in a list, each with what it stands for.
    pub fn of<'a>(sessions: impl IntoIterator<Item = Option<&'a Quantity>>) -> Self {
        let mut count = Self::default();
        sessions.into_iter().for_each(|stands_for| count.add(stands_for));
        count
    }

    /// Whether there is none at all.
    pub fn is_none(self) -> bool {
        self.counted == 0 && !self.is_open
    }

    /// For people: `11`, or `11 + au moins 1`.
    pub fn shown(self, language: Language) -> String {
        let counted = count_shown(language, self.counted);
        if !self.is_open {
            return counted;
        }
        let more = bounds_shown(language, self.more_at_least, self.more_at_most);
        message(language, "figure-counted-and-more", &[("counted", counted), ("more", more)])
    }

    /// For programs: what is counted under a name, and the bounds of what is not beside it.
    pub fn write(self, map: &mut Map<String, Value>, name: &str) {
        map.insert(name.to_owned(), json!(self.counted));
        map.insert(format!("{name}_more_at_least"), json!(self.more_at_least));
        let most = if self.is_open { self.more_at_most } else { Some(0) };
        map.insert(format!("{name}_more_at_most"), json!(most));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_AT_LEAST: Quantity = Quantity::Unknown { at_least: Some(1), as_said: None };

    #[test]
    fn a_meeting_without_a_number_stands_beside_those_that_are_counted() {
        let count = SessionCount::of([None, None, None, Some(&ONE_AT_LEAST)]);
        assert_eq!((count.counted, count.more_at_least, count.more_at_most), (3, 1, None));
        assert_eq!(count.shown(Language::French).replace(['\u{2068}', '\u{2069}'], ""), "3 + au moins 1");
        let mut figures = Map::new();
        count.write(&mut figures, "sessions");
        assert_eq!(
            Value::Object(figures),
            json!({ "sessions": 3, "sessions_more_at_least": 1, "sessions_more_at_most": null })
        );
    }

    #[test]
    fn a_session_that_took_place_is_one_at_least_whatever_is_said_of_its_number() {
        for said in [Quantity::unknown(), Quantity::About { value: 5 }, ONE_AT_LEAST] {
            assert_eq!(SessionCount::of([Some(&said)]).more_at_least, 1, "{said:?}");
        }
        let ranged = SessionCount::of([Some(&Quantity::Range { min: 2, max: 4 }), None]);
        assert_eq!((ranged.counted, ranged.more_at_least, ranged.more_at_most), (1, 2, Some(4)));
        assert_eq!(SessionCount::of([None, None]).shown(Language::French), "2");
    }
}
