//! Whatever the history, the batches, the restarts and the company: what lives and what is kept equal a fold from zero.

use std::sync::Arc;

use proptest::prelude::*;

use super::folds::{FOLDS, SHUFFLED};
use super::memory::MemoryLog;
use super::{afresh, cell, kept, living};
use crate::living::Cell;

#[derive(Debug, Clone)]
pub enum Act {
    Held(u32, u32),
    Correct(prop::sample::Index, u32),
    Cancel(prop::sample::Index),
    /// One of two processes follows.
    Follow(bool),
    /// One of two processes dies and begins again from what is kept.
    Restart(bool),
}

pub fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => (0..4_u32, 1..200_u32).prop_map(|(session, minutes)| Act::Held(session, minutes)),
        1 => (any::<prop::sample::Index>(), 1..200_u32).prop_map(|(at, minutes)| Act::Correct(at, minutes)),
        1 => any::<prop::sample::Index>().prop_map(Act::Cancel),
        3 => any::<bool>().prop_map(Act::Follow),
        1 => any::<bool>().prop_map(Act::Restart),
    ];
    prop::collection::vec(act, 1..60)
}

pub fn append(log: &MemoryLog, act: &Act) {
    let target = |at: &prop::sample::Index| at.index(usize::try_from(log.len()).unwrap()) as u64 + 1;
    match act {
        Act::Held(session, minutes) => drop(log.held(*session, *minutes)),
        Act::Correct(..) | Act::Cancel(_) if log.len() == 0 => {}
        Act::Correct(at, minutes) => log.correct(target(at), *minutes),
        Act::Cancel(at) => log.cancel(target(at)),
        Act::Follow(_) | Act::Restart(_) => {}
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn settle(runtime: &tokio::runtime::Runtime, cell: &Arc<Cell>) {
    while runtime.block_on(cell.step()).unwrap().is_some() {}
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_lives_equals_a_fold_from_zero_whoever_follows_and_restarts(acts in acts()) {
        let (log, home, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
        let path = home.path().join("rows.db");
        let mut cells = [cell(&log, &path, FOLDS), cell(&log, &path, FOLDS)];
        for act in &acts {
            append(&log, act);
            match act {
                Act::Follow(second) => {
                    let one = &cells[usize::from(*second)];
                    settle(&runtime, one);
                    prop_assert_eq!(living(one), afresh(&log, FOLDS, log.len()));
                }
                Act::Restart(second) => cells[usize::from(*second)] = cell(&log, &path, FOLDS),
                _ => {}
            }
        }
        for cell in &cells {
            settle(&runtime, cell);
            prop_assert_eq!(living(cell), afresh(&log, FOLDS, log.len()));
        }
        for (position, digest) in kept(&path, FOLDS).into_iter().zip(afresh(&log, FOLDS, log.len())).map(|((at, kept), fresh)| (at, (kept, fresh))) {
            prop_assert_eq!(position, log.len());
            prop_assert_eq!(digest.0, digest.1);
        }
    }

    #[test]
    fn the_size_of_the_batches_changes_nothing(acts in acts(), size in prop::sample::select(vec![1_usize, 7, 1000])) {
        let (log, home, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
        let path = home.path().join("rows.db");
        let cell = cell(&log, &path, FOLDS);
        for chunk in acts.chunks(size) {
            chunk.iter().for_each(|act| append(&log, act));
            settle(&runtime, &cell);
            settle(&runtime, &cell);
        }
        prop_assert_eq!(living(&cell), afresh(&log, FOLDS, log.len()));
        prop_assert_eq!(kept(&path, FOLDS).into_iter().map(|(_, digest)| digest).collect::<Vec<_>>(), afresh(&log, FOLDS, log.len()));
    }
}

#[test]
fn a_long_stretch_with_amendments_gives_what_single_facts_give() {
    let (log, home, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
    let path = home.path().join("rows.db");
    let one = cell(&log, &path, FOLDS);
    for n in 1..=30 {
        log.held(n % 3, n);
    }
    settle(&runtime, &one);
    for n in 1..=2500 {
        match n % 400 {
            0 => log.cancel(u64::from(n) / 2),
            200 => log.correct(u64::from(n) / 3, 11),
            _ => drop(log.held(n % 5, n)),
        }
    }
    settle(&runtime, &one);
    assert_eq!(living(&one), afresh(&log, FOLDS, log.len()));
    let other = cell(&log, &path, FOLDS);
    settle(&runtime, &other);
    assert_eq!(living(&other), living(&one));
}

#[test]
fn a_fold_that_depends_on_the_order_of_a_hash_map_is_caught() {
    let log = MemoryLog::new();
    for n in 0..40 {
        log.held(n, n);
    }
    let digests: std::collections::BTreeSet<_> = (0..20).map(|_| afresh(&log, SHUFFLED, log.len())).collect();
    assert!(digests.len() > 1, "the comparison of digests sees nothing");
    let lawful: std::collections::BTreeSet<_> = (0..20).map(|_| afresh(&log, FOLDS, log.len())).collect();
    assert_eq!(lawful.len(), 1);
}
