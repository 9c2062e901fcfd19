//! What the server holds: follows the log, tells who listens, answers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_log::zones::Zones;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projections::report::Report;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

use crate::catalogue::{Catalogue, find};
use crate::follow::{RowsElsewhere, follow_log};
use crate::mark::Mark;
use crate::postgres::moved_rows::MovedRowsReader;
use crate::space_state::SpaceState;
use crate::sqlite::SqliteRows;
use crate::store::RowStore;
use crate::turns::Turns;
use crate::{Advance, ProjectorError, Question, answer, asof};

/// How often the log is looked at for what other processes append.
pub(crate) const POLL: Duration = Duration::from_millis(200);

/// How long a question waits for the first folding of its space before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Advances that a subscriber may be behind before it is told that it missed some.
const BACKLOG: usize = 4096;

/// Follows the log and keeps every projection of every space; cheap to share.
#[derive(Debug)]
pub struct Projector {
    pub(crate) log: Arc<dyn FactReads>,
    pub(crate) store: Arc<dyn RowStore>,
    pub(crate) follows: Follows,
    pub(crate) catalogue: Catalogue,
    pub(crate) space_states: RwLock<BTreeMap<SpaceId, Arc<SpaceState>>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    pub(crate) turns: Turns,
    zones: Zones,
    pub(crate) signals: Signals,
}

/// Where the living states come from.
#[derive(Debug, Clone)]
pub(crate) enum Follows {
    /// Folded here from the log, and kept.
    Log,
    /// Read from the rows that others keep.
    Rows(MovedRowsReader),
}

/// How listeners learn that something moved, and how the tasks are stopped.
#[derive(Debug, Clone)]
pub(crate) struct Signals {
    pub(crate) moved: watch::Sender<u64>,
    pub(crate) advances: broadcast::Sender<Advance>,
    pub(crate) stop: watch::Sender<bool>,
}

impl Projector {
    /// Opens the rows kept at `path` (a SQLite file of its own beside the log), then follows the log until
    /// [`Projector::stop`]. When this returns, every space of the log is known; [`Projector::caught_up`] tells when all
    /// of them are folded.
    pub async fn open(log: Arc<dyn FactReads>, path: &Path) -> Result<Arc<Self>, ProjectorError> {
        Self::open_with(log, path, CATALOGUE).await
    }

    /// The same with other projections than the catalogue's.
    pub async fn open_with(
        log: Arc<dyn FactReads>,
        path: &Path,
        catalogue: Catalogue,
    ) -> Result<Arc<Self>, ProjectorError> {
        let path = path.to_owned();
        let rows = tokio::task::spawn_blocking(move || SqliteRows::open(&path)).await??;
        Self::open_on_with(log, Arc::new(rows), catalogue).await
    }

    /// The same with rows kept in any store.
    pub async fn open_on(log: Arc<dyn FactReads>, rows: Arc<dyn RowStore>) -> Result<Arc<Self>, ProjectorError> {
        Self::open_on_with(log, rows, CATALOGUE).await
    }

    /// The same with rows kept in any store and other projections than the catalogue's.
    pub async fn open_on_with(
        log: Arc<dyn FactReads>,
        rows: Arc<dyn RowStore>,
        catalogue: Catalogue,
    ) -> Result<Arc<Self>, ProjectorError> {
        let projector = Arc::new(Self::new(log, rows, catalogue, Follows::Log));
        let (appended, rows) =
            (projector.log.appended_spaces(), RowsElsewhere::since_now(projector.store.clone()).await?);
        projector.discover().await?;
        let task =
            tokio::spawn(follow_log(Arc::downgrade(&projector), appended, rows, projector.signals.stop.subscribe()));
        projector.keep_task(task);
        Ok(projector)
    }

    /// One that follows no space by itself: whoever feeds it attaches them, and takes their steps.
    #[cfg(feature = "kafka")]
    pub(crate) fn unfed(log: Arc<dyn FactReads>, rows: Arc<dyn RowStore>, catalogue: Catalogue) -> Arc<Self> {
        Arc::new(Self::new(log, rows, catalogue, Follows::Log))
    }

    /// Adds a space whose steps the caller takes.
    #[cfg(feature = "kafka")]
    pub(crate) fn attach(&self, space: &SpaceId) -> Arc<SpaceState> {
        let space_state =
            Arc::new(SpaceState::new(space.clone(), self.log.clone(), self.store.clone(), self.catalogue));
        self.space_states.write().unwrap_or_else(PoisonError::into_inner).insert(space.clone(), space_state.clone());
        space_state
    }

    /// Forgets a space; a step of it that is under way goes on to its end.
    #[cfg(feature = "kafka")]
    pub(crate) fn detach(&self, space: &SpaceId) {
        self.space_states.write().unwrap_or_else(PoisonError::into_inner).remove(space);
    }

