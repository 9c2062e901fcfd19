//! One step of a space: from where its projections stand to the end of its log.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use maillage_events::amendment::{AmendmentFact, Amendments};
use maillage_events::fact::Fact;
use maillage_events::id::FactId;
use maillage_events::view::FactView;
use maillage_log::log::ReadError;
use maillage_projections::projection::{AMENDMENT_KINDS, AmendedAs, FoldError};
use maillage_projections::table::RowChange;
use tokio::sync::OwnedMutexGuard;

use crate::batch::{BATCH, Batch, batches};
use crate::build::{build, changes};
use crate::fold::amendments;
use crate::frame::Mark;
use crate::living::{Cell, Living, Stretch, Worker};
use crate::store::{Kept, Step};
use crate::{Advance, ProjectorError};

/// The amendments of a stretch, and the kinds of what they amend: `None` when that is not known.
type Amended = Vec<(FactId, AmendmentFact, Option<String>)>;

impl Cell {
    /// Takes every projection to the end of the log. `None` when they were there already.
    pub(crate) async fn step(self: &Arc<Self>) -> Result<Option<Advance>, ProjectorError> {
        let mut work = self.work.clone().lock_owned().await;
        let head = self.log.head(&self.space).await?.position;
        if !work.loaded {
            self.load(&mut work).await?;
        }
        let after = work.mark.position;
        self.note(|seen| seen.head = head.max(after));
        let behind = (0..self.catalogue.len()).any(|at| !self.living(at).ready || work.keeping[at].lost);
        if head <= after && !behind {
            return Ok(None);
        }
        let (stretch, until) = self.stretch(after, head).await?;
        let amended = self.amended(&stretch, after, until).await?;
        let cell = self.clone();
        match tokio::task::spawn_blocking(move || cell.advance(work, &stretch, until, amended)).await {
            Ok(outcome) => outcome,
            Err(why) => {
                // A fold that panicked may hold a part of a fact: nothing of it is kept.
                let mut work = self.work.lock().await;
                work.keeping.iter_mut().for_each(|keeping| keeping.lost = true);
                Err(why.into())
            }
        }
    }

    async fn stretch(&self, after: u64, head: u64) -> Result<(Stretch, u64), ProjectorError> {
        let mut near = Batch::default();
        if head <= after {
            return Ok((Stretch::Near(near), after));
        }
        if head - after > BATCH as u64 {
            return Ok((Stretch::Far, head));
        }
        let mut until = after;
        for fact in self.log.read(&self.space, after, BATCH).await? {
            if fact.position != until + 1 {
                return Err(ReadError::Hole { space: self.space.clone(), expected: until + 1, found: fact.position }.into());
            }
            until = fact.position;
            near.push(&fact.view());
        }
        let oldest = near.iter().next().map(|fact| fact.recorded_at);
        self.note(|seen| (seen.head, seen.oldest) = (seen.head.max(until), oldest));
        Ok((Stretch::Near(near), until))
    }

    async fn amended(self: &Arc<Self>, stretch: &Stretch, after: u64, until: u64) -> Result<Amended, ProjectorError> {
        let mut found = Vec::new();
        match stretch {
            Stretch::Near(batch) => {
                for fact in batch.iter().filter(|fact| AMENDMENT_KINDS.contains(&fact.kind)) {
                    found.extend(amendment(&fact)?);
                }
            }
            Stretch::Far => {
                let cell = self.clone();
                found = tokio::task::spawn_blocking(move || {
                    let mut found = Vec::new();
                    let mut bad = None;
                    cell.log.scan(&cell.space, after, Some(until), Some(AMENDMENT_KINDS), &mut |fact| match amendment(&fact) {
                        Ok(it) => {
                            found.extend(it);
                            ControlFlow::Continue(())
                        }
                        Err(why) => {
                            bad = Some(why);
                            ControlFlow::Break(())
                        }
                    })?;
                    bad.map_or(Ok(found), |why| Err(ProjectorError::from(why)))
                })
                .await??;
            }
        }
        let mut amended = Vec::with_capacity(found.len());
        for (id, amendment) in found {
            // The log says what the target is; the amendment only claims it.
            let target = match &amendment {
                AmendmentFact::Corrected(it) => it.target,
                AmendmentFact::Cancelled(it) => it.target,
            };
            let kind = self.log.find(&self.space, target).await?.map(|fact| fact.kind).filter(|kind| !AMENDMENT_KINDS.contains(&kind.as_str()));
            amended.push((id, amendment, kind));
        }
        Ok(amended)
    }

