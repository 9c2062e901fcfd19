//! Vault and log kept in step while the server runs: at its start, then every minute.

use std::time::Duration;

use maillage_log::persons::{MadeGood, Persons, Watched};

use crate::state::AppState;

/// How often it is looked for what is half done.
const EVERY: Duration = Duration::from_secs(60);

/// Makes good what is half done.
pub(crate) struct VaultKeeper {
    state: AppState,
    watched: Watched,
}

impl VaultKeeper {
    pub(crate) fn new(state: AppState) -> Self {
        Self { state, watched: Watched::default() }
    }

    /// Once; what cannot be made good now is logged, and tried again the next time.
    pub(crate) async fn make_good(&mut self) {
        match Persons::new(&self.state.executor, &self.state.vault).make_good(&mut self.watched).await {
            Ok(made) if made == MadeGood::default() => {}
            Ok(MadeGood { settled, swept, told, destroyed }) => {
                tracing::info!(settled, swept, told, destroyed, "vault and log were brought in step");
            }
            Err(error) => tracing::warn!(%error, "vault and log could not be brought in step yet"),
        }
    }

    /// Until the server stops.
    pub(crate) async fn keep(mut self) {
        let mut stopping = self.state.stopping();
        loop {
            tokio::select! {
                () = async { drop(stopping.wait_for(|stopping| *stopping).await) } => return,
                () = tokio::time::sleep(EVERY) => self.make_good().await,
            }
        }
    }
}
