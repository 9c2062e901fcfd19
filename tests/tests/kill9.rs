//! `kill -9` during appends: what was acknowledged is there, once, in its place, and the projections equal a rebuild.
#![expect(clippy::unwrap_used, reason = "a test program")]

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use maillage_log::clock::SystemClock;
use maillage_log::log::FactLog;
use maillage_log::sqlite::SqliteLog;
use maillage_projections::catalogue::CATALOGUE;
use maillage_projector::Projector;
use maillage_tests::killed::{Acknowledged, check_log};
use maillage_tests::log_contract::workload::space;
use maillage_tests::sqlite_store::SqliteStore;

/// Acknowledgements to wait for before each kill. The process appends on while the signal travels, so it dies anywhere:
/// while it opens the file, inside a transaction, between a commit and its replies, during a checkpoint.
const ROUNDS: [usize; 20] = [0, 1, 2, 5, 40, 0, 300, 33, 64, 7, 1000, 3, 120, 0, 31, 500, 90, 11, 2500, 200];

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_fact_survives_a_kill() {
    let store = SqliteStore::fresh();
    let mut acknowledged = Vec::new();
    for (round, wait_for) in ROUNDS.into_iter().enumerate() {
        acknowledged.extend(run_and_kill(&store, round, wait_for));
        let head = check_log(&store.path(), &acknowledged).await;
        assert!(head >= acknowledged.len() as u64);
    }
    assert!(
        acknowledged.len() > 4000,
        "only {} appends were acknowledged: the kills came too early to mean anything",
        acknowledged.len()
    );
    projections_equal_a_rebuild(&store).await;
}

async fn projections_equal_a_rebuild(store: &SqliteStore) {
    let log: Arc<dyn FactLog> = SqliteLog::open(&store.path(), Arc::new(SystemClock)).unwrap();
    let head = log.head(&space()).await.unwrap().position;
    let projector = Projector::open(log, &store.projections()).await.unwrap();
    assert!(projector.wait_for(&space(), head, Duration::from_secs(60)).await, "the projections did not catch up");
    for (name, _) in CATALOGUE {
        let rebuilt = projector.rebuild(None, name).await.unwrap();
        assert_eq!(rebuilt.spaces.len(), 1);
        assert!(rebuilt.spaces[0].before.is_some() && rebuilt.identical(), "{rebuilt:?}");
    }
    projector.stop().await;
}

fn run_and_kill(store: &SqliteStore, round: usize, wait_for: usize) -> Vec<Acknowledged> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_append_until_killed"))
        .arg(store.path())
        .arg(format!("round-{round}"))
        .arg(store.projections())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    for _ in 0..wait_for {
        assert!(out.read_line(&mut said).unwrap() > 0, "the process ended by itself");
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    out.read_to_string(&mut said).unwrap();
    said.lines().filter_map(Acknowledged::from_line).collect()
}
