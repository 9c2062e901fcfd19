//! What every store of rows promises, held on each of them.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use maillage_projections::table::RowChange;

use super::folds::{FOLDS, Sum};
use super::memory_log::{MemoryLog, space};
use super::stores::{TestStore, blocking, on_both_stores};
use super::{from_zero, stored_in};
use crate::batch::{Batch, batches};
use crate::fold::{Folded, amendments_between};
use crate::mark::Mark;
use crate::store::{Building, Cause, RowStore, Step, Takeover, WriteOutcome};

on_both_stores!(
    what_is_stored_comes_back,
    repeating_a_step_changes_nothing,
    a_step_that_does_not_join_is_refused,
    a_step_with_an_amendment_joins_where_it_starts_alone,
    nobody_sees_a_generation_before_it_lives,
    only_the_last_generation_begun_may_live,
    a_takeover_never_moves_a_checkpoint_back,
    switching_back_restores_rows_and_position,
    a_declined_version_returns_only_when_an_operator_rebuilds,
    every_fact_delivered_twice_counts_once,
    rows_of_an_abandoned_generation_are_removed,
);

pub fn mark(position: u64) -> Mark {
    let number = i64::try_from(position).unwrap();
    Mark { position, fact: Some((RecordedAt(number * 1000), FactId(uuid::Uuid::from_u128(position.into())))) }
}

pub fn row(key: &str, count: u64) -> RowChange {
    let bytes = serde_json::to_vec(&Sum { count, ..Sum::default() }).unwrap();
    RowChange { table: "sums", key: key.to_owned(), row: Some(bytes) }
}

pub fn gone(key: &str) -> RowChange {
    RowChange { table: "sums", key: key.to_owned(), row: None }
}

/// Rows of *minutes* that stand at a position; later generations are those of an operator.
pub fn built(store: &dyn RowStore, version: u32, position: u64, rows: &[RowChange]) -> Building {
    let building = store.begin("minutes", version, &space()).unwrap();
    store.add(&building, rows).unwrap();
    assert_eq!(store.take_over(&building, mark(position), None, Cause::Operator).unwrap(), Takeover::Taken);
    building
}

pub fn step(building: &Building, from: u64, to: u64, changes: &[RowChange]) -> Step<'static> {
    Step {
        projection: "minutes",
        version: building.version,
        generation: building.generation,
        from,
        to: mark(to),
        amended: false,
        changes: Box::leak(changes.into()),
    }
}

pub fn keep(store: &dyn RowStore, step: Step<'_>) -> WriteOutcome {
    store.keep(&space(), &[step]).unwrap()[0]
}

pub fn counts(store: &dyn RowStore) -> (u64, Vec<(String, u64)>) {
    let mut state = super::folds::Minutes::default();
    let found = store.load(&space(), &mut state).unwrap();
    (
        found.map_or(0, |found| found.checkpoint.mark.position),
        state.0.iter().map(|(key, sum)| (key.to_owned(), sum.count)).collect(),
    )
}

async fn what_is_stored_comes_back(place: TestStore) {
    let (store, again) = (place.open().await, place.open().await);
    blocking(|| {
        assert_eq!((store.checkpoint("minutes", &space()).unwrap(), store.spaces().unwrap()), (None, vec![]));
        let rows = built(store.as_ref(), 1, 3, &[row("a", 1), row("b", 2), row("c", 3)]);
        assert_eq!(
            keep(store.as_ref(), step(&rows, 3, 5, &[row("b", 7), gone("c"), row("d", 4)])),
            WriteOutcome::Written
        );
        assert_eq!(counts(again.as_ref()), (5, vec![("a".into(), 1), ("b".into(), 7), ("d".into(), 4)]));
        let found = again.checkpoint("minutes", &space()).unwrap().unwrap();
        assert_eq!((found.mark, found.version, found.generation, found.stopped), (mark(5), 1, rows.generation, None));
        assert_eq!(again.spaces().unwrap(), [space()]);
        assert_eq!(again.standing(&space()).unwrap().keys().collect::<Vec<_>>(), ["minutes"]);
    });
}

async fn repeating_a_step_changes_nothing(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        let rows = built(store.as_ref(), 1, 1, &[row("a", 1)]);
        for _ in 0..2 {
            assert_eq!(keep(store.as_ref(), step(&rows, 1, 2, &[row("a", 2)])), WriteOutcome::Written);
            assert_eq!(counts(store.as_ref()), (2, vec![("a".into(), 2)]));
        }
        assert_eq!(keep(store.as_ref(), step(&rows, 2, 3, &[row("a", 3)])), WriteOutcome::Written);
        assert_eq!(keep(store.as_ref(), step(&rows, 1, 2, &[row("a", 2)])), WriteOutcome::Ahead);
        assert_eq!(counts(store.as_ref()), (3, vec![("a".into(), 3)]));
    });
}

