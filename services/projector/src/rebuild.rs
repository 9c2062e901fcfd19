//! A projection folded again from zero beside the living one, compared with it, and put in its place; and the way back.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::{CATALOGUE, Fresh};
use tokio::sync::OwnedMutexGuard;

use crate::batch::batches;
use crate::catalogue::{Catalogue, find};
use crate::fold::{Folded, Progress, amendments_between};
use crate::projector::{Follows, Projector};
use crate::refold::{Refolded, refold};
use crate::restore::is_of_log;
use crate::rows_progress::RowsProgress;
use crate::space_state::{Slot, SpaceState, SpaceWork};
use crate::sqlite::SqliteRows;
use crate::store::{Cause, Checkpoint, RowStore, Takeover};
use crate::{ProjectorError, Rebuilt, RebuiltSpace};

/// How many differing rows are named.
const NAMED: usize = 100;

/// How often a new generation catches up with rows that others move on before it gives up. Each time is shorter than
/// the one before.
const CHASES: usize = 50;

/// After so many times those who move the rows on are held, where the store can: what is left to catch up with is short
/// by then.
const FREE: usize = 2;

impl Projector {
    /// Folds a projection again from zero beside the living one, compares both, and lets the new one take over.
    /// In one space, or in every space when `None`. Readers find the old rows until the new ones stand; the old ones
    /// are kept for [`Projector::switch_back`].
    pub async fn rebuild(&self, space: Option<&SpaceId>, name: &str) -> Result<Rebuilt, ProjectorError> {
        let (index, fresh) = find(self.catalogue, name)?;
        let begun = fresh();
        let mut rebuilt = Rebuilt { projection: begun.name(), version: begun.version(), spaces: Vec::new() };
        let wanted = |state: &Arc<SpaceState>| space.is_none_or(|space| *space == state.space);
        for space_state in self.space_states().into_iter().filter(wanted) {
            let report = match self.follows {
                Follows::Log => rebuild_followed(&space_state, index, fresh).await?,
                Follows::Rows(_) => {
                    let head = space_state.log.head(&space_state.space).await?.position;
                    tokio::task::spawn_blocking(move || {
                        rebuild_beside(
                            space_state.log.as_ref(),
                            space_state.store.as_ref(),
                            &space_state.space,
                            head,
                            fresh,
                            &mut |_, _| {},
                        )
                    })
                    .await??
                }
            };
            rebuilt.spaces.push(report);
            self.signals.moved.send_modify(|count| *count = count.wrapping_add(1));
        }
        Ok(rebuilt)
    }

    /// Lets the generation of rows that was replaced last live again, in one transaction, then folds what came after
    /// the position where it stood. Readers find the state they had until it has caught up. Gives where it stood;
    /// `None` when nothing was replaced.
    pub async fn switch_back(&self, space: &SpaceId, name: &str) -> Result<Option<Checkpoint>, ProjectorError> {
        let (index, _) = find(self.catalogue, name)?;
        let (store, of, name) = (self.store.clone(), space.clone(), self.catalogue[index].0);
        let Some(space_state) = self.space_state(space).filter(|_| matches!(self.follows, Follows::Log)) else {
            return tokio::task::spawn_blocking(move || store.switch_back(name, &of)).await?;
        };
        while space_state.step().await?.is_some() {}
        let found = {
            let mut work = space_state.work.clone().lock_owned().await;
            let found = tokio::task::spawn_blocking(move || store.switch_back(name, &of)).await??;
            if found.is_some() {
                work.rows[index] = RowsProgress { replaced: true, ..RowsProgress::default() };
            }
            found
        };
        space_state.step().await?;
        self.signals.moved.send_modify(|count| *count = count.wrapping_add(1));
        Ok(found)
    }
}

