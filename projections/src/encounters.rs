//! Which organisations met at which session, and in what way: shared by the directory and the network.

use std::collections::BTreeSet;

use maillage_events::id::Id;
use maillage_events::session::{
    AttendanceObserved, AttendanceWithdrawn, OrganisationPresent, SessionLed, SessionMoved, SessionPlanned,
};
use maillage_events::view::FactView;
use maillage_events::when::Period;
use serde::{Deserialize, Serialize};

use crate::payload::Unread;
use crate::presences::Presences;
use crate::session_date::SessionDate;
use crate::table::Table;

/// One session, as far as organisations meet there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Encounter {
    /// Its title.
    pub title: Option<String>,
    /// When it is planned for, and when it was held.
    pub date: SessionDate,
    /// Organisations that were represented.
    pub present: BTreeSet<Id>,
    /// Persons who came for an organisation, by reference.
    pub persons: Presences<String, Id>,
    /// Organisations that led it.
    pub led: BTreeSet<Id>,
}

/// A payload that says who met at a session.
pub(crate) trait Met {
    /// Notes it.
    fn note(self, row: &mut Encounter);
}

impl Met for SessionPlanned {
    fn note(self, row: &mut Encounter) {
        row.title = Some(self.title.0);
        row.date.planned = Some(self.when);
    }
}

impl Met for SessionMoved {
    fn note(self, row: &mut Encounter) {
        row.date.planned = Some(self.when);
    }
}

impl Met for SessionLed {
    fn note(self, row: &mut Encounter) {
        row.led.insert(self.organisation);
    }
}

impl Met for OrganisationPresent {
    fn note(self, row: &mut Encounter) {
        row.present.insert(self.organisation);
    }
}

impl Met for AttendanceObserved {
    fn note(self, row: &mut Encounter) {
        let (person, part) = (self.person.to_string(), self.part.map(String::from));
        match self.organisation {
            Some(organisation) => row.persons.note(person, part, organisation),
            None => row.persons.withdraw(&person, part.as_deref()),
        }
    }
}

impl Met for AttendanceWithdrawn {
    fn note(self, row: &mut Encounter) {
        row.persons.withdraw(&self.person.to_string(), self.part.as_ref().map(Id::as_str));
    }
}

impl Table<Encounter> {
    /// Notes who met at the session of the fact.
    pub(crate) fn met<T: Met>(&mut self, fact: &FactView<'_>, it: T) {
        it.note(self.entry(fact.stream_id()));
    }

    /// The session of the fact was held.
    pub(crate) fn held(&mut self, fact: &FactView<'_>, _: Unread) {
        self.entry(fact.stream_id()).date.held = Some(fact.occurred());
    }
}

impl Encounter {
    /// Whether anything says that it took place: that it was held, or that somebody was there.
    fn took_place(&self) -> bool {
        self.date.held.is_some() || !self.present.is_empty() || !self.persons.is_empty()
    }

    /// The organisations that were there in a period, each once, whoever came for them and however many.
    pub fn organisations(&self, period: &Period) -> BTreeSet<&str> {
        if !self.took_place() || !period.holds(self.date.on()) {
            return BTreeSet::new();
        }
        self.present
            .iter()
            .chain(self.persons.iter().map(|(_, organisation)| organisation))
            .chain(&self.led)
            .map(Id::as_str)
            .collect()
    }
}
