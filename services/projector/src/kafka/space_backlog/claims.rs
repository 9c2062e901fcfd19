//! What the topic brought of a space is held to the log before a fold sees it.
//!
//! A record is a claim: anybody who may write to the topic can make one. A question to the log covers a stretch of
//! positions, and its answer is what the facts there are; a record that is none of them is set aside, and the log is
//! read where it stood.

use std::sync::Arc;

use maillage_events::envelope::RecordedAt;
use maillage_log::log::{Digests, Head, StoredFact};
use sha2::{Digest as _, Sha256};

use super::{HeldFact, RecordOffset, SpaceBacklog};

/// Positions that one question covers.
const SPAN: u64 = 1024;

/// What is claimed of a stretch of the log.
#[derive(Debug)]
pub(in crate::kafka) struct Claims {
    /// The stretch comes after this position.
    pub(in crate::kafka) after: u64,
    /// How many positions the log is asked for.
    pub(in crate::kafka) limit: usize,
    /// Whether more is claimed beyond the stretch.
    pub(in crate::kafka) more: bool,
    /// The furthest position that is claimed of it.
    until: u64,
    /// Records of the space that had come: none that comes later is judged by the answer.
    records: u64,
    facts: Vec<(u64, Arc<StoredFact>)>,
}

impl Claims {
    /// The numbers of the records that are not what the log has at their position, in order. Costs a digest a record.
    pub(in crate::kafka) fn lies(&self, there: &Digests) -> Vec<u64> {
        let is_there = |fact: &StoredFact| {
            let at = usize::try_from(fact.position - self.after - 1).unwrap_or(usize::MAX);
            there.facts.get(at).is_some_and(|digest| *digest == <[u8; 32]>::from(Sha256::digest(&fact.bytes)))
        };
        let mut lies: Vec<u64> =
            self.facts.iter().filter(|(_, fact)| !is_there(fact)).map(|(number, _)| *number).collect();
        lies.sort_unstable();
        lies
    }
}

/// What came of a question.
#[derive(Debug, Default)]
pub(in crate::kafka) struct Judged {
    /// The records that were set aside.
    pub(in crate::kafka) refused: Vec<RecordOffset>,
    /// Positions up to the new head that are read from the log.
    pub(in crate::kafka) filled: u64,
}

impl SpaceBacklog {
    /// What the log is to be asked next; `None` when nothing waits for its word.
    pub(in crate::kafka) fn claims(&self) -> Option<Claims> {
        let mut waiting = self.held.iter().filter(|held| !held.confirmed).peekable();
        let records = self.records;
        let Some(first) = waiting.peek() else {
            let (until, after) = (self.told.0, self.head.position);
            return (until > after).then(|| Claims { after, limit: 0, more: false, until, records, facts: Vec::new() });
        };
        let after = first.fact.position - 1;
        let mut facts = Vec::new();
        while let Some(held) = waiting.next_if(|held| held.fact.position - after <= SPAN) {
            facts.push((held.number, held.fact.clone()));
        }
        let until = facts.last().map_or(after, |(_, fact)| fact.position);
        let limit = usize::try_from(until - after).unwrap_or(usize::MAX);
        Some(Claims { after, limit, more: waiting.peek().is_some(), until, records, facts })
    }

    /// Takes the log's answer to a question, and the numbers of the records that it calls lies.
    pub(in crate::kafka) fn judge(&mut self, claims: &Claims, there: &Digests, lies: &[u64]) -> Judged {
        let mut judged = Judged::default();
        let end = there.head.position;
        let mut lied = Vec::new();
        self.held.retain_mut(|held| {
            let position = held.fact.position;
            if held.confirmed || held.number > claims.records {
                return true;
            }
            if position > end || lies.binary_search(&held.number).is_ok() {
                lied.push((held.at, position));
                return false;
            }
            held.confirmed = position > claims.after && position <= claims.until;
            true
        });
        for (at, position) in lied {
            judged.refused.push(at);
            if position <= end {
                // The fact that stands there may have come behind the lie, and passed for a repeat of it.
                self.hold_back(at, position);
            }
        }
        self.bytes = self.held.iter().map(HeldFact::weight).sum();
        let before = if self.head.position == 0 { claims.after } else { self.head.position };
        self.lift(reached(claims, there));
        let head = self.head.position;
        let held = self.held.iter().filter(|held| held.confirmed && held.fact.position > before).count() as u64;
        if !claims.facts.is_empty() {
            judged.filled = head.saturating_sub(before).saturating_sub(held);
        }
        if self.told.1 <= claims.records {
            let waits = self.held.back().map_or(0, |held| held.fact.position);
            self.told.0 = waits.max(head);
            // What was released is waited for no further than the log goes.
            self.released_until = self.released_until.min(self.told.0.max(end));
        }
        judged
    }
}

/// How far the log is known to go, once it answered.
fn reached(claims: &Claims, there: &Digests) -> Head {
    if claims.until >= there.head.position {
        return there.head;
    }
    let last = claims.facts.last().filter(|(_, fact)| fact.position == claims.until);
    Head { position: claims.until, recorded_at: last.map_or(RecordedAt::default(), |(_, fact)| fact.recorded_at) }
}
