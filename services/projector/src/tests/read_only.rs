//! Many nodes on the rows of one database: what is folded elsewhere is shown here as if it had been folded here.

use std::sync::Arc;
use std::time::Duration;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::folds::{CURED, FOLDS, MINUTES_2, PICKY, REFUSED};
use super::histories::{acts, append};
use super::memory_log::{MemoryLog, space};
use super::rebuilds::read_ten_thousand_times;
use super::service::{LONG, count, question};
use super::stores::TestStore;
use super::{from_zero, live_digests};
use crate::Projector;
use crate::catalogue::Catalogue;
use crate::postgres::moved_rows::plan;
use crate::postgres::notify::listen;
use crate::store::RowStore;

/// A node that folds, and one that only reads.
async fn two_nodes(log: &Arc<MemoryLog>, place: &TestStore, catalogue: Catalogue) -> (Arc<Projector>, Arc<Projector>) {
    let folds = Projector::open_on_with(log.clone(), place.open().await, catalogue).await.unwrap();
    let reads = Projector::read_only_with(log.clone(), place.shared().await, catalogue).await.unwrap();
    assert!(reads.wait_for(&space(), log.len(), LONG).await);
    (folds, reads)
}

/// Waits, within reason.
async fn until(holds: impl Fn() -> bool) {
    let reached = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LONG, reached).await.unwrap();
}

