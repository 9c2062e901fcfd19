//! Slots of a pole's rhythm: each is one that the rhythm gives.

use maillage_events::declare::Example;
use maillage_events::pole::{CadenceSet, PoleOpened};
use maillage_events::refusal::Refusal;
use maillage_events::session::SessionPlanned;

use crate::register_space::*;
use crate::support::*;

fn plan(slot: &str) -> SessionPlanned {
    SessionPlanned { slot: Some(slot.parse().unwrap()), ..SessionPlanned::example() }
}

fn rhythm(space: &mut Space, from: &str, days: u32) -> u64 {
    space.record("pole/fives", from, CadenceSet { days, from: from.parse().unwrap() }).unwrap()
}

/// A pole that meets every 42 days from 12 January 2016.
fn fives() -> Space {
    let mut space = Space::default();
    space.record("pole/fives", "2015", PoleOpened::example()).unwrap();
    rhythm(&mut space, "2016-01-12", 42);
    space
}

fn name(space: &mut Space, session: &str, slot: &str) -> Result<u64, Refusal> {
    space.record(&format!("session/{session}"), "2016-01-02", plan(slot))
}

#[test]
fn a_slot_is_one_that_the_rhythm_gives() {
    let mut space = fives();
    let refusal = name(&mut space, "s", "2016-02-24").unwrap_err();
    assert_eq!(refusal.code, "slot-off-rhythm");
    let value = |name: &str| refusal.values.iter().find(|(it, _)| *it == name).unwrap().1.as_str();
    assert_eq!([value("before"), value("slot"), value("after")], ["2016-02-23", "2016-02-24", "2016-04-05"]);
    for slot in ["2016-01-12", "2016-02-23", "2016-04-05"] {
        name(&mut space, slot, slot).unwrap();
    }
    let without = SessionPlanned { slot: None, ..SessionPlanned::example() };
    assert!(space.record("session/none", "2016-01-02", without).is_ok());
}

#[test]
fn a_corrected_slot_is_one_that_the_rhythm_gives() {
    let mut space = fives();
    let planned = name(&mut space, "s", "2016-02-23").unwrap();
    assert_eq!(refused(space.correct("session/s", planned, plan("2016-03-08"))), "slot-off-rhythm");
    assert!(space.correct("session/s", planned, plan("2016-04-05")).is_ok());
}

/// Whoever types a session before the rhythm of its time is not refused.
#[test]
fn a_slot_before_any_rhythm_that_is_known_is_taken() {
    let mut space = fives();
    assert!(name(&mut space, "old", "2015-11-03").is_ok());
    let mut silent = Space::default();
    silent.record("pole/fives", "2015", PoleOpened::example()).unwrap();
    assert!(name(&mut silent, "s", "2016-02-24").is_ok());
}

#[test]
fn a_slot_of_a_rhythm_that_was_changed_since_stays_one() {
    let mut space = fives();
    let planned = name(&mut space, "before", "2016-05-17").unwrap();
    let changed = rhythm(&mut space, "2016-03-01", 28);
    for slot in ["2016-04-05", "2016-03-29"] {
        name(&mut space, slot, slot).unwrap();
    }
    assert_eq!(refused(name(&mut space, "s", "2016-04-06")), "slot-off-rhythm");
    let renamed = SessionPlanned { title: "Réunion de printemps".into(), ..plan("2016-05-17") };
    space.correct("session/before", planned, renamed).unwrap();
    assert!(space.cancel("pole/fives", changed).is_ok(), "slots that it gave stay those of their sessions");
}
