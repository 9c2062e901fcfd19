//! The register as one command uses it: read when a fact first asks for it, and with what the command itself decided.
//! Streams that are read beside it, as their sessions name a slot that comes to be held, must stand where they were
//! read.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use maillage_events::decide::{Amended, PastFact, broken};
use maillage_events::fact::Fact;
use maillage_events::happened::Happened;
use maillage_events::id::{FactId, SpaceId, StreamId};
use maillage_events::refusal::{Broken, Refusal};
use maillage_events::register::{
    PoleSlot, Register, judge_amended, judge_in_register, may_unfund, moves, needs, newly_unfunded, refuse_held,
    slot_newly_held, slot_to_hold,
};

use super::registers::{KnownRegister, Registers};
use crate::log::{ReadError, Receipt, StreamFacts};

/// How much a command may go by what was read before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The register as it was last known: enough for what the append puts to the test.
    LastKnown,
    /// The register with all that the log holds: for refusals, and for whoever appends nothing.
    CaughtUp,
}

/// The facts of the streams of the command, those that it decided included; `None` for all other streams.
pub(super) type Here<'a, 'h> = &'a (dyn Fn(&StreamId) -> Option<&'h [PastFact]> + Sync + 'a);

/// One command's register.
pub(super) struct RegisterUse<'r> {
    registers: &'r Registers,
    space: &'r SpaceId,
    reading: Reading,
    known: Option<KnownRegister>,
    /// The register as it was read, without what the command decided.
    found: Option<Arc<Register>>,
    /// What the command decided itself, in order; of these, the first `applied` stand in its own copy.
    decided: Vec<(StreamId, PastFact)>,
    applied: usize,
    /// The versions at which other streams were read.
    beside: BTreeMap<StreamId, u64>,
}

impl<'r> RegisterUse<'r> {
    pub(super) fn new(registers: &'r Registers, space: &'r SpaceId, reading: Reading) -> Self {
        Self {
            registers,
            space,
            reading,
            known: None,
            found: None,
            decided: Vec::new(),
            applied: 0,
            beside: BTreeMap::new(),
        }
    }

    /// Judges the facts decided for one ask, of which most need no register. `here`: their stream before them, and the
    /// others of the command.
    pub(super) async fn judge(
        &mut self,
        stream: &StreamId,
        facts: &[Happened<Fact>],
        here: Here<'_, '_>,
    ) -> Result<Result<(), Refusal>, ReadError> {
        let past = here(stream).unwrap_or_default();
        if let Some(slot) = slot_to_hold(past, facts)
            && let Err(refusal) = self.refuse_slot_held(&slot, stream, here).await?
        {
            return Ok(Err(refusal));
        }
        if !facts.iter().any(|happened| needs(&happened.fact)) {
            return Ok(Ok(()));
        }
        let known = self.know().await?;
        let mut needing = facts.iter().filter(|happened| needs(&happened.fact));
        Ok(needing.try_for_each(|happened| judge_in_register(&known.register, stream, past, happened)))
    }

