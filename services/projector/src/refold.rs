//! Projections of a space folded from zero beside the living ones, their rows written every few batches.

use std::ops::ControlFlow;

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::Fresh;

use crate::ProjectorError;
use crate::batch::batches;
use crate::fold::{Folded, Progress, amendments_between};
use crate::rows_progress::RowsProgress;
use crate::space_state::{Slot, SpaceState, SpaceWork};
use crate::store::{Building, Cause, RowStore, Takeover};

/// Batches between two writes of rows: bounds the memory that unwritten changes take.
const BATCHES_PER_WRITE: usize = 16;

/// A projection folded from zero whose rows are written but do not live yet.
#[derive(Debug)]
pub(crate) struct Refolded {
    pub(crate) folded: Folded,
    pub(crate) building: Building,
}

impl Refolded {
    /// Takes over in the store. Where it may not, the state is right all the same: only its rows are kept by another.
    pub(crate) fn take_over(&self, store: &dyn RowStore, cause: Cause) -> Result<Takeover, ProjectorError> {
        let stopped = self.folded.stopped.as_ref().map(|stop| stop.why.to_string());
        store.take_over(&self.building, self.folded.mark, stopped.as_deref(), cause)
    }

    /// Writes what changed since the last time.
    pub(crate) fn write(&mut self, store: &dyn RowStore) -> Result<(), ProjectorError> {
        store.add(&self.building, &self.folded.take_changes_to_keep()?)
    }
}

/// Folds several projections over the facts `1..=until` in one reading of the log. `amendments` holds every
/// amendment among those facts, and no other. A stopped projection is refolded up to the fact before the stop, so it
/// holds no half-applied fact.
pub(crate) fn refold(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    wanted: &[Fresh],
    until: u64,
    amendments: &Amendments,
    progress: Progress<'_>,
) -> Result<Vec<Refolded>, ProjectorError> {
    if wanted.is_empty() {
        // The usual step: nothing to refold, so nothing is read.
        return Ok(Vec::new());
    }
    let begin = |fresh: &Fresh| {
        let folded = Folded::new(*fresh);
        let building = store.begin(folded.state.name(), folded.state.version(), space)?;
        Ok(Refolded { folded, building })
    };
    let mut all = wanted.iter().map(begin).collect::<Result<Vec<Refolded>, ProjectorError>>()?;
    let mut count = 0_usize;
    batches(log, space, 0, until, &mut |batch| {
        count += 1;
        for refolded in &mut all {
            refolded.folded.take(amendments, batch);
            if count.is_multiple_of(BATCHES_PER_WRITE) && refolded.folded.stopped.is_none() {
                refolded.write(store)?;
            }
        }
        progress(batch.iter().last().map_or(until, |fact| fact.position), until);
        Ok(if all.iter().all(|refolded| refolded.folded.stopped.is_some()) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    })?;
    for (refolded, fresh) in all.iter_mut().zip(wanted) {
        if let Some(stop) = refolded.folded.stopped.take() {
            let before = refolded.folded.mark.position;
            let amendments = amendments_between(log, space, 0, before)?;
            if let Some(mut exact) = refold(log, store, space, &[*fresh], before, &amendments, progress)?.pop() {
                exact.folded.stopped.get_or_insert(stop);
                *refolded = exact;
            }
        } else {
            refolded.write(store)?;
        }
    }
    Ok(all)
}

impl SpaceState {
    /// Folds some projections from zero beside the living ones and swaps them: until then readers find what they found
    /// before.
    pub(crate) fn refold(
        &self,
        work: &mut SpaceWork,
        wanted: &[usize],
        until: u64,
        amendments: &Amendments,
    ) -> Result<(), ProjectorError> {
        let fresh: Vec<_> = wanted.iter().map(|index| self.catalogue[*index].1).collect();
        let refolded =
            refold(self.log.as_ref(), self.store.as_ref(), &self.space, &fresh, until, amendments, &mut |_, _| {})?;
        for (index, refolded) in wanted.iter().copied().zip(refolded) {
            self.report_stop(&refolded.folded);
            self.swap(work, index, refolded)?;
        }
        Ok(())
    }

    /// Lets a projection that was folded beside take over: in the store if it may, and here in any case.
    fn swap(&self, work: &mut SpaceWork, index: usize, refolded: Refolded) -> Result<(), ProjectorError> {
        let taken = refolded.take_over(self.store.as_ref(), Cause::Needed)? == Takeover::Taken;
        let generation = if taken { refolded.building.generation } else { 0 };
        work.rows[index] = RowsProgress::at(generation, refolded.folded.mark.position);
        *self.slot_mut(index) = Slot::ready(refolded.folded);
        if !taken {
            let projection = self.catalogue[index].0;
            tracing::info!(space = %self.space, projection, "another process keeps these rows");
            self.yield_rows(work, index)?;
        }
        Ok(())
    }

    /// A fold that stopped in a batch may hold a part of the fact that it could not take: it is folded again up to the
    /// fact before the stop.
    pub(crate) fn refold_up_to_stop(
        &self,
        work: &mut SpaceWork,
        index: usize,
        before: u64,
        amendments: &Amendments,
    ) -> Result<(), ProjectorError> {
        let stop = self.slot_mut(index).folded.stopped.take();
        let fresh = self.catalogue[index].1;
        let refolded =
            refold(self.log.as_ref(), self.store.as_ref(), &self.space, &[fresh], before, amendments, &mut |_, _| {});
        match refolded.map(|mut refolded| refolded.pop()) {
            Ok(Some(mut refolded)) => {
                if refolded.folded.stopped.is_none() {
                    refolded.folded.stopped = stop;
                }
                self.swap(work, index, refolded)
            }
            Ok(None) => Ok(()),
            Err(why) => {
                self.slot_mut(index).folded.stopped = stop;
                Err(why)
            }
        }
    }
}
