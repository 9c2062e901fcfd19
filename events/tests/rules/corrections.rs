//! A correction is a command like any other: the past of its stream is judged with and without it, each fact as of when
//! it was recorded, and only what it newly breaks refuses it.

use maillage_events::decide::{Amended, Ask, PastFact};
use maillage_events::declare::{Example, example_person};
use maillage_events::fact::{Fact, kind_info, registry};
use maillage_events::funding::*;
use maillage_events::happened::Happened;
use maillage_events::messages::{Language, refusal};
use maillage_events::partnership::*;
use maillage_events::refusal::Refusal;
use maillage_events::session::*;
use maillage_events::when::OccurredOn;

use crate::register_space::{Space, TODAY};
use crate::session_attendance::plan_in_parts;
use crate::support::*;

const FUNDING: &str = "funding/ars-2016";
const SESSION: &str = "session/s-1";

/// The codes of what a refused amendment would break, with the kind of each fact.
fn broken(outcome: Result<u64, Refusal>) -> Vec<(&'static str, &'static str)> {
    let refusal = outcome.expect_err("it was admitted");
    assert_eq!(refusal.code, "amendment-breaks");
    refusal.broken.iter().map(|broken| (broken.kind, broken.refusal.code)).collect()
}

fn notified(cents: u64) -> FundingNotified {
    FundingNotified { cents, ..FundingNotified::example() }
}

fn allocated(movement: &str, cents: u64) -> FundingAllocated {
    FundingAllocated { movement: id(movement), cents, ..FundingAllocated::example() }
}

/// 1,000 cents are notified (position 2) by an organisation that funds, and 900 of them allocated (position 3).
fn granted() -> Space {
    let mut space = Space::default();
    let FundingNotified { funder, object, .. } = notified(1000);
    let party = format!("organisation/{funder}").parse().unwrap();
    let formed = PartnershipFormed { party, scope: object, role: PartnershipRole::Funding, until: None };
    space.record("partnership/p-1", "2015", formed).unwrap();
    space.record(FUNDING, "2016", notified(1000)).unwrap();
    space.record(FUNDING, "2016", allocated("m-1", 900)).unwrap();
    space
}

fn plan() -> SessionPlanned {
    SessionPlanned { capacity: None, health_revealing: false, ..SessionPlanned::example() }
}

fn present(person: u64) -> AttendanceObserved {
    AttendanceObserved { person: example_person(person), ..AttendanceObserved::example() }
}

/// Planned (position 1), held (2), and two persons were there (3 and 4).
fn attended() -> Space {
    let mut space = Space::default();
    space.record(SESSION, "2016-02-01", plan()).unwrap();
    space.record(SESSION, "2016-03-08", SessionHeld::example()).unwrap();
    space.record(SESSION, "2016-03-08", present(1)).unwrap();
    space.record(SESSION, "2016-03-08", present(2)).unwrap();
    space
}

#[test]
fn a_notification_is_not_corrected_below_what_was_allocated_of_it() {
    let mut space = granted();
    assert_eq!(broken(space.correct(FUNDING, 2, notified(100))), [("funding.allocated", "allocated-above-notified")]);
    assert!(space.correct(FUNDING, 2, notified(900)).is_ok());
}

#[test]
fn an_allocation_is_not_corrected_above_what_is_notified() {
    let mut space = granted();
    assert_eq!(
        broken(space.correct(FUNDING, 3, allocated("m-1", 1001))),
        [("funding.allocated", "allocated-above-notified")]
    );
    assert!(space.correct(FUNDING, 3, allocated("m-1", 1000)).is_ok());
}

#[test]
fn a_cancelled_allocation_does_not_come_back_once_its_money_was_allocated_otherwise() {
    let mut space = granted();
    let cancelled = space.cancel(FUNDING, 3).unwrap();
    space.record(FUNDING, "2016", allocated("m-2", 900)).unwrap();
    assert_eq!(broken(space.cancel(FUNDING, cancelled)), [("funding.allocated", "allocated-above-notified")]);
}

#[test]
fn a_session_where_somebody_was_named_does_not_come_to_take_no_names() {
    let mut space = attended();
    let screening = SessionPlanned { health_revealing: true, ..plan() };
    let named = ("attendance.observed", "reveals-health");
    assert_eq!(broken(space.correct(SESSION, 1, screening)), [named, named]);
    let minors = SessionPlanned { audience: Some(Audience::Minors), ..plan() };
    assert_eq!(refused(space.correct(SESSION, 1, minors)), "minors-unnamed");
}