async fn a_step_with_an_amendment_joins_where_it_starts_alone(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        let rows = built(store.as_ref(), 1, 2, &[row("a", 1)]);
        let amended = |from, to| Step { amended: true, ..step(&rows, from, to, &[row("b", to)]) };
        assert_eq!(keep(store.as_ref(), amended(1, 3)), WriteOutcome::Replaced);
        assert_eq!(keep(store.as_ref(), step(&rows, 1, 3, &[row("b", 3)])), WriteOutcome::Written, "the control");
        for _ in 0..2 {
            assert_eq!(keep(store.as_ref(), amended(3, 4)), WriteOutcome::Written);
        }
    });
}

async fn a_step_that_does_not_join_is_refused(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        let nothing = Building { projection: "minutes", space: space(), version: 1, generation: 1 };
        assert_eq!(keep(store.as_ref(), step(&nothing, 0, 1, &[row("a", 1)])), WriteOutcome::Lost);
        let old = built(store.as_ref(), 2, 4, &[row("a", 4)]);
        let new = built(store.as_ref(), 2, 4, &[row("a", 40)]);
        let offered = |rows: &Building, version, from| {
            let rows = Building { version, ..rows.clone() };
            keep(store.as_ref(), step(&rows, from, 9, &[row("a", 9)]))
        };
        assert_eq!(offered(&new, 2, 5), WriteOutcome::Lost, "facts between are missing");
        assert_eq!(offered(&new, 1, 4), WriteOutcome::OtherVersion);
        assert_eq!(offered(&new, 3, 4), WriteOutcome::Lost);
        assert_eq!(offered(&old, 2, 4), WriteOutcome::Replaced);
        assert_eq!(counts(store.as_ref()).0, 0, "another version reads none of it");
        assert_eq!(store.checkpoint("minutes", &space()).unwrap().unwrap().mark, mark(4));
        // The control: the same step is taken where it joins.
        assert_eq!(offered(&new, 2, 4), WriteOutcome::Written);
    });
}

async fn nobody_sees_a_generation_before_it_lives(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        let current = built(store.as_ref(), 1, 2, &[row("a", 1), row("b", 1), row("c", 1)]);
        let building = store.begin("minutes", 1, &space()).unwrap();
        store.add(&building, &[row("a", 5), row("x", 1)]).unwrap();
        store.add(&building, &[row("b", 1), gone("x"), row("d", 6)]).unwrap();
        assert_eq!(counts(store.as_ref()), (2, vec![("a".into(), 1), ("b".into(), 1), ("c".into(), 1)]));
        assert_eq!(
            keep(store.as_ref(), step(&current, 2, 3, &[row("b", 2)])),
            WriteOutcome::Written,
            "the living goes on meanwhile"
        );
        let differing = store.differing(&building, 10).unwrap();
        let named: Vec<_> =
            differing.iter().map(|it| (it.row.as_str(), it.before.is_some(), it.after.is_some())).collect();
        assert_eq!(
            named,
            [("sums/a", true, true), ("sums/b", true, true), ("sums/c", true, false), ("sums/d", false, true)]
        );
        assert!(differing[0].before != differing[0].after && differing[0].before.as_ref().unwrap().len() == 64);
        assert_eq!(store.differing(&building, 2).unwrap().len(), 2);
        assert_eq!(store.take_over(&building, mark(3), None, Cause::Operator).unwrap(), Takeover::Taken);
        assert_eq!(counts(store.as_ref()), (3, vec![("a".into(), 5), ("b".into(), 1), ("d".into(), 6)]));
    });
}

async fn only_the_last_generation_begun_may_live(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        let first = store.begin("minutes", 1, &space()).unwrap();
        store.add(&first, &[row("a", 1)]).unwrap();
        let second = store.begin("minutes", 1, &space()).unwrap();
        store.add(&second, &[row("b", 2)]).unwrap();
        assert!(second.generation > first.generation);
        assert_eq!(store.take_over(&first, mark(9), None, Cause::Operator).unwrap(), Takeover::Refused);
        assert_eq!(store.take_over(&second, mark(1), None, Cause::Needed).unwrap(), Takeover::Taken);
        assert_eq!(counts(store.as_ref()), (1, vec![("b".into(), 2)]));
    });
}

async fn a_takeover_never_moves_a_checkpoint_back(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        let current = built(store.as_ref(), 1, 2, &[row("a", 1)]);
        let building = store.begin("minutes", 1, &space()).unwrap();
        assert_eq!(keep(store.as_ref(), step(&current, 2, 4, &[row("a", 2)])), WriteOutcome::Written);
        assert_eq!(store.take_over(&building, mark(3), None, Cause::Operator).unwrap(), Takeover::Behind);
        assert_eq!(counts(store.as_ref()), (4, vec![("a".into(), 2)]));
        assert_eq!(
            store.take_over(&building, mark(4), None, Cause::Operator).unwrap(),
            Takeover::Taken,
            "once it has caught up"
        );
    });
}