/// A rebuild in a process that folds the space itself: folds first while the space goes on living, then once more what
/// came in between, or all of it when an amendment came, with the space held still.
async fn rebuild_followed(
    space_state: &Arc<SpaceState>,
    index: usize,
    fresh: Fresh,
) -> Result<RebuiltSpace, ProjectorError> {
    while space_state.step().await?.is_some() {}
    let until = space_state.progress().position;
    let mut refolded = {
        let space_state = space_state.clone();
        tokio::task::spawn_blocking(move || {
            let amendments = amendments_between(space_state.log.as_ref(), &space_state.space, 0, until)?;
            one(
                space_state.log.as_ref(),
                space_state.store.as_ref(),
                &space_state.space,
                fresh,
                until,
                &amendments,
                &mut |_, _| {},
            )
        })
        .await??
    };
    for chase in 0..CHASES {
        let work = space_state.work.clone().lock_owned().await;
        let held = space_state.clone();
        let attempt = move || chase_and_take_over(&held, work, index, fresh, refolded, chase);
        match tokio::task::spawn_blocking(attempt).await?? {
            Ok(report) => return Ok(report),
            // Another process is ahead of this one: go on to where it stands.
            Err(behind) => refolded = behind,
        }
        while space_state.step().await?.is_some() {}
    }
    Err(moving(&space_state.space))
}

/// Catches up with the living rows and takes their place; gives the generation back when they moved beyond it
/// meanwhile. Blocking; the space takes no step as long as its work is held.
fn chase_and_take_over(
    space_state: &SpaceState,
    mut work: OwnedMutexGuard<SpaceWork>,
    index: usize,
    fresh: Fresh,
    refolded: Refolded,
    chase: usize,
) -> Result<Result<RebuiltSpace, Refolded>, ProjectorError> {
    let (log, store, space) = (space_state.log.as_ref(), space_state.store.as_ref(), &space_state.space);
    let _held = if chase < FREE { None } else { Some(store.hold(space)?) };
    let found = store
        .checkpoint(space_state.catalogue[index].0, space)?
        .filter(|found| found.version == space_state.slot(index).folded.state.version());
    let until = found.map_or(0, |found| found.mark.position).max(work.mark.position);
    let amendments = match until == work.mark.position {
        true => work.amendments.clone(),
        false => Arc::new(amendments_between(log, space, 0, until)?),
    };
    let mut refolded = catch_up(log, store, space, refolded, fresh, until, &amendments)?;
    let before = {
        let mut slot = space_state.slot_mut(index);
        if slot.ready && slot.folded.mark.position == until { Some(slot.folded.state.digest()?) } else { None }
    };
    let Some(report) = finish(store, space, &mut refolded, before, until)? else { return Ok(Err(refolded)) };
    work.rows[index] = RowsProgress::at(refolded.building.generation, refolded.folded.mark.position);
    *space_state.slot_mut(index) = Slot::ready(refolded.folded);
    Ok(Ok(report))
}

/// What was appended since the fold stood where it stands: taken as it comes, unless an amendment is among it.
fn catch_up(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    mut refolded: Refolded,
    fresh: Fresh,
    until: u64,
    amendments: &Amendments,
) -> Result<Refolded, ProjectorError> {
    let after = refolded.folded.mark.position;
    if refolded.folded.stopped.is_none() && amendments_between(log, space, after, until)?.is_empty() {
        batches(log, space, after, until, &mut |batch| {
            refolded.folded.take(amendments, batch);
            Ok(ControlFlow::Continue(()))
        })?;
        if refolded.folded.stopped.is_none() {
            refolded.write(store)?;
            return Ok(refolded);
        }
    }
    one(log, store, space, fresh, until, amendments, &mut |_, _| {})
}

fn one(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    fresh: Fresh,
    until: u64,
    amendments: &Amendments,
    progress: Progress<'_>,
) -> Result<Refolded, ProjectorError> {
    let refolded = refold(log, store, space, &[fresh], until, amendments, progress)?.pop();
    refolded.ok_or_else(|| ProjectorError::Store("a fold that was begun is gone".to_owned()))
}

