//! Taking up the rows that live in the store: at the start, and whenever other rows took their place.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::amendment::Amendments;
use maillage_projections::projection::AmendedAs;

use crate::ProjectorError;
use crate::batch::batches;
use crate::build::changes;
use crate::fold::{Part, amendments};
use crate::frame::Mark;
use crate::living::{Cell, Keeping, Living, Worker};
use crate::store::Checkpoint;

/// How often an idle space asks which rows live: another process may have replaced them, or switched back.
const LOOK: Duration = Duration::from_secs(2);

/// How often a process that folds the same rows again is waited for before they are folded here: polls, so about ten
/// seconds.
const RIVAL: u32 = 50;

impl Cell {
    /// Takes the kept rows up again. Rows that cannot be read, of another version or of another log are left for
    /// [`Cell::step`] to fold from zero; so are those of a fold that stopped, which a corrected program may now take.
    /// Rows that stand before the others are caught up by the step.
    pub(crate) async fn load(self: &Arc<Self>, work: &mut Worker) -> Result<(), ProjectorError> {
        let cell = self.clone();
        let parts = tokio::task::spawn_blocking(move || cell.kept()).await?;
        let furthest =
            parts.iter().flatten().map(|(part, _)| part.mark).max_by_key(|mark| mark.position).unwrap_or_default();
        let cell = self.clone();
        let same_log = tokio::task::spawn_blocking(move || cell.of_this_log(furthest)).await??;
        if !same_log {
            tracing::warn!(space = %self.space, position = furthest.position, "the kept rows belong to another log: folding again from zero");
        }
        work.keeping = self.catalogue.iter().map(|_| Keeping::default()).collect();
        if same_log && furthest.position > 0 {
            let cell = self.clone();
            let noted =
                tokio::task::spawn_blocking(move || amendments(cell.log.as_ref(), &cell.space, 0, furthest.position))
                    .await??;
            work.amendments = Arc::new(noted);
            work.mark = furthest;
            for (at, part) in parts.into_iter().enumerate() {
                let Some((part, found)) = part else { continue };
                work.keeping[at].generation = found.generation;
                work.keeping[at].from = found.mark.position;
                if part.mark == furthest {
                    *self.change(at) = Living { part, ready: true };
                } else {
                    work.keeping[at].replaced = true;
                }
            }
            self.note(|seen| seen.position = furthest.position);
        }
        work.loaded = true;
        Ok(())
    }

    fn kept(&self) -> Vec<Option<(Part, Checkpoint)>> {
        let restore = |(name, fresh): &(&'static str, maillage_projections::catalogue::Fresh)| {
            let mut part = Part::new(*fresh);
            match self.store.load(&self.space, part.state.as_mut()) {
                Ok(found) => found.filter(|found| found.stopped.is_none()).map(|found| {
                    part.mark = found.mark;
                    (part, found)
                }),
                Err(why) => {
                    tracing::warn!(space = %self.space, projection = name, %why, "kept rows cannot be read: folding again from zero");
                    None
                }
            }
        };
        self.catalogue.iter().map(restore).collect()
    }

    /// Whether the log holds, at the mark, the fact that the mark names. Blocking.
    pub(crate) fn of_this_log(&self, mark: Mark) -> Result<bool, ProjectorError> {
        of_log(self.log.as_ref(), &self.space, mark)
    }

    /// Takes up the rows that live now, and folds what came after them up to `until`: readers find the old state until
    /// the new one stands there. `false` when they must be folded from zero. Blocking.
    pub(crate) fn take_up(
        &self,
        work: &mut Worker,
        at: usize,
        until: u64,
        noted: &Amendments,
    ) -> Result<bool, ProjectorError> {
        let mut part = Part::new(self.catalogue[at].1);
        let found = self.store.load(&self.space, part.state.as_mut()).unwrap_or_else(|why| {
            tracing::warn!(space = %self.space, projection = part.state.name(), %why, "the rows that live now cannot be read: folding from zero");
            None
        });
        let Some(found) = found.filter(|found| found.stopped.is_none()) else {
            let found = self.store.checkpoint(part.state.name(), &self.space)?;
            let other = found.is_some_and(|found| keeps_another(&found, part.state.version()));
            // The state in memory is right; only its rows are kept by another.
            (work.keeping[at].other_version, work.keeping[at].replaced) = (other, false);
            return Ok(other && self.living(at).ready);
        };
        if !self.of_this_log(found.mark)? {
            return Ok(false);
        }
        part.mark = found.mark;
        let after = found.mark.position;
        if after < until {
            let amended = part.state.amended() == AmendedAs::Effective
                && !amendments(self.log.as_ref(), &self.space, after, until)?.is_empty();
            if amended {
                return Ok(false);
            }
            batches(self.log.as_ref(), &self.space, after, until, &mut |batch| {
                part.take(noted, batch);
                Ok(if part.stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
            if part.stopped.is_some() {
                return Ok(false);
            }
        }
        work.keeping[at] =
            Keeping { from: after, generation: found.generation, pending: changes(&mut part)?, ..Keeping::default() };
        *self.change(at) = Living { part, ready: true };
        self.offer(work, &[at]);
        Ok(true)
    }

    /// Asks which rows live, now and then when nothing else is to be done: `true` when some must be taken up.
    pub(crate) async fn look(self: &Arc<Self>, work: &mut Worker) -> Result<bool, ProjectorError> {
        if work.looked.is_some_and(|at| at.elapsed() < LOOK) {
            return Ok(false);
        }
        work.looked = Some(Instant::now());
        let cell = self.clone();
        let mut found = tokio::task::spawn_blocking(move || cell.store.standing(&cell.space)).await??;
        for (at, (name, _)) in self.catalogue.iter().enumerate() {
            let found = found.remove(*name);
            let (version, stopped) = (self.living(at).part.state.version(), self.living(at).part.stopped.is_some());
            let keeping = &mut work.keeping[at];
            let ours = found.filter(|found| found.version == version && found.declined != Some(version) && !stopped);
            keeping.replaced |= ours.is_some_and(|found| found.generation != keeping.generation && keeping.rival == 0);
        }
        Ok(work.keeping.iter().any(|keeping| keeping.replaced))
    }

    /// What is known of the rows after a generation was not let live, because another process was there before.
    /// Blocking.
    pub(crate) fn yielded(&self, work: &mut Worker, at: usize) -> Result<(), ProjectorError> {
        let (name, version) = (self.catalogue[at].0, self.living(at).part.state.version());
        let keeping = &mut work.keeping[at];
        match self.store.checkpoint(name, &self.space)? {
            Some(found) if keeps_another(&found, version) => (keeping.other_version, keeping.rival) = (true, 0),
            Some(found) if found.version == version && found.mark.position >= keeping.from => {
                (keeping.generation, keeping.rival) = (found.generation, 0);
            }
            // Another process folds them now: were both to begin again, neither would end.
            _ => keeping.rival += 1,
        }
        keeping.lost |= keeping.rival > RIVAL;
        Ok(())
    }
}

fn keeps_another(found: &Checkpoint, version: u32) -> bool {
    found.version > version || found.declined == Some(version)
}

/// Whether a log holds, at the mark, the fact that the mark names. Blocking.
pub(crate) fn of_log(
    log: &dyn maillage_log::log::FactReads,
    space: &maillage_events::id::SpaceId,
    mark: Mark,
) -> Result<bool, ProjectorError> {
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
