//! The tree of contracts as it stood: generations, parties, axes and their fiches, nested councils, mandates and
//! bodies.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `tree`: figures; `answer`: tables for people.

mod answer;
pub mod rows;
mod tree;

use maillage_events::body::{BodyConstituted, SeatGiven, SeatLeft};
use maillage_events::contract::{
    AxisClosed, AxisDefined, ContextRecorded, ContractAmended, ContractCompleted, ContractEvaluated, ContractPrepared,
    ContractSigned, PartyEngaged, PartyLeft, TerritoryChanged,
};
use maillage_events::fiche::{FicheAttached, FicheDetached, FicheRecorded, FicheRenumbered};
use maillage_events::mandate::{MandateEnded, MandateExtended, MandateGranted};
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::timeline::begins;
use maillage_events::view::FactView;

use crate::answer::Answer;
use crate::names::Names;
use crate::payload::Unread;
use crate::report::filter::Filter;
use crate::{fold, report};
use rows::{Axis, Body, Constitution, Contract, Dated, Fiche, Grant, Mandate, Party, Seat};

fold! {
    /// The contracts of a space.
    pub struct Contracts "contracts" 3;
    tables {
        contracts: Contract, ById;
        fiches: Fiche, ById;
        mandates: Mandate, ById;
        bodies: Body, ById;
        organisations: Names, ById;
    }
    on {
        ContractPrepared => prepared;
        TerritoryChanged => moved;
        AxisDefined => axis;
        AxisClosed => axis_closed;
        PartyEngaged => engaged;
        PartyLeft => left;
        ContractSigned => signed;
        ContractAmended => amended;
        ContractCompleted => completed;
        ContextRecorded => context;
        ContractEvaluated => evaluated;
        FicheRecorded => fiche;
        FicheRenumbered => renumbered;
        FicheAttached => attached;
        FicheDetached => detached;
        MandateGranted => granted;
        MandateExtended => extended;
        MandateEnded => ended;
        BodyConstituted => constituted;
        SeatGiven => seat_given;
        SeatLeft => seat_left;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
    }
}

impl Answer for Contracts {
    fn called(&self, filter: Filter, id: &str, _language: Language) -> Option<String> {
        let prepared = self.contracts.get(id).and_then(|row| row.prepared.as_ref());
        prepared.filter(|_| filter == Filter::Contract).map(|dated| dated.it.title.to_string())
    }

    fn answer(&self, scope: &report::Scope, language: Language) -> report::Body {
        answer::body(self, scope, language)
    }
}

impl Contracts {
    fn prepared(&mut self, fact: &FactView<'_>, it: ContractPrepared) {
        let row = self.contracts.entry(fact.stream_id());
        // Where it holds at first is known before any change of it.
        row.territories.state(None, it.territories.clone());
        row.prepared = Some(Dated { on: fact.occurred(), it });
    }

    fn moved(&mut self, fact: &FactView<'_>, it: TerritoryChanged) {
        self.contracts.entry(fact.stream_id()).territories.state(begins(fact.occurred()), it.territories);
    }

    fn axis_closed(&mut self, fact: &FactView<'_>, it: AxisClosed) {
        self.contracts.entry(fact.stream_id()).closed_axes.push(Dated { on: fact.occurred(), it: it.code });
    }

    fn axis(&mut self, fact: &FactView<'_>, it: AxisDefined) {
        let it = Axis { code: it.code, rank: it.rank, label: it.label, nature: it.nature };
        self.contracts.entry(fact.stream_id()).axes.push(Dated { on: fact.occurred(), it });
    }

    fn engaged(&mut self, fact: &FactView<'_>, it: PartyEngaged) {
        let row = self.contracts.entry(fact.stream_id());
        row.sorts.insert(it.organisation.clone(), it.sort);
        let party = Party { organisation: it.organisation, capacity: it.capacity };
        row.parties.begin(party, fact.occurred(), it.until);
    }

