//! Positions in memory that hold every move to its promise: all rows of the records before it were kept.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use maillage_events::id::SpaceId;

use crate::ProjectorError;
use crate::catalogue::Catalogue;
use crate::kafka::positions::{MemoryPositions, Partition, TopicPositions};
use crate::kafka::space_backlog::RecordOffset;
use crate::store::RowStore;

#[derive(Debug, Default)]
struct Records {
    /// Which fact each record holds.
    placed: BTreeMap<(i32, i64), (SpaceId, u64)>,
    projections: Vec<&'static str>,
    /// The moves that came before their rows.
    early: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct WatchedPositions {
    rows: Arc<dyn RowStore>,
    stored: Arc<MemoryPositions>,
    known: Arc<Mutex<Records>>,
    /// Whether the process that moves them is dead.
    pub dead: Arc<AtomicBool>,
}

impl WatchedPositions {
    pub fn new(rows: Arc<dyn RowStore>) -> Arc<Self> {
        Arc::new(Self { rows, stored: Arc::default(), known: Arc::default(), dead: Arc::default() })
    }

    /// The same positions for another process.
    pub fn on_behalf(&self) -> Self {
        Self { dead: Arc::default(), ..self.clone() }
    }

    pub fn placed(&self, place: RecordOffset, space: &SpaceId, position: u64) {
        self.known.lock().unwrap().placed.insert((place.partition, place.offset), (space.clone(), position));
    }

    pub fn expects(&self, catalogue: Catalogue) {
        self.known.lock().unwrap().projections = catalogue.iter().map(|(name, _)| *name).collect();
    }

    /// Stores a position as it is.
    pub fn stored(&self, partition: &Partition, at: i64) -> bool {
        self.stored.advance(partition, None, at).unwrap()
    }

    /// How many records were placed in each partition.
    pub fn ends(&self) -> BTreeMap<i32, i64> {
        let mut ends = BTreeMap::new();
        for (partition, offset) in self.known.lock().unwrap().placed.keys() {
            ends.insert(*partition, offset + 1);
        }
        ends
    }

    /// Holds the moves so far to their promise.
    pub fn never_early(&self) {
        let known = self.known.lock().unwrap();
        assert!(known.early.is_empty(), "{:?}", known.early);
    }
}

impl TopicPositions for WatchedPositions {
    fn load(&self, partition: &Partition) -> Result<Option<i64>, ProjectorError> {
        self.stored.load(partition)
    }

    fn advance(&self, partition: &Partition, from: Option<i64>, to: i64) -> Result<bool, ProjectorError> {
        if self.dead.load(Ordering::SeqCst) {
            return Err(ProjectorError::Store("killed".to_owned()));
        }
        let mut known = self.known.lock().unwrap();
        let mut early = Vec::new();
        let from_place = (partition.partition, from.unwrap_or(0).min(to));
        for (place, (space, position)) in known.placed.range(from_place..(partition.partition, to)) {
            for projection in &known.projections {
                let found = self.rows.checkpoint(projection, space)?;
                if found.as_ref().is_none_or(|found| found.mark.position < *position && found.stopped.is_none()) {
                    early.push(format!("{place:?}: {projection} of {space} stands at {found:?}, not at {position}"));
                }
            }
        }
        known.early.extend(early);
        drop(known);
        self.stored.advance(partition, from, to)
    }
}
