//! A space whose projections live in memory: what readers see of it, and what its single worker knows.

use std::sync::atomic::AtomicI64;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use maillage_events::amendment::Amendments;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_projections::table::RowChange;
use tokio::sync::watch;

use crate::batch::Batch;
use crate::fold::Part;
use crate::frame::{Catalogue, Mark};
use crate::store::RowStore;

/// One projection of a space, as readers find it.
#[derive(Debug)]
pub(crate) struct Living {
    pub(crate) part: Part,
    /// Whether it was folded since the start: before that it must not answer.
    pub(crate) ready: bool,
}

/// What is known of a space beside its states.
#[derive(Debug, Default, Clone)]
pub(crate) struct Seen {
    /// Every projection has taken it, but those that stopped.
    pub(crate) position: u64,
    /// The end of the log when it was last looked at.
    pub(crate) head: u64,
    /// When the log learned the first fact that is not folded yet.
    pub(crate) oldest: Option<RecordedAt>,
    /// Why the space cannot be followed: a hole, a fact that cannot be read.
    pub(crate) alarm: Option<String>,
}

/// What the worker of a space knows of the rows of one projection.
#[derive(Debug, Default)]
pub(crate) struct Keeping {
    /// The rows that `pending` belongs to.
    pub(crate) generation: i64,
    /// The position that `pending` starts from.
    pub(crate) from: u64,
    /// Changes that are not in the store yet: another process was ahead, or the store did not answer.
    pub(crate) pending: Vec<RowChange>,
    /// Whether the rows must be folded again from zero.
    pub(crate) lost: bool,
    /// Whether other rows of this version live now, and must be taken up.
    pub(crate) replaced: bool,
    /// How often another process was found that folds these rows again; 0 when none does.
    pub(crate) rival: u32,
    /// Whether another version of the fold keeps the rows.
    pub(crate) other_version: bool,
}

/// What changes at each step; one step at a time.
#[derive(Debug, Default)]
pub(crate) struct Worker {
    pub(crate) loaded: bool,
    /// Where every projection stands, but those that stopped.
    pub(crate) mark: Mark,
    /// The amendments up to the mark: one copy for all projections.
    pub(crate) amendments: Arc<Amendments>,
    pub(crate) keeping: Vec<Keeping>,
    /// When the store was last asked which rows live.
    pub(crate) looked: Option<std::time::Instant>,
}

/// A space.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) space: SpaceId,
    pub(crate) log: Arc<dyn FactReads>,
    pub(crate) store: Arc<dyn RowStore>,
    pub(crate) catalogue: Catalogue,
    pub(crate) work: Arc<tokio::sync::Mutex<Worker>>,
    /// Wakes who only reads the rows.
    pub(crate) woken: watch::Sender<u64>,
    /// How often the rows of the space had moved when they were last read; -1 before.
    pub(crate) moves: AtomicI64,
    livings: Vec<RwLock<Living>>,
    seen: RwLock<Seen>,
}

impl Cell {
    pub(crate) fn new(space: SpaceId, log: Arc<dyn FactReads>, store: Arc<dyn RowStore>, catalogue: Catalogue) -> Self {
        let livings =
            catalogue.iter().map(|(_, fresh)| RwLock::new(Living { part: Part::new(*fresh), ready: false })).collect();
        let (woken, moves) = (watch::Sender::new(0), AtomicI64::new(-1));
        Self { space, log, store, catalogue, work: Arc::default(), woken, moves, livings, seen: RwLock::default() }
    }

    /// A projection to read. A fold that panicked under the lock left its projection behind its mark or not ready,
    /// never ahead of it.
    pub(crate) fn living(&self, at: usize) -> RwLockReadGuard<'_, Living> {
        self.livings[at].read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A projection to change; held for one batch at most.
    pub(crate) fn change(&self, at: usize) -> RwLockWriteGuard<'_, Living> {
        self.livings[at].write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn note(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen.write().unwrap_or_else(PoisonError::into_inner));
    }
}

/// A stretch of the log that a step takes.
pub(crate) enum Stretch {
    /// Short: read already.
    Near(Batch),
    /// Long: read as it is folded.
    Far,
}
