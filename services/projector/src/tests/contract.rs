//! What every store of rows promises, held on each of them.

use std::sync::Arc;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use maillage_projections::table::RowChange;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::folds::{FOLDS, Sum};
use super::histories::{Act, acts, append};
use super::memory::{MemoryLog, space};
use super::service::LONG;
use super::stores::{Place, blocking, on_both_stores};
use super::{afresh, cell_on, kept_on, living};
use crate::Projector;
use crate::batch::{Batch, batches};
use crate::build::changes;
use crate::fold::{Part, amendments};
use crate::frame::Mark;
use crate::living::Cell;
use crate::store::{Building, Cause, Kept, RowStore, Step, Takeover};

on_both_stores!(
    what_is_kept_comes_back,
    a_step_that_was_taken_before_changes_nothing,
    a_step_that_does_not_join_is_refused,
    nobody_sees_a_generation_before_it_lives,
    the_last_generation_that_was_begun_is_the_one_that_may_live,
    a_generation_never_takes_rows_back_behind_where_they_stand,
    a_generation_that_was_replaced_lives_again_where_it_stood,
    a_version_that_was_switched_away_from_stays_away_until_it_is_asked_for,
    every_fact_delivered_twice_counts_once,
    two_processes_on_one_store_keep_what_a_fold_from_zero_gives,
    two_processes_that_follow_at_once_agree_and_keep_the_same,
    rows_of_a_generation_that_was_given_up_do_not_stay,
    a_stale_process_never_overwrites_newer_rows,
    without_the_comparison_a_stale_process_would_spoil_them,
    another_process_that_rebuilds_is_followed,
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

/// Rows of *minutes* that stand at a position; later generations are asked for.
pub fn built(store: &dyn RowStore, version: u32, position: u64, rows: &[RowChange]) -> Building {
    let building = store.begin("minutes", version, &space()).unwrap();
    store.add(&building, rows).unwrap();
    assert_eq!(store.take_over(&building, mark(position), None, Cause::Asked).unwrap(), Takeover::Taken);
    building
}

pub fn step(building: &Building, from: u64, to: u64, changes: &[RowChange]) -> Step<'static> {
    Step {
        projection: "minutes",
        version: building.version,
        generation: building.generation,
        from,
        to: mark(to),
        changes: Box::leak(changes.into()),
    }
}

pub fn keep(store: &dyn RowStore, step: Step<'_>) -> Kept {
    store.keep(&space(), &[step]).unwrap()[0]
}

pub fn counts(store: &dyn RowStore) -> (u64, Vec<(String, u64)>) {
    let mut state = super::folds::Minutes::default();
    let found = store.load(&space(), &mut state).unwrap();
    (
        found.map_or(0, |found| found.mark.position),
        state.0.iter().map(|(key, sum)| (key.to_owned(), sum.count)).collect(),
    )
}

async fn what_is_kept_comes_back(place: Place) {
    let (store, again) = (place.open().await, place.open().await);
    blocking(|| {
        assert_eq!((store.checkpoint("minutes", &space()).unwrap(), store.spaces().unwrap()), (None, vec![]));
        let rows = built(store.as_ref(), 1, 3, &[row("a", 1), row("b", 2), row("c", 3)]);
        assert_eq!(keep(store.as_ref(), step(&rows, 3, 5, &[row("b", 7), gone("c"), row("d", 4)])), Kept::Moved);
        assert_eq!(counts(again.as_ref()), (5, vec![("a".into(), 1), ("b".into(), 7), ("d".into(), 4)]));
        let found = again.checkpoint("minutes", &space()).unwrap().unwrap();
        assert_eq!((found.mark, found.version, found.generation, found.stopped), (mark(5), 1, rows.generation, None));
        assert_eq!(again.spaces().unwrap(), [space()]);
        assert_eq!(again.standing(&space()).unwrap().keys().collect::<Vec<_>>(), ["minutes"]);
    });
}

