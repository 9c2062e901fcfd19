//! One step of a space: from where its projections stand to the end of its log.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use maillage_events::amendment::Amendments;
use maillage_log::log::ReadError;
use maillage_projections::projection::AmendedAs;
use maillage_projections::table::RowChange;
use tokio::sync::OwnedMutexGuard;

use crate::amendments::NewAmendments;
use crate::batch::{BATCH, Batch, batches};
use crate::fold::{Folded, amendments_between};
use crate::mark::Mark;
use crate::own_rows::{fold_own_rows, replace_rows};
use crate::rows_progress::RowsProgress;
use crate::space_state::{SpaceState, SpaceWork};
use crate::{Advance, ProjectorError};

/// Batches between two writes of rows on a long stretch: a row that changes often is written once for all of them.
const BATCHES_PER_WRITE: usize = 8;

/// Which projections do what in a step. Those that are in none of the lists wait: their rows were replaced, or they
/// stopped.
#[derive(Debug, Default)]
struct Plan {
    /// Folded again from zero.
    refold: Vec<usize>,
    /// Take the stretch.
    advance: Vec<usize>,
    /// Rows of amended streams that some of the latter put into their state before.
    own_rows: BTreeMap<usize, Vec<RowChange>>,
}

/// A stretch of the log that a step takes.
pub(crate) enum Stretch {
    /// Short: read already.
    InMemory(Batch),
    /// Long: read as it is folded.
    InLog,
}

impl SpaceState {
    /// Takes every projection to the end of the log. `None` when they were there already.
    pub(crate) async fn step(self: &Arc<Self>) -> Result<Option<Advance>, ProjectorError> {
        let outcome = self.step_once().await;
        let work = self.work.lock().await;
        let unsettled = outcome.is_err() || self.is_unsettled(&work);
        drop(work);
        self.note(|progress| progress.unsettled = unsettled);
        outcome
    }

    /// Whether there is something to do though nothing new is in the log.
    fn is_unsettled(&self, work: &SpaceWork) -> bool {
        let rows = !work.restored || work.rows.iter().any(RowsProgress::is_unsettled);
        rows || (0..self.catalogue.len()).any(|index| !self.slot(index).ready)
    }

    async fn step_once(self: &Arc<Self>) -> Result<Option<Advance>, ProjectorError> {
        let mut work = self.work.clone().lock_owned().await;
        let head = self.log.head(&self.space).await?.position;
        if !work.restored {
            self.restore(&mut work).await?;
        }
        let after = work.mark.position;
        self.note(|progress| progress.head = head.max(after));
        if head <= after && !self.is_unsettled(&work) && !self.look_for_replaced(&mut work).await? {
            return Ok(None);
        }
        let (stretch, until) = self.stretch(after, head).await?;
        let new_amendments = self.amendments_in(&stretch, after, until).await?;
        let this = self.clone();
        match tokio::task::spawn_blocking(move || this.advance(work, &stretch, until, new_amendments)).await {
            Ok(outcome) => outcome,
            Err(why) => {
                // A fold that panicked may hold a part of a fact: nothing of it is kept.
                let mut work = self.work.lock().await;
                work.rows.iter_mut().for_each(|rows| rows.lost = true);
                Err(why.into())
            }
        }
    }

    /// What lies after a position: read now if it is short.
    async fn stretch(&self, after: u64, head: u64) -> Result<(Stretch, u64), ProjectorError> {
        let mut batch = Batch::spare();
        if head <= after {
            return Ok((Stretch::InMemory(batch), after));
        }
        if head - after > BATCH as u64 {
            return Ok((Stretch::InLog, head));
        }
        let mut until = after;
        for fact in self.log.read(&self.space, after, BATCH).await? {
            if fact.position != until + 1 {
                return Err(
                    ReadError::Hole { space: self.space.clone(), expected: until + 1, found: fact.position }.into()
                );
            }
            until = fact.position;
            batch.push(&fact.view());
        }
        let oldest = batch.iter().next().map(|fact| fact.recorded_at);
        self.note(|progress| (progress.head, progress.oldest) = (progress.head.max(until), oldest));
        Ok((Stretch::InMemory(batch), until))
    }

    /// Blocking. Projections that can go on take the stretch; those that an amendment touches first put the rows of its
    /// stream right, or are folded from zero where that does not do; those whose rows were replaced are restored from
    /// the rows that live now; those that have no rows are folded from zero. What is folded from zero is folded beside
    /// the living state and swapped.
    fn advance(
        &self,
        mut work: OwnedMutexGuard<SpaceWork>,
        stretch: &Stretch,
        until: u64,
        new_amendments: NewAmendments,
    ) -> Result<Option<Advance>, ProjectorError> {
        let from = work.mark.position;
        let mut amendments = work.amendments.clone();
        if !new_amendments.all.is_empty() {
            let known = Arc::make_mut(&mut amendments);
            new_amendments.all.iter().for_each(|new| known.note(new.id, new.amendment.clone()));
        }
        let mut plan = self.plan(&work, &new_amendments, &amendments)?;
        let mark = self.take_stretch(&mut work, &plan, &amendments, stretch, until)?;
        self.yield_or_restore_rows(&mut work, &mut plan.refold, until, &amendments)?;
        self.refold(&mut work, &plan.refold, until, &amendments)?;
        for index in plan.advance {
            let stopped = self.slot(index).folded.stopped.is_some();
            if stopped {
                let before = self.slot(index).folded.mark.position;
                let earlier = amendments_between(self.log.as_ref(), &self.space, 0, before)?;
                self.refold_up_to_stop(&mut work, index, before, &earlier)?;
            }
        }
        // Both at the end: a step that fails is taken again from where it began.
        (work.mark, work.amendments) = (mark, amendments);
        self.note(|progress| (progress.position, progress.oldest, progress.alarm) = (until, None, None));
        Ok((until > from).then(|| Advance { space: self.space.clone(), from, to: until }))
    }

