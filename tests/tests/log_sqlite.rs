//! The promises of the log, on SQLite; and what is SQLite's own.

use std::sync::Arc;

use maillage_log::clock::SystemClock;
use maillage_log::log::{AppendError, FactLog, FactReads, Obstacle};
use maillage_log::sqlite::{OpenError, SqliteLog, SqliteOptions, Synchronous};
use maillage_tests::log_contract::workload::{clock, command, one, run, space, whole};
use maillage_tests::sqlite_store::SqliteStore;

maillage_tests::log_contract!(SqliteStore::fresh());

#[test]
fn weaker_durability_is_refused_unless_loss_is_accepted() {
    for synchronous in [Synchronous::Normal, Synchronous::Off] {
        let store = SqliteStore::fresh();
        let weak = SqliteOptions { synchronous, ..SqliteOptions::default() };
        let refused = SqliteLog::open_with(&store.path(), Arc::new(SystemClock), &weak);
        assert!(matches!(refused, Err(OpenError::WeakDurability { setting: "synchronous", .. })), "{synchronous:?}");
        let accepted = SqliteOptions { accept_loss: true, ..weak };
        assert!(SqliteLog::open_with(&store.path(), Arc::new(SystemClock), &accepted).is_ok());
    }
    assert!(SqliteLog::open(&SqliteStore::fresh().path(), Arc::new(SystemClock)).is_ok());
}

/// SQLite answers `memory` instead of `wal` where it cannot have a write-ahead log, and goes on without an error.
#[test]
fn a_journal_that_did_not_become_a_write_ahead_log_is_refused() {
    let refused = SqliteLog::open(std::path::Path::new(":memory:"), Arc::new(SystemClock));
    assert!(matches!(refused, Err(OpenError::WeakDurability { setting: "journal_mode", .. })), "{refused:?}");
}

#[test]
fn a_file_of_somebody_else_or_of_another_version_is_left_alone() {
    let store = SqliteStore::fresh();
    store.raw().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = std::fs::read(store.path()).unwrap();
    assert!(matches!(SqliteLog::open(&store.path(), Arc::new(SystemClock)), Err(OpenError::NotOurs { .. })));
    assert_eq!(std::fs::read(store.path()).unwrap(), before);
    let store = SqliteStore::fresh();
    drop(SqliteLog::open(&store.path(), Arc::new(SystemClock)).unwrap());
    store.raw().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(
        SqliteLog::open(&store.path(), Arc::new(SystemClock)),
        Err(OpenError::OtherVersion { found: 99, .. })
    ));
}

/// Facts that no longer fit are told as unavailable, reads go on, and what fits again is taken again.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_appends_and_not_reads() {
    let store = SqliteStore::fresh();
    let log = SqliteLog::open(&store.path(), clock()).unwrap();
    log.append(one("first", "s-1", 0)).await.unwrap();
    drop(log);
    let options = SqliteOptions { most_bytes: Some(200_000), ..SqliteOptions::default() };
    let log = SqliteLog::open_with(&store.path(), clock(), &options).unwrap();
    let large = log.append(command(&space(), "large", vec![run(&space(), "s-1", 1, 1000)])).await;
    assert!(matches!(large, Err(AppendError::Stopped(Obstacle::DiskFull(_)))), "{large:?}");
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 1);
    assert_eq!(log.append(one("small", "s-1", 1)).await.unwrap().first, 2);
    assert!(log.append(command(&space(), "large", vec![run(&space(), "s-1", 2, 1000)])).await.is_err());
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 2);
}

/// Whatever is queued is answered before the file is let go.
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_before_the_reply_has_its_fact_kept() {
    let store = SqliteStore::fresh();
    let log = SqliteLog::open(&store.path(), clock()).unwrap();
    {
        let mut append = std::pin::pin!(log.append(one("c", "s-1", 0)));
        let _ = futures::poll!(append.as_mut());
    }
    drop(log);
    let log = SqliteLog::open(&store.path(), clock()).unwrap();
    assert!(log.append(one("c", "s-1", 0)).await.unwrap().repeated);
    assert_eq!(log.head(&space()).await.unwrap().position, 1);
}

/// Receipts are looked up chunk after chunk of arrival, behind a filter: a repeat finds its first answer in the oldest
/// chunk as in the newest, in the process that gave it, in one that was open meanwhile, and after a restart; an unknown
/// command finds nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_is_found_however_many_commands_came_after() {
    let store = SqliteStore::fresh();
    let (first, second) =
        (SqliteLog::open(&store.path(), clock()).unwrap(), SqliteLog::open(&store.path(), clock()).unwrap());
    let asked = |number: u64| one(&format!("c {number}"), &format!("s-{number}"), 0);
    let count = 5_000;
    let appends: Vec<_> = (0..count)
        .map(|number| {
            tokio::spawn({
                let log = first.clone();
                async move { log.append(asked(number)).await.unwrap() }
            })
        })
        .collect();
    let given =
        futures::future::join_all(appends).await.into_iter().map(|answer| answer.unwrap().first).collect::<Vec<_>>();
    let restarted = SqliteLog::open(&store.path(), clock()).unwrap();
    for log in [&first, &second, &restarted] {
        for number in [0, 1, 2047, 2048, 2049, 4096, count - 1] {
            let repeat = log.append(asked(number)).await.unwrap();
            assert_eq!((repeat.repeated, repeat.first), (true, given[number as usize]));
            let (kept, _) = log.receipt(&space(), asked(number).command).await.unwrap().unwrap();
            assert_eq!(kept.first, given[number as usize]);
        }
        assert_eq!(log.receipt(&space(), asked(count).command).await.unwrap(), None);
    }
    assert_eq!(whole(first.as_ref(), &space()).await.len() as u64, count);
}
