//! A projection folded again from zero beside the living one, compared with it, and put in its place; and the way back.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::{CATALOGUE, Fresh};

use crate::batch::batches;
use crate::build::{Built, build};
use crate::fold::{Part, Progress, amendments};
use crate::frame::{Catalogue, find};
use crate::kept::of_log;
use crate::living::{Cell, Keeping, Living};
use crate::projector::{Follows, Projector};
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
        let (at, fresh) = find(self.catalogue, name)?;
        let begun = fresh();
        let mut rebuilt = Rebuilt { projection: begun.name(), version: begun.version(), spaces: Vec::new() };
        for cell in self.cells().into_iter().filter(|cell| space.is_none_or(|space| *space == cell.space)) {
            let report = match self.follows {
                Follows::Log => living(&cell, at, fresh).await?,
                Follows::Rows(_) => {
                    let head = cell.log.head(&cell.space).await?.position;
                    tokio::task::spawn_blocking(move || {
                        beside(cell.log.as_ref(), cell.store.as_ref(), &cell.space, head, fresh, &mut |_, _| {})
                    })
                    .await??
                }
            };
            rebuilt.spaces.push(report);
            self.told.moved.send_modify(|count| *count = count.wrapping_add(1));
        }
        Ok(rebuilt)
    }

    /// Lets the generation of rows that was replaced last live again, in one transaction, then folds what came after
    /// the position where it stood. Readers find the state they had until it has caught up. Tells where it stood;
    /// `None` when nothing was replaced.
    pub async fn switch_back(&self, space: &SpaceId, name: &str) -> Result<Option<Checkpoint>, ProjectorError> {
        let (at, _) = find(self.catalogue, name)?;
        let (store, of, name) = (self.store.clone(), space.clone(), self.catalogue[at].0);
        let Some(cell) = self.cell(space).filter(|_| matches!(self.follows, Follows::Log)) else {
            return tokio::task::spawn_blocking(move || store.switch_back(name, &of)).await?;
        };
        while cell.step().await?.is_some() {}
        let found = {
            let mut work = cell.work.clone().lock_owned().await;
            let found = tokio::task::spawn_blocking(move || store.switch_back(name, &of)).await??;
            if found.is_some() {
                work.keeping[at] = Keeping { replaced: true, ..Keeping::default() };
            }
            found
        };
        cell.step().await?;
        self.told.moved.send_modify(|count| *count = count.wrapping_add(1));
        Ok(found)
    }
}

/// Folds first while the space goes on living, then once more what came in between, or all of it when an amendment
/// came, with the space held still.
async fn living(cell: &Arc<Cell>, at: usize, fresh: Fresh) -> Result<RebuiltSpace, ProjectorError> {
    while cell.step().await?.is_some() {}
    let until = cell.seen().position;
    let mut built = {
        let cell = cell.clone();
        tokio::task::spawn_blocking(move || {
            let amended = amendments(cell.log.as_ref(), &cell.space, 0, until)?;
            one(cell.log.as_ref(), cell.store.as_ref(), &cell.space, fresh, until, &amended, &mut |_, _| {})
        })
        .await??
    };
    for chase in 0..CHASES {
        let mut work = cell.work.clone().lock_owned().await;
        let held = cell.clone();
        let attempt = move || {
            let (log, store) = (held.log.as_ref(), held.store.as_ref());
            let _held = if chase < FREE { None } else { Some(store.hold(&held.space)?) };
            let found = store
                .checkpoint(held.catalogue[at].0, &held.space)?
                .filter(|found| found.version == held.living(at).part.state.version());
            let until = found.map_or(0, |found| found.mark.position).max(work.mark.position);
            let amended = match until == work.mark.position {
                true => work.amendments.clone(),
                false => Arc::new(amendments(log, &held.space, 0, until)?),
            };
            built = catch_up(log, store, &held.space, built, fresh, until, &amended)?;
            let before = {
                let mut living = held.change(at);
                if living.ready && living.part.mark.position == until {
                    Some(living.part.state.digest()?)
                } else {
                    None
                }
            };
            let Some(report) = finish(store, &held.space, &mut built, before, until)? else { return Ok(Err(built)) };
            work.keeping[at] =
                Keeping { from: built.part.mark.position, generation: built.building.generation, ..Keeping::default() };
            *held.change(at) = Living { part: built.part, ready: true };
            Ok::<_, ProjectorError>(Ok(report))
        };
        match tokio::task::spawn_blocking(attempt).await?? {
            Ok(report) => return Ok(report),
            // Another process is ahead of this one: go on to where it stands.
            Err(behind) => built = behind,
        }
        while cell.step().await?.is_some() {}
    }
    Err(moving(&cell.space))
}

