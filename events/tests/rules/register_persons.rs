//! Rules over several streams: persons that are merged, erased, or named at one session.

use maillage_events::decide::Ask;
use maillage_events::declare::{Example, example_person};
use maillage_events::fact::Fact;
use maillage_events::id::PersonRef;
use maillage_events::person::*;
use maillage_events::refusal::Refusal;
use maillage_events::register::needs;
use maillage_events::session::*;
use serde_json::json;

use crate::register_space::*;
use crate::support::*;

#[test]
fn merges_never_turn_in_a_circle_however_long() {
    let mut space = persons();
    space.merge(1, 2).unwrap();
    assert_eq!(refused(space.merge(2, 1)), "merge-circle");
    space.merge(2, 3).unwrap();
    space.merge(3, 4).unwrap();
    assert_eq!(refused(space.merge(4, 1)), "merge-circle");
    space.person(3, PersonUnmerged::example()).unwrap();
    assert!(space.merge(4, 3).is_ok(), "what was undone closes no circle");
}

#[test]
fn a_correction_closes_no_circle_either() {
    let mut space = persons();
    let first = space.merge(1, 2).unwrap();
    let undone = space.person(1, PersonUnmerged::example()).unwrap();
    let second = space.merge(2, 1).unwrap();
    assert_eq!(refused(space.cancel(&stream_of(1).to_string(), undone)), "merge-circle");
    let third = space.merge(3, 4).unwrap();
    let elsewhere = PersonMerged { into: example_person(2) };
    assert_eq!(refused(space.correct(&stream_of(3).to_string(), third, elsewhere.clone())), "merge-into-merged");
    space.cancel(&stream_of(2).to_string(), second).unwrap();
    assert!(space.correct(&stream_of(3).to_string(), third, elsewhere).is_ok());
    assert!(space.cancel(&stream_of(1).to_string(), first).is_ok(), "no reason is left");
}

#[test]
fn nobody_is_merged_into_who_was_merged_away_or_erased() {
    let mut space = persons();
    space.merge(1, 2).unwrap();
    let refusal = space.merge(3, 1).unwrap_err();
    assert_eq!(refusal.values, [("stays", example_person(2).to_string())]);
    assert_eq!(refused::<u64>(Err(refusal)), "merge-into-merged");
    space.person(4, PersonErased::example()).unwrap();
    assert_eq!(refused(space.merge(3, 4)), "merge-into-erased");
    space.person(2, PersonErased::example()).unwrap();
    assert!(space.person(1, PersonUnmerged::example()).is_ok(), "an erasure after a merge stays possible to undo");
}

/// Persons 1 to 4, and a session that is not full.
fn session() -> Space {
    let mut space = persons();
    let planned = SessionPlanned { when: day("2016-03-08"), ..SessionPlanned::example() };
    space.record("session/s", "2016-01-01", planned).unwrap();
    space
}

fn sign_up(space: &mut Space, signup: &str, person: PersonRef) -> Result<u64, Refusal> {
    let request = SignupRequested { signup: id(signup), person: Some(person), organisation: None, by: AskedBy::Person };
    space.ask(&"session/s".parse().unwrap(), "2016-02-01", Ask::SignUp(request))
}

fn attend(space: &mut Space, person: u64) -> Result<u64, Refusal> {
    let observed = AttendanceObserved { person: example_person(person), ..AttendanceObserved::example() };
    space.record("session/s", "2016-03-08", observed)
}

#[test]
fn a_merged_person_has_one_place_at_a_session() {
    let mut space = session();
    space.merge(1, 2).unwrap();
    space.merge(3, 2).unwrap();
    sign_up(&mut space, "i-1", example_person(1)).unwrap();
    assert_eq!(refused(sign_up(&mut space, "i-2", example_person(2))), "same-person-signed-up");
    assert_eq!(refused(sign_up(&mut space, "i-3", example_person(3))), "same-person-signed-up");
    assert!(sign_up(&mut space, "i-4", example_person(4)).is_ok());
    let cancel = SignupCancelled { signup: id("i-1"), by: AskedBy::Person };
    space.ask(&"session/s".parse().unwrap(), "2016-02-02", Ask::CancelSignup(cancel)).unwrap();
    assert!(sign_up(&mut space, "i-2", example_person(2)).is_ok(), "the place was given back");
    space.person(3, PersonUnmerged::example()).unwrap();
    assert!(sign_up(&mut space, "i-3", example_person(3)).is_ok(), "two persons after all");
}

#[test]
fn a_merged_person_is_present_once_at_a_session() {
    let mut space = session();
    space.merge(1, 2).unwrap();
    attend(&mut space, 1).unwrap();
    assert_eq!(refused(attend(&mut space, 2)), "same-person-present");
    let other = attend(&mut space, 4).unwrap();
    let moved = AttendanceObserved { person: example_person(2), ..AttendanceObserved::example() };
    assert_eq!(refused(space.correct("session/s", other, moved)), "same-person-present");
}

/// What was recorded before the merge stays, and may still be corrected.
#[test]
fn a_merge_refuses_nothing_of_what_was_recorded_before() {
    let mut space = session();
    let first = attend(&mut space, 1).unwrap();
    attend(&mut space, 2).unwrap();
    space.merge(1, 2).unwrap();
    let better =
        AttendanceObserved { person: example_person(1), quality: Quality::Carer, ..AttendanceObserved::example() };
    assert!(space.correct("session/s", first, better).is_ok());
}

#[test]
fn an_erased_person_is_named_at_no_session() {
    let mut space = session();
    space.person(1, PersonErased::example()).unwrap();
    assert_eq!(refused(sign_up(&mut space, "i-1", example_person(1))), "person-erased");
    assert_eq!(refused(attend(&mut space, 1)), "person-erased");
}

#[test]
fn only_what_several_streams_decide_asks_for_the_register() {
    let asks = |kind: &str, data: serde_json::Value| needs(&Fact::read(kind, &data.to_string()).unwrap());
    assert!(!asks("session.held", json!({})));
    assert!(!asks("attendance.visits_recorded", json!({"sheet": "v", "passages": {"is": "exact", "value": 4}})));
    assert!(!asks("signup.requested", json!({"signup": "i-1", "organisation": "cpam", "by": "organisation"})));
    assert!(asks("signup.requested", json!({"signup": "i-1", "person": example_person(1), "by": "person"})));
    let amended = |kind: &str| {
        let cancelled = json!({"target": fact_id(1), "target_position": 1, "kind": kind, "motive": "m"});
        asks("amendment.cancelled", cancelled)
    };
    assert!(!amended("session.held"));
    assert!(amended("person.unmerged") && amended("attendance.withdrawn") && amended("amendment.cancelled"));
}
