//! A space and its projections in memory: what readers see of it, and what its single worker knows.

use std::sync::atomic::{AtomicBool, AtomicI64};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use maillage_events::amendment::Amendments;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::Fresh;
use tokio::sync::watch;

use crate::catalogue::Catalogue;
use crate::fold::Folded;
use crate::mark::Mark;
use crate::rows_progress::RowsProgress;
use crate::store::RowStore;
use crate::turns::TurnOfSpace;

/// One projection of a space, as readers find it.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) folded: Folded,
    /// Whether it was folded since the start: before that it must not answer.
    pub(crate) ready: bool,
}

impl Slot {
    /// From zero: it does not answer yet.
    pub(crate) fn empty(fresh: Fresh) -> Self {
        Self { folded: Folded::new(fresh), ready: false }
    }

    /// A state that answers.
    pub(crate) fn ready(folded: Folded) -> Self {
        Self { folded, ready: true }
    }
}

/// How far the space as a whole has come.
#[derive(Debug, Clone)]
pub(crate) struct SpaceProgress {
    /// All projections that have not stopped are folded up to here.
    pub(crate) position: u64,
    /// The end of the log when it was last looked at.
    pub(crate) head: u64,
    /// When the log learned the first fact that is not folded yet.
    pub(crate) oldest: Option<RecordedAt>,
    /// Whether there is something to do though nothing new is in the log.
    pub(crate) unsettled: bool,
    /// Why the space cannot be followed: a hole, a fact that cannot be read.
    pub(crate) alarm: Option<String>,
}

impl Default for SpaceProgress {
    /// Nothing was done yet.
    fn default() -> Self {
        Self { position: 0, head: 0, oldest: None, unsettled: true, alarm: None }
    }
}

/// What changes at each step; one step at a time.
#[derive(Debug, Default)]
pub(crate) struct SpaceWork {
    /// Whether the rows in the store were read since the start.
    pub(crate) restored: bool,
    /// All projections that have not stopped are folded up to here.
    pub(crate) mark: Mark,
    /// The amendments up to the mark: one copy for all projections.
    pub(crate) amendments: Arc<Amendments>,
    /// One entry a projection, in the order of the catalogue.
    pub(crate) rows: Vec<RowsProgress>,
    /// When the store was last asked which rows live.
    pub(crate) looked: Option<std::time::Instant>,
}

/// One space of this process: its log, its rows, its projections in memory.
#[derive(Debug)]
pub(crate) struct SpaceState {
    pub(crate) space: SpaceId,
    pub(crate) log: Arc<dyn FactReads>,
    pub(crate) store: Arc<dyn RowStore>,
    pub(crate) catalogue: Catalogue,
    pub(crate) work: Arc<tokio::sync::Mutex<SpaceWork>>,
    /// Whether a task takes its steps.
    pub(crate) turn: TurnOfSpace,
    /// Whether others may have replaced its rows since they were looked at.
    pub(crate) rows_in_doubt: AtomicBool,
    /// Wakes the mirror task when rows moved (read-only mode).
    pub(crate) woken: watch::Sender<u64>,
    /// The store's counter of moves at the last read of its rows; -1: read them again.
    pub(crate) moves: AtomicI64,
    slots: Vec<RwLock<Slot>>,
    progress: RwLock<SpaceProgress>,
}

impl SpaceState {
    pub(crate) fn new(space: SpaceId, log: Arc<dyn FactReads>, store: Arc<dyn RowStore>, catalogue: Catalogue) -> Self {
        let slots = catalogue.iter().map(|(_, fresh)| RwLock::new(Slot::empty(*fresh))).collect();
        Self {
            space,
            log,
            store,
            catalogue,
            work: Arc::default(),
            turn: TurnOfSpace::default(),
            rows_in_doubt: AtomicBool::default(),
            woken: watch::Sender::new(0),
            moves: AtomicI64::new(-1),
            slots,
            progress: RwLock::default(),
        }
    }

    /// The projection at an index of the catalogue, to read. A fold that panicked under the lock left its projection
    /// behind its mark or not ready, never ahead of it.
    pub(crate) fn slot(&self, index: usize) -> RwLockReadGuard<'_, Slot> {
        self.slots[index].read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The projection at an index of the catalogue, to change; held for one batch at most.
    pub(crate) fn slot_mut(&self, index: usize) -> RwLockWriteGuard<'_, Slot> {
        self.slots[index].write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn progress(&self) -> SpaceProgress {
        self.progress.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn note(&self, change: impl FnOnce(&mut SpaceProgress)) {
        change(&mut self.progress.write().unwrap_or_else(PoisonError::into_inner));
    }
}
