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

use maillage_events::action::{ActionRecorded, CarrierEnded, CarrierNamed};
use maillage_events::body::{BodyConstituted, SeatGiven, SeatLeft};
use maillage_events::category::CategoryRecorded;
use maillage_events::charge::Charge;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::id::Id;
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed, OrganisationSucceeded};
use maillage_events::partnership::{PartnershipEnded, PartnershipFormed};
use maillage_events::pole::PoleOpened;
use maillage_events::session::{
    AttendanceObserved, AttendanceWithdrawn, OrganisationPresent, SessionCredited, SessionHeld, SessionLeadEnded,
    SessionLed, SessionMoved, SessionPlanned, SessionRenamed, SessionUncredited,
};
use maillage_events::view::FactView;

use crate::answer::Answer;
use crate::encounters::Encounter;
use crate::fold;
use crate::names::Names;
use crate::payload::Unread;
use crate::report::filter::Filter;
use crate::report::{Body, Scope};
use crate::spans::earlier;
use crate::successions::Succession;
use crate::titles::{self, Title};
use rows::{Declared, Group, Seat};

fold! {
    /// The network of a space.
    pub struct Network "network" 7;
    tables {
        organisations: Names, ById;
        categories: Names, ById;
        bodies: Group, ById;
        declared: Declared, ById;
        carriers: Charge<Id>, ById;
        successions: Succession, ById;
        sessions: Encounter, ById;
        titles: Title, ByStream;
    }
    on {
        ContractPrepared => titles.take_title::<ContractPrepared>;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        FicheRenumbered => titles.take_number;
        PoleOpened => titles.take_title::<PoleOpened>;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
        OrganisationSucceeded => successions.succeeded;
        CategoryRecorded => categories.take_name::<CategoryRecorded>;
        BodyConstituted => body;
        SeatGiven => seat_given;
        SeatLeft => seat_left;
        PartnershipFormed => formed;
        PartnershipEnded => ended;
        CarrierNamed => carrier_named;
        CarrierEnded => carrier_ended;
        SessionPlanned => sessions.met::<SessionPlanned>;
        SessionMoved => sessions.met::<SessionMoved>;
        SessionHeld => sessions.held;
        SessionCredited => sessions.met::<SessionCredited>;
        SessionUncredited => sessions.met::<SessionUncredited>;
        SessionRenamed => sessions.met::<SessionRenamed>;
        SessionLed => sessions.met::<SessionLed>;
        SessionLeadEnded => sessions.met::<SessionLeadEnded>;
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
        if let Some(organisation) = it.organisation {
            let seat = Seat { organisation, college: it.college };
            self.bodies.entry(fact.stream_id()).seats.begin(seat, fact.occurred(), it.until);
        }
    }

    fn seat_left(&mut self, fact: &FactView<'_>, it: SeatLeft) {
        if let Some(organisation) = it.organisation {
            let seat = Seat { organisation, college: it.college };
            self.bodies.entry(fact.stream_id()).seats.end(seat, fact.occurred());
        }
    }

    fn formed(&mut self, fact: &FactView<'_>, it: PartnershipFormed) {
        let ended = self.declared.get(fact.stream_id()).and_then(|row| row.until);
        let row = Declared {
            party: Some(it.party),
            scope: Some(it.scope),
            from: Some(fact.occurred()),
            until: earlier(ended, it.until),
        };
        self.declared.insert(fact.stream_id(), row);
    }

    fn ended(&mut self, fact: &FactView<'_>, _: Unread) {
        let row = self.declared.entry(fact.stream_id());
        row.until = earlier(row.until, Some(fact.occurred()));
    }

    fn carrier_named(&mut self, fact: &FactView<'_>, it: CarrierNamed) {
        self.carriers.entry(fact.stream_id()).take(it.organisation, fact.occurred(), it.until);
    }

    fn carrier_ended(&mut self, fact: &FactView<'_>, it: CarrierEnded) {
        self.carriers.entry(fact.stream_id()).leave(it.organisation, fact.occurred());
    }
}

impl Answer for Network {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, scope, language)
    }

    fn picture(&self, scope: &Scope, language: Language) -> Option<String> {
        Some(picture::draw(self, scope, language))
    }
}

#[cfg(test)]
mod tests;
