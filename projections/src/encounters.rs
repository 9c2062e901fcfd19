//! Which organisations met at which session, and in what way: shared by the directory and the network.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::id::Id;
use maillage_events::session::{
    AttendanceObserved, AttendanceWithdrawn, OrganisationPresent, SessionLed, SessionPlanned,
};
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

/// One session, as far as organisations meet there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Encounter {
    /// Its title.
    pub title: Option<String>,
    /// When it was held.
    pub held: Option<OccurredOn>,
    /// Organisations that were represented.
    pub present: BTreeMap<Id, OccurredOn>,
    /// Persons who came for an organisation, by reference.
    pub persons: BTreeMap<String, (Id, OccurredOn)>,
    /// Organisations that led it.
    pub led: BTreeSet<Id>,
}

/// A payload that says who met at a session.
pub(crate) trait Met {
    /// Notes it, as of a date.
    fn note(self, row: &mut Encounter, on: OccurredOn);
}

impl Met for SessionPlanned {
    fn note(self, row: &mut Encounter, _on: OccurredOn) {
        row.title = Some(self.title.0);
    }
}

impl Met for SessionLed {
    fn note(self, row: &mut Encounter, _on: OccurredOn) {
        row.led.insert(self.organisation);
    }
}

impl Met for OrganisationPresent {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        row.present.insert(self.organisation, on);
    }
}

impl Met for AttendanceObserved {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        match self.organisation {
            Some(organisation) => row.persons.insert(self.person.to_string(), (organisation, on)),
            None => row.persons.remove(&self.person.to_string()),
        };
    }
}

impl Met for AttendanceWithdrawn {
    fn note(self, row: &mut Encounter, _on: OccurredOn) {
        row.persons.remove(&self.person.to_string());
    }
}

impl Encounter {
    /// When organisations met: the day it was held, or that of a presence; `None` when nothing says that it took place.
    pub fn on(&self) -> Option<OccurredOn> {
        let presence =
            || self.present.values().next().copied().or_else(|| self.persons.values().next().map(|(_, on)| *on));
        self.held.or_else(presence)
    }

    /// The organisations that were there in a period, each once, whoever came for them and however many.
    pub fn organisations(&self, period: &Period) -> BTreeSet<&str> {
        if !self.on().is_some_and(|on| period.holds(on)) {
            return BTreeSet::new();
        }
        self.present
            .keys()
            .chain(self.persons.values().map(|(organisation, _)| organisation))
            .chain(&self.led)
            .map(Id::as_str)
            .collect()
    }
}
