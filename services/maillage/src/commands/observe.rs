//! What the jobs without an API share: a listener for operators, settings that must be there.

use std::net::SocketAddr;

use maillage_server::{ObservedJob, ServeError};
use prometheus::Registry;
use prometheus::process_collector::ProcessCollector;
use tokio::sync::watch;

use crate::failure::Failure;
use crate::output;

/// Serves metrics and readiness at an address, or nothing when there is none. The address is taken before anything is
/// started.
pub async fn observe(
    registry: Registry,
    address: Option<SocketAddr>,
    reasons: impl Fn() -> Vec<&'static str> + Send + Sync + 'static,
    stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let Some(address) = address else { return Ok(()) };
    registry.register(Box::new(ProcessCollector::for_self()))?;
    let listener = maillage_server::listen(address).await.map_err(|error| match error {
        ServeError::NotLoopback(_) => Failure::Usage(error.to_string()),
        ServeError::Listen { .. } => Failure::Failed(format!("{error}; choose another address with --metrics")),
    })?;
    output::remark(&format!("maillage: metrics on http://{}", listener.local_addr()?));
    tokio::spawn(async move {
        if let Err(error) = ObservedJob::new(registry, reasons).serve(listener, until_stopped(stop)).await {
            tracing::warn!(%error, "the metrics are no longer served");
        }
    });
    Ok(())
}

/// Waits until it turned true.
pub async fn until_stopped(mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() && stop.changed().await.is_ok() {}
}

/// A setting that a job cannot do without.
pub fn needed<T>(value: Option<T>, flag: &str) -> Result<T, Failure> {
    value.ok_or_else(|| {
        Failure::Usage(format!("{flag} is needed (or its MAILLAGE_* variable, or the configuration file)"))
    })
}
