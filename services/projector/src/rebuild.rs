//! A projection folded again from zero, compared with what lives, and put in its place.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactLog;
use maillage_projections::catalogue::{CATALOGUE, Fresh};

use crate::batch::batches;
use crate::build::{Built, build};
use crate::fold::{Part, Progress, amendments};
use crate::frame::{Catalogue, find};
use crate::living::{Cell, Living};
use crate::projector::Projector;
use crate::store::Store;
use crate::{ProjectorError, Rebuilt, RebuiltSpace};

/// How many differing rows are named.
const NAMED: usize = 100;

impl Projector {
    /// Folds a projection again from zero beside the living one, compares both, and lets the new one take over.
    /// In one space, or in every space when `None`. Readers find the old rows until the new ones stand.
    pub async fn rebuild(&self, space: Option<&SpaceId>, name: &str) -> Result<Rebuilt, ProjectorError> {
        let (at, fresh) = find(self.catalogue, name)?;
        let begun = fresh();
        let mut rebuilt = Rebuilt { projection: begun.name(), version: begun.version(), spaces: Vec::new() };
        for cell in self.cells().into_iter().filter(|cell| space.is_none_or(|space| *space == cell.space)) {
            rebuilt.spaces.push(rebuild(&cell, at, fresh).await?);
            self.told.moved.send_modify(|count| *count = count.wrapping_add(1));
        }
        Ok(rebuilt)
    }
}

/// Folds first while the space goes on living, then once more what came in between, or all of it when an amendment came, with the space held still.
async fn rebuild(cell: &Arc<Cell>, at: usize, fresh: Fresh) -> Result<RebuiltSpace, ProjectorError> {
    while cell.step().await?.is_some() {}
    let until = cell.seen().position;
    let first = {
        let cell = cell.clone();
        tokio::task::spawn_blocking(move || {
            let amended = amendments(cell.log.as_ref(), &cell.space, 0, until)?;
            one(cell.log.as_ref(), &cell.store, &cell.space, fresh, until, &amended, &mut |_, _| {})
        })
        .await??
    };
    let mut work = cell.work.clone().lock_owned().await;
    let cell = cell.clone();
    tokio::task::spawn_blocking(move || {
        let until = work.mark.position;
        let built = catch_up(&cell, first, fresh, until, &work.amendments)?;
        let before = {
            let mut living = cell.change(at);
            if living.ready { Some(living.part.state.digest()?) } else { None }
        };
        let (built, report) = finish(&cell.store, &cell.space, built, before, until)?;
        work.keeping[at] = Default::default();
        work.keeping[at].from = built.part.mark.position;
        *cell.change(at) = Living { part: built.part, ready: true };
        Ok(report)
    })
    .await?
}

/// What was appended while the first pass ran: taken as it comes, unless an amendment is among it.
fn catch_up(cell: &Cell, mut built: Built, fresh: Fresh, until: u64, amended: &Amendments) -> Result<Built, ProjectorError> {
    let (log, space, after) = (cell.log.as_ref(), &cell.space, built.part.mark.position);
    if built.part.stopped.is_none() && amendments(log, space, after, until)?.is_empty() {
        batches(log, space, after, until, &mut |batch| {
            built.part.take(amended, batch);
            Ok(ControlFlow::Continue(()))
        })?;
        if built.part.stopped.is_none() {
            built.write(&cell.store)?;
            return Ok(built);
        }
    }
    one(log, &cell.store, space, fresh, until, amended, &mut |_, _| {})
}

fn one(
    log: &dyn FactLog,
    store: &Store,
    space: &SpaceId,
    fresh: Fresh,
    until: u64,
    amended: &Amendments,
    progress: Progress<'_>,
) -> Result<Built, ProjectorError> {
    let built = build(log, store, space, &[fresh], until, amended, progress)?.pop();
    built.ok_or_else(|| ProjectorError::Store("a fold that was begun is gone".to_owned()))
}

fn finish(store: &Store, space: &SpaceId, mut built: Built, before: Option<String>, until: u64) -> Result<(Built, RebuiltSpace), ProjectorError> {
    let after = built.part.state.digest()?;
    let differing = if before.is_some() { store.differing(&built.building, NAMED)? } else { Vec::new() };
    if !built.take_over(store)? {
        return Err(ProjectorError::Store(format!("the rows of space {space} were moved on by another process; rebuild again")));
    }
    let stopped = built.part.stopped.as_ref().map(|stop| stop.why.to_string());
    let report = RebuiltSpace { space: space.clone(), position: built.part.mark.position, facts: until, before, after, differing, stopped };
    Ok((built, report))
}

/// The same without a server: folds again, in one space or in every space, the rows kept at `path`. Blocking.
/// What was kept is compared at the position where it stood; a server that opens the rows afterwards goes on from there.
pub fn offline(log: &dyn FactLog, spaces: &[(SpaceId, u64)], path: &Path, name: &str, progress: Progress<'_>) -> Result<Rebuilt, ProjectorError> {
    offline_with(log, spaces, path, CATALOGUE, name, progress)
}

/// The same with other projections than the catalogue's. `spaces` gives each space with the head of its log.
pub fn offline_with(
    log: &dyn FactLog,
    spaces: &[(SpaceId, u64)],
    path: &Path,
    catalogue: Catalogue,
    name: &str,
    progress: Progress<'_>,
) -> Result<Rebuilt, ProjectorError> {
    let (_, fresh) = find(catalogue, name)?;
    let store = Store::open(path)?;
    let begun = fresh();
    let mut rebuilt = Rebuilt { projection: begun.name(), version: begun.version(), spaces: Vec::new() };
    for (space, head) in spaces {
        let mut kept = Part::new(fresh);
        let found = store.load(space, kept.state.as_mut()).unwrap_or_default().filter(|found| found.mark.position <= *head);
        let until = found.as_ref().filter(|found| found.stopped.is_none()).map_or(*head, |found| found.mark.position);
        let before = found.map(|_| kept.state.digest()).transpose()?;
        let amended = amendments(log, space, 0, until)?;
        let built = one(log, &store, space, fresh, until, &amended, progress)?;
        rebuilt.spaces.push(finish(&store, space, built, before, until)?.1);
    }
    Ok(rebuilt)
}