async fn a_step_that_was_taken_before_changes_nothing(place: Place) {
    let store = place.open().await;
    blocking(|| {
        let rows = built(store.as_ref(), 1, 1, &[row("a", 1)]);
        for _ in 0..2 {
            assert_eq!(keep(store.as_ref(), step(&rows, 1, 2, &[row("a", 2)])), Kept::Moved);
            assert_eq!(counts(store.as_ref()), (2, vec![("a".into(), 2)]));
        }
        assert_eq!(keep(store.as_ref(), step(&rows, 2, 3, &[row("a", 3)])), Kept::Moved);
        assert_eq!(keep(store.as_ref(), step(&rows, 1, 2, &[row("a", 2)])), Kept::Ahead);
        assert_eq!(counts(store.as_ref()), (3, vec![("a".into(), 3)]));
    });
}

async fn a_step_that_does_not_join_is_refused(place: Place) {
    let store = place.open().await;
    blocking(|| {
        let nothing = Building { projection: "minutes", space: space(), version: 1, generation: 1 };
        assert_eq!(keep(store.as_ref(), step(&nothing, 0, 1, &[row("a", 1)])), Kept::Lost);
        let old = built(store.as_ref(), 2, 4, &[row("a", 4)]);
        let new = built(store.as_ref(), 2, 4, &[row("a", 40)]);
        let offered = |rows: &Building, version, from| {
            let rows = Building { version, ..rows.clone() };
            keep(store.as_ref(), step(&rows, from, 9, &[row("a", 9)]))
        };
        assert_eq!(offered(&new, 2, 5), Kept::Lost, "facts between are missing");
        assert_eq!(offered(&new, 1, 4), Kept::OtherVersion);
        assert_eq!(offered(&new, 3, 4), Kept::Lost);
        assert_eq!(offered(&old, 2, 4), Kept::Replaced);
        assert_eq!(counts(store.as_ref()).0, 0, "another version reads none of it");
        assert_eq!(store.checkpoint("minutes", &space()).unwrap().unwrap().mark, mark(4));
        // The control: the same step is taken where it joins.
        assert_eq!(offered(&new, 2, 4), Kept::Moved);
    });
}

