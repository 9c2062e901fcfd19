//! One step of a space: from where its projections stand to the end of its log.

use std::ops::ControlFlow;
use std::sync::Arc;

use maillage_events::amendment::Amendments;
use maillage_log::log::ReadError;
use maillage_projections::projection::AmendedAs;
use tokio::sync::OwnedMutexGuard;

use crate::amended::Amended;
use crate::batch::{BATCH, Batch, batches};
use crate::fold::{Folded, amendments};
use crate::mark::Mark;
use crate::rows_progress::RowsProgress;
use crate::space_state::{SpaceState, SpaceWork};
use crate::{Advance, ProjectorError};

/// Batches between two moves of the rows on a long stretch: a row that changes often is written once for all of them.
const KEEP: usize = 8;

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
        let mut work = self.work.clone().lock_owned().await;
        let head = self.log.head(&self.space).await?.position;
        if !work.restored {
            self.restore(&mut work).await?;
        }
        let after = work.mark.position;
        self.note(|progress| progress.head = head.max(after));
        let unsettled = work.rows.iter().any(RowsProgress::is_unsettled);
        let behind = unsettled || (0..self.catalogue.len()).any(|at| !self.slot(at).ready);
        if head <= after && !behind && !self.look_for_replaced(&mut work).await? {
            return Ok(None);
        }
        let (stretch, until) = self.stretch(after, head).await?;
        let amended = self.amended(&stretch, after, until).await?;
        let this = self.clone();
        match tokio::task::spawn_blocking(move || this.advance(work, &stretch, until, amended)).await {
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

    /// Blocking. Steady projections go on; those whose rows were replaced are restored from the rows that live now;
    /// those that an amendment touches, and those that have no rows, are folded from zero beside and swapped.
    fn advance(
        &self,
        mut work: OwnedMutexGuard<SpaceWork>,
        stretch: &Stretch,
        until: u64,
        amended: Vec<Amended>,
    ) -> Result<Option<Advance>, ProjectorError> {
        let from = work.mark.position;
        let (mut again, steady) = self.sorted(&work, &amended);
        if !amended.is_empty() {
            let known = Arc::make_mut(&mut work.amendments);
            amended.into_iter().for_each(|(id, amendment, _)| known.note(id, amendment));
        }
        let noted = work.amendments.clone();
        let mark = self.take_stretch(&mut work, &steady, &noted, stretch, until)?;
        self.settle_rows(&mut work, &mut again, until, &noted)?;
        self.refold(&mut work, &again, until, &noted)?;
        for at in steady {
            let stopped = self.slot(at).folded.stopped.is_some();
            if stopped {
                let before = self.slot(at).folded.mark.position;
                let earlier = amendments(self.log.as_ref(), &self.space, 0, before)?;
                self.exactly_before_the_stop(&mut work, at, before, &earlier)?;
            }
        }
        work.mark = mark;
        self.note(|progress| (progress.position, progress.oldest, progress.alarm) = (until, None, None));
        Ok((until > from).then(|| Advance { space: self.space.clone(), from, to: until }))
    }

    /// The projections that are folded again from zero, and the steady ones, which take the stretch. Neither: those
    /// whose rows were replaced, and those that stopped.
    fn sorted(&self, work: &SpaceWork, amended: &[Amended]) -> (Vec<usize>, Vec<usize>) {
        let all = 0..self.catalogue.len();
        let again: Vec<usize> =
            all.clone().filter(|at| !work.rows[*at].replaced && self.must_begin_again(work, *at, amended)).collect();
        let goes_on =
            |at: &usize| !again.contains(at) && !work.rows[*at].replaced && self.slot(*at).folded.stopped.is_none();
        let steady = all.filter(goes_on).collect();
        (again, steady)
    }

    fn must_begin_again(&self, work: &SpaceWork, at: usize, amended: &[Amended]) -> bool {
        let slot = self.slot(at);
        let state = &slot.folded.state;
        let touched = |kind: &Option<String>| kind.as_deref().is_none_or(|kind| state.kinds().contains(&kind));
        let effective = state.amended() == AmendedAs::Effective;
        let amended = effective && amended.iter().any(|(_, _, kind)| slot.folded.stopped.is_some() || touched(kind));
        !slot.ready || work.rows[at].lost || amended
    }

    /// Gives a stretch to steady projections and offers their rows to the store, on a long one now and then; gives the
    /// last fact of it.
    fn take_stretch(
        &self,
        work: &mut SpaceWork,
        steady: &[usize],
        noted: &Amendments,
        stretch: &Stretch,
        until: u64,
    ) -> Result<Mark, ProjectorError> {
        let from = work.mark.position;
        let mut mark = work.mark;
        let mut batches_taken = 0_usize;
        let mut take = |batch: &Batch| {
            self.take(steady, noted, batch);
            mark = batch.iter().last().map_or(mark, |fact| Mark::at(&fact));
            batches_taken += 1;
            if batches_taken.is_multiple_of(KEEP) {
                self.offer(work, steady);
            }
        };
        match stretch {
            Stretch::InMemory(batch) => take(batch),
            // With nobody to take the stretch, its last fact is all that must be known of it.
            Stretch::InLog => batches(
                self.log.as_ref(),
                &self.space,
                if steady.is_empty() { until - 1 } else { from },
                until,
                &mut |batch| {
                    take(batch);
                    Ok(ControlFlow::Continue(()))
                },
            )?,
        }
        self.offer(work, steady);
        Ok(mark)
    }

    /// Gives a batch to steady projections.
    fn take(&self, steady: &[usize], noted: &Amendments, batch: &Batch) {
        for at in steady.iter().copied() {
            let mut slot = self.slot_mut(at);
            if slot.folded.stopped.is_some() {
                continue;
            }
            slot.folded.take(noted, batch);
            self.report_stop(&slot.folded);
        }
    }

    /// Sees to the rows that others keep or that are gone. Those that must be folded from zero join `again`.
    fn settle_rows(
        &self,
        work: &mut SpaceWork,
        again: &mut Vec<usize>,
        until: u64,
        noted: &Amendments,
    ) -> Result<(), ProjectorError> {
        for at in 0..self.catalogue.len() {
            if work.rows[at].rival > 0 {
                self.yield_rows(work, at)?;
            }
            let unkept = work.rows[at].replaced && !self.restore_replaced(work, at, until, noted)?;
            if (unkept || work.rows[at].lost) && !again.contains(&at) {
                again.push(at);
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
