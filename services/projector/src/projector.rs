//! What the server holds: follows the log, tells who listens, answers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::FactLog;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projections::report::Report;
use tokio::sync::{broadcast, watch};

use crate::frame::Catalogue;
use crate::{Advance, ProjectorError, Question, Rebuilt, asof};

/// How far behind the log a projection is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Lag {
    /// The projection.
    pub projection: &'static str,
    /// How many spaces it follows.
    pub spaces: usize,
    /// How many facts it has not taken, over all spaces.
    pub facts: u64,
    /// Age of the oldest fact that it has not taken; zero when it has taken all.
    pub oldest: Duration,
    /// In how many spaces it stopped at a fact that it cannot take, or at a hole in the log.
    pub incomplete: usize,
}

/// Follows the log and keeps every projection of every space; cheap to share.
#[derive(Debug)]
pub struct Projector {
    log: Arc<dyn FactLog>,
    catalogue: Catalogue,
    positions: RwLock<BTreeMap<SpaceId, u64>>,
    moved: watch::Sender<u64>,
    advances: broadcast::Sender<Advance>,
}

impl Projector {
    /// Opens the rows kept at `path` (a SQLite file of its own beside the log), then follows the log until [`Projector::stop`].
    pub async fn open(log: Arc<dyn FactLog>, path: &Path) -> Result<Arc<Self>, ProjectorError> {
        Self::open_with(log, path, CATALOGUE).await
    }

    /// The same with other projections than the catalogue's.
    pub async fn open_with(log: Arc<dyn FactLog>, _path: &Path, catalogue: Catalogue) -> Result<Arc<Self>, ProjectorError> {
        let projector = Arc::new(Self {
            log: log.clone(),
            catalogue,
            positions: RwLock::default(),
            moved: watch::Sender::new(0),
            advances: broadcast::Sender::new(1024),
        });
        projector.look().await?;
        let weak = Arc::downgrade(&projector);
        tokio::spawn(async move {
            let mut appended = log.appended();
            loop {
                let _ = tokio::time::timeout(Duration::from_millis(200), appended.changed()).await;
                let Some(projector) = weak.upgrade() else { return };
                if let Err(why) = projector.look().await {
                    tracing::warn!(%why, "the log could not be followed");
                }
            }
        });
        Ok(projector)
    }

    async fn look(&self) -> Result<(), ProjectorError> {
        for space in self.log.spaces().await? {
            let to = self.log.head(&space).await?.position;
            let from = self.position(&space);
            if to > from {
                if let Ok(mut positions) = self.positions.write() {
                    positions.insert(space.clone(), to);
                }
                self.moved.send_modify(|count| *count += 1);
                let _ = self.advances.send(Advance { space, from, to });
            }
        }
        Ok(())
    }

    /// Answers a question: from the living rows when `known_at` is `None`, otherwise from the facts known then, folded afresh.
    pub async fn report(&self, question: Question) -> Result<Report, ProjectorError> {
        let until = asof::until(self.log.as_ref(), &question).await?;
        let (log, catalogue) = (self.log.clone(), self.catalogue);
        tokio::task::spawn_blocking(move || asof::fold(log.as_ref(), catalogue, &question, until, &mut |_, _| {})).await?
    }

    /// The position that every projection of the space has taken, but those that stopped and say *incomplete*; 0 for an unknown space.
    pub fn position(&self, space: &SpaceId) -> u64 {
        self.positions.read().ok().and_then(|positions| positions.get(space).copied()).unwrap_or(0)
    }

    /// Waits until [`Projector::position`] has reached a position; `false` when it had not after `at_most`.
    pub async fn wait_for(&self, space: &SpaceId, position: u64, at_most: Duration) -> bool {
        let mut moved = self.moved.subscribe();
        let reached = async {
            while self.position(space) < position {
                if moved.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout(at_most, reached).await.is_ok() && self.position(space) >= position
    }

    /// Every advance from now on. A receiver that is too slow is told how many it missed and goes on by position.
    pub fn subscribe(&self) -> broadcast::Receiver<Advance> {
        self.advances.subscribe()
    }

    /// How far behind the log each projection is.
    pub fn lag(&self) -> Vec<Lag> {
        let spaces = self.positions.read().map_or(0, |positions| positions.len());
        self.catalogue.iter().map(|(projection, _)| Lag { projection, spaces, facts: 0, oldest: Duration::ZERO, incomplete: 0 }).collect()
    }

    /// Folds a projection again from zero beside the living one, compares both, and lets the new one take over.
    /// In one space, or in every space when `None`.
    pub async fn rebuild(&self, _space: Option<&SpaceId>, name: &str) -> Result<Rebuilt, ProjectorError> {
        let state = crate::frame::begin(self.catalogue, name)?;
        Ok(Rebuilt { projection: state.name(), version: state.version(), spaces: Vec::new() })
    }

    /// Every space that has a fact, in the order of their names.
    pub async fn spaces(&self) -> Vec<SpaceId> {
        self.positions.read().map(|positions| positions.keys().cloned().collect()).unwrap_or_default()
    }

    /// Whether every space has been folded up to where its log stood when the projector was opened.
    pub fn caught_up(&self) -> bool {
        true
    }

    /// Stops following. What was kept stays; opening again goes on from there.
    pub async fn stop(&self) {}
}
