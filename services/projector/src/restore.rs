//! States made from the rows that live in the store: at the start, and whenever other rows took their place.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::Fresh;
use maillage_projections::projection::AmendedAs;

use crate::ProjectorError;
use crate::batch::batches;
use crate::fold::{Folded, amendments_between};
use crate::mark::Mark;
use crate::rows_progress::RowsProgress;
use crate::space_state::{Slot, SpaceState, SpaceWork};
use crate::store::Checkpoint;

/// How often an idle space asks which rows live: another process may have replaced them, or switched back.
const LOOK: Duration = Duration::from_secs(2);

/// How often a process that folds the same rows again is waited for before they are folded here: polls, so about ten
/// seconds.
const RIVAL: u32 = 50;

impl SpaceState {
    /// Restores every projection from its rows. Rows that cannot be read, of another version or of another log are left
    /// for [`SpaceState::step`] to fold from zero; so are those of a fold that stopped, which a corrected program may
    /// now take. Rows that stand before the others are caught up by the step.
    pub(crate) async fn restore(self: &Arc<Self>, work: &mut SpaceWork) -> Result<(), ProjectorError> {
        let this = self.clone();
        let stored = tokio::task::spawn_blocking(move || this.stored()).await?;
        let furthest =
            stored.iter().flatten().map(|(folded, _)| folded.mark).max_by_key(|mark| mark.position).unwrap_or_default();
        let this = self.clone();
        let same_log = tokio::task::spawn_blocking(move || this.is_of_this_log(furthest)).await??;
        if !same_log {
            tracing::warn!(
                space = %self.space,
                position = furthest.position,
                "the kept rows belong to another log: folding again from zero"
            );
        }
        work.rows = self.catalogue.iter().map(|_| RowsProgress::default()).collect();
        if same_log && furthest.position > 0 {
            let this = self.clone();
            let amendments = tokio::task::spawn_blocking(move || {
                amendments_between(this.log.as_ref(), &this.space, 0, furthest.position)
            })
            .await??;
            work.amendments = Arc::new(amendments);
            work.mark = furthest;
            for (index, stored) in stored.into_iter().enumerate() {
                let Some((folded, found)) = stored else { continue };
                work.rows[index] = RowsProgress::at(found.generation, found.mark.position);
                if folded.mark == furthest {
                    *self.slot_mut(index) = Slot::ready(folded);
                } else {
                    work.rows[index].replaced = true;
                }
            }
            self.note(|progress| progress.position = furthest.position);
        }
        work.restored = true;
        Ok(())
    }

    /// Each projection as its rows give it; `None` where they give none that may be gone on from.
    fn stored(&self) -> Vec<Option<(Folded, Checkpoint)>> {
        let restore = |(name, fresh): &(&'static str, Fresh)| {
            let mut folded = Folded::new(*fresh);
            match self.load(&mut folded) {
                Ok(found) => found.filter(|found| found.stopped.is_none()).map(|found| {
                    folded.mark = found.mark;
                    (folded, found)
                }),
                Err(why) => {
                    tracing::warn!(
                        space = %self.space,
                        projection = name,
                        %why,
                        "kept rows cannot be read: folding again from zero"
                    );
                    None
                }
            }
        };
        self.catalogue.iter().map(restore).collect()
    }

    /// Puts the living rows into a fresh state, if they are those that were kept. Blocking.
    fn load(&self, folded: &mut Folded) -> Result<Option<Checkpoint>, ProjectorError> {
        let loaded = self.store.load(&self.space, folded.state.as_mut())?;
        let loaded = loaded.filter(|loaded| loaded.checkpoint.stopped.is_none());
        let found = loaded.map(|loaded| loaded.verified(folded.state.as_mut())).transpose()?;
        folded.is_kept = found.is_some();
        Ok(found)
    }

    /// Whether the log holds, at the mark, the fact that the mark names. Blocking.
    pub(crate) fn is_of_this_log(&self, mark: Mark) -> Result<bool, ProjectorError> {
        is_of_log(self.log.as_ref(), &self.space, mark)
    }

