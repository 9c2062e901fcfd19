//! What a step costs: the store may make less of one of all projections, and promises the same; the log is read where
//! it goes on.

use maillage_projections::table::RowChange;

use super::contract::{built, counts, gone, keep, mark, row, step};
use super::folds::FOLDS;
use super::memory_log::{MemoryLog, space};
use super::space_state;
use super::stores::{TestStore, blocking, on_both_stores};
use crate::store::{Cause, RowStore, Step, Takeover, WriteOutcome};

on_both_stores!(joint_steps_are_compared_like_any_other, projections_that_part_keep_their_own_positions);

async fn joint_steps_are_compared_like_any_other(place: TestStore) {
    let (one, other) = (place.open().await, place.open().await);
    blocking(|| {
        let rows = built(one.as_ref(), 1, 3, &[row("a", 1)]);
        for at in 3..6 {
            assert_eq!(keep(one.as_ref(), step(&rows, at, at + 1, &[row("a", at)])), WriteOutcome::Written);
        }
        // Whoever overtakes is found, and what was overtaken is offered again with what follows.
        assert_eq!(keep(other.as_ref(), step(&rows, 6, 8, &[row("b", 8)])), WriteOutcome::Written);
        assert_eq!(keep(one.as_ref(), step(&rows, 6, 7, &[row("a", 7)])), WriteOutcome::Ahead);
        assert_eq!(keep(one.as_ref(), step(&rows, 6, 9, &[row("a", 9)])), WriteOutcome::Written);
        assert_eq!(
            keep(one.as_ref(), step(&rows, 9, 9, &[row("a", 9)])),
            WriteOutcome::Written,
            "a repeat changes nothing"
        );
        assert_eq!(keep(one.as_ref(), step(&rows, 9, 10, &[gone("b")])), WriteOutcome::Written);
        assert_eq!(counts(other.as_ref()), (10, vec![("a".into(), 9)]));
        assert_eq!(
            keep(one.as_ref(), step(&rows, 11, 12, &[row("a", 12)])),
            WriteOutcome::Lost,
            "a fact between is missing"
        );
        assert_eq!(keep(one.as_ref(), step(&rows, 10, 11, &[row("a", 11)])), WriteOutcome::Written);
        // Rows that took over meanwhile are not written to.
        let next = built(other.as_ref(), 1, 11, &[row("a", 100)]);
        assert_eq!(keep(one.as_ref(), step(&rows, 11, 12, &[row("a", 12)])), WriteOutcome::Replaced);
        assert_eq!(keep(one.as_ref(), step(&next, 11, 12, &[row("c", 1)])), WriteOutcome::Written);
        assert_eq!(counts(one.as_ref()), (12, vec![("a".into(), 100), ("c".into(), 1)]));
        // Nor are those that were switched back to.
        other.switch_back("minutes", &space()).unwrap().unwrap();
        assert_eq!(keep(one.as_ref(), step(&next, 12, 13, &[row("c", 2)])), WriteOutcome::Replaced);
        assert_eq!(keep(one.as_ref(), step(&rows, 11, 12, &[row("a", 12)])), WriteOutcome::Written);
    });
}

