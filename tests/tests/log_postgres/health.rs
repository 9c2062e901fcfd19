//! What the writer says of itself: a clock that differs from the database's, a batch that does not come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use maillage_log::clock::{Clock, SystemClock};
use maillage_log::log::{AppendError, FactLog, Obstacle};
use maillage_tests::log_contract::workload::{clock, one};
use maillage_tests::postgres_store::Role;

use crate::store;

/// The machine's clock, so many seconds ahead.
#[derive(Debug, Default)]
struct Ahead(AtomicI64);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        SystemClock.now() + SignedDuration::from_secs(self.0.load(Ordering::SeqCst))
    }

    fn since_boot(&self) -> Option<Duration> {
        SystemClock.since_boot()
    }
}

fn codes(log: &dyn FactLog) -> Vec<&'static str> {
    log.health().borrow().obstacles(Instant::now()).iter().map(Obstacle::code).collect()
}

async fn until(log: &dyn FactLog, expected: &[&str]) {
    let since = Instant::now();
    while codes(log) != expected {
        assert!(since.elapsed() < Duration::from_secs(20), "{:?} instead of {expected:?}", codes(log));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_differs_from_the_databases_records_nothing_until_it_is_right() {
    let store = store!();
    let clock = Arc::new(Ahead::default());
    let log = store.log(clock.clone()).await;
    log.append(one("right", "s-1", 0)).await.unwrap();
    for (seconds, command) in [(10, "ahead"), (-10, "behind")] {
        clock.0.store(seconds, Ordering::SeqCst);
        let refused = log.append(one(command, "s-1", 1)).await;
        assert!(matches!(refused, Err(AppendError::Stopped(Obstacle::Clock(_)))), "{refused:?}");
        until(log.as_ref(), &["clock-differs"]).await;
        clock.0.store(0, Ordering::SeqCst);
        until(log.as_ref(), &[]).await;
    }
    clock.0.store(1, Ordering::SeqCst);
    assert_eq!(log.append(one("near", "s-1", 1)).await.unwrap().first, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_that_waits_for_the_lock_of_a_space_is_not_ready() {
    let store = store!();
    let log = store.log(clock()).await;
    log.append(one("before", "s-1", 0)).await.unwrap();
    let holder = store.raw(Role::App).await;
    let lock = |call: &str| format!("select {call}(1296124236, number) from maillage.spaces");
    holder.batch_execute(&lock("pg_advisory_lock")).await.unwrap();
    let waiting = tokio::spawn({
        let log = log.clone();
        async move { log.append(one("waits", "s-2", 0)).await }
    });
    until(log.as_ref(), &["writer-silent"]).await;
    holder.batch_execute(&lock("pg_advisory_unlock")).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().first, 2);
    until(log.as_ref(), &[]).await;
}
