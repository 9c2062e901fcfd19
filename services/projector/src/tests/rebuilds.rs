//! Rebuilding beside the living, and the way back, on every store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::folds::{FOLDS, MINUTES_2};
use super::memory_log::{MemoryLog, space};
use super::service::{LONG, count, question};
use super::stores::{TestStore, blocking, on_both_stores};
use super::{from_zero, live_digests, stored_in};
use crate::Projector;
use crate::catalogue::Catalogue;
use crate::rebuild::offline_on;
use crate::store::RowStore;

on_both_stores!(
    a_rebuild_of_an_unchanged_fold_differs_in_nothing,
    a_rebuild_of_a_changed_fold_names_the_rows_and_both_digests,
    what_was_replaced_is_switched_back_and_catches_up,
    reads_during_rebuilds_never_fail_and_never_go_back,
    a_rebuild_by_another_process_catches_up_with_one_that_goes_on,
);

async fn open(log: &Arc<MemoryLog>, store: Arc<dyn RowStore>, catalogue: Catalogue) -> Arc<Projector> {
    let projector = Projector::open_on_with(log.clone(), store, catalogue).await.unwrap();
    assert!(projector.wait_for(&space(), log.len(), LONG).await);
    projector
}

fn filled(facts: u32) -> Arc<MemoryLog> {
    let log = MemoryLog::new();
    for n in 1..=facts {
        log.held(n % 3, n);
    }
    log
}

async fn a_rebuild_of_an_unchanged_fold_differs_in_nothing(place: TestStore) {
    let log = filled(40);
    let projector = open(&log, place.open().await, FOLDS).await;
    for name in ["minutes", "amended"] {
        let rebuilt = projector.rebuild(None, name).await.unwrap();
        assert!(rebuilt.identical(), "{rebuilt:?}");
        assert_eq!((rebuilt.spaces[0].position, rebuilt.spaces[0].differing.len()), (40, 0));
    }
    log.held(1, 1);
    assert!(projector.wait_for(&space(), 41, LONG).await);
    projector.stop().await;
    let store = place.open().await;
    let fresh: Vec<_> = from_zero(&log, FOLDS, 41).into_iter().map(|digest| (41, digest)).collect();
    assert_eq!(blocking(|| stored_in(store.as_ref(), FOLDS)), fresh, "it goes on after the rebuild");
}

async fn a_rebuild_of_a_changed_fold_names_the_rows_and_both_digests(place: TestStore) {
    let log = filled(9);
    let old = open(&log, place.open().await, FOLDS).await;
    let store = place.open().await;
    let rebuilt =
        blocking(|| offline_on(log.as_ref(), &[(space(), 9)], store.as_ref(), MINUTES_2, "minutes", &mut |_, _| {}))
            .unwrap();
    assert!(!rebuilt.identical());
    let named: Vec<_> = rebuilt.spaces[0]
        .differing
        .iter()
        .map(|it| (it.row.as_str(), it.before.is_some(), it.after.is_some()))
        .collect();
    // The changed fold keeps no sum over all, and counts each session's minutes twice.
    assert_eq!(
        named,
        [("sums/all", true, false), ("sums/s-0", true, true), ("sums/s-1", true, true), ("sums/s-2", true, true)]
    );
    assert!(rebuilt.spaces[0].differing[1].before != rebuilt.spaces[0].differing[1].after);
    log.held(1, 5);
    assert!(old.wait_for(&space(), 10, LONG).await);
    assert_eq!(
        count(&old.report(question("minutes", None)).await.unwrap()),
        10,
        "the older program answers by its own fold"
    );
    assert_eq!(
        blocking(|| store.checkpoint("minutes", &space())).unwrap().unwrap().version,
        2,
        "and leaves the newer rows alone"
    );
}

