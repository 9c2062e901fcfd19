//! The kinds that the register holds, and the facts whose rules read it.

use crate::amendment::{AmendmentFact, FactCancelled, FactCorrected};
use crate::contract::{
    AxisDefined, ContractAmended, ContractCompleted, ContractPrepared, ContractSigned, PartyEngaged, TerritoryChanged,
};
use crate::declare::Payload;
use crate::fact::Fact;
use crate::family::Family;
use crate::fiche::{FicheAttached, FicheRecorded, FicheRenumbered, FicheYearOpened};
use crate::funding::{FundingAllocated, FundingFact};
use crate::organisation::{OrganisationRecorded, OrganisationSucceeded};
use crate::partnership::{PartnershipEnded, PartnershipFormed, PartnershipRoleChanged};
use crate::person::{
    MinorityDeclared, ObjectionWithdrawn, PersonErased, PersonMerged, PersonObjected, PersonUnmerged, ResponsibleEnded,
    ResponsibleNamed,
};
use crate::session::{
    AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, SessionFact, SessionPlanned, SignupCancelled,
    SignupRequested,
};

/// The list: rare kinds only, since an append that carries the register's position is decided again whenever one of
/// them came. Amendments are among them, whatever they amend. Stores index these very kinds: a change here asks for a
/// migration of each.
pub const KINDS: &[&str] = &[
    FactCorrected::KIND,
    FactCancelled::KIND,
    ContractPrepared::KIND,
    AxisDefined::KIND,
    TerritoryChanged::KIND,
    PartyEngaged::KIND,
    ContractSigned::KIND,
    ContractAmended::KIND,
    ContractCompleted::KIND,
    FicheRecorded::KIND,
    FicheRenumbered::KIND,
    FicheAttached::KIND,
    FicheYearOpened::KIND,
    OrganisationRecorded::KIND,
    OrganisationSucceeded::KIND,
    PartnershipFormed::KIND,
    PartnershipRoleChanged::KIND,
    PartnershipEnded::KIND,
    PersonMerged::KIND,
    PersonUnmerged::KIND,
    PersonErased::KIND,
    PersonObjected::KIND,
    ObjectionWithdrawn::KIND,
    MinorityDeclared::KIND,
    ResponsibleNamed::KIND,
    ResponsibleEnded::KIND,
];

/// Kinds that the register does not hold, whose rules read it.
const READERS: &[&str] = &[
    SessionPlanned::KIND,
    SignupRequested::KIND,
    SignupCancelled::KIND,
    AttendanceObserved::KIND,
    AttendanceWithdrawn::KIND,
    AbsenceObserved::KIND,
    FundingAllocated::KIND,
];

/// Whether a fact of this kind moves the register.
pub fn holds(kind: &str) -> bool {
    KINDS.contains(&kind)
}

/// Whether some kinds of a family move the register.
pub fn moved_by_family(family: Family) -> bool {
    KINDS.iter().any(|kind| kind.split_once('.').is_some_and(|(word, _)| word == family.as_str()))
}

/// Whether a decided fact must be judged in the register. Most need not, and cost nothing more.
pub fn needs(fact: &Fact) -> bool {
    let amended = |kind: &str| holds(kind) || READERS.contains(&kind);
    match fact {
        Fact::Amendment(AmendmentFact::Corrected(it)) => amended(it.fact.kind()),
        Fact::Amendment(AmendmentFact::Cancelled(it)) => amended(&it.kind),
        Fact::Session(SessionFact::SignupRequested(it)) => it.person.or(it.relative_of).is_some(),
        Fact::Session(SessionFact::AttendanceObserved(_) | SessionFact::AbsenceObserved(_))
        | Fact::Funding(FundingFact::Allocated(_)) => true,
        other => holds(other.kind()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::kind_info;

    #[test]
    fn every_kind_of_the_register_is_a_kind_that_is_written() {
        for kind in KINDS.iter().chain(READERS) {
            assert!(kind_info(kind).is_some(), "{kind}");
        }
        assert!(moved_by_family(Family::Person) && !moved_by_family(Family::Session));
        assert!(!READERS.iter().any(|kind| holds(kind)), "a reader that is held needs no place in that list");
    }
}
