//! Rows that somebody or a disk altered are not believed.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::folds::FOLDS;
use super::memory_log::MemoryLog;
use super::stores::{TestStore, on_both_stores};
use super::{from_zero, live_digests, space_state_on};
use crate::space_state::SpaceState;

on_both_stores!(rows_that_are_not_those_that_were_kept_are_folded_again);

async fn settled(log: &Arc<MemoryLog>, place: &TestStore) -> Arc<SpaceState> {
    let space_state = space_state_on(log, place.open().await, FOLDS);
    while space_state.step().await.unwrap().is_some() {}
    space_state
}

/// Facts that a process reads to answer after a restart, and whether it answers what the log says.
async fn restarted(log: &Arc<MemoryLog>, place: &TestStore) -> (u64, bool) {
    log.shown.store(0, Ordering::SeqCst);
    let space_state = settled(log, place).await;
    let shown = log.shown.load(Ordering::SeqCst);
    (shown, live_digests(&space_state) == from_zero(log, FOLDS, log.len()))
}

const ALTERATIONS: [(&str, &str, &str); 4] = [
    (
        "a figure",
        "UPDATE projected_rows SET row = CAST(replace(CAST(row AS TEXT), ':1', ':2') AS BLOB)
         WHERE key = 's-1' AND CAST(row AS TEXT) LIKE '%:1%'",
        "update maillage_projections.rows
         set row = convert_to(replace(convert_from(row, 'UTF8'), ':1', ':2'), 'UTF8')
         where key = 's-1' and convert_from(row, 'UTF8') like '%:1%'",
    ),
    (
        "a row gone",
        "DELETE FROM projected_rows WHERE key = 's-2'",
        "delete from maillage_projections.rows where key = 's-2'",
    ),
    (
        "the key of a row",
        "UPDATE projected_rows SET key = 's-7' WHERE key = 's-0'",
        "update maillage_projections.rows set key = 's-7' where key = 's-0'",
    ),
    (
        "the generation that lives",
        "UPDATE checkpoints SET generation = generation + 64",
        "update maillage_projections.checkpoints set generation = generation + 64",
    ),
];

async fn rows_that_are_not_those_that_were_kept_are_folded_again(place: TestStore) {
    let log = MemoryLog::new();
    for n in 1..=30 {
        log.held(n % 3, n);
    }
    drop(settled(&log, &place).await);
    log.held(1, 3);
    drop(settled(&log, &place).await);
    let sound = restarted(&log, &place).await;
    assert!(sound.1 && sound.0 < 31, "the control: what was kept is taken up, {sound:?}");
    for (what, sqlite, postgres) in ALTERATIONS {
        place.spoil(sqlite, postgres).await;
        let (shown, same) = restarted(&log, &place).await;
        assert!(same && shown >= 31, "{what}: {shown} facts were folded again");
        let sound = restarted(&log, &place).await;
        assert!(sound.1 && sound.0 < 31, "{what}: what was folded again is kept, {sound:?}");
    }
}