async fn what_was_replaced_is_switched_back_and_catches_up(place: TestStore) {
    let log = filled(20);
    let old = open(&log, place.open().await, FOLDS).await;
    let new = open(&log, place.open().await, MINUTES_2).await;
    let store = place.open().await;
    let version = || {
        blocking(|| store.checkpoint("minutes", &space())).unwrap().map(|found| (found.version, found.mark.position))
    };
    assert_eq!(version(), Some((2, 20)));
    for n in 1..=5 {
        log.held(7, n);
    }
    assert!(old.wait_for(&space(), 25, LONG).await && new.wait_for(&space(), 25, LONG).await);
    let stood = old.switch_back(&space(), "minutes").await.unwrap().unwrap();
    assert_eq!((stood.version, stood.mark.position), (1, 20));
    assert_eq!(version(), Some((1, 25)), "it has folded what came after");
    log.held(7, 6);
    assert!(old.wait_for(&space(), 26, LONG).await && new.wait_for(&space(), 26, LONG).await);
    old.stop().await;
    new.stop().await;
    assert_eq!(version(), Some((1, 26)), "the newer program does not take the rows again by itself");
    assert_eq!(blocking(|| stored_in(store.as_ref(), FOLDS))[0].1, from_zero(&log, FOLDS, 26)[0]);
    let space_state = old.space_state(&space()).unwrap();
    assert_eq!(live_digests(&space_state), from_zero(&log, FOLDS, 26));
    // A program that opens the rows goes on with them, not from zero: the generation stays.
    let generation = || blocking(|| store.checkpoint("minutes", &space())).unwrap().unwrap().generation;
    let before = generation();
    open(&log, place.open().await, FOLDS).await.stop().await;
    assert_eq!(generation(), before);
}

/// Reads, while facts come in and `disturb` is done over and over: nothing fails, nothing is missing, no position is
/// below the one before.
pub async fn read_ten_thousand_times<F: Future<Output = ()>>(
    log: &Arc<MemoryLog>,
    reader: &Projector,
    disturb: impl Fn() -> F,
) {
    let done = AtomicBool::new(false);
    let reads = async {
        let mut last = log.len();
        for _ in 0..10_000 {
            let report = reader.report(question("minutes", None)).await.unwrap();
            assert!(!report.incomplete && report.position >= last, "{} after {last}", report.position);
            assert_eq!(count(&report), report.position, "a half-built table was shown");
            last = report.position;
        }
        done.store(true, Ordering::SeqCst);
    };
    let appends = async {
        while !done.load(Ordering::SeqCst) {
            log.held(u32::try_from(log.len() % 50).unwrap(), 1);
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let disturbed = async {
        let mut times = 0;
        while !done.load(Ordering::SeqCst) || times < 3 {
            disturb().await;
            times += 1;
        }
    };
    tokio::join!(reads, appends, disturbed);
}

async fn reads_during_rebuilds_never_fail_and_never_go_back(place: TestStore) {
    let log = filled(3000);
    let projector = open(&log, place.open().await, FOLDS).await;
    let disturb = async || {
        assert!(projector.rebuild(None, "minutes").await.unwrap().identical());
        projector.switch_back(&space(), "minutes").await.unwrap().unwrap();
    };
    read_ten_thousand_times(&log, &projector, disturb).await;
    projector.stop().await;
    let store = place.open().await;
    let rows = blocking(|| stored_in(store.as_ref(), FOLDS)).remove(0);
    assert_eq!(rows.1, from_zero(&log, FOLDS, rows.0)[0]);
}

async fn a_rebuild_by_another_process_catches_up_with_one_that_goes_on(place: TestStore) {
    let log = filled(3000);
    let projector = open(&log, place.open().await, FOLDS).await;
    let store = place.open().await;
    // Fewer a rebuild than the catchings-up it is given: on SQLite nobody is held back meanwhile.
    let (to_append, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let appends = async {
        while !done.load(Ordering::SeqCst) {
            if to_append.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
                log.held(1, 1);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let rebuilds = async {
        for _ in 0..5 {
            to_append.store(40, Ordering::SeqCst);
            let (log, store) = (log.clone(), store.clone());
            let head = log.len();
            let work =
                move || offline_on(log.as_ref(), &[(space(), head)], store.as_ref(), FOLDS, "minutes", &mut |_, _| {});
            let rebuilt = tokio::task::spawn_blocking(work).await.unwrap().unwrap();
            assert!(rebuilt.spaces[0].differing.is_empty(), "{rebuilt:?}");
        }
        done.store(true, Ordering::SeqCst);
    };
    tokio::join!(appends, rebuilds);
    assert!(projector.wait_for(&space(), log.len(), LONG).await);
    assert_eq!(live_digests(&projector.space_state(&space()).unwrap()), from_zero(&log, FOLDS, log.len()));
}
