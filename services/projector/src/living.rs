//! A space whose projections live in memory: what readers see of it, and what its single worker knows.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use maillage_events::amendment::Amendments;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::log::FactLog;
use maillage_projections::table::RowChange;

use crate::ProjectorError;
use crate::batch::Batch;
use crate::fold::{Part, amendments};
use crate::frame::{Catalogue, Mark};
use crate::store::Store;

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
    /// The position that `pending` starts from.
    pub(crate) from: u64,
    /// Changes that are not in the store yet: another process was ahead, or the store did not answer.
    pub(crate) pending: Vec<RowChange>,
    /// Whether the rows must be folded again from zero.
    pub(crate) lost: bool,
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
}

/// A space.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) space: SpaceId,
    pub(crate) log: Arc<dyn FactLog>,
    pub(crate) store: Arc<Store>,
    pub(crate) catalogue: Catalogue,
    pub(crate) work: Arc<tokio::sync::Mutex<Worker>>,
    livings: Vec<RwLock<Living>>,
    seen: RwLock<Seen>,
}

impl Cell {
    pub(crate) fn new(space: SpaceId, log: Arc<dyn FactLog>, store: Arc<Store>, catalogue: Catalogue) -> Self {
        let livings = catalogue.iter().map(|(_, fresh)| RwLock::new(Living { part: Part::new(*fresh), ready: false })).collect();
        Self { space, log, store, catalogue, work: Arc::default(), livings, seen: RwLock::default() }
    }

    /// A projection to read. A fold that panicked under the lock left its projection behind its mark or not ready, never ahead of it.
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

    /// Takes the kept rows up again. Rows that cannot be read, of another version, of another log, or not where the others stand are left for
    /// [`Cell::step`] to fold from zero; so are those of a fold that stopped, which a corrected program may now take.
    pub(crate) async fn load(self: &Arc<Self>, work: &mut Worker) -> Result<(), ProjectorError> {
        let cell = self.clone();
        let parts = tokio::task::spawn_blocking(move || cell.kept()).await?;
        let furthest = parts.iter().flatten().map(|part| part.mark).max_by_key(|mark| mark.position).unwrap_or_default();
        let there = match furthest.position {
            0 => None,
            position => self.log.read(&self.space, position - 1, 1).await?.first().map(|fact| Mark::at(&fact.view())),
        };
        let same_log = there == Some(furthest);
        if furthest.position > 0 && !same_log {
            tracing::warn!(space = %self.space, position = furthest.position, "the kept rows belong to another log: folding again from zero");
        }
        work.keeping = self.catalogue.iter().map(|_| Keeping::default()).collect();
        if same_log {
            let cell = self.clone();
            let noted = tokio::task::spawn_blocking(move || amendments(cell.log.as_ref(), &cell.space, 0, furthest.position)).await??;
            work.amendments = Arc::new(noted);
            work.mark = furthest;
            for (at, part) in parts.into_iter().enumerate() {
                if let Some(part) = part.filter(|part| part.mark == furthest) {
                    work.keeping[at].from = furthest.position;
                    *self.change(at) = Living { part, ready: true };
                }
            }
            self.note(|seen| seen.position = furthest.position);
        }
        work.loaded = true;
        Ok(())
    }

    fn kept(&self) -> Vec<Option<Part>> {
        let restore = |(name, fresh): &(&'static str, maillage_projections::catalogue::Fresh)| {
            let mut part = Part::new(*fresh);
            match self.store.load(&self.space, part.state.as_mut()) {
                Ok(found) => found.filter(|found| found.stopped.is_none()).map(|found| {
                    part.mark = found.mark;
                    part
                }),
                Err(why) => {
                    tracing::warn!(space = %self.space, projection = name, %why, "kept rows cannot be read: folding again from zero");
                    None
                }
            }
        };
        self.catalogue.iter().map(restore).collect()
    }
}

/// A stretch of the log that a step takes.
pub(crate) enum Stretch {
    /// Short: read already.
    Near(Batch),
    /// Long: read as it is folded.
    Far,
}