async fn switching_back_restores_rows_and_position(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        assert_eq!(store.switch_back("minutes", &space()).unwrap(), None);
        let first = built(store.as_ref(), 1, 2, &[row("a", 1)]);
        assert_eq!(store.switch_back("minutes", &space()).unwrap(), None, "nothing was replaced yet");
        let second = built(store.as_ref(), 1, 3, &[row("a", 100)]);
        assert_eq!(keep(store.as_ref(), step(&second, 3, 6, &[row("b", 1)])), WriteOutcome::Written);
        assert_eq!(store.replaced("minutes", &space()).unwrap().unwrap().mark, mark(2));
        let back = store.switch_back("minutes", &space()).unwrap().unwrap();
        assert_eq!((back.mark, back.generation), (mark(2), first.generation));
        assert_eq!(counts(store.as_ref()), (2, vec![("a".into(), 1)]));
        assert_eq!(keep(store.as_ref(), step(&second, 6, 7, &[row("b", 2)])), WriteOutcome::Replaced);
        assert_eq!(keep(store.as_ref(), step(&first, 2, 3, &[row("a", 2)])), WriteOutcome::Written);
        let forth = store.switch_back("minutes", &space()).unwrap().unwrap();
        assert_eq!((forth.mark, forth.generation), (mark(6), second.generation));
        assert_eq!(counts(store.as_ref()), (6, vec![("a".into(), 100), ("b".into(), 1)]));
        // A generation that was needed says the same as the one before: it does not push out what can be switched back.
        let needed = store.begin("minutes", 1, &space()).unwrap();
        assert_eq!(store.take_over(&needed, mark(6), None, Cause::Needed).unwrap(), Takeover::Taken);
        assert_eq!(store.replaced("minutes", &space()).unwrap().unwrap().mark, mark(3));
    });
}

async fn a_declined_version_returns_only_when_an_operator_rebuilds(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        built(store.as_ref(), 1, 2, &[row("a", 1)]);
        let newer = built(store.as_ref(), 2, 2, &[row("a", 10)]);
        let back = store.switch_back("minutes", &space()).unwrap().unwrap();
        assert_eq!((back.version, back.declined), (1, Some(2)));
        assert_eq!(keep(store.as_ref(), step(&newer, 2, 3, &[row("a", 11)])), WriteOutcome::OtherVersion);
        let needed = store.begin("minutes", 2, &space()).unwrap();
        assert_eq!(store.take_over(&needed, mark(3), None, Cause::Needed).unwrap(), Takeover::Refused);
        assert_eq!(counts(store.as_ref()), (2, vec![("a".into(), 1)]));
        let another = store.begin("minutes", 3, &space()).unwrap();
        assert_eq!(
            store.take_over(&another, mark(3), None, Cause::Needed).unwrap(),
            Takeover::Taken,
            "only that version was declined"
        );
        store.switch_back("minutes", &space()).unwrap().unwrap();
        let wanted = store.begin("minutes", 3, &space()).unwrap();
        assert_eq!(store.take_over(&wanted, mark(3), None, Cause::Operator).unwrap(), Takeover::Taken);
        assert_eq!(store.checkpoint("minutes", &space()).unwrap().unwrap().declined, None);
    });
}

async fn every_fact_delivered_twice_counts_once(place: TestStore) {
    let (log, store) = (MemoryLog::new(), place.open().await);
    for n in 1..=40 {
        log.held(n % 4, n);
    }
    blocking(|| {
        let rows = built(store.as_ref(), 1, 0, &[]);
        let mut folded = Folded::new(FOLDS[0].1);
        let none = amendments_between(log.as_ref(), &space(), 0, 40).unwrap();
        let mut deliver = |batch: &Batch| {
            let from = folded.mark.position;
            folded.take(&none, batch);
            let changes = folded.take_changes_to_keep().unwrap();
            for _ in 0..2 {
                let step = Step {
                    projection: "minutes",
                    version: 1,
                    generation: rows.generation,
                    from,
                    to: folded.mark,
                    amended: false,
                    changes: &changes,
                };
                assert_eq!(keep(store.as_ref(), step), WriteOutcome::Written);
            }
        };
        for after in (0..40).step_by(8) {
            for _ in 0..2 {
                batches(log.as_ref(), &space(), after, after + 8, &mut |batch| {
                    deliver(batch);
                    Ok(std::ops::ControlFlow::Continue(()))
                })
                .unwrap();
            }
        }
        assert_eq!(stored_in(store.as_ref(), FOLDS)[0], (40, from_zero(&log, FOLDS, 40)[0].clone()));
    });
}

async fn rows_of_an_abandoned_generation_are_removed(place: TestStore) {
    let store = place.open().await;
    blocking(|| {
        let given_up = store.begin("minutes", 1, &space()).unwrap();
        let current = built(store.as_ref(), 1, 1, &[row("a", 1)]);
        store.add(&given_up, &[row("b", 1)]).unwrap();
        // A generation that takes over is the moment at which a file is swept; a database has refused the row already.
        let next = store.begin("minutes", 1, &space()).unwrap();
        assert!(next.generation > current.generation);
    });
    assert_eq!(place.rows().await, 1);
}