    fn plan(&self, work: &SpaceWork, new: &NewAmendments, amendments: &Amendments) -> Result<Plan, ProjectorError> {
        let mut plan = Plan::default();
        for index in (0..self.catalogue.len()).filter(|index| !work.rows[*index].replaced) {
            let (ready, stopped) = (self.slot(index).ready, self.slot(index).folded.stopped.is_some());
            let touched = self.is_touched(index, new);
            // A step that failed may have left the state further on than the space.
            let streams = new.streams.as_ref().filter(|_| self.slot(index).folded.mark == work.mark);
            if !ready || work.rows[index].lost || stopped && touched {
                plan.refold.push(index);
            } else if touched {
                let fold = |streams| {
                    let fresh = self.catalogue[index].1;
                    fold_own_rows(fresh, streams, work.mark.position, &work.amendments, amendments)
                };
                match streams.map(fold).transpose()?.flatten() {
                    Some(rows) => {
                        plan.own_rows.insert(index, rows);
                        plan.advance.push(index);
                    }
                    None => plan.refold.push(index),
                }
            } else if !stopped {
                plan.advance.push(index);
            }
        }
        Ok(plan)
    }

    /// Whether an amendment changes what a projection has folded.
    fn is_touched(&self, index: usize, new: &NewAmendments) -> bool {
        let slot = self.slot(index);
        let state = &slot.folded.state;
        let folds = |kind: &Option<String>| kind.as_deref().is_none_or(|kind| state.kinds().contains(&kind));
        let effective = state.amended() == AmendedAs::Effective;
        effective && new.all.iter().any(|new| slot.folded.stopped.is_some() || folds(&new.kind))
    }

    /// Feeds the stretch to the projections that go on, writing rows every [`BATCHES_PER_WRITE`] batches; returns the
    /// mark of the last fact.
    fn take_stretch(
        &self,
        work: &mut SpaceWork,
        plan: &Plan,
        amendments: &Amendments,
        stretch: &Stretch,
        until: u64,
    ) -> Result<Mark, ProjectorError> {
        let from = work.mark.position;
        let mut mark = work.mark;
        let mut batches_taken = 0_usize;
        let mut take = |batch: &Batch| {
            self.take(work, plan, amendments, batch);
            mark = batch.iter().last().map_or(mark, |fact| Mark::at(&fact));
            batches_taken += 1;
            if batches_taken.is_multiple_of(BATCHES_PER_WRITE) {
                self.offer(work, &plan.advance);
            }
        };
        match stretch {
            Stretch::InMemory(batch) => take(batch),
            // Nobody takes the stretch, so read only its last fact.
            Stretch::InLog => batches(
                self.log.as_ref(),
                &self.space,
                if plan.advance.is_empty() { until - 1 } else { from },
                until,
                &mut |batch| {
                    take(batch);
                    Ok(ControlFlow::Continue(()))
                },
            )?,
        }
        self.offer(work, &plan.advance);
        Ok(mark)
    }

    /// Feeds a batch to the projections that go on. Rows of amended streams, which come with a stretch of one batch,
    /// are put right under the same lock: no reader finds the amendment without the facts up to it, or those without
    /// it.
    fn take(&self, work: &mut SpaceWork, plan: &Plan, amendments: &Amendments, batch: &Batch) {
        for index in plan.advance.iter().copied() {
            let mut slot = self.slot_mut(index);
            if slot.folded.stopped.is_some() {
                continue;
            }
            let own_rows = plan.own_rows.get(&index);
            work.rows[index].amended |= own_rows.is_some();
            let rows = own_rows.map_or(&[] as &[RowChange], Vec::as_slice);
            if let Err(why) = replace_rows(&mut slot.folded, rows) {
                tracing::error!(space = %self.space, %why, "a row that was folded again cannot be read");
                (slot.ready, work.rows[index].lost) = (false, true);
                continue;
            }
            slot.folded.take(amendments, batch);
            self.report_stop(&slot.folded);
        }
    }

    /// Yields rows that another process owns, restores replaced ones, adds lost ones to `to_refold`.
    fn yield_or_restore_rows(
        &self,
        work: &mut SpaceWork,
        to_refold: &mut Vec<usize>,
        until: u64,
        amendments: &Amendments,
    ) -> Result<(), ProjectorError> {
        for index in 0..self.catalogue.len() {
            if work.rows[index].rival > 0 {
                self.yield_rows(work, index)?;
            }
            let unkept = work.rows[index].replaced && !self.restore_replaced(work, index, until, amendments)?;
            if (unkept || work.rows[index].lost) && !to_refold.contains(&index) {
                to_refold.push(index);
            }
        }
        Ok(())
    }

    /// Says in the operator's log why a projection stopped, if it did.
    pub(crate) fn report_stop(&self, folded: &Folded) {
        if let Some(stop) = &folded.stopped {
            tracing::error!(
                space = %self.space,
                projection = folded.state.name(),
                why = %stop.why,
                "a fold stopped at a fact that it cannot take"
            );
        }
    }
}