    /// Judges all amendments of the command at once, and answers what they newly break.
    pub(super) async fn judge_amended(
        &mut self,
        amended: &[Amended<'_>],
        here: Here<'_, '_>,
    ) -> Result<Vec<Broken>, ReadError> {
        self.know().await?;
        let (Some(found), Some(known)) = (&self.found, &self.known) else { return Ok(Vec::new()) };
        let mut newly = judge_amended(found, &known.register, amended);
        for it in amended {
            if let Some(slot) = slot_newly_held(it)
                && let Err(refusal) = self.refuse_slot_held(&slot, it.stream, here).await?
            {
                newly.extend(it.first_changed().map(|fact| broken(it.stream, fact, refusal)));
            }
        }
        if amended.iter().any(|it| may_unfund(it.stream)) {
            newly.extend(self.allocations_unfunded(here).await?);
        }
        Ok(newly)
    }

    /// The allocations that the command takes their funder's role from. Whoever allocates meanwhile moves the register.
    async fn allocations_unfunded(&mut self, here: Here<'_, '_>) -> Result<Vec<Broken>, ReadError> {
        let (Some(found), Some(known)) = (&self.found, &self.known) else { return Ok(Vec::new()) };
        let mut newly = Vec::new();
        for grant in known.register.allocated() {
            let facts = self.past_of(grant, here).await?;
            newly.extend(newly_unfunded(found, &known.register, grant, &facts));
        }
        Ok(newly)
    }

    /// The facts of a stream: as the command leaves it, where it is one of the command's.
    async fn past_of<'h>(&self, stream: &StreamId, here: Here<'_, 'h>) -> Result<Cow<'h, [PastFact]>, ReadError> {
        match here(stream) {
            Some(facts) => Ok(Cow::Borrowed(facts)),
            None => Ok(Cow::Owned(self.registers.past_of(self.space, stream).await?)),
        }
    }

    /// Refuses a slot that another session than that of a stream holds.
    async fn refuse_slot_held(
        &mut self,
        slot: &PoleSlot,
        stream: &StreamId,
        here: Here<'_, '_>,
    ) -> Result<Result<(), Refusal>, ReadError> {
        let known = self.know().await?;
        let naming: Vec<StreamId> = known.register.naming(slot).filter(|it| *it != stream).cloned().collect();
        for other in naming {
            let facts = self.past_of(&other, here).await?;
            self.beside.insert(other.clone(), facts.len() as u64);
            if let Err(refusal) = refuse_held(slot, &other.id, &facts) {
                return Ok(Err(refusal));
            }
        }
        Ok(Ok(()))
    }

    /// Runs without facts: which version of the streams read beside must still hold, where the append adds nothing to
    /// them.
    pub(super) fn versions_beside(&self, runs: &[StreamFacts]) -> Vec<StreamFacts> {
        let elsewhere = self.beside.iter().filter(|(stream, _)| !runs.iter().any(|run| run.stream == **stream));
        let run = |(stream, version): (&StreamId, &u64)| StreamFacts {
            stream: stream.clone(),
            expected: *version,
            facts: Vec::new(),
        };
        elsewhere.map(run).collect()
    }

    /// Of some streams that have facts, those of which a first fact was cancelled: nothing of them may stand any more.
    /// The append that follows says up to where this was known.
    pub(super) async fn may_be_removed<'s>(
        &mut self,
        streams: impl Iterator<Item = &'s StreamId>,
    ) -> Result<Vec<StreamId>, ReadError> {
        let known = self.know().await?;
        Ok(streams.filter(|stream| known.register.may_be_removed(stream)).cloned().collect())
    }

    /// The register, with what the command decided so far.
    async fn know(&mut self) -> Result<&KnownRegister, ReadError> {
        let known = match self.known.take() {
            Some(known) => known,
            None if self.reading == Reading::CaughtUp => self.registers.caught_up(self.space).await?,
            None => self.registers.last_known(self.space).await?,
        };
        self.found.get_or_insert_with(|| known.register.clone());
        let known = self.known.insert(known);
        if let Some(decided) = self.decided.get(self.applied..).filter(|decided| !decided.is_empty()) {
            // The command's own copy from here on.
            let register = Arc::make_mut(&mut known.register);
            decided.iter().for_each(|(stream, fact)| register.learn(stream, fact.clone()));
            self.applied = self.decided.len();
        }
        Ok(known)
    }

    /// Takes a fact that the command decided: its later asks are judged with it.
    pub(super) fn learn(&mut self, stream: &StreamId, fact: &PastFact) {
        if moves(&fact.happened.fact) {
            self.decided.push((stream.clone(), fact.clone()));
        }
    }

    /// The position up to which the register was known, where the command went by it.
    pub(super) fn position(&self) -> Option<u64> {
        self.known.as_ref().map(|known| known.position)
    }

    /// Hands what the command added to those that come after it.
    pub(super) fn appended(self, receipt: &Receipt, positions: &HashMap<FactId, u64>) {
        let Some(KnownRegister { register, position }) = self.known else { return };
        // Only the cache holds it from here on, so that it need not be copied.
        drop((register, self.found));
        if !self.decided.is_empty() {
            let placed = |(stream, fact): (StreamId, PastFact)| {
                let position = positions.get(&fact.id).copied()?;
                Some((stream, PastFact { position, recorded_at: receipt.recorded_at, ..fact }))
            };
            let facts = self.decided.into_iter().filter_map(placed).collect();
            self.registers.appended(self.space, position, facts, receipt.last);
        }
    }
}