async fn nobody_sees_a_generation_before_it_lives(place: Place) {
    let store = place.open().await;
    blocking(|| {
        let living = built(store.as_ref(), 1, 2, &[row("a", 1), row("b", 1), row("c", 1)]);
        let building = store.begin("minutes", 1, &space()).unwrap();
        store.add(&building, &[row("a", 5), row("x", 1)]).unwrap();
        store.add(&building, &[row("b", 1), gone("x"), row("d", 6)]).unwrap();
        assert_eq!(counts(store.as_ref()), (2, vec![("a".into(), 1), ("b".into(), 1), ("c".into(), 1)]));
        assert_eq!(
            keep(store.as_ref(), step(&living, 2, 3, &[row("b", 2)])),
            Kept::Moved,
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
        assert_eq!(store.take_over(&building, mark(3), None, Cause::Asked).unwrap(), Takeover::Taken);
        assert_eq!(counts(store.as_ref()), (3, vec![("a".into(), 5), ("b".into(), 1), ("d".into(), 6)]));
    });
}

async fn the_last_generation_that_was_begun_is_the_one_that_may_live(place: Place) {
    let store = place.open().await;
    blocking(|| {
        let first = store.begin("minutes", 1, &space()).unwrap();
        store.add(&first, &[row("a", 1)]).unwrap();
        let second = store.begin("minutes", 1, &space()).unwrap();
        store.add(&second, &[row("b", 2)]).unwrap();
        assert!(second.generation > first.generation);
        assert_eq!(store.take_over(&first, mark(9), None, Cause::Asked).unwrap(), Takeover::Refused);
        assert_eq!(store.take_over(&second, mark(1), None, Cause::Needed).unwrap(), Takeover::Taken);
        assert_eq!(counts(store.as_ref()), (1, vec![("b".into(), 2)]));
    });
}

async fn a_generation_never_takes_rows_back_behind_where_they_stand(place: Place) {
    let store = place.open().await;
    blocking(|| {
        let living = built(store.as_ref(), 1, 2, &[row("a", 1)]);
        let building = store.begin("minutes", 1, &space()).unwrap();
        assert_eq!(keep(store.as_ref(), step(&living, 2, 4, &[row("a", 2)])), Kept::Moved);
        assert_eq!(store.take_over(&building, mark(3), None, Cause::Asked).unwrap(), Takeover::Behind);
        assert_eq!(counts(store.as_ref()), (4, vec![("a".into(), 2)]));
        assert_eq!(
            store.take_over(&building, mark(4), None, Cause::Asked).unwrap(),
            Takeover::Taken,
            "once it has caught up"
        );
    });
}

async fn a_generation_that_was_replaced_lives_again_where_it_stood(place: Place) {
    let store = place.open().await;
    blocking(|| {
        assert_eq!(store.switch_back("minutes", &space()).unwrap(), None);
        let first = built(store.as_ref(), 1, 2, &[row("a", 1)]);
        assert_eq!(store.switch_back("minutes", &space()).unwrap(), None, "nothing was replaced yet");
        let second = built(store.as_ref(), 1, 3, &[row("a", 100)]);
        assert_eq!(keep(store.as_ref(), step(&second, 3, 6, &[row("b", 1)])), Kept::Moved);
        assert_eq!(store.replaced("minutes", &space()).unwrap().unwrap().mark, mark(2));
        let back = store.switch_back("minutes", &space()).unwrap().unwrap();
        assert_eq!((back.mark, back.generation), (mark(2), first.generation));
        assert_eq!(counts(store.as_ref()), (2, vec![("a".into(), 1)]));
        assert_eq!(keep(store.as_ref(), step(&second, 6, 7, &[row("b", 2)])), Kept::Replaced);
        assert_eq!(keep(store.as_ref(), step(&first, 2, 3, &[row("a", 2)])), Kept::Moved);
        let forth = store.switch_back("minutes", &space()).unwrap().unwrap();
        assert_eq!((forth.mark, forth.generation), (mark(6), second.generation));
        assert_eq!(counts(store.as_ref()), (6, vec![("a".into(), 100), ("b".into(), 1)]));
        // A generation that was needed says the same as the one before: it does not push out what can be switched back.
        let needed = store.begin("minutes", 1, &space()).unwrap();
        assert_eq!(store.take_over(&needed, mark(6), None, Cause::Needed).unwrap(), Takeover::Taken);
        assert_eq!(store.replaced("minutes", &space()).unwrap().unwrap().mark, mark(3));
    });
}

async fn a_version_that_was_switched_away_from_stays_away_until_it_is_asked_for(place: Place) {
    let store = place.open().await;
    blocking(|| {
        built(store.as_ref(), 1, 2, &[row("a", 1)]);
        let newer = built(store.as_ref(), 2, 2, &[row("a", 10)]);
        let back = store.switch_back("minutes", &space()).unwrap().unwrap();
        assert_eq!((back.version, back.declined), (1, Some(2)));
        assert_eq!(keep(store.as_ref(), step(&newer, 2, 3, &[row("a", 11)])), Kept::OtherVersion);
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
        let asked = store.begin("minutes", 3, &space()).unwrap();
        assert_eq!(store.take_over(&asked, mark(3), None, Cause::Asked).unwrap(), Takeover::Taken);
        assert_eq!(store.checkpoint("minutes", &space()).unwrap().unwrap().declined, None);
    });
}

async fn every_fact_delivered_twice_counts_once(place: Place) {
    let (log, store) = (MemoryLog::new(), place.open().await);
    for n in 1..=40 {
        log.held(n % 4, n);
    }
    blocking(|| {
        let rows = built(store.as_ref(), 1, 0, &[]);
        let mut part = Part::new(FOLDS[0].1);
        let none = amendments(log.as_ref(), &space(), 0, 40).unwrap();
        let mut deliver = |batch: &Batch| {
            let from = part.mark.position;
            part.take(&none, batch);
            let changes = changes(&mut part).unwrap();
            for _ in 0..2 {
                let step = Step {
                    projection: "minutes",
                    version: 1,
                    generation: rows.generation,
                    from,
                    to: part.mark,
                    changes: &changes,
                };
                assert_eq!(keep(store.as_ref(), step), Kept::Moved);
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
        assert_eq!(kept_on(store.as_ref(), FOLDS)[0], (40, afresh(&log, FOLDS, 40)[0].clone()));
    });
}

async fn settle(cell: &Arc<Cell>) {
    while cell.step().await.unwrap().is_some() {}
}

async fn two_processes_on_one_store_keep_what_a_fold_from_zero_gives(place: Place) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..12 {
        let history = acts().new_tree(&mut runner).unwrap().current();
        let (log, place) = (MemoryLog::new(), place.another().await);
        let stores = [place.open().await, place.open().await];
        let mut cells = stores.clone().map(|store| cell_on(&log, store, FOLDS));
        for act in &history {
            append(&log, act);
            match act {
                Act::Follow(second) => {
                    settle(&cells[usize::from(*second)]).await;
                    assert_eq!(living(&cells[usize::from(*second)]), afresh(&log, FOLDS, log.len()), "{history:?}");
                }
                Act::Restart(second) => {
                    cells[usize::from(*second)] = cell_on(&log, stores[usize::from(*second)].clone(), FOLDS)
                }
                _ => {}
            }
        }
        for cell in &cells {
            settle(cell).await;
            settle(cell).await;
        }
        let fresh: Vec<_> = afresh(&log, FOLDS, log.len()).into_iter().map(|digest| (log.len(), digest)).collect();
        if log.len() > 0 {
            assert_eq!(blocking(|| kept_on(stores[0].as_ref(), FOLDS)), fresh, "{history:?}");
        }
    }
}

async fn two_processes_that_follow_at_once_agree_and_keep_the_same(place: Place) {
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
    let fresh = afresh(&log, FOLDS, log.len());
    for node in &nodes {
        assert!(node.wait_for(&space(), log.len(), LONG).await);
        assert_eq!(living(&node.cell(&space()).unwrap()), fresh);
    }
    let wanted: Vec<_> = fresh.into_iter().map(|digest| (log.len(), digest)).collect();
    let store = place.open().await;
    let reached = async {
        while blocking(|| kept_on(store.as_ref(), FOLDS)) != wanted {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(LONG, reached).await.expect("the kept rows do not come to agree");
}

async fn rows_of_a_generation_that_was_given_up_do_not_stay(place: Place) {
    let store = place.open().await;
    blocking(|| {
        let given_up = store.begin("minutes", 1, &space()).unwrap();
        let living = built(store.as_ref(), 1, 1, &[row("a", 1)]);
        store.add(&given_up, &[row("b", 1)]).unwrap();
        // A generation that takes over is the moment at which a file is swept; a database has refused the row already.
        let next = store.begin("minutes", 1, &space()).unwrap();
        assert!(next.generation > living.generation);
    });
    assert_eq!(place.rows().await, 1);
}

/// Two processes over the same rows; the second acts on what it knew before the first went on. `true` when the kept
/// rows came out wrong.
async fn stale_writer_spoils_the_rows(place: &Place, careless: bool) -> bool {
    let log = MemoryLog::new();
    log.held(1, 10);
    let fast = cell_on(&log, place.open().await, FOLDS);
    settle(&fast).await;
    log.held(1, 20);
    // The slow one has read the log but not yet written when the fast one goes on.
    let shorter = MemoryLog::new();
    shorter.held(1, 10);
    shorter.held(1, 20);
    let stalled = cell_on(&shorter, place.opened(careless).await, FOLDS);
    stalled.load(&mut *stalled.work.lock().await).await.unwrap();
    log.held(2, 30);
    log.held(1, 40);
    settle(&fast).await;
    settle(&stalled).await;
    let (position, digest) = blocking(|| kept_on(fast.store.as_ref(), FOLDS)).remove(0);
    position != 4 || digest != afresh(&log, FOLDS, 4)[0]
}

async fn a_stale_process_never_overwrites_newer_rows(place: Place) {
    assert!(!stale_writer_spoils_the_rows(&place, false).await);
}

async fn without_the_comparison_a_stale_process_would_spoil_them(place: Place) {
    assert!(stale_writer_spoils_the_rows(&place, true).await);
}

async fn another_process_that_rebuilds_is_followed(place: Place) {
    let log = MemoryLog::new();
    for n in 1..=10 {
        log.held(n % 3, n);
    }
    let (one, other) = (cell_on(&log, place.open().await, FOLDS), cell_on(&log, place.open().await, FOLDS));
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
    let fresh = afresh(&log, FOLDS, log.len());
    assert_eq!((living(&one), living(&other)), (fresh.clone(), fresh.clone()));
    assert_eq!(
        blocking(|| kept_on(store.as_ref(), FOLDS)),
        fresh.into_iter().map(|digest| (20, digest)).collect::<Vec<_>>()
    );
}