    /// Blocking. Steady projections go on; those that an amendment touches, and those that have no rows, are folded from zero beside and swapped.
    fn advance(&self, mut work: OwnedMutexGuard<Worker>, stretch: &Stretch, until: u64, amended: Amended) -> Result<Option<Advance>, ProjectorError> {
        let from = work.mark.position;
        let all = 0..self.catalogue.len();
        let again: Vec<usize> = all.clone().filter(|at| self.must_begin_again(&work, *at, &amended)).collect();
        let steady: Vec<usize> = all.clone().filter(|at| !again.contains(at) && self.living(*at).part.stopped.is_none()).collect();
        if !amended.is_empty() {
            let known = Arc::make_mut(&mut work.amendments);
            amended.into_iter().for_each(|(id, amendment, _)| known.note(id, amendment));
        }
        let noted = work.amendments.clone();
        let mut mark = work.mark;
        let mut take = |batch: &Batch| {
            self.take(&mut work, &steady, &noted, batch);
            mark = batch.iter().last().map_or(mark, |fact| Mark::at(&fact));
        };
        match stretch {
            Stretch::Near(batch) => take(batch),
            // With nobody to take the stretch, its last fact is all that must be known of it.
            Stretch::Far => batches(self.log.as_ref(), &self.space, if steady.is_empty() { until - 1 } else { from }, until, &mut |batch| {
                take(batch);
                Ok(ControlFlow::Continue(()))
            })?,
        }
        let lost = steady.iter().copied().filter(|at| work.keeping[*at].lost);
        let again: Vec<usize> = again.into_iter().chain(lost).collect();
        self.refold(&mut work, &again, until, &noted)?;
        for at in steady {
            let stopped = self.living(at).part.stopped.is_some();
            if stopped {
                let before = self.living(at).part.mark.position;
                let earlier = amendments(self.log.as_ref(), &self.space, 0, before)?;
                self.exactly_before_the_stop(&mut work, at, before, &earlier)?;
            }
        }
        work.mark = mark;
        self.note(|seen| (seen.position, seen.oldest, seen.alarm) = (until, None, None));
        Ok((until > from).then(|| Advance { space: self.space.clone(), from, to: until }))
    }

    fn must_begin_again(&self, work: &Worker, at: usize, amended: &Amended) -> bool {
        let living = self.living(at);
        let state = &living.part.state;
        let touched = |kind: &Option<String>| kind.as_deref().is_none_or(|kind| state.kinds().contains(&kind));
        let effective = state.amended() == AmendedAs::Effective;
        let amended = effective && amended.iter().any(|(_, _, kind)| living.part.stopped.is_some() || touched(kind));
        !living.ready || work.keeping[at].lost || amended
    }

    /// Gives a batch to steady projections, then keeps their rows and checkpoints in one transaction.
    fn take(&self, work: &mut Worker, steady: &[usize], noted: &Amendments, batch: &Batch) {
        let mut moved = Vec::new();
        for at in steady.iter().copied() {
            let mut living = self.change(at);
            if living.part.stopped.is_some() {
                continue;
            }
            living.part.take(noted, batch);
            if let Some(stop) = &living.part.stopped {
                tracing::error!(space = %self.space, projection = living.part.state.name(), why = %stop.why, "a fold stopped at a fact that it cannot take");
                continue;
            }
            match changes(&mut living.part) {
                Ok(changes) => {
                    work.keeping[at].add(changes);
                    moved.push((at, living.part.state.name(), living.part.state.version(), living.part.mark));
                }
                Err(why) => {
                    tracing::error!(space = %self.space, %why, "a row cannot be written");
                    work.keeping[at].lost = true;
                }
            }
        }
        let steps: Vec<Step<'_>> = moved
            .iter()
            .filter(|(at, ..)| !work.keeping[*at].other_version)
            .map(|(at, projection, version, to)| {
                let keeping = &work.keeping[*at];
                Step { projection, version: *version, from: keeping.from, to: *to, changes: &keeping.pending }
            })
            .collect();
        let outcomes = match self.store.keep(&self.space, &steps) {
            Ok(outcomes) => outcomes,
            Err(why) => {
                tracing::warn!(space = %self.space, %why, "rows could not be kept; they will be offered again");
                return;
            }
        };
        let kept: Vec<(usize, u64)> =
            moved.iter().filter(|(at, ..)| !work.keeping[*at].other_version).map(|(at, _, _, to)| (*at, to.position)).collect();
        for ((at, to), outcome) in kept.into_iter().zip(outcomes) {
            work.keeping[at].settle(outcome, to);
        }
    }