/// Compares, then takes over. `None` when the living rows moved beyond: the comparison would then be of two positions,
/// so both are done again.
fn finish(
    store: &dyn RowStore,
    space: &SpaceId,
    refolded: &mut Refolded,
    before: Option<String>,
    until: u64,
) -> Result<Option<RebuiltSpace>, ProjectorError> {
    let after = refolded.folded.state.digest()?;
    let lives = store.checkpoint(refolded.folded.state.name(), space)?.is_some();
    let differing = if lives { store.differing(&refolded.building, NAMED)? } else { Vec::new() };
    match refolded.take_over(store, Cause::Operator)? {
        Takeover::Taken => {}
        Takeover::Behind => return Ok(None),
        Takeover::Refused => {
            return Err(ProjectorError::Store(format!(
                "the rows of space {space} are kept or rebuilt by another process; rebuild again"
            )));
        }
    }
    let stopped = refolded.folded.stopped.as_ref().map(|stop| stop.why.to_string());
    Ok(Some(RebuiltSpace {
        space: space.clone(),
        position: refolded.folded.mark.position,
        facts: until,
        before,
        after,
        differing,
        stopped,
    }))
}

fn moving(space: &SpaceId) -> ProjectorError {
    ProjectorError::Store(format!(
        "the rows of space {space} move on faster than they can be folded again; rebuild again"
    ))
}

/// The same without a server: folds again, in one space or in every space, the rows kept at `path`. Blocking.
/// What was kept is compared at the position where it stood; a server that opens the rows afterwards goes on from
/// there.
pub fn offline(
    log: &dyn FactReads,
    spaces: &[(SpaceId, u64)],
    path: &Path,
    name: &str,
    progress: Progress<'_>,
) -> Result<Rebuilt, ProjectorError> {
    offline_on(log, spaces, &SqliteRows::open(path)?, CATALOGUE, name, progress)
}

/// The same on any store and with other projections than the catalogue's. `spaces` gives each space with the head of
/// its log. Projectors may go on meanwhile: the new generation catches up with them, and they take it up when it lives.
pub fn offline_on(
    log: &dyn FactReads,
    spaces: &[(SpaceId, u64)],
    store: &dyn RowStore,
    catalogue: Catalogue,
    name: &str,
    progress: Progress<'_>,
) -> Result<Rebuilt, ProjectorError> {
    let (_, fresh) = find(catalogue, name)?;
    let begun = fresh();
    let mut rebuilt = Rebuilt { projection: begun.name(), version: begun.version(), spaces: Vec::new() };
    for (space, head) in spaces {
        rebuilt.spaces.push(rebuild_beside(log, store, space, *head, fresh, progress)?);
    }
    Ok(rebuilt)
}

/// A rebuild of rows that others may move: folds to where they stand, again while they move on.
fn rebuild_beside(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    head: u64,
    fresh: Fresh,
    progress: Progress<'_>,
) -> Result<RebuiltSpace, ProjectorError> {
    let mut refolded: Option<Refolded> = None;
    for chase in 0..CHASES {
        let _held = if chase < FREE { None } else { Some(store.hold(space)?) };
        let mut stored = Folded::new(fresh);
        let loaded = store.load(space, stored.state.as_mut()).unwrap_or_default();
        let found = store.checkpoint(stored.state.name(), space)?;
        let whole =
            |found: &&Checkpoint| found.stopped.is_none() && is_of_log(log, space, found.mark).unwrap_or_default();
        let until = found.as_ref().filter(whole).map_or(head, |found| found.mark.position);
        let until = refolded.as_ref().map_or(until, |refolded| refolded.folded.mark.position.max(until));
        let before = loaded
            .filter(|loaded| loaded.checkpoint.mark.position == until)
            .map(|_| stored.state.digest())
            .transpose()?;
        let amendments = amendments_between(log, space, 0, until)?;
        let mut caught_up = match refolded {
            None => one(log, store, space, fresh, until, &amendments, progress)?,
            Some(refolded) => catch_up(log, store, space, refolded, fresh, until, &amendments)?,
        };
        if let Some(report) = finish(store, space, &mut caught_up, before, until)? {
            return Ok(report);
        }
        refolded = Some(caught_up);
    }
    Err(moving(space))
}
