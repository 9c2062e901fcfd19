//! One round: the whole topic into rows, by a process that did nothing before.

use std::sync::Arc;
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::FactReads;
use maillage_log::postgres::connect::PostgresAddress;
use maillage_projector::PostgresRows;
use maillage_projector::kafka::throughput::drain as drain_topic;
use maillage_projector::kafka::{KafkaOptions, KafkaProjector, MemoryPositions};
use serde::{Deserialize, Serialize};

use crate::bench::workload::Failed;

/// How long the backlog may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// What a round cost.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Drained {
    /// From the first fact consumed to the last row saved.
    pub(super) seconds: f64,
    /// The most memory that the process held.
    pub(super) peak_megabytes: u64,
    /// Bytes of the rows that were stored.
    pub(super) rows_bytes: u64,
}

/// Drains the topic into rows that were not there before.
pub(super) async fn drain(
    address: &PostgresAddress,
    log: Arc<dyn FactReads>,
    heads: &[(SpaceId, u64)],
    options: KafkaOptions,
) -> Result<Drained, Failed> {
    let spaces: Vec<SpaceId> = heads.iter().map(|(space, _)| space.clone()).collect();
    let rows = PostgresRows::open(address, None).await?;
    rows.forget_and_vacuum(&spaces).await?;
    let member = KafkaProjector::open(log, rows.clone(), Arc::new(MemoryPositions::default()), options).await?;
    let drained = drain_topic(member, heads, PATIENCE).await?;
    Ok(Drained { seconds: drained.seconds, peak_megabytes: peak_megabytes(), rows_bytes: rows.weight(&spaces).await? })
}

/// What the kernel says of this process; 0 where it does not say.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
