//! The directory: organisations as they were called, their roles, partnerships by scope, and who was really involved.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `involved`: who takes part, by what; `twice`: identifiers that two
//!   organisations bear; `agreements`: agreements with their ends; `words`: what
//!   each is called; `answer`: figures and tables.

mod agreements;
mod answer;
mod involved;
pub mod rows;
mod twice;
mod words;

use maillage_events::action::{ActionRecorded, CarrierEnded, CarrierNamed};
use maillage_events::agreement::{AgreementEnded, AgreementRenewed, AgreementSigned};
use maillage_events::body::{BodyConstituted, SeatGiven, SeatLeft};
use maillage_events::category::CategoryRecorded;
use maillage_events::charge::Charge;
use maillage_events::contract::{ContractPrepared, PartyEngaged, PartyLeft};
use maillage_events::fiche::{FicheRecorded, FicheRenumbered, FicheRoleEnded, FicheRoleNamed};
use maillage_events::funding::{FundingNotified, FundingRevised, Grant};
use maillage_events::holder::Holder;
use maillage_events::messages::Language;
use maillage_events::organisation::{
    IdentifierEnded, OrganisationIdentified, OrganisationRecorded, OrganisationRenamed, OrganisationSucceeded,
};
use maillage_events::partnership::{PartnershipEnded, PartnershipFormed, PartnershipRoleChanged};
use maillage_events::pole::PoleOpened;
use maillage_events::session::{
    AttendanceObserved, AttendanceWithdrawn, OrganisationPresent, SessionCredited, SessionHeld, SessionLeadEnded,
    SessionLed, SessionMoved, SessionPlanned, SessionRenamed, SessionUncredited,
};
use maillage_events::timeline::begins;
use maillage_events::view::FactView;

use crate::answer::Answer;
use crate::encounters::Encounter;
use crate::fold;
use crate::names::Names;
use crate::payload::Unread;
use crate::report::filter::Filter;
use crate::report::{Body, Scope};
use crate::titles::{self, Title};
use rows::{Agreement, Funded, Held, Identifier, Organisation, Partnership, Roles};

fold! {
    /// The directory of a space.
    pub struct Directory "directory" 7;
    tables {
        organisations: Organisation, ById;
        categories: Names, ById;
        partnerships: Partnership, ById;
        agreements: Agreement, ById;
        roles: Roles, Shared;
        carriers: Charge<Holder>, ByStream;
        funded: Funded, ById;
        sessions: Encounter, ById;
        titles: Title, ByStream;
    }
    on {
        ContractPrepared => titles.take_title::<ContractPrepared>;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        FicheRenumbered => titles.take_number;
        PoleOpened => titles.take_title::<PoleOpened>;
        BodyConstituted => titles.take_title::<BodyConstituted>;
        OrganisationRecorded => recorded;
        OrganisationIdentified => identified;
        IdentifierEnded => identifier_ended;
        OrganisationRenamed => renamed;
        OrganisationSucceeded => succeeded;
        CategoryRecorded => categories.take_name::<CategoryRecorded>;
        PartnershipFormed => formed;
        PartnershipRoleChanged => role_changed;
        PartnershipEnded => ended;
        AgreementSigned => agreed;
        AgreementRenewed => renewed_agreement;
        AgreementEnded => ended_agreement;
        PartyEngaged => engaged;
        PartyLeft => left;
        FicheRoleNamed => fiche_role_named;
        FicheRoleEnded => fiche_role_ended;
        CarrierNamed => carrier_named;
        CarrierEnded => carrier_ended;
        SeatGiven => seat_given;
        SeatLeft => seat_left;
        FundingNotified => notified;
        FundingRevised => revised;
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

impl Answer for Directory {
    fn called(&self, filter: Filter, id: &str, language: Language) -> Option<String> {
        titles::called(&self.titles, filter, id, language)
    }

    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, scope, language)
    }
}

impl Directory {
    #[cfg(test)]
    pub(crate) fn titles(&self) -> &crate::table::Table<Title> {
        &self.titles
    }

    fn recorded(&mut self, fact: &FactView<'_>, it: OrganisationRecorded) {
        let on = fact.occurred();
        let row = self.organisations.entry(fact.stream_id());
        row.names.bear(on, it.name.0);
        (row.recorded, row.kinds, row.address) = (Some(on), it.kinds, it.address.map(|place| *place));
        (row.telephone, row.email, row.parent) = (it.telephone, it.email, it.parent);
    }

    fn identified(&mut self, fact: &FactView<'_>, it: OrganisationIdentified) {
        let identifier = Identifier { scheme: it.scheme, value: it.value };
        self.organisations.entry(fact.stream_id()).identifiers.begin(identifier, fact.occurred(), it.until);
    }

    fn identifier_ended(&mut self, fact: &FactView<'_>, it: IdentifierEnded) {
        let identifier = Identifier { scheme: it.scheme, value: it.value };
        self.organisations.entry(fact.stream_id()).identifiers.end(identifier, fact.occurred());
    }

