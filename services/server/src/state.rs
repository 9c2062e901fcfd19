//! What every handler holds.

use std::collections::BTreeSet;
use std::sync::{Arc, RwLock};

use maillage_events::id::SpaceId;
use maillage_log::executor::Executor;
use maillage_log::log::FactLog;
use maillage_log::vault::Vault;
use maillage_projector::Projector;
use tokio::sync::watch;

use crate::http::problem::Problem;
use crate::metrics::Metrics;

/// The rooms below, the metrics, and the sign to stop; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The facts.
    pub log: Arc<dyn FactLog>,
    /// Carries out commands.
    pub executor: Executor,
    /// What is believed of the facts.
    pub projector: Arc<Projector>,
    /// Who people are; nothing else knows.
    pub vault: Arc<Vault>,
    /// What operators see.
    pub metrics: Arc<Metrics>,
    stopping: watch::Sender<bool>,
    opened: Arc<RwLock<BTreeSet<SpaceId>>>,
}

impl AppState {
    /// A state over rooms that are already open.
    pub fn new(log: Arc<dyn FactLog>, projector: Arc<Projector>, vault: Arc<Vault>, metrics: Arc<Metrics>) -> Self {
        Self {
            executor: Executor::new(log.clone()),
            log,
            projector,
            vault,
            metrics,
            stopping: watch::Sender::new(false),
            opened: Arc::default(),
        }
    }

    /// Ends every live stream.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Turns true when the server stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Refuses a space that has no fact. Spaces never go away, so one that was seen is not looked up again.
    pub async fn known(&self, space: &SpaceId) -> Result<(), Problem> {
        if self.opened.read().is_ok_and(|opened| opened.contains(space)) {
            return Ok(());
        }
        if self.log.head(space).await?.position == 0 {
            return Err(Problem::new("unknown-space").with("space", space));
        }
        if let Ok(mut opened) = self.opened.write() {
            opened.insert(space.clone());
        }
        Ok(())
    }
}
