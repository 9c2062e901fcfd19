//! Poles: when they opened and closed, who was in charge of each on a day, and how often somebody tried to reach them.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `sessions`: what a pole held and whom it reached; `answer`,
//!   `reached`: figures and tables.

mod answer;
mod reached;
pub mod rows;
mod sessions;

#[cfg(test)]
mod tests;

use maillage_events::contract::ContractPrepared;
use maillage_events::family::Family;
use maillage_events::measure::MeasureDeclared;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::pole::{ContactTried, PoleClosed, PoleOpened, ReferentLeft, ReferentNamed};
use maillage_events::session::{ReferralMade, SessionHeld, SessionMoved, SessionPlanned};
use maillage_events::timeline::{Timeline, begins, ends};
use maillage_events::view::FactView;

use crate::fold;
use crate::names::Names;
use crate::payload::Unread;
use crate::titles::Title;
use rows::{Closed, Contact, InCharge, Opened, Pole, PoleSession, Reached};

fold! {
    /// The poles of a space.
    pub struct Poles "poles" 3;
    tables {
        poles: Pole, ById;
        sessions: PoleSession, ById;
        reached: Reached, Shared;
        organisations: Names, ById;
        titles: Title, ByStream;
    }
    on {
        PoleOpened => opened;
        PoleClosed => closed;
        ReferentNamed => named;
        ReferentLeft => left;
        ContactTried => tried;
        SessionPlanned => planned;
        SessionMoved => moved;
        SessionHeld => held_on;
        ReferralMade => referral;
        MeasureDeclared => declared;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
    }
}

impl Poles {
    fn opened(&mut self, fact: &FactView<'_>, it: PoleOpened) {
        let PoleOpened { name, neighbourhood, contract, host } = it.clone();
        let opened = Opened { on: fact.occurred(), name, neighbourhood, contract, host };
        self.poles.entry(fact.stream_id()).opened = Some(opened);
        self.titles.take_title(fact, it);
    }

    fn closed(&mut self, fact: &FactView<'_>, it: PoleClosed) {
        self.poles.entry(fact.stream_id()).closed = Some(Closed { on: fact.occurred(), motive: it.motive });
    }

    fn named(&mut self, fact: &FactView<'_>, it: ReferentNamed) {
        let on = fact.occurred();
        let in_charge = InCharge { person: it.person, organisation: it.organisation };
        self.poles.entry(fact.stream_id()).place(it.deputy).state(begins(on), Some(in_charge));
    }

    fn left(&mut self, fact: &FactView<'_>, it: ReferentLeft) {
        self.poles.entry(fact.stream_id()).place(it.deputy).state(ends(fact.occurred()), None);
    }

    fn tried(&mut self, fact: &FactView<'_>, it: ContactTried) {
        let contact = Contact { on: fact.occurred(), channel: it.channel, outcome: it.outcome };
        self.poles.entry(fact.stream_id()).contacts.push(contact);
    }

    fn planned(&mut self, fact: &FactView<'_>, it: SessionPlanned) {
        let row = self.sessions.entry(fact.stream_id());
        row.date.plan(it.when);
        (row.pole, row.stands_for) = (it.pole.map(Into::into), it.stands_for.map(|number| *number));
    }

    fn moved(&mut self, fact: &FactView<'_>, it: SessionMoved) {
        self.sessions.entry(fact.stream_id()).date.move_to(fact.occurred(), it.when);
    }

    fn held_on(&mut self, fact: &FactView<'_>, _: Unread) {
        self.sessions.entry(fact.stream_id()).date.hold(fact.occurred());
    }

    fn referral(&mut self, fact: &FactView<'_>, it: ReferralMade) {
        let referral = (it.to.is_some(), it.heads);
        self.sessions.entry(fact.stream_id()).referrals.insert(it.referral.into(), referral);
    }

    /// Whatever is counted: a total that is declared again in another unit is one of persons no more.
    fn declared(&mut self, fact: &FactView<'_>, it: MeasureDeclared) {
        if !matches!(it.subject.family, Family::Pole | Family::Contract) {
            return;
        }
        let subject = it.subject.to_string();
        let key = format!("{} {subject} {} {}", fact.stream_id(), it.indicator, it.period);
        let known = self.reached.get(&key).cloned();
        let mut row = known.unwrap_or_else(|| Reached { subject, period: it.period, said: Timeline::default() });
        row.said.state(begins(fact.occurred()), (it.unit, it.amount));
        self.reached.insert(&key, row);
    }
}
