//! Who came to a session: named presences, anonymous heads, visits, and what is refused of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{Id, PersonRef};
use crate::quantity::Quantity;
use crate::refusal::Refusal;
use crate::rules::{News, Verdict, once};
use crate::session::{AbsenceObserved, AttendanceObserved, AttendanceWithdrawn, HeadcountRecorded};

/// What is known of who was there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct AttendanceRecord {
    present: BTreeMap<PersonRef, AttendanceObserved>,
    withdrawn: BTreeMap<PersonRef, AttendanceWithdrawn>,
    absent: BTreeMap<PersonRef, AbsenceObserved>,
    organisations: BTreeSet<Id>,
    heads: BTreeMap<Id, HeadcountRecorded>,
    replaced: BTreeMap<Id, Id>,
    visits: BTreeMap<Id, Quantity>,
    connections: BTreeMap<Id, Quantity>,
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

    pub(super) fn presence(&self, said: &AttendanceObserved) -> Verdict {
        once(self.present.get(&said.person), said, |recorded| {
            Refusal::new("already-present").with("quality", recorded.quality)
        })
    }

    pub(super) fn withdrawal(&self, said: &AttendanceWithdrawn) -> Verdict {
        match (self.present.contains_key(&said.person), self.withdrawn.get(&said.person)) {
            (true, _) => Ok(News::New),
            (false, Some(before)) if before == said => Ok(News::Known),
            (false, _) => Err(Refusal::new("not-present")),
        }
    }

    /// Whoever was absent and came late is present; the absence, told again, is known. Whether the person was expected
    /// is judged with the signups of the references that are the same person.
    pub(super) fn absence(&self, said: &AbsenceObserved) -> Verdict {
        let known = once(self.absent.get(&said.person), said, |_| Refusal::new("already-absent"));
        if known != Ok(News::Known) {
            self.refuse_present(said)?;
        }
        known
    }

    /// Refuses an absence of somebody who is present.
    pub(super) fn refuse_present(&self, said: &AbsenceObserved) -> Result<(), Refusal> {
        match self.present.get(&said.person) {
            Some(recorded) => Err(Refusal::new("already-present").with("quality", recorded.quality)),
            None => Ok(()),
        }
    }

    pub(super) fn organisation(&self, organisation: &Id) -> Verdict {
        Ok(News::unless(self.organisations.contains(organisation)))
    }

    /// A second sheet of heads must say how it stands to those before, else the heads might be counted twice.
    pub(super) fn headcount(&self, said: &HeadcountRecorded) -> Verdict {
        if once(self.heads.get(&said.sheet), said, |_| {
            Refusal::new("sheet-known-otherwise").with("sheet", &said.sheet)
        })? == News::Known
        {
            return Ok(News::Known);
        }
        match &said.replaces {
            Some(earlier) if !self.heads.contains_key(earlier) => {
                Err(Refusal::new("sheet-unknown").with("sheet", earlier))
            }
            Some(earlier) => match self.replaced.get(earlier) {
                Some(by) => Err(Refusal::new("sheet-already-replaced").with("sheet", earlier).with("by", by)),
                None => Ok(News::New),
            },
            None if said.adds || self.heads.is_empty() => Ok(News::New),
            None => {
                Err(Refusal::new("sheet-replaces-or-adds").with("sheet", &said.sheet).with("sheets", self.heads.len()))
            }
        }
    }

    /// Refuses a sheet that another one has replaced since.
    pub(super) fn refuse_replaced(&self, sheet: &Id) -> Result<(), Refusal> {
        match self.replaced.get(sheet) {
            Some(by) => Err(Refusal::new("sheet-already-replaced").with("sheet", sheet).with("by", by)),
            None => Ok(()),
        }
    }

    pub(super) fn visits(&self, sheet: &Id, passages: &Quantity) -> Verdict {
        once(self.visits.get(sheet), passages, |_| Refusal::new("sheet-known-otherwise").with("sheet", sheet))
    }

    pub(super) fn connections(&self, sheet: &Id, connections: &Quantity) -> Verdict {
        once(self.connections.get(sheet), connections, |_| Refusal::new("sheet-known-otherwise").with("sheet", sheet))
    }

    pub(super) fn learn_presence(&mut self, said: AttendanceObserved) {
        self.withdrawn.remove(&said.person);
        self.present.insert(said.person, said);
    }

    pub(super) fn learn_withdrawal(&mut self, said: AttendanceWithdrawn) {
        self.present.remove(&said.person);
        self.withdrawn.insert(said.person, said);
    }

    pub(super) fn learn_absence(&mut self, said: AbsenceObserved) {
        self.absent.insert(said.person, said);
    }

    pub(super) fn learn_organisation(&mut self, organisation: Id) {
        self.organisations.insert(organisation);
    }

    pub(super) fn learn_headcount(&mut self, said: HeadcountRecorded) {
        if let Some(earlier) = &said.replaces {
            self.replaced.insert(earlier.clone(), said.sheet.clone());
        }
        self.heads.insert(said.sheet.clone(), said);
    }

    pub(super) fn learn_visits(&mut self, sheet: Id, passages: Quantity) {
        self.visits.insert(sheet, passages);
    }

    pub(super) fn learn_connections(&mut self, sheet: Id, connections: Quantity) {
        self.connections.insert(sheet, connections);
    }
}
