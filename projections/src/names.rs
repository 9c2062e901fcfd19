//! Names over time: a report of 2016 prints the name of 2016.

use jiff::civil::Date;
use maillage_events::category::CategoryRecorded;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::table::Table;

/// The names that something bore, each from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Names(Vec<(Option<Date>, String)>);

impl Names {
    /// It bears this name from then on; one of unknown date comes before all others.
    pub fn bear(&mut self, from: OccurredOn, name: String) {
        let from = from.span().map(|(first, _)| first);
        let place = self.0.partition_point(|(day, _)| *day <= from);
        self.0.insert(place, (from, name));
    }

    /// The name on a day, or the last one; before the first name, the first.
    pub fn at(&self, day: Option<Date>) -> Option<&str> {
        let held = self.0.iter().rev().find(|(from, _)| day.is_none() || *from <= day);
        held.or_else(|| self.0.first()).map(|(_, name)| name.as_str())
    }
}

/// A payload that gives its stream a name.
pub(crate) trait Named {
    /// The name that it takes.
    fn name(self) -> String;
}

impl Named for OrganisationRecorded {
    fn name(self) -> String {
        self.name.0
    }
}

impl Named for OrganisationRenamed {
    fn name(self) -> String {
        self.name.0
    }
}

impl Named for CategoryRecorded {
    fn name(self) -> String {
        self.name.0
    }
}

impl Table<Names> {
    /// The stream of the fact bears the name that the payload gives, from the date of the fact.
    pub(crate) fn take_name<T: Named>(&mut self, fact: &FactView<'_>, it: T) {
        self.entry(fact.stream_id()).bear(fact.occurred(), it.name());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_the_name_of_that_day() {
        let mut names = Names::default();
        names.bear("2021-04-01".parse().unwrap(), "DDETS".into());
        names.bear("2010".parse().unwrap(), "DDCS".into());
        assert_eq!(names.at("2016-12-31".parse().ok()), Some("DDCS"));
        assert_eq!(names.at(None), Some("DDETS"));
        assert_eq!(names.at("2001-01-01".parse().ok()), Some("DDCS"), "its first known name");
        assert_eq!(Names::default().at(None), None);
    }
}