    fn renamed(&mut self, fact: &FactView<'_>, it: OrganisationRenamed) {
        let on = fact.occurred();
        let row = self.organisations.entry(fact.stream_id());
        row.renamed.state(begins(on), (on, it.name.clone()));
        row.names.bear(on, it.name.0);
    }

    fn succeeded(&mut self, fact: &FactView<'_>, it: OrganisationSucceeded) {
        self.organisations.entry(fact.stream_id()).successor = Some((it.successor, fact.occurred()));
    }

    fn formed(&mut self, fact: &FactView<'_>, it: PartnershipFormed) {
        let on = fact.occurred();
        let row = self.partnerships.entry(fact.stream_id());
        row.roles.state(begins(on), it.role);
        row.formed = Some(rows::Formed { party: it.party, scope: it.scope, from: on, until: it.until });
    }

    fn role_changed(&mut self, fact: &FactView<'_>, it: PartnershipRoleChanged) {
        let row = self.partnerships.entry(fact.stream_id());
        row.roles.state(begins(fact.occurred()), it.role);
    }

    fn ended(&mut self, fact: &FactView<'_>, _: Unread) {
        self.partnerships.entry(fact.stream_id()).ended = Some(fact.occurred());
    }

    fn agreed(&mut self, fact: &FactView<'_>, it: AgreementSigned) {
        let row = self.agreements.entry(fact.stream_id());
        // Whatever was renewed was signed before.
        row.ends.state(None, it.ends);
        row.signed = Some((fact.occurred(), it));
    }

    fn renewed_agreement(&mut self, fact: &FactView<'_>, it: AgreementRenewed) {
        self.agreements.entry(fact.stream_id()).ends.state(begins(fact.occurred()), it.ends);
    }

    fn ended_agreement(&mut self, fact: &FactView<'_>, _: Unread) {
        self.agreements.entry(fact.stream_id()).ended = Some(fact.occurred());
    }

    fn engaged(&mut self, fact: &FactView<'_>, it: PartyEngaged) {
        let held = Held::new(fact, "contract-capacity", it.capacity.as_str(), None);
        self.roles.entry(it.organisation.as_str()).0.begin(held, fact.occurred(), it.until);
    }

    fn left(&mut self, fact: &FactView<'_>, it: PartyLeft) {
        let held = Held::new(fact, "contract-capacity", it.capacity.as_str(), None);
        self.roles.entry(it.organisation.as_str()).0.end(held, fact.occurred());
    }

    fn fiche_role_named(&mut self, fact: &FactView<'_>, it: FicheRoleNamed) {
        match it.holder() {
            Some(holder) if it.role.is_single() => {
                self.carriers.entry(fact.stream).take(holder, fact.occurred(), it.until)
            }
            Some(Holder::Organisation(organisation)) => {
                let held = Held::new(fact, "role", it.role.as_str(), None);
                self.roles.entry(organisation.as_str()).0.begin(held, fact.occurred(), it.until);
            }
            Some(Holder::Person(_)) | None => {}
        }
    }

    fn fiche_role_ended(&mut self, fact: &FactView<'_>, it: FicheRoleEnded) {
        match it.holder() {
            Some(holder) if it.role.is_single() => self.carriers.entry(fact.stream).leave(holder, fact.occurred()),
            Some(Holder::Organisation(organisation)) => {
                let held = Held::new(fact, "role", it.role.as_str(), None);
                self.roles.entry(organisation.as_str()).0.end(held, fact.occurred());
            }
            Some(Holder::Person(_)) | None => {}
        }
    }

    fn carrier_named(&mut self, fact: &FactView<'_>, it: CarrierNamed) {
        let holder = Holder::Organisation(it.organisation);
        self.carriers.entry(fact.stream).take(holder, fact.occurred(), it.until);
    }

    fn carrier_ended(&mut self, fact: &FactView<'_>, it: CarrierEnded) {
        self.carriers.entry(fact.stream).leave(Holder::Organisation(it.organisation), fact.occurred());
    }

    fn seat_given(&mut self, fact: &FactView<'_>, it: SeatGiven) {
        if let Some(organisation) = &it.organisation {
            let held = Held::new(fact, "role", "member", it.college);
            self.roles.entry(organisation.as_str()).0.begin(held, fact.occurred(), it.until);
        }
    }

    fn seat_left(&mut self, fact: &FactView<'_>, it: SeatLeft) {
        if let Some(organisation) = &it.organisation {
            let held = Held::new(fact, "role", "member", it.college);
            self.roles.entry(organisation.as_str()).0.end(held, fact.occurred());
        }
    }

    fn notified(&mut self, fact: &FactView<'_>, it: FundingNotified) {
        let row = self.funded.entry(fact.stream_id());
        row.notified.say(&it.notification, fact.occurred(), it.cents);
        row.dates.push(fact.occurred());
        row.grant = Some(Grant { funder: it.funder, object: it.object, years: it.years });
    }

    fn revised(&mut self, fact: &FactView<'_>, it: FundingRevised) {
        self.funded.entry(fact.stream_id()).notified.say(&it.notification, fact.occurred(), it.cents);
    }
}

#[cfg(test)]
mod tests;
