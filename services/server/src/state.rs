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
use crate::http::public_origin::PublicOrigin;
use crate::limits::{Limits, Places};
use crate::metrics::Metrics;
use crate::openings::Openings;

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
    /// The origin of the pages as browsers name it, where a proxy stands in front.
    pub public_origin: Option<PublicOrigin>,
    pub(crate) places: Places,
    stopping: watch::Sender<bool>,
    opened: Arc<RwLock<BTreeSet<SpaceId>>>,
    pub(crate) openings: Openings,
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
            public_origin: None,
            places: Places::of(Limits::default()),
            stopping: watch::Sender::new(false),
            opened: Arc::default(),
            openings: Openings::default(),
        }
    }

    /// The same behind a proxy that browsers know under this origin.
    #[must_use]
    pub fn with_public_origin(self, public_origin: Option<PublicOrigin>) -> Self {
        Self { public_origin, ..self }
    }

    /// The same with other limits. To be said before anything is served.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { places: Places::of(limits), ..self }
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