    fn left(&mut self, fact: &FactView<'_>, it: PartyLeft) {
        let party = Party { organisation: it.organisation, capacity: it.capacity };
        self.contracts.entry(fact.stream_id()).parties.end(party, fact.occurred());
    }

    fn signed(&mut self, fact: &FactView<'_>, _: Unread) {
        self.contracts.entry(fact.stream_id()).signed = Some(fact.occurred());
    }

    fn amended(&mut self, fact: &FactView<'_>, it: ContractAmended) {
        self.contracts.entry(fact.stream_id()).amendments.push(Dated { on: fact.occurred(), it });
    }

    fn completed(&mut self, fact: &FactView<'_>, _: Unread) {
        self.contracts.entry(fact.stream_id()).completed = Some(fact.occurred());
    }

    fn context(&mut self, fact: &FactView<'_>, it: ContextRecorded) {
        self.contracts.entry(fact.stream_id()).context.push(Dated { on: fact.occurred(), it });
    }

    fn evaluated(&mut self, fact: &FactView<'_>, it: ContractEvaluated) {
        self.contracts.entry(fact.stream_id()).evaluations.push(Dated { on: fact.occurred(), it });
    }

    fn fiche(&mut self, fact: &FactView<'_>, it: FicheRecorded) {
        let row = self.fiches.entry(fact.stream_id());
        row.numbers.state(begins(fact.occurred()), it.number);
        row.recorded = Some(Dated { on: fact.occurred(), it: (it.contract, it.title) });
    }

    fn renumbered(&mut self, fact: &FactView<'_>, it: FicheRenumbered) {
        self.fiches.entry(fact.stream_id()).numbers.state(begins(fact.occurred()), it.number);
    }

    fn attached(&mut self, fact: &FactView<'_>, it: FicheAttached) {
        self.fiches.entry(fact.stream_id()).axes.begin(it.axis, fact.occurred(), None);
    }

    fn detached(&mut self, fact: &FactView<'_>, it: FicheDetached) {
        self.fiches.entry(fact.stream_id()).axes.end(it.axis, fact.occurred());
    }

    fn granted(&mut self, fact: &FactView<'_>, it: MandateGranted) {
        let on = fact.occurred();
        let MandateGranted { principal, operator, missions, object, contracts, until } = it;
        let row = self.mandates.entry(fact.stream_id());
        row.contracts.extend(contracts.into_iter().map(|contract| Dated { on, it: contract }));
        row.granted = Some(Dated { on, it: Grant { principal, operator, missions, object, until } });
    }

    fn extended(&mut self, fact: &FactView<'_>, it: MandateExtended) {
        self.mandates.entry(fact.stream_id()).contracts.push(Dated { on: fact.occurred(), it: it.contract });
    }

    fn ended(&mut self, fact: &FactView<'_>, it: MandateEnded) {
        self.mandates.entry(fact.stream_id()).ended = Some(Dated { on: fact.occurred(), it: it.motive });
    }

    fn constituted(&mut self, fact: &FactView<'_>, it: BodyConstituted) {
        let BodyConstituted { kind, title, contracts, pole, colleges, .. } = it;
        let it = Constitution { kind, title, contracts, pole, colleges };
        self.bodies.entry(fact.stream_id()).constituted = Some(Dated { on: fact.occurred(), it });
    }

    fn seat_given(&mut self, fact: &FactView<'_>, it: SeatGiven) {
        if let Some(holder) = it.holder() {
            let seat = Seat { holder, college: it.college };
            self.bodies.entry(fact.stream_id()).seats.begin(seat, fact.occurred(), it.until);
        }
    }

    fn seat_left(&mut self, fact: &FactView<'_>, it: SeatLeft) {
        if let Some(holder) = it.holder() {
            let seat = Seat { holder, college: it.college };
            self.bodies.entry(fact.stream_id()).seats.end(seat, fact.occurred());
        }
    }
}

#[cfg(test)]
mod tests;