#[test]
fn a_presence_is_not_corrected_onto_a_person_who_was_there_already() {
    for target in [3, 4] {
        let mut space = attended();
        let onto = if target == 3 { 2 } else { 1 };
        let broken = broken(space.correct(SESSION, target, present(onto)));
        assert_eq!(broken.first(), Some(&("attendance.observed", "amendment-repeats")), "{target}");
        let otherwise = AttendanceObserved { quality: Quality::Professional, ..present(onto) };
        assert_eq!(refused(space.correct(SESSION, target, otherwise)), "already-present", "{target}");
        assert!(space.correct(SESSION, target, present(9)).is_ok(), "{target}");
    }
}

#[test]
fn a_part_to_which_somebody_came_stays_in_the_plan() {
    let mut space = Space::default();
    let parts = |names: &[&str]| SessionPlanned { capacity: None, health_revealing: false, ..plan_in_parts(names) };
    space.record(SESSION, "2016-02-01", parts(&["matin", "soir"])).unwrap();
    let came = AttendanceObserved { part: Some(id("soir")), ..present(1) };
    let presence = space.record(SESSION, "2016-03-08", came.clone()).unwrap();
    assert_eq!(broken(space.correct(SESSION, 1, parts(&["matin"]))), [("attendance.observed", "part-unknown")]);
    assert_eq!(broken(space.correct(SESSION, 1, parts(&[]))), [("attendance.observed", "session-without-parts")]);
    let night = AttendanceObserved { part: Some(id("nuit")), ..came.clone() };
    assert_eq!(broken(space.correct(SESSION, presence, night)), [("attendance.observed", "part-unknown")]);
    space.correct(SESSION, presence, AttendanceObserved { part: Some(id("matin")), ..came }).unwrap();
    assert!(space.correct(SESSION, 1, parts(&["matin"])).is_ok());
}

#[test]
fn the_plan_of_a_session_that_was_attended_is_not_cancelled() {
    let mut space = attended();
    let refusal = space.cancel(SESSION, 1).unwrap_err();
    let codes: Vec<_> = refusal.broken.iter().map(|broken| (broken.position, broken.refusal.code)).collect();
    assert_eq!(codes, [(2, "not-planned"), (3, "not-planned"), (4, "not-planned")]);
    let words = refusal_words(&refusal);
    assert!(words.contains("3 faits déjà enregistrés"), "{words}");
    assert!(words.contains("position 3, la séance « s-1 »"), "{words}");
}

fn refusal_words(it: &Refusal) -> String {
    refusal(Language::French, it)
}

#[test]
fn a_session_is_not_corrected_to_a_day_after_who_was_seen_there() {
    let mut space = Space::default();
    space.record(SESSION, "2016-02-01", plan()).unwrap();
    space.record(SESSION, "2016-03-08", present(1)).unwrap();
    let later = SessionPlanned { when: day("2016-03-09"), ..plan() };
    assert_eq!(broken(space.correct(SESSION, 1, later)), [("attendance.observed", "session-not-begun")]);
    assert!(space.correct(SESSION, 1, SessionPlanned { when: day("2016-03-07"), ..plan() }).is_ok());
}

fn sign_up(space: &mut Space, number: u64) {
    let signup = id(&format!("i-{number}"));
    let request = SignupRequested { signup, person: Some(example_person(number)), ..SignupRequested::example() };
    space.ask(&SESSION.parse().unwrap(), "2016-03-01", Ask::SignUp(request)).unwrap();
}

/// A session of some places (position 1) to which three persons signed up (2 and 3, 4 and 5, 6 and 7).
fn signed_up(places: u32) -> Space {
    let mut space = Space::default();
    space.record(SESSION, "2016-02-01", SessionPlanned { capacity: Some(places), ..plan() }).unwrap();
    (1..=3).for_each(|number| sign_up(&mut space, number));
    space
}

#[test]
fn a_smaller_room_is_taken_and_nobody_loses_a_place() {
    let mut space = signed_up(3);
    assert!(space.correct(SESSION, 1, SessionPlanned { capacity: Some(1), ..plan() }).is_ok());
    sign_up(&mut space, 4);
    let last = space.past(SESSION).last().unwrap().happened.fact.kind();
    assert_eq!(last, "signup.waiting", "no new place is given above it");
}

#[test]
fn a_place_that_was_given_back_does_not_return_once_another_has_it() {
    let mut space = signed_up(2);
    let stream = SESSION.parse().unwrap();
    let back = SignupCancelled { signup: id("i-1"), ..SignupCancelled::example() };
    let given = space.ask(&stream, "2016-03-02", Ask::CancelSignup(back)).unwrap();
    assert_eq!(space.past(SESSION).last().unwrap().happened.fact.kind(), "signup.confirmed");
    assert_eq!(refused(space.cancel(SESSION, given - 1)), "places-exceeded");
    assert!(space.correct(SESSION, 1, SessionPlanned { capacity: Some(3), ..plan() }).is_ok());
    assert!(space.cancel(SESSION, given - 1).is_ok(), "there is a place again");
}

