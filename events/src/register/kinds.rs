//! The kinds that the register holds, and the facts whose rules read it.

use crate::amendment::{AmendmentFact, FactCancelled, FactCorrected};
use crate::body::SeatGiven;
use crate::contract::{
    AxisClosed, AxisDefined, ContractAmended, ContractCompleted, ContractPrepared, ContractSigned, PartyEngaged,
    TerritoryChanged,
};
use crate::declare::Payload;
use crate::fact::Fact;
use crate::family::Family;
use crate::fiche::{FicheAttached, FicheRecorded, FicheRenumbered, FicheRoleNamed, FicheYearOpened};
use crate::funding::FundingAllocated;
use crate::id::StreamId;
use crate::organisation::{OrganisationRecorded, OrganisationSucceeded};
use crate::partnership::{PartnershipEnded, PartnershipFormed, PartnershipRoleChanged};
use crate::person::{
    MinorityDeclared, ObjectionWithdrawn, PersonErased, PersonMerged, PersonObjected, PersonUnmerged, ResponsibleEnded,
    ResponsibleNamed,
};
use crate::pole::{CadenceSet, ReferentNamed};
use crate::session::{
    AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, SessionFact, SessionPlanned, SignupCancelled,
    SignupRequested,
};

/// The list: rare kinds only, since an append that carries the register's position is decided again whenever one of
/// them came. Amendments are among them, whatever they amend; of plans only those that name a slot [move](moves) it.
/// Stores index these very kinds: a change here asks for a migration of each.
pub const KINDS: &[&str] = &[
    FactCorrected::KIND,
    FactCancelled::KIND,
    ContractPrepared::KIND,
    AxisDefined::KIND,
    AxisClosed::KIND,
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
    CadenceSet::KIND,
    SessionPlanned::KIND,
    FundingAllocated::KIND,
];

/// Kinds that the register does not hold, whose rules read it.
const READERS: &[&str] = &[
    SignupRequested::KIND,
    SignupCancelled::KIND,
    AttendanceObserved::KIND,
    AttendanceWithdrawn::KIND,
    AbsenceObserved::KIND,
    SeatGiven::KIND,
    FicheRoleNamed::KIND,
    ReferentNamed::KIND,
];

/// Kinds that may give a person something outside sessions: nobody erased gets it. What ends may still be told.
const GIVING: &[&str] =
    &[SeatGiven::KIND, FicheRoleNamed::KIND, ReferentNamed::KIND, OrganisationRecorded::KIND, ResponsibleNamed::KIND];

/// The persons to whom a fact gives something, outside sessions.
pub(super) fn given_to(fact: &Fact) -> Vec<StreamId> {
    let named = if GIVING.contains(&fact.kind()) { fact.references() } else { Vec::new() };
    named.into_iter().filter(|stream| stream.family == Family::Person).collect()
}

/// Whether the register is read by this kind.
fn holds(kind: &str) -> bool {
    KINDS.contains(&kind)
}

/// Whether a fact moves the register: whoever went by it is to be decided again. Most plans name no slot, and are
/// passed over.
pub fn moves(fact: &Fact) -> bool {
    match fact {
        Fact::Session(SessionFact::Planned(plan)) => plan.slot.is_some(),
        other => holds(other.kind()),
    }
}

/// Whether a decided fact must be judged in the register. Most need not, and cost nothing more.
pub fn needs(fact: &Fact) -> bool {
    let amended = |kind: &str| holds(kind) || READERS.contains(&kind);
    match fact {
        Fact::Amendment(AmendmentFact::Corrected(it)) => amended(it.fact.kind()),
        Fact::Amendment(AmendmentFact::Cancelled(it)) => amended(&it.kind),
        Fact::Session(SessionFact::SignupRequested(it)) => it.person.or(it.relative_of).is_some(),
        Fact::Session(SessionFact::AttendanceObserved(_) | SessionFact::AbsenceObserved(_)) => true,
        other => moves(other) || !given_to(other).is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::kind_info;

    #[test]
    fn every_kind_of_the_register_is_a_kind_that_is_written() {
        for kind in KINDS.iter().chain(READERS).chain(GIVING) {
            assert!(kind_info(kind).is_some(), "{kind}");
        }
        assert!(!READERS.iter().any(|kind| holds(kind)), "a reader that is held needs no place in that list");
    }
}
