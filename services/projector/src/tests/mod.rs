//! What the projector promises, over a log in memory.

mod altered;
mod careless;
mod contract;
pub mod folds;
mod histories;
mod joint_steps;
mod many_spaces;
pub mod memory_log;
mod processes;
mod read_only;
mod rebuilds;
mod service;
pub mod stores;

use std::path::Path;
use std::sync::Arc;

use maillage_log::log::FactReads;

use crate::catalogue::Catalogue;
use crate::fold::state_at;
use crate::space_state::SpaceState;
use crate::sqlite::SqliteRows;
use crate::store::RowStore;
use memory_log::{MemoryLog, space};

/// A space that is stepped by hand.
pub fn space_state(log: &Arc<MemoryLog>, path: &Path, catalogue: Catalogue) -> Arc<SpaceState> {
    space_state_on(log, Arc::new(SqliteRows::open(path).unwrap()), catalogue)
}

/// The same on any store.
pub fn space_state_on(log: &Arc<MemoryLog>, store: Arc<dyn RowStore>, catalogue: Catalogue) -> Arc<SpaceState> {
    let log: Arc<dyn FactReads> = log.clone();
    Arc::new(SpaceState::new(space(), log, store, catalogue))
}

/// Digest of each projection as it lives in memory.
pub fn live_digests(space_state: &SpaceState) -> Vec<String> {
    (0..space_state.catalogue.len()).map(|at| space_state.slot_mut(at).folded.state.digest().unwrap()).collect()
}

/// Digest of each projection as it is kept.
pub fn stored(path: &Path, catalogue: Catalogue) -> Vec<(u64, String)> {
    stored_in(&SqliteRows::open(path).unwrap(), catalogue)
}

/// The same on any store; its rows are those that were kept.
pub fn stored_in(store: &dyn RowStore, catalogue: Catalogue) -> Vec<(u64, String)> {
    for (_, fresh) in catalogue {
        let mut state = fresh();
        let loaded = store.load(&space(), state.as_mut()).unwrap();
        loaded.map(|loaded| loaded.verified(state.as_mut()).unwrap());
    }
    unverified_in(store, catalogue)
}

/// The same, whatever the rows are.
pub fn unverified_in(store: &dyn RowStore, catalogue: Catalogue) -> Vec<(u64, String)> {
    let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
        let mut state = fresh();
        let found = store.load(&space(), state.as_mut()).unwrap();
        (found.map_or(0, |found| found.checkpoint.mark.position), state.digest().unwrap())
    };
    catalogue.iter().map(digest).collect()
}

/// Digest of each projection folded from zero up to a position.
pub fn from_zero(log: &Arc<MemoryLog>, catalogue: Catalogue, until: u64) -> Vec<String> {
    let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
        state_at(log.as_ref(), &space(), *fresh, until, &mut |_, _| {}).unwrap().state.digest().unwrap()
    };
    catalogue.iter().map(digest).collect()
}
