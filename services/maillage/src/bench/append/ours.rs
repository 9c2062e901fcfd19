//! The log, with every promise kept.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

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

/// Appends what each writer has, all writers at once, and checks that everything is there.
pub async fn append(path: &Path, work: Vec<Vec<Append>>) -> Result<Appended, Failed> {
    let log: Arc<dyn FactLog> = SqliteLog::open(path, Arc::new(SystemClock))?;
    let expected: u64 = work.iter().map(|appends| appends.len() as u64).sum();
    let space = work.iter().flatten().next().map(|append| append.space.clone());
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for appends in work {
        tasks.spawn(write(log.clone(), appends));
    }
    let mut latencies = Vec::new();
    while let Some(done) = tasks.join_next().await {
        latencies.extend(done??);
    }
    let took = begun.elapsed();
    if let Some(space) = space {
        let head = log.head(&space).await?.position;
        if head != expected {
            return Err(format!("{expected} facts were acknowledged, {head} are there").into());
        }
    }
    Ok(Appended { took, latencies })
}

async fn write(log: Arc<dyn FactLog>, appends: Vec<Append>) -> Result<Vec<u64>, maillage_log::log::AppendError> {
    let mut latencies = Vec::with_capacity(appends.len());
    for append in appends {
        let asked = Instant::now();
        log.append(append).await?;
        latencies.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    Ok(latencies)
}
