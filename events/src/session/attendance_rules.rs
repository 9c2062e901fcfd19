//! Who came to a session: named presences, anonymous heads, visits, referrals, and what is refused of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::happened::Happened;
use crate::id::{Id, PersonRef};
use crate::refusal::Refusal;
use crate::rules::{News, Verdict, once};
use crate::session::sheet_rules::Sheets;
use crate::session::{
    AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, ConnectionsRecorded, HeadcountRecorded,
    OrganisationPresent, ReferralMade, VisitsRecorded,
};

/// What is known of who was there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct AttendanceRecord {
    /// Presences of each person, by part of the session.
    present: BTreeMap<PersonRef, BTreeMap<Option<Id>, AttendanceObserved>>,
    withdrawn: BTreeMap<(PersonRef, Option<Id>), AttendanceWithdrawn>,
    absent: BTreeMap<(PersonRef, Option<Id>), AbsenceObserved>,
    organisations: BTreeMap<Id, OrganisationPresent>,
    pub(super) heads: Sheets<HeadcountRecorded>,
    pub(super) visits: Sheets<VisitsRecorded>,
    pub(super) connections: Sheets<ConnectionsRecorded>,
    referrals: BTreeMap<Id, Happened<ReferralMade>>,
}

impl AttendanceRecord {
    /// Whether anybody or anything was recorded as there.
    pub(super) fn is_blank(&self) -> bool {
        self.present.is_empty()
            && self.heads.is_empty()
            && self.visits.is_empty()
            && self.connections.is_empty()
            && self.organisations.is_empty()
    }

    /// A presence in a part, or in the whole: `None` asks for any.
    fn presence_in(&self, person: PersonRef, part: Option<&Id>) -> Option<&AttendanceObserved> {
        let parts = self.present.get(&person)?;
        match part {
            None => parts.values().next(),
            Some(part) => parts.get(&Some(part.clone())),
        }
    }

    pub(super) fn presence(&self, said: &AttendanceObserved) -> Verdict {
        let recorded = self.present.get(&said.person).and_then(|parts| parts.get(&said.part));
        once(recorded, said, |recorded| Refusal::new("already-present").with("quality", recorded.quality))
    }

    pub(super) fn withdrawal(&self, said: &AttendanceWithdrawn) -> Verdict {
        if self.presence_in(said.person, said.part.as_ref()).is_some() {
            return Ok(News::New);
        }
        match self.withdrawn.get(&(said.person, said.part.clone())) {
            Some(before) if before == said => Ok(News::Known),
            Some(_) | None => Err(Refusal::new("not-present")),
        }
    }

    /// Whoever was absent and came late is present; the absence, told again, is known. Whether the person was expected
    /// is judged with the signups of the references that are the same person.
    pub(super) fn absence(&self, said: &AbsenceObserved) -> Verdict {
        let recorded = self.absent.get(&(said.person, said.part.clone()));
        let known = once(recorded, said, |_| Refusal::new("already-absent"));
        if known != Ok(News::Known) {
            self.refuse_present(said)?;
        }
        known
    }

    /// Refuses an absence of somebody who is present.
    pub(super) fn refuse_present(&self, said: &AbsenceObserved) -> Result<(), Refusal> {
        let whole = || self.present.get(&said.person).and_then(|parts| parts.get(&None));
        match self.presence_in(said.person, said.part.as_ref()).or_else(whole) {
            Some(recorded) => Err(Refusal::new("already-present").with("quality", recorded.quality)),
            None => Ok(()),
        }
    }

    pub(super) fn organisation(&self, said: &OrganisationPresent) -> Verdict {
        once(self.organisations.get(&said.organisation), said, |_| {
            Refusal::new("organisation-present-otherwise").with("organisation", &said.organisation)
        })
    }

    pub(super) fn referral(&self, said: &Happened<ReferralMade>) -> Verdict {
        let referral = &said.fact.referral;
        once(self.referrals.get(referral), said, |it| {
            Refusal::new("referral-known-otherwise").with("referral", referral).with("on", it.on)
        })
    }

    pub(super) fn learn_presence(&mut self, said: AttendanceObserved) {
        self.withdrawn.remove(&(said.person, said.part.clone()));
        self.present.entry(said.person).or_default().insert(said.part.clone(), said);
    }

    pub(super) fn learn_withdrawal(&mut self, said: AttendanceWithdrawn) {
        match (&said.part, self.present.get_mut(&said.person)) {
            (Some(_), Some(parts)) if parts.len() > 1 || !parts.contains_key(&said.part) => {
                parts.remove(&said.part);
            }
            (_, Some(_)) => drop(self.present.remove(&said.person)),
            (_, None) => {}
        }
        self.withdrawn.insert((said.person, said.part.clone()), said);
    }

    pub(super) fn learn_absence(&mut self, said: AbsenceObserved) {
        self.absent.insert((said.person, said.part.clone()), said);
    }

    pub(super) fn learn_organisation(&mut self, said: OrganisationPresent) {
        self.organisations.insert(said.organisation.clone(), said);
    }

    pub(super) fn learn_referral(&mut self, said: Happened<ReferralMade>) {
        self.referrals.insert(said.fact.referral.clone(), said);
    }
}
