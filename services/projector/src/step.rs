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
use crate::build::{Built, build, changes};
use crate::fold::amendments;
use crate::frame::Mark;
use crate::living::{Cell, Keeping, Living, Stretch, Worker};
use crate::store::{Cause, Kept, Step, Takeover};
use crate::{Advance, ProjectorError};

/// Batches between two moves of the rows on a long stretch: a row that changes often is written once for all of them.
const KEEP: usize = 8;

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
        let unsettled = |keeping: &Keeping| keeping.lost || keeping.replaced || keeping.rival > 0;
        let behind = work.keeping.iter().any(unsettled) || (0..self.catalogue.len()).any(|at| !self.living(at).ready);
        if head <= after && !behind && !self.look(&mut work).await? {
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
        let mut near = Batch::spare();
        if head <= after {
            return Ok((Stretch::Near(near), after));
        }
        if head - after > BATCH as u64 {
            return Ok((Stretch::Far, head));
        }
        let mut until = after;
        for fact in self.log.read(&self.space, after, BATCH).await? {
            if fact.position != until + 1 {
                return Err(
                    ReadError::Hole { space: self.space.clone(), expected: until + 1, found: fact.position }.into()
                );
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
                found =
                    tokio::task::spawn_blocking(move || {
                        let mut found = Vec::new();
                        let mut bad = None;
                        cell.log.scan(&cell.space, after, Some(until), Some(AMENDMENT_KINDS), &mut |fact| {
                            match amendment(&fact) {
                                Ok(it) => {
                                    found.extend(it);
                                    ControlFlow::Continue(())
                                }
                                Err(why) => {
                                    bad = Some(why);
                                    ControlFlow::Break(())
                                }
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
            let kind = self
                .log
                .find(&self.space, target)
                .await?
                .map(|fact| fact.kind)
                .filter(|kind| !AMENDMENT_KINDS.contains(&kind.as_str()));
            amended.push((id, amendment, kind));
        }
        Ok(amended)
    }

    /// Blocking. Steady projections go on; those whose rows were replaced are taken up; those that an amendment
    /// touches, and those that have no rows, are folded from zero beside and swapped.
    fn advance(
        &self,
        mut work: OwnedMutexGuard<Worker>,
        stretch: &Stretch,
        until: u64,
        amended: Amended,
    ) -> Result<Option<Advance>, ProjectorError> {
        let from = work.mark.position;
        let all = 0..self.catalogue.len();
        let mut again: Vec<usize> = all
            .clone()
            .filter(|at| !work.keeping[*at].replaced && self.must_begin_again(&work, *at, &amended))
            .collect();
        let goes_on =
            |at: &usize| !again.contains(at) && !work.keeping[*at].replaced && self.living(*at).part.stopped.is_none();
        let steady: Vec<usize> = all.clone().filter(goes_on).collect();
        if !amended.is_empty() {
            let known = Arc::make_mut(&mut work.amendments);
            amended.into_iter().for_each(|(id, amendment, _)| known.note(id, amendment));
        }
        let noted = work.amendments.clone();
        let mut mark = work.mark;
        let mut batches_taken = 0_usize;
        let mut take = |batch: &Batch| {
            self.take(&steady, &noted, batch);
            mark = batch.iter().last().map_or(mark, |fact| Mark::at(&fact));
            batches_taken += 1;
            if batches_taken.is_multiple_of(KEEP) {
                self.offer(&mut work, &steady);
            }
        };
        match stretch {
            Stretch::Near(batch) => take(batch),
            // With nobody to take the stretch, its last fact is all that must be known of it.
            Stretch::Far => batches(
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
        self.offer(&mut work, &steady);
        for at in all {
            if work.keeping[at].rival > 0 {
                self.yielded(&mut work, at)?;
            }
            let unkept = work.keeping[at].replaced && !self.take_up(&mut work, at, until, &noted)?;
            if (unkept || work.keeping[at].lost) && !again.contains(&at) {
                again.push(at);
            }
        }
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

    /// Gives a batch to steady projections.
    fn take(&self, steady: &[usize], noted: &Amendments, batch: &Batch) {
        for at in steady.iter().copied() {
            let mut living = self.change(at);
            if living.part.stopped.is_some() {
                continue;
            }
            living.part.take(noted, batch);
            if let Some(stop) = &living.part.stopped {
                tracing::error!(space = %self.space, projection = living.part.state.name(), why = %stop.why, "a fold stopped at a fact that it cannot take");
            }
        }
    }

    /// Offers what changed to the store: rows and checkpoints of all these projections in one transaction. What cannot
    /// be kept now waits.
    pub(crate) fn offer(&self, work: &mut Worker, which: &[usize]) {
        let mut moved = Vec::new();
        for at in which.iter().copied() {
            let mut living = self.change(at);
            let keeping = &mut work.keeping[at];
            // A fold that stopped may hold a part of a fact: nothing of it is kept.
            if living.part.stopped.is_some() || keeping.lost || keeping.replaced {
                continue;
            }
            if keeping.other_version {
                living.part.state.tables().into_iter().for_each(|table| table.track(false));
                continue;
            }
            match changes(&mut living.part) {
                Ok(changes) => keeping.add(changes),
                Err(why) => {
                    tracing::error!(space = %self.space, %why, "a row cannot be written");
                    keeping.lost = true;
                    continue;
                }
            }
            let to = living.part.mark;
            if keeping.rival == 0 && (to.position > keeping.from || !keeping.pending.is_empty()) {
                moved.push((at, living.part.state.name(), living.part.state.version(), to));
            }
        }
        let step = |(at, projection, version, to): &(usize, &'static str, u32, Mark)| {
            let keeping = &work.keeping[*at];
            Step {
                projection,
                version: *version,
                generation: keeping.generation,
                from: keeping.from,
                to: *to,
                changes: &keeping.pending,
            }
        };
        match self.store.keep(&self.space, &moved.iter().map(step).collect::<Vec<_>>()) {
            Ok(outcomes) => {
                for ((at, _, _, to), outcome) in moved.into_iter().zip(outcomes) {
                    work.keeping[at].settle(outcome, to.position);
                }
            }
            Err(why) => tracing::warn!(space = %self.space, %why, "rows could not be kept; they will be offered again"),
        }
    }

    /// Folds some projections from zero beside the living ones and swaps them: until then readers find what they found
    /// before.
    pub(crate) fn refold(
        &self,
        work: &mut Worker,
        wanted: &[usize],
        until: u64,
        noted: &Amendments,
    ) -> Result<(), ProjectorError> {
        let fresh: Vec<_> = wanted.iter().map(|at| self.catalogue[*at].1).collect();
        let built = build(self.log.as_ref(), self.store.as_ref(), &self.space, &fresh, until, noted, &mut |_, _| {})?;
        for (at, built) in wanted.iter().copied().zip(built) {
            if let Some(stop) = &built.part.stopped {
                tracing::error!(space = %self.space, projection = built.part.state.name(), why = %stop.why, "a fold stopped at a fact that it cannot take");
            }
            self.swap(work, at, built)?;
        }
        Ok(())
    }

    /// Lets a projection that was folded beside take over: in the store if it may, and here in any case.
    fn swap(&self, work: &mut Worker, at: usize, built: Built) -> Result<(), ProjectorError> {
        let taken = built.take_over(self.store.as_ref(), Cause::Needed)? == Takeover::Taken;
        let generation = if taken { built.building.generation } else { 0 };
        work.keeping[at] = Keeping { from: built.part.mark.position, generation, ..Keeping::default() };
        *self.change(at) = Living { part: built.part, ready: true };
        if !taken {
            tracing::info!(space = %self.space, projection = self.catalogue[at].0, "another process keeps these rows");
            self.yielded(work, at)?;
        }
        Ok(())
    }

    /// A fold that stopped in a batch may hold a part of the fact that it could not take: it is folded again to the
    /// fact before.
    fn exactly_before_the_stop(
        &self,
        work: &mut Worker,
        at: usize,
        before: u64,
        earlier: &Amendments,
    ) -> Result<(), ProjectorError> {
        let stop = self.change(at).part.stopped.take();
        let fresh = self.catalogue[at].1;
        let built =
            build(self.log.as_ref(), self.store.as_ref(), &self.space, &[fresh], before, earlier, &mut |_, _| {});
        match built.map(|mut built| built.pop()) {
            Ok(Some(mut built)) => {
                if built.part.stopped.is_none() {
                    built.part.stopped = stop;
                }
                self.swap(work, at, built)
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

impl Keeping {
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
            Kept::Replaced => (self.replaced, self.pending) = (true, Vec::new()),
            Kept::OtherVersion => (self.other_version, self.pending) = (true, Vec::new()),
            Kept::Lost => self.lost = true,
        }
    }
}