#[test]
fn what_was_decided_or_destroyed_is_never_amended_and_a_space_never_cancelled() {
    let mut space = signed_up(1);
    for (target, fact) in [
        (3, Fact::from(SignupConfirmed { signup: id("i-2") })),
        (5, SignupWaiting { signup: id("i-2"), rank: 7 }.into()),
    ] {
        assert_eq!(refused(space.correct(SESSION, target, fact)), "not-amendable");
        assert_eq!(refused(space.cancel(SESSION, target)), "not-amendable");
    }
    let never = |kind: &str| format!("{:?}", kind_info(kind).unwrap().amending);
    for kind in ["signup.confirmed", "signup.waiting", "person.erased", "import.recorded"] {
        assert_eq!(never(kind), "Unamendable", "{kind}");
    }
    let opened = space.record("space/essai", "2016", Fact::read_example("space.opened")).unwrap();
    assert_eq!(refused(space.cancel("space/essai", opened)), "not-cancellable");
    let correction = space.correct("space/essai", opened, Fact::read_example("space.opened")).unwrap();
    assert!(space.cancel("space/essai", correction).is_ok(), "its correction is");
}

trait ReadExample {
    fn read_example(kind: &str) -> Fact;
}

impl ReadExample for Fact {
    fn read_example(kind: &str) -> Fact {
        let info = registry().find(|info| info.kind == kind).unwrap();
        Fact::read(kind, &(info.example)().to_string()).unwrap()
    }
}

/// A stream whose facts stand as they are, admitted or not, with one more.
fn newly_broken(past: &[PastFact], new: Fact) -> Vec<&'static str> {
    let stream = SESSION.parse().unwrap();
    let number = past.len() as u64 + 1;
    let new = past_fact(number, TODAY, Happened::new(OccurredOn::Unknown, new));
    let after = [past, &[new]].concat();
    let amended = Amended { stream: &stream, before: past, after: &after };
    amended.newly_broken(&moments).iter().map(|broken| broken.refusal.code).collect()
}

fn cancelled(target: u64) -> Fact {
    use maillage_events::amendment::{AmendmentFact, FactCancelled};
    AmendmentFact::from(FactCancelled { target: fact_id(target), ..FactCancelled::example() }).into()
}

#[test]
fn what_was_broken_before_refuses_nothing() {
    let fact = |number, recorded, said: Happened<Fact>| past_fact(number, recorded, said);
    let past = [
        fact(1, "2016-02-01", on("2016-02-01", SessionPlanned { health_revealing: true, ..plan() })),
        fact(2, "2016-03-08", on("2016-03-08", SessionHeld::example())),
        fact(3, "2016-03-08", on("2016-03-08", present(1))),
    ];
    assert_eq!(newly_broken(&past, cancelled(2)), Vec::<&str>::new());
    // The control: the same amendment is refused for what it breaks itself.
    assert_eq!(newly_broken(&past, cancelled(1)), ["not-planned", "not-planned"]);
}

#[test]
fn each_fact_is_judged_as_of_when_it_was_recorded() {
    let fact = |number, recorded, said: Happened<Fact>| past_fact(number, recorded, said);
    let request = |number, organisation: Option<&str>| {
        let asked = SignupRequested::of_person(id(&format!("i-{number}")), example_person(number), AskedBy::Person);
        SignupRequested { organisation: organisation.map(id), ..asked }
    };
    // Both asked in time, on a day that is not known; the session is over for long when the first is corrected.
    let past = [
        fact(1, "2016-02-01", on("2016-02-01", plan())),
        fact(2, "2016-02-02", on("unknown", request(1, None))),
        fact(3, "2016-02-03", on("unknown", request(2, None))),
    ];
    let corrected = |fact: Fact| {
        use maillage_events::amendment::{AmendmentFact, FactCorrected};
        let it = FactCorrected { target: fact_id(2), fact: Box::new(fact), ..FactCorrected::example() };
        Fact::from(AmendmentFact::from(it))
    };
    assert_eq!(newly_broken(&past, corrected(request(1, Some("ccas")).into())), Vec::<&str>::new());
    // The control: recorded that late, the same request is refused.
    let late = [past[0].clone(), fact(2, TODAY, past[1].happened.clone())];
    assert_eq!(newly_broken(&late[..1], late[1].happened.fact.clone()), ["session-over"]);
}
