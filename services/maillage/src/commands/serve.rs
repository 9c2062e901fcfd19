//! `maillage serve`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use maillage_log::log::StoreHealth;
use maillage_projector::Projector;
use maillage_server::{AppState, Metrics, ServeError};
use tokio::net::TcpListener;

use crate::cli::Serve;
use crate::commands::stop_signals::StopSignals;
use crate::config::{GivenSettings, settle};
use crate::failure::Failure;
use crate::opening::open;
use crate::output;
use crate::store_access::{OpenStore, StoreAccess};

/// Exit code of a process whose disk did not confirm a write (EX_IOERR of sysexits.h): the next one knows what it
/// holds.
const UNCONFIRMED: i32 = 74;

/// Serves until it is told to stop (SIGINT, SIGTERM), or until only another process can go on.
pub async fn run(args: Serve, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let signals = StopSignals::listen()?;
    let (shared_rows, accepted) = (args.shared_rows, args.loss.accept_loss_after);
    let said = GivenSettings {
        listen: args.listen,
        public_origin: args.public_origin,
        kafka: args.kafka,
        ..args.store.said()
    };
    let settings = settle(said, file)?;
    let rows = if shared_rows || settings.kafka.value.is_some() { Rows::Shared } else { Rows::FoldedHere };
    let store = StoreAccess::of(&settings).accepting(accepted);
    let (state, listener) = prepare(&store, rows, settings.listen.value).await?;
    let state = state.with_public_origin(settings.public_origin.value);
    output::remark(&format!("maillage: listening on http://{}", listener.local_addr()?));
    serve(listener, state, signals).await
}

/// Serves what was prepared, to the end of the process.
pub async fn serve(listener: TcpListener, state: AppState, signals: StopSignals) -> Result<ExitCode, Failure> {
    let (projector, health) = (state.projector.clone(), state.log.health());
    let mut seen = health.clone();
    let ended = async move {
        let broken = async {
            if seen.wait_for(StoreHealth::is_broken).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = signals.received() => {}
            () = broken => {}
        }
    };
    maillage_server::serve(listener, state, ended).await?;
    if let Some(obstacle) = health.borrow().obstacle.as_ref().filter(|met| met.ends_the_process()) {
        tracing::error!(%obstacle, "the process ends; started again it goes on from what the disk holds");
        // Nothing is closed in order: the last words of an orderly end would be written over what is not known.
        std::process::exit(UNCONFIRMED);
    }
    projector.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// Whose rows a server answers from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Its own: it follows the log.
    FoldedHere,
    /// Those that projectors keep in the database.
    Shared,
}

/// Binds the address and opens the store. The address comes first: a busy port must not start anything.
pub async fn prepare(store: &StoreAccess, rows: Rows, listen: SocketAddr) -> Result<(AppState, TcpListener), Failure> {
    let listener = maillage_server::listen(listen).await.map_err(|error| match error {
        ServeError::NotLoopback(_) => Failure::Usage(error.to_string()),
        ServeError::Listen { .. } => Failure::Failed(format!("{error}; choose another address with --listen")),
    })?;
    let OpenStore { log, marks } = open(store, store.clock()).await?;
    let vault = store.vault(&marks).await?;
    let projector = match rows {
        Rows::FoldedHere => Projector::open_on(log.clone(), store.rows(&marks).await?).await?,
        Rows::Shared => Projector::read_only(log.clone(), store.shared_rows_of(&marks).await?).await?,
    };
    let metrics =
        Arc::new(Metrics::new(env!("CARGO_PKG_VERSION"), option_env!("MAILLAGE_COMMIT").unwrap_or("unknown"))?);
    Ok((AppState::new(log, projector, Arc::new(vault), metrics), listener))
}
