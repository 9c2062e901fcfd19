//! The log, with all its promises.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::id::SpaceId;
use maillage_log::clock::SystemClock;
use maillage_log::log::{Append, FactLog};
use maillage_log::sqlite::SqliteLog;
use tokio::task::JoinSet;

use crate::bench::workload::Failed;

/// How long all writers took together, and each append in microseconds.
pub struct Appended {
    /// From the first call to the last answer.
    pub took: Duration,
    /// Of each append.
    pub latencies: Vec<u64>,
}

/// The embedded store.
pub fn embedded(path: &Path) -> Result<Vec<Arc<dyn FactLog>>, Failed> {
    Ok(vec![SqliteLog::open(path, Arc::new(SystemClock))?])
}

/// Appends what each writer has, all writers at once, shared out among the nodes, and checks that everything is there.
pub async fn append(nodes: &[Arc<dyn FactLog>], work: Vec<Vec<Append>>) -> Result<Appended, Failed> {
    let mut expected: BTreeMap<SpaceId, u64> = BTreeMap::new();
    for append in work.iter().flatten() {
        *expected.entry(append.space.clone()).or_default() += 1;
    }
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for (appends, node) in work.into_iter().zip(nodes.iter().cycle()) {
        tasks.spawn(write(node.clone(), appends));
    }
    let mut latencies = Vec::new();
    while let Some(done) = tasks.join_next().await {
        latencies.extend(done??);
    }
    let took = begun.elapsed();
    for (space, expected) in expected {
        for node in nodes {
            let head = node.head(&space).await?.position;
            if head != expected {
                return Err(format!("{expected} facts were acknowledged in {space}, {head} are there").into());
            }
        }
    }
    Ok(Appended { took, latencies })
}

async fn write(log: Arc<dyn FactLog>, appends: Vec<Append>) -> Result<Vec<u64>, maillage_log::log::AppendError> {
    let mut latencies = Vec::with_capacity(appends.len());
    for append in appends {
        let begun = Instant::now();
        log.append(append).await?;
        latencies.push(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    Ok(latencies)
}
