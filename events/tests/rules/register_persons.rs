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
    let elsewhere = PersonMerged { into: example_person(2), ..PersonMerged::example() };
    assert_eq!(refused(space.correct(&stream_of(3).to_string(), third, elsewhere.clone())), "merge-into-merged");
    space.cancel(&stream_of(2).to_string(), second).unwrap();
    assert!(space.correct(&stream_of(3).to_string(), third, elsewhere).is_ok());
    assert_eq!(refused(space.cancel(&stream_of(1).to_string(), first)), "not-merged", "its undoing says that it was");
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
    let request = SignupRequested::of_person(id(signup), person, AskedBy::Person);
    space.ask(&"session/s".parse().unwrap(), "2016-02-01", Ask::SignUp(request))
}

fn attend(space: &mut Space, person: u64) -> Result<u64, Refusal> {
    let observed = AttendanceObserved { person: example_person(person), age: None, ..AttendanceObserved::example() };
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
    let cancel = SignupCancelled { signup: id("i-1"), by: AskedBy::Person, motive: None };
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
fn a_session_that_names_people_becomes_none_that_takes_no_name() {
    type Change = fn(&mut SessionPlanned);
    let changes: [(Change, &str); 3] = [
        (|plan| plan.kind = SessionKind::Screening, "reveals-health"),
        (|plan| plan.health_revealing = true, "reveals-health"),
        (|plan| plan.audience = Some(Audience::Minors), "minors-unnamed"),
    ];
    for (change, code) in changes {
        let plan = SessionPlanned { when: day("2016-03-08"), ..SessionPlanned::example() };
        for named in [true, false] {
            let mut space = persons();
            let planned = space.record("session/s", "2016-01-01", plan.clone()).unwrap();
            let signed_up = named.then(|| sign_up(&mut space, "i-1", example_person(1)).unwrap());
            let mut without_names = plan.clone();
            change(&mut without_names);
            let corrected = space.correct("session/s", planned, without_names.clone());
            match signed_up {
                None => assert!(corrected.is_ok(), "nobody is named"),
                Some(_) => {
                    assert_eq!(refused(corrected), code);
                    let back = SignupCancelled { signup: id("i-1"), by: AskedBy::Person, motive: None };
                    space.ask(&"session/s".parse().unwrap(), "2016-02-02", Ask::CancelSignup(back)).unwrap();
                    attend(&mut space, 2).unwrap();
                    assert_eq!(refused(space.correct("session/s", planned, without_names)), code);
                }
            }
        }
    }
}

#[test]
fn an_erased_person_is_named_at_no_session() {
    let mut space = session();
    space.person(1, PersonErased::example()).unwrap();
    assert_eq!(refused(sign_up(&mut space, "i-1", example_person(1))), "person-erased");
    assert_eq!(refused(attend(&mut space, 1)), "person-erased");
}

fn said(space: &mut Space, person: u64, on: &str, fact: impl Into<Fact>) -> Result<u64, Refusal> {
    space.record(&stream_of(person).to_string(), on, fact)
}

fn absent(space: &mut Space, person: u64) -> Result<u64, Refusal> {
    space.record(
        "session/s",
        "2016-03-08",
        AbsenceObserved { person: example_person(person), ..AbsenceObserved::example() },
    )
}

#[test]
fn who_objects_is_not_named_from_that_day_on_and_days_before_are_taken() {
    let mut space = session();
    said(&mut space, 1, "2016-03-08", PersonObjected { to: ObjectedTo::Naming }).unwrap();
    let refusal = attend(&mut space, 1).unwrap_err();
    assert_eq!(refusal.values, [("since", "2016-03-08".to_owned())]);
    assert_eq!(refused::<u64>(Err(refusal)), "person-objected");
    assert!(sign_up(&mut space, "i-1", example_person(1)).is_ok(), "asked for on a day before");
    assert_eq!(refused(absent(&mut space, 1)), "person-objected");
    let earlier = SessionPlanned { when: day("2016-03-01"), ..SessionPlanned::example() };
    space.record("session/t", "2016-01-01", earlier).unwrap();
    let there = AttendanceObserved { person: example_person(1), ..AttendanceObserved::example() };
    assert!(space.record("session/t", "2016-03-01", there.clone()).is_ok(), "a late entry of a day before");
    let there = AttendanceObserved { person: example_person(2), ..there };
    said(&mut space, 2, "2016-03-15", PersonObjected { to: ObjectedTo::All }).unwrap();
    assert_eq!(refused(space.record("session/t", "2016-03", there.clone())), "person-objected", "it may be of after");
    said(&mut space, 2, "2016-03-20", ObjectionWithdrawn {}).unwrap();
    assert!(space.record("session/t", "2016-03", there).is_ok());
}

#[test]
fn an_objection_is_that_of_the_person_under_whichever_reference() {
    let mut space = session();
    space.merge(1, 2).unwrap();
    said(&mut space, 1, "2016-03-01", PersonObjected::example()).unwrap();
    assert_eq!(refused(attend(&mut space, 2)), "person-objected");
    space.person(1, PersonUnmerged::example()).unwrap();
    assert!(attend(&mut space, 2).is_ok());
}

#[test]
fn no_correction_names_who_objects() {
    let mut space = session();
    said(&mut space, 1, "2016-03-01", PersonObjected::example()).unwrap();
    let other = attend(&mut space, 2).unwrap();
    let moved = AttendanceObserved { person: example_person(1), ..AttendanceObserved::example() };
    assert_eq!(refused(space.correct("session/s", other, moved)), "person-objected");
}

fn minor(space: &mut Space, person: u64) {
    said(space, person, "2015", MinorityDeclared { through: 2016 }).unwrap();
    said(space, person, "2015", PersonInformed::example()).unwrap();
}

#[test]
fn a_minor_is_named_with_an_adult_who_answers_that_day() {
    let mut space = session();
    minor(&mut space, 1);
    assert_eq!(refused(attend(&mut space, 1)), "minor-without-responsible");
    let named = ResponsibleNamed { adult: example_person(2), until: None };
    said(&mut space, 1, "2016-03", named.clone()).unwrap();
    let until = ResponsibleEnded { adult: example_person(2) };
    said(&mut space, 1, "2016-03-01", until).unwrap();
    assert_eq!(refused(sign_up(&mut space, "i-1", example_person(1))), "minor-without-responsible");
    said(&mut space, 1, "2016-03-05", named).unwrap();
    assert!(attend(&mut space, 1).is_ok());
    minor(&mut space, 3);
    let child = ResponsibleNamed { adult: example_person(1), until: None };
    assert_eq!(refused(said(&mut space, 3, "2016", child)), "responsible-is-minor");
}

#[test]
fn where_minors_are_expected_only_minors_with_an_adult_and_those_who_work_there_are_named() {
    let mut space = persons();
    let planned =
        SessionPlanned { when: day("2016-03-08"), audience: Some(Audience::Minors), ..SessionPlanned::example() };
    space.record("session/s", "2016-01-01", planned).unwrap();
    assert_eq!(refused(attend(&mut space, 2)), "minors-unnamed");
    assert_eq!(refused(sign_up(&mut space, "i-2", example_person(2))), "minors-unnamed");
    let teacher = AttendanceObserved {
        person: example_person(2),
        quality: Quality::Professional,
        age: None,
        ..AttendanceObserved::example()
    };
    assert!(space.record("session/s", "2016-03-08", teacher).is_ok());
    minor(&mut space, 1);
    assert_eq!(refused(sign_up(&mut space, "i-1", example_person(1))), "minor-without-responsible");
    said(&mut space, 1, "2015", ResponsibleNamed { adult: example_person(2), until: None }).unwrap();
    assert!(sign_up(&mut space, "i-1", example_person(1)).is_ok());
}

#[test]
fn an_age_never_contradicts_what_is_known_of_the_person() {
    let mut space = session();
    let aged = |space: &mut Space, person: u64, age| {
        let observed =
            AttendanceObserved { person: example_person(person), age: Some(age), ..AttendanceObserved::example() };
        space.record("session/s", "2016-03-08", observed)
    };
    assert_eq!(refused(aged(&mut space, 2, Age::Short(ShortAgeBand::Under18))), "age-of-minor");
    minor(&mut space, 1);
    said(&mut space, 1, "2015", ResponsibleNamed { adult: example_person(2), until: None }).unwrap();
    assert_eq!(refused(aged(&mut space, 1, Age::Standard(AgeBand::From18To25))), "age-of-adult");
    assert!(aged(&mut space, 1, Age::Standard(AgeBand::From12To17)).is_ok());
    said(&mut space, 3, "2014", MinorityDeclared { through: 2015 }).unwrap();
    assert_eq!(refused(aged(&mut space, 3, Age::Standard(AgeBand::From6To11))), "age-of-former-minor");
    assert!(aged(&mut space, 3, Age::Short(ShortAgeBand::From18To25)).is_ok(), "of age now, nobody answers any more");
}

#[test]
fn an_absence_is_that_of_a_person_expected_under_whichever_reference() {
    let mut space = session();
    assert_eq!(refused(absent(&mut space, 1)), "absence-without-signup");
    space.merge(1, 2).unwrap();
    sign_up(&mut space, "i-1", example_person(1)).unwrap();
    assert!(absent(&mut space, 2).is_ok());
    assert!(attend(&mut space, 1).is_ok(), "who was absent came late");
    sign_up(&mut space, "i-3", example_person(3)).unwrap();
    space.merge(4, 3).unwrap();
    attend(&mut space, 4).unwrap();
    assert_eq!(refused(absent(&mut space, 3)), "same-person-present");
}

#[test]
fn only_what_several_streams_decide_asks_for_the_register() {
    let asks = |kind: &str, data: serde_json::Value| needs(&Fact::read(kind, &data.to_string()).unwrap());
    assert!(!asks("session.held", json!({})));
    assert!(!asks(
        "attendance.visits_recorded",
        json!({"sheet": "v", "number": {"is": "exact", "value": 4}, "standing": {"is": "first"}})
    ));
    assert!(!asks("signup.requested", json!({"signup": "i-1", "organisation": "cpam", "by": "organisation"})));
    assert!(asks("signup.requested", json!({"signup": "i-1", "person": example_person(1), "by": "person"})));
    let amended = |kind: &str| {
        let (target, reason) = (fact_id(1), "duplicate");
        let cancelled = json!({"target": target, "target_position": 1, "kind": kind, "reason": reason, "motive": "m"});
        asks("amendment.cancelled", cancelled)
    };
    assert!(!amended("session.held"));
    assert!(amended("person.unmerged") && amended("attendance.withdrawn") && amended("amendment.cancelled"));
}
