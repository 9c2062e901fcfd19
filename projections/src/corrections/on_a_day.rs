//! Which facts happen on a day, so that they can be typed in late. What has been so since a day (a name, a role, an
//! opening) is no late entry however long ago that was, nor is what Maillage decided by itself or a plan.

use maillage_events::agreement::{AgreementRenewed, AgreementSigned};
use maillage_events::contract::{ContractAmended, ContractSigned};
use maillage_events::declare::Payload;
use maillage_events::fiche::MilestonePassed;
use maillage_events::funding::{
    FundingAllocated, FundingContributed, FundingDeclined, FundingNotified, FundingPaid, FundingRefunded,
    FundingReleased, FundingRevised, FundingSpent,
};
use maillage_events::person::{ObjectionWithdrawn, PersonInformed, PersonObjected};
use maillage_events::pole::ContactTried;
use maillage_events::session::{
    AbsenceObserved, AttendanceObserved, ConnectionsRecorded, HeadcountRecorded, OrganisationPresent, ReferralMade,
    SessionCancelled, SessionHeld, SessionMoved, SignupCancelled, SignupRequested, VisitsRecorded,
};

/// The kinds that tell of something that happened on a day.
pub(super) const ON_A_DAY: &[&str] = &[
    SessionHeld::KIND,
    SessionMoved::KIND,
    SessionCancelled::KIND,
    SignupRequested::KIND,
    SignupCancelled::KIND,
    AttendanceObserved::KIND,
    AbsenceObserved::KIND,
    OrganisationPresent::KIND,
    HeadcountRecorded::KIND,
    VisitsRecorded::KIND,
    ConnectionsRecorded::KIND,
    ReferralMade::KIND,
    FundingDeclined::KIND,
    FundingNotified::KIND,
    FundingRevised::KIND,
    FundingPaid::KIND,
    FundingRefunded::KIND,
    FundingSpent::KIND,
    FundingAllocated::KIND,
    FundingReleased::KIND,
    FundingContributed::KIND,
    MilestonePassed::KIND,
    ContactTried::KIND,
    ContractSigned::KIND,
    ContractAmended::KIND,
    AgreementSigned::KIND,
    AgreementRenewed::KIND,
    PersonInformed::KIND,
    PersonObjected::KIND,
    ObjectionWithdrawn::KIND,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use maillage_events::declare::{Amending, Nature};
    use maillage_events::fact::registry;

    use super::*;

    /// Kinds that are said to happen on a day though no such thing is decided, or that are events and left out.
    fn misplaced(on_a_day: &[&str]) -> Vec<&'static str> {
        let listed: BTreeSet<&str> = on_a_day.iter().copied().collect();
        let is_amendment = |kind: &str| kind.starts_with("amendment.");
        registry()
            .filter(|it| match it.nature {
                Nature::Event => !listed.contains(it.kind) && !is_amendment(it.kind),
                Nature::Statement => listed.contains(it.kind) && it.amending == Amending::Unamendable,
            })
            .map(|it| it.kind)
            .collect()
    }

    #[test]
    fn every_event_happens_on_a_day_and_nothing_that_maillage_decides() {
        assert_eq!(misplaced(ON_A_DAY), [""; 0]);
        assert_eq!(misplaced(&ON_A_DAY[1..ON_A_DAY.len()]), [""; 0], "a session that was held is a statement");
        let without: Vec<&str> = ON_A_DAY.iter().copied().filter(|kind| *kind != "funding.paid").collect();
        assert_eq!(misplaced(&without), ["funding.paid"]);
        assert_eq!(misplaced(&[ON_A_DAY, &["signup.confirmed"]].concat()), ["signup.confirmed"]);
    }
}
