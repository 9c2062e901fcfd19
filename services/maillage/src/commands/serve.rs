//! `maillage serve`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use maillage_log::clock::SystemClock;
use maillage_projector::Projector;
use maillage_server::{AppState, Metrics, ServeError};
use tokio::net::TcpListener;

use crate::cli::Serve;
use crate::config::{GivenSettings, settle};
use crate::failure::Failure;
use crate::output;
use crate::store_access::StoreAccess;

/// Serves until it is told to stop (SIGINT, SIGTERM).
pub async fn run(args: Serve, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let shared_rows = args.shared_rows;
    let settings = settle(GivenSettings { listen: args.listen, kafka: args.kafka, ..args.store.said() }, file)?;
    let rows = if shared_rows || settings.kafka.value.is_some() { Rows::Shared } else { Rows::FoldedHere };
    let (state, listener) = prepare(&StoreAccess::of(&settings), rows, settings.listen.value).await?;
    output::remark(&format!("maillage: listening on http://{}", listener.local_addr()?));
    let projector = state.projector.clone();
    maillage_server::serve(listener, state, stop_requested()).await?;
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
    let log = store.log(Arc::new(SystemClock)).await?;
    let vault = store.vault().await?;
    let projector = match rows {
        Rows::FoldedHere => Projector::open_on(log.clone(), store.rows().await?).await?,
        Rows::Shared => Projector::read_only(log.clone(), store.shared_rows().await?).await?,
    };
    let metrics =
        Arc::new(Metrics::new(env!("CARGO_PKG_VERSION"), option_env!("MAILLAGE_COMMIT").unwrap_or("unknown"))?);
    Ok((AppState::new(log, projector, Arc::new(vault), metrics), listener))
}

/// Ends at the signal to stop.
pub async fn stop_requested() {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(interrupted.await),
    }
}