/// What was appended since the fold stood where it stands: taken as it comes, unless an amendment is among it.
fn catch_up(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    mut built: Built,
    fresh: Fresh,
    until: u64,
    amended: &Amendments,
) -> Result<Built, ProjectorError> {
    let after = built.part.mark.position;
    if built.part.stopped.is_none() && amendments(log, space, after, until)?.is_empty() {
        batches(log, space, after, until, &mut |batch| {
            built.part.take(amended, batch);
            Ok(ControlFlow::Continue(()))
        })?;
        if built.part.stopped.is_none() {
            built.write(store)?;
            return Ok(built);
        }
    }
    one(log, store, space, fresh, until, amended, &mut |_, _| {})
}

fn one(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    fresh: Fresh,
    until: u64,
    amended: &Amendments,
    progress: Progress<'_>,
) -> Result<Built, ProjectorError> {
    let built = build(log, store, space, &[fresh], until, amended, progress)?.pop();
    built.ok_or_else(|| ProjectorError::Store("a fold that was begun is gone".to_owned()))
}

/// Compares, then takes over. `None` when the living rows moved beyond: the comparison would then be of two positions,
/// so both are done again.
fn finish(
    store: &dyn RowStore,
    space: &SpaceId,
    built: &mut Built,
    before: Option<String>,
    until: u64,
) -> Result<Option<RebuiltSpace>, ProjectorError> {
    let after = built.part.state.digest()?;
    let lives = store.checkpoint(built.part.state.name(), space)?.is_some();
    let differing = if lives { store.differing(&built.building, NAMED)? } else { Vec::new() };
    match built.take_over(store, Cause::Asked)? {
        Takeover::Taken => {}
        Takeover::Behind => return Ok(None),
        Takeover::Refused => {
            return Err(ProjectorError::Store(format!(
                "the rows of space {space} are kept or rebuilt by another process; rebuild again"
            )));
        }
    }
    let stopped = built.part.stopped.as_ref().map(|stop| stop.why.to_string());
    Ok(Some(RebuiltSpace {
        space: space.clone(),
        position: built.part.mark.position,
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
        rebuilt.spaces.push(beside(log, store, space, *head, fresh, progress)?);
    }
    Ok(rebuilt)
}

/// Folds beside rows that others may move: to where they stand, again while they move on.
fn beside(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    head: u64,
    fresh: Fresh,
    progress: Progress<'_>,
) -> Result<RebuiltSpace, ProjectorError> {
    let mut built: Option<Built> = None;
    for chase in 0..CHASES {
        let _held = if chase < FREE { None } else { Some(store.hold(space)?) };
        let mut kept = Part::new(fresh);
        let loaded = store.load(space, kept.state.as_mut()).unwrap_or_default();
        let found = store.checkpoint(kept.state.name(), space)?;
        let whole = |found: &&Checkpoint| found.stopped.is_none() && of_log(log, space, found.mark).unwrap_or_default();
        let until = found.as_ref().filter(whole).map_or(head, |found| found.mark.position);
        let until = built.as_ref().map_or(until, |built| built.part.mark.position.max(until));
        let before = loaded.filter(|loaded| loaded.mark.position == until).map(|_| kept.state.digest()).transpose()?;
        let amended = amendments(log, space, 0, until)?;
        let mut caught_up = match built {
            None => one(log, store, space, fresh, until, &amended, progress)?,
            Some(built) => catch_up(log, store, space, built, fresh, until, &amended)?,
        };
        if let Some(report) = finish(store, space, &mut caught_up, before, until)? {
            return Ok(report);
        }
        built = Some(caught_up);
    }
    Err(moving(space))
}
