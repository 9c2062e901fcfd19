//! What the projector promises, over a log in memory.

mod contract;
pub mod folds;
mod histories;
pub mod memory;
mod rebuilds;
mod service;
mod shared;
pub mod stores;
mod together;

use std::path::Path;
use std::sync::Arc;

use maillage_log::log::FactReads;

use crate::fold::state_at;
use crate::frame::Catalogue;
use crate::living::Cell;
use crate::sqlite::SqliteRows;
use crate::store::RowStore;
use memory::{MemoryLog, space};

/// A cell that is stepped by hand.
pub fn cell(log: &Arc<MemoryLog>, path: &Path, catalogue: Catalogue) -> Arc<Cell> {
    cell_on(log, Arc::new(SqliteRows::open(path).unwrap()), catalogue)
}

/// The same on any store.
pub fn cell_on(log: &Arc<MemoryLog>, store: Arc<dyn RowStore>, catalogue: Catalogue) -> Arc<Cell> {
    let log: Arc<dyn FactReads> = log.clone();
    Arc::new(Cell::new(space(), log, store, catalogue))
}

/// Digest of each projection as it lives in memory.
pub fn living(cell: &Cell) -> Vec<String> {
    (0..cell.catalogue.len()).map(|at| cell.change(at).part.state.digest().unwrap()).collect()
}

/// Digest of each projection as it is kept.
pub fn kept(path: &Path, catalogue: Catalogue) -> Vec<(u64, String)> {
    kept_on(&SqliteRows::open(path).unwrap(), catalogue)
}

/// The same on any store.
pub fn kept_on(store: &dyn RowStore, catalogue: Catalogue) -> Vec<(u64, String)> {
    let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
        let mut state = fresh();
        let found = store.load(&space(), state.as_mut()).unwrap();
        (found.map_or(0, |found| found.mark.position), state.digest().unwrap())
    };
    catalogue.iter().map(digest).collect()
}

/// Digest of each projection folded from zero up to a position.
pub fn afresh(log: &Arc<MemoryLog>, catalogue: Catalogue, until: u64) -> Vec<String> {
    let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
        state_at(log.as_ref(), &space(), *fresh, until, &mut |_, _| {}).unwrap().state.digest().unwrap()
    };
    catalogue.iter().map(digest).collect()
}
