//! Live states and stored rows equal a fold from zero, whatever the history, the batches, the restarts and the other
//! processes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use proptest::prelude::*;

use super::folds::{FOLDS, MISDECLARED, OWN, SHUFFLED};
use super::memory_log::MemoryLog;
use super::{from_zero, live_digests, space_state, stored};
use crate::catalogue::Catalogue;
use crate::space_state::SpaceState;

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

fn settle(runtime: &tokio::runtime::Runtime, space_state: &Arc<SpaceState>) {
    while runtime.block_on(space_state.step()).unwrap().is_some() {}
}

fn equal_a_fold_from_zero(acts: &[Act], catalogue: Catalogue) -> Result<(), TestCaseError> {
    let (log, folder, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
    let path = folder.path().join("rows.db");
    let mut space_states = [space_state(&log, &path, catalogue), space_state(&log, &path, catalogue)];
    for act in acts {
        append(&log, act);
        match act {
            Act::Follow(second) => {
                let one = &space_states[usize::from(*second)];
                settle(&runtime, one);
                prop_assert_eq!(live_digests(one), from_zero(&log, catalogue, log.len()));
            }
            Act::Restart(second) => space_states[usize::from(*second)] = space_state(&log, &path, catalogue),
            Act::Held(..) | Act::Correct(..) | Act::Cancel(_) => {}
        }
    }
    for space_state in &space_states {
        settle(&runtime, space_state);
        prop_assert_eq!(live_digests(space_state), from_zero(&log, catalogue, log.len()));
    }
    for ((position, digest), fresh) in stored(&path, catalogue).into_iter().zip(from_zero(&log, catalogue, log.len())) {
        prop_assert_eq!(position, log.len());
        prop_assert_eq!(digest, fresh);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn live_states_equal_a_fold_from_zero(acts in acts()) {
        for catalogue in [FOLDS, OWN] {
            equal_a_fold_from_zero(&acts, catalogue)?;
        }
    }

    #[test]
    fn the_size_of_the_batches_changes_nothing(acts in acts(), size in prop::sample::select(vec![1_usize, 7, 1000])) {
        let (log, folder, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
        let path = folder.path().join("rows.db");
        let space_state = space_state(&log, &path, FOLDS);
        for chunk in acts.chunks(size) {
            chunk.iter().for_each(|act| append(&log, act));
            settle(&runtime, &space_state);
            settle(&runtime, &space_state);
        }
        prop_assert_eq!(live_digests(&space_state), from_zero(&log, FOLDS, log.len()));
        let digests: Vec<_> = stored(&path, FOLDS).into_iter().map(|(_, digest)| digest).collect();
        prop_assert_eq!(digests, from_zero(&log, FOLDS, log.len()));
    }
}

#[test]
fn a_long_stretch_with_amendments_gives_what_single_facts_give() {
    let (log, folder, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
    let path = folder.path().join("rows.db");
    let one = space_state(&log, &path, FOLDS);
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
    assert_eq!(live_digests(&one), from_zero(&log, FOLDS, log.len()));
    let other = space_state(&log, &path, FOLDS);
    settle(&runtime, &other);
    assert_eq!(live_digests(&other), live_digests(&one));
}

#[test]
fn a_fold_that_depends_on_the_order_of_a_hash_map_is_caught() {
    let log = MemoryLog::new();
    for n in 0..40 {
        log.held(n, n);
    }
    let digests: std::collections::BTreeSet<_> = (0..20).map(|_| from_zero(&log, SHUFFLED, log.len())).collect();
    assert!(digests.len() > 1, "the comparison of digests sees nothing");
    let lawful: std::collections::BTreeSet<_> = (0..20).map(|_| from_zero(&log, FOLDS, log.len())).collect();
    assert_eq!(lawful.len(), 1);
}

/// Facts that an amendment makes a fold read again, in a log of forty sessions.
fn read_again(catalogue: Catalogue) -> (u64, bool) {
    let (log, folder, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
    let one = space_state(&log, &folder.path().join("rows.db"), catalogue);
    for n in 0..400 {
        log.held(n % 40, 100 + n);
    }
    settle(&runtime, &one);
    log.correct(7, 3);
    log.shown.store(0, Ordering::SeqCst);
    settle(&runtime, &one);
    let shown = log.shown.load(Ordering::SeqCst);
    (shown, live_digests(&one) == from_zero(&log, catalogue, log.len()))
}

#[test]
fn an_amendment_makes_a_fold_read_its_stream_again_and_no_other() {
    assert_eq!(read_again(&OWN[..1]), (0, true));
    // The control: a fold that declares nothing of its rows begins again from zero.
    let (shown, same) = read_again(&FOLDS[..1]);
    assert!(same && shown >= 401, "{shown}");
}

#[test]
fn a_row_that_is_declared_of_one_stream_and_is_not_is_caught() {
    assert_eq!(read_again(MISDECLARED), (0, false));
}

/// ```text
///  first    folds 1 ─────── folds 2, keeps it ───────────── begins again from what is kept
///  second   folds 1 ───────────────────────── folds 2 as 3 amends it, changes no row
/// ```
#[test]
fn of_two_processes_the_one_behind_leaves_nothing_that_an_amendment_took_away() {
    for catalogue in [FOLDS, OWN] {
        for cancelled in [false, true] {
            let (log, folder, runtime) = (MemoryLog::new(), tempfile::tempdir().unwrap(), runtime());
            let path = folder.path().join("rows.db");
            let (first, second) = (space_state(&log, &path, catalogue), space_state(&log, &path, catalogue));
            log.held(0, 11);
            settle(&runtime, &first);
            settle(&runtime, &second);
            log.held(0, 174);
            settle(&runtime, &first);
            if cancelled {
                log.cancel(2)
            } else {
                log.correct(2, 1)
            }
            settle(&runtime, &second);
            let again = space_state(&log, &path, catalogue);
            settle(&runtime, &again);
            assert_eq!(live_digests(&again), from_zero(&log, catalogue, log.len()), "cancelled: {cancelled}");
        }
    }
}
