//! Several processes on the rows of one store.

use std::sync::Arc;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::careless::CarelessRows;
use super::folds::FOLDS;
use super::histories::{Act, acts, append};
use super::memory_log::{MemoryLog, space};
use super::service::LONG;
use super::stores::{TestStore, blocking, on_both_stores};
use super::{from_zero, live_digests, space_state_on, stored_in, unverified_in};
use crate::Projector;
use crate::space_state::SpaceState;
use crate::store::RowStore;

on_both_stores!(
    two_processes_on_one_store_keep_what_a_fold_from_zero_gives,
    two_processes_following_at_once_agree,
    a_stale_process_never_overwrites_newer_rows,
    control_without_the_comparison_a_stale_process_spoils_rows,
    another_process_that_rebuilds_is_followed,
);

async fn settle(space_state: &Arc<SpaceState>) {
    while space_state.step().await.unwrap().is_some() {}
}

async fn two_processes_on_one_store_keep_what_a_fold_from_zero_gives(place: TestStore) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..12 {
        let history = acts().new_tree(&mut runner).unwrap().current();
        let (log, place) = (MemoryLog::new(), place.another().await);
        let stores = [place.open().await, place.open().await];
        let mut space_states = stores.clone().map(|store| space_state_on(&log, store, FOLDS));
        for act in &history {
            append(&log, act);
            match act {
                Act::Follow(second) => {
                    settle(&space_states[usize::from(*second)]).await;
                    assert_eq!(
                        live_digests(&space_states[usize::from(*second)]),
                        from_zero(&log, FOLDS, log.len()),
                        "{history:?}"
                    );
                }
                Act::Restart(second) => {
                    space_states[usize::from(*second)] =
                        space_state_on(&log, stores[usize::from(*second)].clone(), FOLDS)
                }
                Act::Held(..) | Act::Correct(..) | Act::Cancel(_) => {}
            }
        }
        for space_state in &space_states {
            settle(space_state).await;
            settle(space_state).await;
        }
        let fresh: Vec<_> = from_zero(&log, FOLDS, log.len()).into_iter().map(|digest| (log.len(), digest)).collect();
        if log.len() > 0 {
            assert_eq!(blocking(|| stored_in(stores[0].as_ref(), FOLDS)), fresh, "{history:?}");
        }
    }
}

async fn two_processes_following_at_once_agree(place: TestStore) {
    let log = MemoryLog::new();
    log.held(1, 1);
    let mut nodes = Vec::new();
    for _ in 0..2 {
        nodes.push(Projector::open_on_with(log.clone(), place.open().await, FOLDS).await.unwrap());
    }
    // Every amendment makes both fold *minutes* again, at the same time, over the same rows.
    for n in 1..=300_u32 {
        match n % 10 {
            0 => log.cancel(u64::from(n) / 2),
            5 => log.correct(u64::from(n) / 3 + 1, n),
            _ => drop(log.held(n % 7, n)),
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    let fresh = from_zero(&log, FOLDS, log.len());
    for node in &nodes {
        assert!(node.wait_for(&space(), log.len(), LONG).await);
        assert_eq!(live_digests(&node.space_state(&space()).unwrap()), fresh);
    }
    let wanted: Vec<_> = fresh.into_iter().map(|digest| (log.len(), digest)).collect();
    let store = place.open().await;
    let reached = async {
        while blocking(|| stored_in(store.as_ref(), FOLDS)) != wanted {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG, reached).await.expect("the kept rows do not come to agree");
}

/// Two processes over the same rows; the second acts on what it knew before the first went on, and is `careless` when
/// it does not compare. `true` when the stored rows came out wrong.
async fn stale_writer_spoils_the_rows(place: &TestStore, careless: bool) -> bool {
    let log = MemoryLog::new();
    log.held(1, 10);
    let fast = space_state_on(&log, place.open().await, FOLDS);
    settle(&fast).await;
    log.held(1, 20);
    // The slow one has read the log but not yet written when the fast one goes on.
    let shorter = MemoryLog::new();
    shorter.held(1, 10);
    shorter.held(1, 20);
    let rows = place.open().await;
    let rows: Arc<dyn RowStore> = if careless { Arc::new(CarelessRows(rows)) } else { rows };
    let stalled = space_state_on(&shorter, rows, FOLDS);
    stalled.restore(&mut *stalled.work.lock().await).await.unwrap();
    log.held(2, 30);
    log.held(1, 40);
    settle(&fast).await;
    settle(&stalled).await;
    let (position, digest) = match careless {
        false => blocking(|| stored_in(fast.store.as_ref(), FOLDS)).remove(0),
        true => blocking(|| unverified_in(fast.store.as_ref(), FOLDS)).remove(0),
    };
    assert!(careless || position == 4, "the rows stand at {position}");
    digest != from_zero(&log, FOLDS, 4)[0]
}

async fn a_stale_process_never_overwrites_newer_rows(place: TestStore) {
    assert!(!stale_writer_spoils_the_rows(&place, false).await);
}

async fn control_without_the_comparison_a_stale_process_spoils_rows(place: TestStore) {
    assert!(stale_writer_spoils_the_rows(&place, true).await);
}

async fn another_process_that_rebuilds_is_followed(place: TestStore) {
    let log = MemoryLog::new();
    for n in 1..=10 {
        log.held(n % 3, n);
    }
    let (one, other) =
        (space_state_on(&log, place.open().await, FOLDS), space_state_on(&log, place.open().await, FOLDS));
    settle(&one).await;
    settle(&other).await;
    let heads = [(space(), log.len())];
    let store = place.open().await;
    blocking(|| crate::rebuild::offline_on(log.as_ref(), &heads, store.as_ref(), FOLDS, "minutes", &mut |_, _| {}))
        .unwrap();
    for n in 1..=10 {
        log.held(n % 4, n);
        settle(if n % 2 == 0 { &one } else { &other }).await;
    }
    settle(&one).await;
    settle(&other).await;
    let fresh = from_zero(&log, FOLDS, log.len());
    assert_eq!((live_digests(&one), live_digests(&other)), (fresh.clone(), fresh.clone()));
    assert_eq!(
        blocking(|| stored_in(store.as_ref(), FOLDS)),
        fresh.into_iter().map(|digest| (20, digest)).collect::<Vec<_>>()
    );
}