    /// Restores a projection from the rows that live now, and folds what came after them up to `until`: readers find
    /// the old state until the new one stands there. `false` when it must be folded from zero. Blocking.
    pub(crate) fn restore_replaced(
        &self,
        work: &mut SpaceWork,
        index: usize,
        until: u64,
        amendments: &Amendments,
    ) -> Result<bool, ProjectorError> {
        let mut folded = Folded::new(self.catalogue[index].1);
        let found = self.load(&mut folded).unwrap_or_else(|why| {
            tracing::warn!(
                space = %self.space,
                projection = folded.state.name(),
                %why,
                "the rows that live now cannot be read: folding from zero"
            );
            None
        });
        let Some(found) = found.filter(|found| found.stopped.is_none()) else {
            let found = self.store.checkpoint(folded.state.name(), &self.space)?;
            let other = found.is_some_and(|found| keeps_another(&found, folded.state.version()));
            // The state in memory is right; only its rows are kept by another.
            (work.rows[index].other_version, work.rows[index].replaced) = (other, false);
            return Ok(other && self.slot(index).ready);
        };
        if !self.is_of_this_log(found.mark)? {
            return Ok(false);
        }
        folded.mark = found.mark;
        let after = found.mark.position;
        if after < until {
            let is_amended = folded.state.amended() == AmendedAs::Effective
                && !amendments_between(self.log.as_ref(), &self.space, after, until)?.is_empty();
            if is_amended {
                return Ok(false);
            }
            batches(self.log.as_ref(), &self.space, after, until, &mut |batch| {
                folded.take(amendments, batch);
                Ok(if folded.stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
            if folded.stopped.is_some() {
                return Ok(false);
            }
        }
        let pending = folded.take_changes_to_keep()?;
        work.rows[index] = RowsProgress { pending, ..RowsProgress::at(found.generation, after) };
        *self.slot_mut(index) = Slot::ready(folded);
        self.offer(work, &[index]);
        Ok(true)
    }

    /// Asks which rows live, now and then when nothing else is to be done: `true` when some were replaced.
    pub(crate) async fn look_for_replaced(self: &Arc<Self>, work: &mut SpaceWork) -> Result<bool, ProjectorError> {
        let in_doubt = self.rows_in_doubt.swap(false, Ordering::SeqCst);
        if !in_doubt && work.looked.is_some_and(|time| time.elapsed() < LOOK) {
            return Ok(false);
        }
        work.looked = Some(Instant::now());
        let this = self.clone();
        let mut found = tokio::task::spawn_blocking(move || this.store.standing(&this.space)).await??;
        for (index, (name, _)) in self.catalogue.iter().enumerate() {
            let found = found.remove(*name);
            let (version, stopped) =
                (self.slot(index).folded.state.version(), self.slot(index).folded.stopped.is_some());
            let rows = &mut work.rows[index];
            let ours = found.filter(|found| found.version == version && found.declined != Some(version));
            // A fold that stopped takes up the rows of one that did not.
            let goes_on = ours.filter(|found| !stopped || found.stopped.is_none());
            rows.replaced |= goes_on.is_some_and(|found| found.generation != rows.generation && rows.rival == 0);
        }
        Ok(work.rows.iter().any(|rows| rows.replaced))
    }

    /// What is known of the rows after a generation was not let live, because another process was there before.
    /// Blocking.
    pub(crate) fn yield_rows(&self, work: &mut SpaceWork, index: usize) -> Result<(), ProjectorError> {
        let (name, version) = (self.catalogue[index].0, self.slot(index).folded.state.version());
        let rows = &mut work.rows[index];
        match self.store.checkpoint(name, &self.space)? {
            Some(found) if keeps_another(&found, version) => (rows.other_version, rows.rival) = (true, 0),
            Some(found) if found.version == version && found.mark.position >= rows.from => {
                (rows.generation, rows.rival) = (found.generation, 0);
            }
            // Another process folds them now: were both to begin again, neither would end.
            Some(_) | None => rows.rival += 1,
        }
        rows.lost |= rows.rival > RIVAL;
        Ok(())
    }
}

fn keeps_another(found: &Checkpoint, version: u32) -> bool {
    found.version > version || found.declined == Some(version)
}

/// Whether a log holds, at the mark, the fact that the mark names. Blocking.
pub(crate) fn is_of_log(log: &dyn FactReads, space: &SpaceId, mark: Mark) -> Result<bool, ProjectorError> {
    if mark.position == 0 {
        return Ok(true);
    }
    let mut there = None;
    log.scan(space, mark.position - 1, Some(mark.position), None, &mut |fact| {
        there = Some(Mark::at(&fact));
        ControlFlow::Break(())
    })?;
    Ok(there == Some(mark))
}