/// Otherwise each move of a space would cost as much as the space is large, on every node. The control is the same
/// question without the barrier that keeps the server from reading all rows of a generation and throwing most of them
/// away.
#[tokio::test]
async fn moved_rows_are_found_by_index() {
    let Some(place) = TestStore::postgres().await else { return };
    let rows = place.shared().await;
    let by_position =
        |plan: &[String]| plan.iter().any(|line| line.contains("Index Cond") && line.contains("moved > "));
    assert!(by_position(&plan(&rows, false).await));
    assert!(!by_position(&plan(&rows, true).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_shows_what_others_fold() {
    let Some(place) = TestStore::postgres().await else { return };
    let log = MemoryLog::new();
    log.held(1, 1);
    let (folds, reads) = two_nodes(&log, &place, FOLDS).await;
    let space_state = reads.space_state(&space()).unwrap();
    let mut runner = TestRunner::deterministic();
    for _ in 0..6 {
        for act in acts().new_tree(&mut runner).unwrap().current() {
            append(&log, &act);
        }
        assert!(reads.wait_for(&space(), log.len(), LONG).await);
        assert_eq!(live_digests(&space_state), from_zero(&log, FOLDS, log.len()));
    }
    let (here, there) = (
        reads.report(question("minutes", None)).await.unwrap(),
        folds.report(question("minutes", None)).await.unwrap(),
    );
    assert_eq!(serde_json::to_string(&here).unwrap(), serde_json::to_string(&there).unwrap());
    let then = reads.report(question("minutes", Some(3))).await.unwrap();
    assert_eq!(then.position, 3, "what was known then is folded from the log");
    // A node that comes later reads all of it.
    let late = Projector::read_only_with(log.clone(), place.shared().await, FOLDS).await.unwrap();
    until(|| late.caught_up() && late.position(&space()) == log.len()).await;
    assert_eq!(live_digests(&late.space_state(&space()).unwrap()), from_zero(&log, FOLDS, log.len()));
    let lags = late.lag();
    assert_eq!(lags.len(), FOLDS.len());
    assert!(lags.iter().all(|lag| (lag.spaces, lag.facts, lag.incomplete) == (1, 0, 0)), "{lags:?}");
    for node in [folds, reads, late] {
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn advances_on_another_node_join_without_a_gap_and_come_after_the_rows() {
    let Some(place) = TestStore::postgres().await else { return };
    let log = MemoryLog::new();
    log.held(1, 1);
    let (_folds, reads) = two_nodes(&log, &place, FOLDS).await;
    let mut advances = reads.subscribe();
    let mut at = reads.position(&space());
    for n in 0..30 {
        log.held(n, n);
        while at < log.len() {
            let advance = advances.recv().await.unwrap();
            assert_eq!(advance.from, at);
            let seen = reads.with_live_state(&space(), |minutes: &super::folds::Minutes, position| {
                (minutes.0.get("all").map(|all| all.count), position)
            });
            assert!(seen.is_some_and(|(all, position)| all == Some(position) && position >= advance.to), "{seen:?}");
            at = advance.to;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_space_that_is_new_elsewhere_is_found_here() {
    let Some(place) = TestStore::postgres().await else { return };
    let log = MemoryLog::new();
    let (_folds, reads) = two_nodes(&log, &place, FOLDS).await;
    assert!(reads.spaces().await.is_empty());
    log.held(1, 1);
    until(|| reads.position(&space()) == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fold_that_stopped_elsewhere_says_incomplete_on_every_node() {
    let Some(place) = TestStore::postgres().await else { return };
    let log = MemoryLog::new();
    log.held(1, 10);
    let (folds, reads) = two_nodes(&log, &place, PICKY).await;
    log.held(1, REFUSED);
    log.held(1, 20);
    assert!(reads.wait_for(&space(), 3, LONG).await, "the other projections go on");
    until(|| reads.lag()[1].incomplete == 1).await;
    let stopped = reads.report(question("picky", None)).await.unwrap();
    assert!(stopped.incomplete);
    assert_eq!((stopped.position, count(&stopped)), (1, 2));
    until(|| reads.lag()[1].facts == 2).await;
    assert_eq!(reads.lag()[1].oldest, Duration::from_secs(3600 - 2));
    folds.stop().await;
    let cured = Projector::open_on_with(log.clone(), place.open().await, CURED).await.unwrap();
    until(|| reads.lag()[1].incomplete == 0).await;
    let whole = reads.report(question("picky", None)).await.unwrap();
    assert!(!whole.incomplete);
    assert_eq!((whole.position, count(&whole)), (3, 6));
    cured.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_another_version_are_never_mistaken_for_ours() {
    let Some(place) = TestStore::postgres().await else { return };
    let log = MemoryLog::new();
    log.held(1, 10);
    let (folds, reads) = two_nodes(&log, &place, FOLDS).await;
    folds.stop().await;
    let newer = Projector::open_on_with(log.clone(), place.open().await, MINUTES_2).await.unwrap();
    until(|| reads.lag()[0].incomplete == 1).await;
    let report = reads.report(question("minutes", None)).await.unwrap();
    assert!(report.incomplete, "its rows are not followed any more, and it says so");
    assert_eq!(report.figures["s-1"]["minutes"].as_u64(), Some(10));
    newer.switch_back(&space(), "minutes").await.unwrap().unwrap();
    until(|| reads.lag()[0].incomplete == 0).await;
    newer.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_on_another_node_never_fail_and_never_go_back() {
    let Some(place) = TestStore::postgres().await else { return };
    let log = MemoryLog::new();
    for n in 1..=3000 {
        log.held(n % 50, 1);
    }
    let (folds, reads) = two_nodes(&log, &place, FOLDS).await;
    let disturb = async || {
        assert!(folds.rebuild(None, "minutes").await.unwrap().identical());
        folds.switch_back(&space(), "minutes").await.unwrap().unwrap();
    };
    read_ten_thousand_times(&log, &reads, disturb).await;
    assert!(reads.wait_for(&space(), log.len(), LONG).await);
    assert_eq!(live_digests(&reads.space_state(&space()).unwrap()), from_zero(&log, FOLDS, log.len()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_only_reads_can_rebuild_and_switch_back() {
    let Some(place) = TestStore::postgres().await else { return };
    let log = MemoryLog::new();
    log.held(1, 1);
    let (_folds, reads) = two_nodes(&log, &place, FOLDS).await;
    assert!(reads.rebuild(None, "minutes").await.unwrap().identical());
    assert_eq!(reads.switch_back(&space(), "minutes").await.unwrap().unwrap().mark.position, 1);
    log.held(1, 2);
    assert!(reads.wait_for(&space(), 2, LONG).await);
    assert_eq!(live_digests(&reads.space_state(&space()).unwrap()), from_zero(&log, FOLDS, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_lost_its_session_opens_another() {
    let Some(place) = TestStore::postgres().await else { return };
    let rows = place.shared().await;
    let (moved, mut heard) = tokio::sync::mpsc::channel(8);
    let stop = tokio::sync::watch::Sender::new(false);
    let listener = tokio::spawn(listen(rows.clone(), moved, stop.subscribe()));
    let TestStore::Postgres(address) = &place else { return };
    let other = address.pool(1, None).unwrap();
    for _ in 0..2 {
        assert_eq!(
            tokio::time::timeout(LONG, heard.recv()).await.unwrap(),
            Some(None),
            "something may have been missed until now"
        );
        let begin = rows.clone();
        tokio::task::spawn_blocking(move || {
            let building = begin.begin("minutes", 1, &space()).unwrap();
            begin.take_over(&building, crate::mark::Mark::default(), None, crate::store::Cause::Needed).unwrap()
        })
        .await
        .unwrap();
        assert_eq!(tokio::time::timeout(LONG, heard.recv()).await.unwrap(), Some(Some(space())));
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = 'maillage listen' and datname = current_database()";
        other.get().await.unwrap().batch_execute(cut).await.unwrap();
    }
    stop.send_replace(true);
    listener.await.unwrap();
}
