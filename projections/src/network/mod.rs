//! The network of partners: who met (observed) and who is said to work with whom (declared), kept apart and compared.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold.
//! * [`graph`]: ties and what they measure; `ties`: the ties of a period; `answer`: figures and tables.
//! * [`layout`]: where nodes stand; `labels`: where their names do; `picture`: the drawing.

mod answer;
pub mod graph;
mod labels;
pub mod layout;
mod picture;
pub mod rows;
mod ties;

use maillage_events::action::{ActionRecorded, CarrierNamed};
use maillage_events::body::{BodyConstituted, SeatGiven, SeatLeft};
use maillage_events::category::CategoryRecorded;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::FicheRecorded;
use maillage_events::id::Id;
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::partnership::{PartnershipEnded, PartnershipFormed};
use maillage_events::pole::PoleOpened;
use maillage_events::session::{
    AttendanceObserved, AttendanceWithdrawn, OrganisationPresent, SessionHeld, SessionLed, SessionMoved, SessionPlanned,
};
use maillage_events::view::FactView;

use crate::answer::Answer;
use crate::encounters::Encounter;
use crate::fold;
use crate::names::Names;
use crate::payload::Unread;
use crate::report::{Body, Scope};
use crate::titles::Title;
use rows::{Declared, Group, Seat};

fold! {
    /// The network of a space.
    pub struct Network "network" 4;
    tables {
        organisations: Names, ById;
        categories: Names, ById;
        bodies: Group, ById;
        declared: Declared, ById;
        carriers: Vec<Id>, ById;
        sessions: Encounter, ById;
        titles: Title, ByStream;
    }
    on {
        ContractPrepared => titles.take_title::<ContractPrepared>;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        PoleOpened => titles.take_title::<PoleOpened>;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
        CategoryRecorded => categories.take_name::<CategoryRecorded>;
        BodyConstituted => body;
        SeatGiven => seat_given;
        SeatLeft => seat_left;
        PartnershipFormed => formed;
        PartnershipEnded => ended;
        CarrierNamed => carrier;
        SessionPlanned => sessions.met::<SessionPlanned>;
        SessionMoved => sessions.met::<SessionMoved>;
        SessionHeld => sessions.held;
        SessionLed => sessions.met::<SessionLed>;
        AttendanceObserved => sessions.met::<AttendanceObserved>;
        AttendanceWithdrawn => sessions.met::<AttendanceWithdrawn>;
        OrganisationPresent => sessions.met::<OrganisationPresent>;
    }
}

impl Network {
    fn body(&mut self, fact: &FactView<'_>, it: BodyConstituted) {
        self.bodies.entry(fact.stream_id()).title = Some(it.title.0.clone());
        self.titles.take_title(fact, it);
    }

    fn seat_given(&mut self, fact: &FactView<'_>, it: SeatGiven) {
        let seat = Seat { organisation: it.organisation, college: it.college };
        self.bodies.entry(fact.stream_id()).seats.begin(seat, fact.occurred(), None);
    }

    fn seat_left(&mut self, fact: &FactView<'_>, it: SeatLeft) {
        let seat = Seat { organisation: it.organisation, college: it.college };
        self.bodies.entry(fact.stream_id()).seats.end(seat, fact.occurred());
    }

    fn formed(&mut self, fact: &FactView<'_>, it: PartnershipFormed) {
        let ended = self.declared.get(fact.stream_id()).and_then(|row| row.until);
        let row = Declared {
            party: Some(it.party),
            scope: Some(it.scope),
            from: Some(fact.occurred()),
            until: ended.or(it.until),
        };
        self.declared.insert(fact.stream_id(), row);
    }

    fn ended(&mut self, fact: &FactView<'_>, _: Unread) {
        self.declared.entry(fact.stream_id()).until = Some(fact.occurred());
    }

    fn carrier(&mut self, fact: &FactView<'_>, it: CarrierNamed) {
        let carriers = self.carriers.entry(fact.stream_id());
        if !carriers.contains(&it.organisation) {
            carriers.push(it.organisation);
        }
    }
}

impl Answer for Network {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, &scope.period, language)
    }

    fn picture(&self, scope: &Scope, language: Language) -> Option<String> {
        Some(picture::draw(self, &scope.period, language))
    }
}

#[cfg(test)]
mod tests;
