//! Projections of a space folded from zero beside the living ones, their rows written in chunks as they come.

use std::ops::ControlFlow;

use maillage_events::amendment::Amendments;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::Fresh;
use maillage_projections::table::RowChange;

use crate::ProjectorError;
use crate::batch::batches;
use crate::fold::{Part, Progress, amendments};
use crate::store::{Building, Cause, RowStore, Takeover};

/// Batches between two writes of rows: what a fold from zero holds of its changes.
const CHUNK: usize = 16;

/// A projection folded from zero whose rows are written but do not live yet.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) part: Part,
    pub(crate) building: Building,
}

impl Built {
    /// Takes over in the store. Where it may not, the state is right all the same: only its rows are kept by another.
    pub(crate) fn take_over(&self, store: &dyn RowStore, cause: Cause) -> Result<Takeover, ProjectorError> {
        let stopped = self.part.stopped.as_ref().map(|stop| stop.why.to_string());
        store.take_over(&self.building, self.part.mark, stopped.as_deref(), cause)
    }

    /// Writes what changed since the last time.
    pub(crate) fn write(&mut self, store: &dyn RowStore) -> Result<(), ProjectorError> {
        store.add(&self.building, &changes(&mut self.part)?)
    }
}

/// The rows of every table that changed since the last time.
pub(crate) fn changes(part: &mut Part) -> Result<Vec<RowChange>, ProjectorError> {
    let mut changes = Vec::new();
    for table in part.state.tables() {
        changes.append(&mut table.take_changes()?);
    }
    Ok(changes)
}

/// Folds several projections over the facts `1..=until` in one reading of the log. `amended` holds every amendment
/// among those facts, and no other. One that stops stands exactly after the fact before.
pub(crate) fn build(
    log: &dyn FactReads,
    store: &dyn RowStore,
    space: &SpaceId,
    wanted: &[Fresh],
    until: u64,
    amended: &Amendments,
    progress: Progress<'_>,
) -> Result<Vec<Built>, ProjectorError> {
    if wanted.is_empty() {
        // Most steps: with nobody to take them, no fact need be read.
        return Ok(Vec::new());
    }
    let begin = |fresh: &Fresh| {
        let part = Part::new(*fresh);
        let building = store.begin(part.state.name(), part.state.version(), space)?;
        Ok(Built { part, building })
    };
    let mut all = wanted.iter().map(begin).collect::<Result<Vec<Built>, ProjectorError>>()?;
    let mut count = 0_usize;
    batches(log, space, 0, until, &mut |batch| {
        count += 1;
        for built in &mut all {
            built.part.take(amended, batch);
            if count.is_multiple_of(CHUNK) && built.part.stopped.is_none() {
                built.write(store)?;
            }
        }
        progress(batch.iter().last().map_or(until, |fact| fact.position), until);
        Ok(if all.iter().all(|built| built.part.stopped.is_some()) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    })?;
    for (built, fresh) in all.iter_mut().zip(wanted) {
        if let Some(stop) = built.part.stopped.take() {
            let before = built.part.mark.position;
            let amended = amendments(log, space, 0, before)?;
            if let Some(mut exact) = build(log, store, space, &[*fresh], before, &amended, progress)?.pop() {
                exact.part.stopped.get_or_insert(stop);
                *built = exact;
            }
        } else {
            built.write(store)?;
        }
    }
    Ok(all)
}