    /// Folds some projections from zero beside the living ones and swaps them: until then readers find what they found before.
    pub(crate) fn refold(&self, work: &mut Worker, wanted: &[usize], until: u64, noted: &Amendments) -> Result<(), ProjectorError> {
        let fresh: Vec<_> = wanted.iter().map(|at| self.catalogue[*at].1).collect();
        let built = build(self.log.as_ref(), &self.store, &self.space, &fresh, until, noted, &mut |_, _| {})?;
        for (at, built) in wanted.iter().copied().zip(built) {
            let took_over = built.take_over(&self.store)?;
            let keeping = &mut work.keeping[at];
            *keeping = Default::default();
            keeping.from = built.part.mark.position;
            if !took_over {
                tracing::info!(space = %self.space, projection = built.part.state.name(), "another process keeps these rows");
            }
            if let Some(stop) = &built.part.stopped {
                tracing::error!(space = %self.space, projection = built.part.state.name(), why = %stop.why, "a fold stopped at a fact that it cannot take");
            }
            *self.change(at) = Living { part: built.part, ready: true };
        }
        Ok(())
    }

    /// A fold that stopped in a batch may hold a part of the fact that it could not take: it is folded again to the fact before.
    fn exactly_before_the_stop(&self, work: &mut Worker, at: usize, before: u64, earlier: &Amendments) -> Result<(), ProjectorError> {
        let stop = self.change(at).part.stopped.take();
        let fresh = self.catalogue[at].1;
        let built = build(self.log.as_ref(), &self.store, &self.space, &[fresh], before, earlier, &mut |_, _| {});
        match built.map(|mut built| built.pop()) {
            Ok(Some(mut built)) => {
                if built.part.stopped.is_none() {
                    built.part.stopped = stop;
                }
                built.take_over(&self.store)?;
                work.keeping[at] = Default::default();
                *self.change(at) = Living { part: built.part, ready: true };
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(why) => {
                self.change(at).part.stopped = stop;
                Err(why)
            }
        }
    }
}

fn amendment(fact: &FactView<'_>) -> Result<Option<(FactId, AmendmentFact)>, FoldError> {
    let whole = fact.whole().map_err(|why| FoldError::at(fact, &why))?;
    Ok(match whole.fact {
        Fact::Amendment(amendment) => Some((fact.id, amendment)),
        _ => None,
    })
}

impl crate::living::Keeping {
    /// Adds changes; of those that wait only the last of each row matters.
    fn add(&mut self, changes: Vec<RowChange>) {
        if self.other_version {
            return;
        }
        if self.pending.is_empty() {
            self.pending = changes;
            return;
        }
        let mut last: BTreeMap<(&'static str, String), RowChange> = BTreeMap::new();
        for change in self.pending.drain(..).chain(changes) {
            last.insert((change.table, change.key.clone()), change);
        }
        self.pending.extend(last.into_values());
    }

    pub(crate) fn settle(&mut self, outcome: Kept, to: u64) {
        match outcome {
            Kept::Moved => (self.from, self.pending) = (to, Vec::new()),
            Kept::Ahead => {}
            Kept::OtherVersion => (self.other_version, self.pending) = (true, Vec::new()),
            Kept::Lost => self.lost = true,
        }
    }
}