    pub(crate) fn new(
        log: Arc<dyn FactReads>,
        store: Arc<dyn RowStore>,
        catalogue: Catalogue,
        follows: Follows,
    ) -> Self {
        let signals = Signals {
            moved: watch::Sender::new(0),
            advances: broadcast::Sender::new(BACKLOG),
            stop: watch::Sender::new(false),
        };
        Self {
            log,
            store,
            follows,
            catalogue,
            space_states: RwLock::default(),
            tasks: Mutex::default(),
            turns: Turns::default(),
            zones: Zones::default(),
            signals,
        }
    }

    pub(crate) fn keep_task(&self, task: JoinHandle<()>) {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    pub(crate) fn space_state(&self, space: &SpaceId) -> Option<Arc<SpaceState>> {
        self.space_states.read().unwrap_or_else(PoisonError::into_inner).get(space).cloned()
    }

    pub(crate) fn space_states(&self) -> Vec<Arc<SpaceState>> {
        self.space_states.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Answers a question: from the living rows when `known_at` is `None`, otherwise from the facts known then, folded
    /// afresh. A space without facts answers at position 0.
    pub async fn report(&self, question: Question) -> Result<Report, ProjectorError> {
        let report = self.answer(question).await?;
        answer::by_its_clocks(self.log.as_ref(), &self.zones, report).await
    }

    async fn answer(&self, question: Question) -> Result<Report, ProjectorError> {
        let (index, fresh) = find(self.catalogue, &question.report)?;
        let known = match question.known_at {
            Some(moment) => Some(self.log.position_at(&question.space, moment).await?),
            None => None,
        };
        if self.space_state(&question.space).is_none() {
            self.discover().await?;
        }
        let Some(space_state) = self.space_state(&question.space) else {
            return answer::report(fresh().as_ref(), &question, Mark::default(), false);
        };
        // What is known now is what lives: the same facts through the same fold.
        let lives = |space_state: &SpaceState, position| {
            let slot = space_state.slot(index);
            slot.ready && slot.folded.stopped.is_none() && slot.folded.mark.position == position
        };
        if let Some(until) = known.filter(|until| !lives(&space_state, *until)) {
            let (log, catalogue) = (self.log.clone(), self.catalogue);
            return tokio::task::spawn_blocking(move || {
                asof::fold(log.as_ref(), catalogue, &question, until, &mut |_, _| {})
            })
            .await?;
        }
        let ready = self.until(PATIENCE, || space_state.slot(index).ready).await;
        if !ready {
            return Err(ProjectorError::CatchingUp(question.space));
        }
        let (log, catalogue) = (self.log.clone(), self.catalogue);
        let answer = move || {
            let slot = space_state.slot(index);
            let stopped = slot.folded.stopped.is_some() || space_state.progress().alarm.is_some();
            match known {
                Some(until) if slot.folded.mark.position != until || stopped => {
                    drop(slot);
                    asof::fold(log.as_ref(), catalogue, &question, until, &mut |_, _| {})
                }
                Some(_) | None => {
                    let report = answer::report(slot.folded.state.as_ref(), &question, slot.folded.mark, stopped)?;
                    let originals = slot.folded.state.originals();
                    // The log is not read while the state stands still.
                    drop(slot);
                    answer::with_originals(log.as_ref(), &question, report, originals)
                }
            }
        };
        tokio::task::spawn_blocking(answer).await?
    }

    /// The position that every projection of the space has taken, but those that stopped and say *incomplete*; 0 for an
    /// unknown space.
    pub fn position(&self, space: &SpaceId) -> u64 {
        self.space_state(space).map_or(0, |space_state| space_state.progress().position)
    }

    /// Waits until [`Projector::position`] has reached a position; `false` when it had not after `at_most`.
    pub async fn wait_for(&self, space: &SpaceId, position: u64, at_most: Duration) -> bool {
        self.until(at_most, || self.position(space) >= position).await
    }

    async fn until(&self, at_most: Duration, holds: impl Fn() -> bool) -> bool {
        let mut moved = self.signals.moved.subscribe();
        let reached = async {
            while !holds() {
                if moved.changed().await.is_err() {
                    return;
                }
            }
        };
        let _ = tokio::time::timeout(at_most, reached).await;
        holds()
    }

    /// Every advance from now on. A receiver that is too slow is told how many it missed and goes on by position.
    pub fn subscribe(&self) -> broadcast::Receiver<Advance> {
        self.signals.advances.subscribe()
    }

    /// Every space that is followed, in the order of their names.
    pub async fn spaces(&self) -> Vec<SpaceId> {
        self.space_states.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// Whether every projection of every space has been folded since the start; before that some questions are told to
    /// come back.
    pub fn caught_up(&self) -> bool {
        self.space_states()
            .iter()
            .all(|space_state| (0..self.catalogue.len()).all(|index| space_state.slot(index).ready))
    }

    /// Stops following and waits for the step that is under way. What was kept stays; opening again goes on from there.
    pub async fn stop(&self) {
        self.signals.stop.send_replace(true);
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            let _ = task.await;
        }
        self.turns.stop().await;
    }
}

impl Drop for Projector {
    fn drop(&mut self) {
        self.signals.stop.send_replace(true);
    }
}