async fn projections_that_part_keep_their_own_positions(place: TestStore) {
    let (store, other) = (place.open().await, place.open().await);
    blocking(|| {
        let begin = |projection| {
            let building = store.begin(projection, 1, &space()).unwrap();
            assert_eq!(store.take_over(&building, mark(1), None, Cause::Needed).unwrap(), Takeover::Taken);
            building
        };
        let all = ["minutes", "hours", "days"].map(begin);
        let none: &'static [RowChange] = &[];
        let offer = |which: &[(usize, u64, u64)]| {
            let of = |(at, from, to): &(usize, u64, u64)| Step {
                projection: all[*at].projection,
                ..step(&all[*at], *from, *to, none)
            };
            store.keep(&space(), &which.iter().map(of).collect::<Vec<_>>()).unwrap()
        };
        let stand = || {
            let standing = other.standing(&space()).unwrap();
            ["minutes", "hours", "days"].map(|projection| standing[projection].mark)
        };
        assert_eq!(offer(&[(0, 1, 2), (1, 1, 2), (2, 1, 2)]), [WriteOutcome::Written; 3]);
        assert_eq!(offer(&[(0, 2, 4), (1, 2, 4), (2, 2, 4)]), [WriteOutcome::Written; 3]);
        assert_eq!(stand(), [mark(4), mark(4), mark(4)]);
        assert_eq!(offer(&[(1, 4, 6)]), [WriteOutcome::Written]);
        assert_eq!(stand(), [mark(4), mark(6), mark(4)], "those that do not move stay where they stood");
        assert_eq!(offer(&[(1, 6, 7)]), [WriteOutcome::Written]);
        assert_eq!(offer(&[(0, 4, 5), (2, 4, 8)]), [WriteOutcome::Written; 2]);
        assert_eq!(stand(), [mark(5), mark(7), mark(8)], "steps to different facts in one");
        assert_eq!(
            offer(&[(0, 5, 9), (1, 4, 6), (2, 8, 9)]),
            [WriteOutcome::Written, WriteOutcome::Ahead, WriteOutcome::Written]
        );
        assert_eq!(offer(&[(0, 9, 10), (2, 9, 10)]), [WriteOutcome::Written; 2]);
        assert_eq!(stand(), [mark(10), mark(7), mark(10)]);
        assert_eq!(offer(&[(0, 10, 11), (1, 7, 11), (2, 10, 11)]), [WriteOutcome::Written; 3]);
        assert_eq!(offer(&[(0, 11, 12), (1, 11, 12), (2, 11, 12)]), [WriteOutcome::Written; 3]);
        assert_eq!(stand(), [mark(12); 3]);
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_step_rewrites_no_checkpoint() {
    let Some(place) = TestStore::postgres().await else { return };
    let TestStore::Postgres(address) = &place else { return };
    let session = address.pool(1, None).unwrap().get().await.unwrap();
    // Which transaction wrote each checkpoint.
    let written = async || {
        let query = "select string_agg(xmin::text, ' ' order by projection) from maillage_projections.checkpoints";
        session.query_one(query, &[]).await.unwrap().get::<_, String>(0)
    };
    let store = place.shared().await;
    let all = blocking(|| {
        ["minutes", "hours"].map(|projection| {
            let building = store.begin(projection, 1, &space()).unwrap();
            assert_eq!(store.take_over(&building, mark(1), None, Cause::Needed).unwrap(), Takeover::Taken);
            building
        })
    });
    let offer = |which: &[usize], from, to| {
        let of = |at: &usize| Step { projection: all[*at].projection, ..step(&all[*at], from, to, &[row("a", to)]) };
        let steps = which.iter().map(of).collect::<Vec<_>>();
        assert!(
            blocking(|| store.keep(&space(), &steps)).unwrap().iter().all(|outcome| *outcome == WriteOutcome::Written)
        );
    };
    offer(&[0, 1], 1, 2);
    let joined = written().await;
    offer(&[0, 1], 2, 3);
    offer(&[0, 1], 3, 4);
    assert_eq!(written().await, joined);
    // The control: one that moves alone parts from the other, and both must say where they stand.
    offer(&[0], 4, 5);
    assert_ne!(written().await, joined);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_without_checkpoints_are_lost() {
    let Some(place) = TestStore::postgres().await else { return };
    let TestStore::Postgres(address) = &place else { return };
    let store = place.shared().await;
    let rows = blocking(|| built(store.as_ref(), 1, 1, &[]));
    let offer = |from| blocking(|| keep(store.as_ref(), step(&rows, from, from + 1, &[row("a", from)])));
    assert_eq!([offer(1), offer(2)], [WriteOutcome::Written; 2]);
    let session = address.pool(1, None).unwrap().get().await.unwrap();
    session.batch_execute("truncate maillage_projections.checkpoints, maillage_projections.rows").await.unwrap();
    assert_eq!(offer(3), WriteOutcome::Lost);
    assert_eq!(place.rows().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_reads_no_fact_that_was_folded_before() {
    let (log, folder) = (MemoryLog::new(), tempfile::tempdir().unwrap());
    let space_state = space_state(&log, &folder.path().join("rows.db"), FOLDS);
    let shown = || log.shown.swap(0, std::sync::atomic::Ordering::SeqCst);
    for n in 1..=50 {
        log.held(n % 4, n);
    }
    space_state.step().await.unwrap();
    assert!(shown() >= 50, "the first step folds all");
    log.held(1, 51);
    space_state.step().await.unwrap();
    assert_eq!(shown(), 0, "what comes next is asked for by its position");
    // The control: an amendment makes it fold again from zero.
    log.cancel(7);
    space_state.step().await.unwrap();
    assert!(shown() >= 50);
}
