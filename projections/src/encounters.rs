//! Which organisations met at which session, and in what way: shared by the directory and the network.

use std::collections::BTreeSet;

use maillage_events::id::Id;
use maillage_events::session::{
    AttendanceObserved, AttendanceWithdrawn, OrganisationPresent, SessionCredited, SessionLeadEnded, SessionLed,
    SessionMoved, SessionPlanned, SessionRenamed, SessionUncredited,
};
use maillage_events::text::Text;
use maillage_events::timeline::{Timeline, begins};
use maillage_events::view::FactView;
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::belongs::Belongs;
use crate::payload::Unread;
use crate::presences::Presences;
use crate::session_date::SessionDate;
use crate::stays::Stays;
use crate::table::Table;
use crate::titles::Title;

/// One session, as far as organisations meet there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Encounter {
    /// Its title: as planned, then as renamed, by the days that each counts from.
    pub title: Timeline<String>,
    /// When it is planned for, and when it was held.
    pub date: SessionDate,
    /// Organisations that were represented.
    pub present: BTreeSet<Id>,
    /// Persons who came for an organisation, by reference.
    pub persons: Presences<String, Id>,
    /// The contracts that it names.
    pub contracts: Vec<Id>,
    /// The pole that holds it.
    pub pole: Option<Id>,
    /// The fiches that it is or was credited to.
    pub fiches: Stays<Id>,
    /// Organisations that led it, each in its function.
    pub led: Stays<(Id, Option<Text>)>,
}

/// A payload that says who met at a session.
pub(crate) trait Met {
    /// Notes it, as happened on a date.
    fn note(self, row: &mut Encounter, on: OccurredOn);
}

impl Met for SessionPlanned {
    fn note(self, row: &mut Encounter, _: OccurredOn) {
        row.title.state(None, self.title.0);
        row.date.plan(self.when);
        (row.contracts, row.pole) = (self.contracts, self.pole);
        self.fiches.into_iter().for_each(|fiche| row.fiches.begin(fiche, OccurredOn::Unknown, None));
    }
}

impl Met for SessionCredited {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        row.fiches.begin(self.fiche, on, None);
    }
}

impl Met for SessionUncredited {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        row.fiches.end(self.fiche, on);
    }
}

impl Met for SessionMoved {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        row.date.move_to(on, self.when);
    }
}

impl Met for SessionRenamed {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        row.title.state(begins(on), self.title.0);
    }
}

impl Met for SessionLeadEnded {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        row.led.end((self.organisation, self.function), on);
    }
}

impl Met for SessionLed {
    fn note(self, row: &mut Encounter, on: OccurredOn) {
        row.led.begin((self.organisation, self.function), on, None);
    }
}

impl Met for OrganisationPresent {
    fn note(self, row: &mut Encounter, _: OccurredOn) {
        row.present.insert(self.organisation);
    }
}

impl Met for AttendanceObserved {
    fn note(self, row: &mut Encounter, _: OccurredOn) {
        let (person, part) = (self.person.to_string(), self.part.map(String::from));
        match self.organisation {
            Some(organisation) => row.persons.note(person, part, organisation),
            // Each part is noted for itself: who came in the morning for an organisation did so.
            None => row.persons.forget(&person, part.as_deref()),
        }
    }
}

impl Met for AttendanceWithdrawn {
    fn note(self, row: &mut Encounter, _: OccurredOn) {
        row.persons.withdraw(&self.person.to_string(), self.part.as_ref().map(Id::as_str));
    }
}

impl Table<Encounter> {
    /// Notes who met at the session of the fact.
    pub(crate) fn met<T: Met>(&mut self, fact: &FactView<'_>, it: T) {
        it.note(self.entry(fact.stream_id()), fact.occurred());
    }

    /// The session of the fact was held.
    pub(crate) fn held(&mut self, fact: &FactView<'_>, _: Unread) {
        self.entry(fact.stream_id()).date.hold(fact.occurred());
    }
}

impl Encounter {
    /// Its title, as it was renamed last.
    pub fn title(&self) -> Option<&String> {
        self.title.last()
    }

    /// Whose it is.
    pub(crate) fn belongs<'a>(&'a self, titles: &'a Table<Title>) -> Belongs<'a> {
        let fiches: Vec<&str> = self.fiches.at(&Period::default()).map(|stay| stay.of.as_str()).collect();
        Belongs::session(titles, self.contracts.iter().map(Id::as_str), self.pole.as_ref().map(Id::as_str), fiches)
    }

    /// The organisations that led it.
    pub fn leaders(&self) -> impl Iterator<Item = &Id> {
        self.led.at(&Period::default()).map(|stay| &stay.of.0)
    }

    /// Whether anything says that it took place: that it was held, or that somebody was there.
    fn took_place(&self) -> bool {
        self.date.is_held() || !self.present.is_empty() || !self.persons.is_empty()
    }

    /// The organisations that were there in a period, each once, whoever came for them and however many.
    pub fn organisations(&self, period: &Period) -> BTreeSet<&str> {
        if !self.took_place() || !period.holds(self.date.on()) {
            return BTreeSet::new();
        }
        self.present.iter().chain(self.persons.noted()).chain(self.leaders()).map(Id::as_str).collect()
    }
}
