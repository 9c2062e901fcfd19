//! Poles: when they opened and closed, who was in charge of each on a day, and how often somebody tried to reach them.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `answer`: figures and tables.

mod answer;
pub mod rows;

#[cfg(test)]
mod tests;

use maillage_events::contract::ContractPrepared;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::pole::{ContactTried, PoleClosed, PoleOpened, ReferentLeft, ReferentNamed};
use maillage_events::timeline::{begins, ends};
use maillage_events::view::FactView;

use crate::fold;
use crate::names::Names;
use crate::titles::Title;
use rows::{Closed, Contact, InCharge, Opened, Pole};

fold! {
    /// The poles of a space.
    pub struct Poles "poles" 1;
    tables {
        poles: Pole, ById;
        organisations: Names, ById;
        titles: Title, ByStream;
    }
    on {
        PoleOpened => opened;
        PoleClosed => closed;
        ReferentNamed => named;
        ReferentLeft => left;
        ContactTried => tried;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
    }
}

impl Poles {
    fn opened(&mut self, fact: &FactView<'_>, it: PoleOpened) {
        let PoleOpened { name, neighbourhood, contract, host } = it;
        let opened = Opened { on: fact.occurred(), name, neighbourhood, contract, host };
        self.poles.entry(fact.stream_id()).opened = Some(opened);
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
}
