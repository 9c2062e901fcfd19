//! Which other streams a fact names: each must exist when the fact is admitted.

use crate::action::ActionFact;
use crate::body::BodyFact;
use crate::contract::ContractFact;
use crate::discrepancy::DiscrepancyFact;
use crate::fact::Fact;
use crate::family::Family;
use crate::fiche::FicheFact;
use crate::funding::FundingFact;
use crate::id::{Id, PersonRef, StreamId};
use crate::mandate::MandateFact;
use crate::measure::MeasureFact;
use crate::organisation::OrganisationFact;
use crate::partnership::PartnershipFact;
use crate::person::PersonFact;
use crate::pole::PoleFact;
use crate::session::SessionFact;

/// The stream of a person.
pub fn person_stream(person: PersonRef) -> Option<StreamId> {
    Id::new(person.to_string()).ok().map(|id| StreamId::new(Family::Person, id))
}

struct Named(Vec<StreamId>);

impl Named {
    fn id(&mut self, family: Family, id: &Id) {
        self.0.push(StreamId::new(family, id.clone()));
    }
    fn maybe(&mut self, family: Family, id: Option<&Id>) {
        if let Some(id) = id {
            self.id(family, id);
        }
    }
    fn all(&mut self, family: Family, ids: &[Id]) {
        for id in ids {
            self.id(family, id);
        }
    }
    fn person(&mut self, person: Option<PersonRef>) {
        self.0.extend(person.and_then(person_stream));
    }
}

/// The streams that a fact names. What need not be recorded here (the action of an earlier year in a chain) is left
/// out.
pub fn references(fact: &Fact) -> Vec<StreamId> {
    let mut named = Named(Vec::new());
    match fact {
        Fact::Contract(ContractFact::Prepared(it)) => {
            named.maybe(Family::Contract, it.predecessor.as_ref());
            named.maybe(Family::Contract, it.within.as_ref());
        }
        Fact::Contract(ContractFact::PartyEngaged(it)) => named.id(Family::Organisation, &it.organisation),
        Fact::Mandate(MandateFact::Granted(it)) => {
            named.id(Family::Organisation, &it.principal);
            named.id(Family::Organisation, &it.operator);
            named.all(Family::Contract, &it.contracts);
        }
        Fact::Mandate(MandateFact::Extended(it)) => named.id(Family::Contract, &it.contract),
        Fact::Body(BodyFact::Constituted(it)) => {
            named.all(Family::Contract, &it.contracts);
            named.maybe(Family::Pole, it.pole.as_ref());
        }
        Fact::Body(BodyFact::SeatGiven(it)) => named.id(Family::Organisation, &it.organisation),
        Fact::Fiche(FicheFact::Recorded(it)) => named.id(Family::Contract, &it.contract),
        Fact::Fiche(FicheFact::RoleNamed(it)) => named.id(Family::Organisation, &it.organisation),
        Fact::Action(ActionFact::Recorded(it)) => named.maybe(Family::Contract, it.contract.as_ref()),
        Fact::Action(ActionFact::CarrierNamed(it)) => named.id(Family::Organisation, &it.organisation),
        Fact::Pole(PoleFact::Opened(it)) => {
            named.maybe(Family::Contract, it.contract.as_ref());
            named.maybe(Family::Organisation, it.host.as_ref());
        }
        Fact::Pole(PoleFact::ReferentNamed(it)) => {
            named.maybe(Family::Organisation, it.organisation.as_ref());
            named.person(it.person);
        }
        Fact::Session(it) => of_session(it, &mut named),
        Fact::Organisation(OrganisationFact::Succeeded(it)) => named.id(Family::Organisation, &it.successor),
        Fact::Partnership(PartnershipFact::Formed(it)) => named.0.extend([it.party.clone(), it.scope.clone()]),
        Fact::Funding(it) => of_funding(it, &mut named),
        Fact::Measure(MeasureFact::Declared(it)) => named.0.push(it.subject.clone()),
        Fact::Person(PersonFact::Registered(it)) => named.person(it.responsible),
        Fact::Person(PersonFact::Merged(it)) => named.person(Some(it.into)),
        Fact::Discrepancy(DiscrepancyFact::Flagged(it)) => named.0.push(it.about.clone()),
        _ => {}
    }
    named.0
}

fn of_session(fact: &SessionFact, named: &mut Named) {
    match fact {
        SessionFact::Planned(it) => {
            named.maybe(Family::Contract, it.contract.as_ref());
            named.maybe(Family::Pole, it.pole.as_ref());
            named.maybe(Family::Body, it.body.as_ref());
            named.all(Family::Fiche, &it.fiches);
        }
        SessionFact::Credited(it) => named.id(Family::Fiche, &it.fiche),
        SessionFact::Led(it) => named.id(Family::Organisation, &it.organisation),
        SessionFact::SignupRequested(it) => {
            named.person(it.person);
            named.maybe(Family::Organisation, it.organisation.as_ref());
        }
        SessionFact::AttendanceObserved(it) => {
            named.person(Some(it.person));
            named.maybe(Family::Organisation, it.organisation.as_ref());
        }
        SessionFact::AbsenceObserved(it) => named.person(Some(it.person)),
        SessionFact::OrganisationPresent(it) => named.id(Family::Organisation, &it.organisation),
        SessionFact::ReferralMade(it) => named.id(Family::Organisation, &it.organisation),
        _ => {}
    }
}

fn of_funding(fact: &FundingFact, named: &mut Named) {
    match fact {
        FundingFact::Requested(it) => {
            named.id(Family::Organisation, &it.funder);
            named.0.push(it.object.clone());
        }
        FundingFact::Notified(it) => {
            named.id(Family::Organisation, &it.funder);
            named.0.push(it.object.clone());
        }
        FundingFact::Allocated(it) => named.id(Family::Fiche, &it.fiche),
        FundingFact::BudgetDeclared(it) => named.0.push(it.object.clone()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::registry;

    #[test]
    fn an_attendance_names_its_person_and_organisation() {
        let fact = Fact::read("attendance.organisation_present", r#"{"organisation":"clsa"}"#).unwrap();
        assert_eq!(references(&fact), vec!["organisation/clsa".parse().unwrap()]);
    }

    #[test]
    fn every_kind_can_be_asked() {
        for info in registry() {
            references(&Fact::read(info.kind, &(info.example)().to_string()).unwrap());
        }
    }
}
