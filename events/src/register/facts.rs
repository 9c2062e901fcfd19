//! The facts of the register, remembered whole, and the index of what streams share.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::entry::{Entry, Shared};
use super::kinds::moves;
use super::rhythm::PoleSlot;
use crate::amendment::AmendmentFact;
use crate::decide::PastFact;
use crate::declare::InStream;
use crate::envelope::RecordedAt;
use crate::fact::{Fact, kind_info};
use crate::funding::FundingFact;
use crate::happened::Happened;
use crate::id::{FactId, StreamId};

/// The register of one space.
#[derive(Debug, Clone, Default)]
pub struct Register {
    count: usize,
    pub(super) streams: BTreeMap<StreamId, RegisteredStream>,
    /// Streams of which a fact that may begin one was cancelled: nothing of them may stand any more.
    pub(super) removed: BTreeSet<StreamId>,
    /// Who shares what: a number, a territory, a partner. Kept as entries change.
    pub(super) shared: BTreeMap<Shared, BTreeSet<StreamId>>,
    /// The sessions that named a slot, also where a correction took it from them since.
    pub(super) slots: BTreeMap<PoleSlot, BTreeSet<StreamId>>,
    /// The grants of which money was ever allocated.
    pub(super) allocated: BTreeSet<StreamId>,
}

/// The rare facts of one stream, with their amendments, and what they come to.
#[derive(Debug, Clone, Default)]
pub(super) struct RegisteredStream {
    pub(super) facts: Vec<PastFact>,
    pub(super) entry: Entry,
}

impl Register {
    /// How many facts it holds.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes one more fact, in the order of the log; a fact of another kind, or an amendment of one, is left out.
    pub fn learn(&mut self, stream: &StreamId, fact: PastFact) {
        if let Fact::Amendment(AmendmentFact::Cancelled(it)) = &fact.happened.fact
            && kind_info(&it.kind).is_some_and(|info| info.in_stream == InStream::First)
        {
            self.removed.insert(stream.clone());
        }
        if let Some(slot) = PoleSlot::named_by(&fact.happened.fact)
            && self.slots.entry(slot).or_default().insert(stream.clone())
        {
            self.count += 1;
        }
        if matches!(fact.happened.fact, Fact::Funding(FundingFact::Allocated(_)))
            && self.allocated.insert(stream.clone())
        {
            self.count += 1;
        }
        if !self.is_held(stream, &fact.happened.fact) {
            return;
        }
        self.count += 1;
        let registered = self.streams.entry(stream.clone()).or_default();
        registered.facts.push(fact);
        let entry = Entry::of(stream.family, &registered.facts);
        let before = std::mem::replace(&mut registered.entry, entry);
        let after = registered.entry.shared();
        for shared in before.shared() {
            if let Some(streams) = self.shared.get_mut(&shared) {
                streams.remove(stream);
            }
        }
        for shared in after {
            self.shared.entry(shared).or_default().insert(stream.clone());
        }
    }

    /// Whether nothing of a stream may stand any more: a fact that may begin one was cancelled there.
    pub fn may_be_removed(&self, stream: &StreamId) -> bool {
        self.removed.contains(stream)
    }

    /// Whether a fact is of the register: of its kinds, or an amendment of one that it holds.
    pub(super) fn is_held(&self, stream: &StreamId, fact: &Fact) -> bool {
        let target = match fact {
            Fact::Amendment(amendment) => amendment.target(),
            // Of a plan only its slot is remembered, of an allocation only that there is one.
            Fact::Session(_) | Fact::Funding(_) => return false,
            other => return moves(other),
        };
        self.streams.get(stream).is_some_and(|registered| registered.facts.iter().any(|fact| fact.id == target))
    }
}

/// A fact that has no id and no place yet.
pub(super) fn undated(said: &Happened<Fact>) -> PastFact {
    PastFact { id: FactId(Uuid::nil()), position: 0, recorded_at: RecordedAt::default(), happened: said.clone() }
}
