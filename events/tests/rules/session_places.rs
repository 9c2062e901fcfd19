use cqrs_es::Aggregate;
use maillage_events::declare::Example;
use maillage_events::happened::Happened;
use maillage_events::session::*;

use crate::session_plan::{Outcome, planned, record};
use crate::support::*;

pub const BEFORE: &str = "2016-03-01";

pub fn request(number: u64) -> SignupRequested {
    SignupRequested::of_person(id(&format!("i-{number}")), example_person(number), AskedBy::Person)
}

pub fn cancel(number: u64) -> SignupCancelled {
    SignupCancelled { signup: id(&format!("i-{number}")), by: AskedBy::Person, motive: None }
}

pub fn sign_up(today: &str, past: &[Happened<SessionFact>], request: SignupRequested) -> Outcome {
    outcome::<Session>(today, past, Happened { on: day(today), fact: SessionAsk::SignUp(request) })
}

pub fn give_back(today: &str, past: &[Happened<SessionFact>], cancel: SignupCancelled) -> Outcome {
    outcome::<Session>(today, past, Happened { on: day(today), fact: SessionAsk::CancelSignup(cancel) })
}

pub fn for_places(capacity: u32) -> Happened<SessionFact> {
    on("2016-02-01", SessionPlanned { capacity: Some(capacity), ..SessionPlanned::example() })
}

fn confirmed(number: u64) -> Happened<SessionFact> {
    on(BEFORE, SignupConfirmed { signup: request(number).signup })
}

fn waiting(number: u64, rank: u32) -> Happened<SessionFact> {
    on(BEFORE, SignupWaiting { signup: request(number).signup, rank })
}

/// A session of so many places that so many persons asked for, in order.
fn full(places: u32, persons: u64) -> Vec<Happened<SessionFact>> {
    let mut past = vec![for_places(places)];
    for number in 1..=persons {
        past.extend(sign_up(BEFORE, &past.clone(), request(number)).unwrap());
    }
    past
}

#[test]
fn a_place_is_given_while_one_is_left_then_a_rank() {
    let past = full(1, 3);
    let expected = [
        on(BEFORE, request(1)),
        confirmed(1),
        on(BEFORE, request(2)),
        waiting(2, 1),
        on(BEFORE, request(3)),
        waiting(3, 2),
    ];
    assert_eq!(past[1..], expected);
}

#[test]
fn without_a_capacity_everybody_has_a_place() {
    let past = [on("2016-02-01", SessionPlanned { capacity: None, ..SessionPlanned::example() })];
    assert_eq!(sign_up(BEFORE, &past, request(1)).unwrap()[1], confirmed(1));
}

#[test]
fn repeats_of_a_signup_change_nothing() {
    let past = full(1, 2);
    tells_nothing_new(sign_up(BEFORE, &past, request(1)));
    tells_nothing_new(sign_up(BEFORE, &past, request(2)));
    tells_nothing_new(sign_up("2016-03-20", &past, request(2)));
    let otherwise = SignupRequested { by: AskedBy::Professional, ..request(1) };
    assert_eq!(refused(sign_up(BEFORE, &past, otherwise)), "signup-known-otherwise");
}

#[test]
fn a_person_is_active_once_confirmed_or_waiting() {
    let past = full(1, 2);
    for person in [1, 2] {
        let again = SignupRequested { signup: id("other"), ..request(person) };
        assert_eq!(refused(sign_up(BEFORE, &past, again)), "already-signed-up");
    }
    let mut left = past.clone();
    left.extend(give_back(BEFORE, &past, cancel(2)).unwrap());
    let again = SignupRequested { signup: id("other"), ..request(2) };
    assert_eq!(sign_up(BEFORE, &left, again).unwrap()[1], on(BEFORE, SignupWaiting { signup: id("other"), rank: 2 }));
}

#[test]
fn two_people_of_one_organisation_may_both_come() {
    let of = |signup: &str| SignupRequested {
        person: None,
        organisation: Some(id("clsa")),
        ..SignupRequested::of_person(id(signup), example_person(1), AskedBy::Organisation)
    };
    let mut past = vec![planned()];
    past.extend(sign_up(BEFORE, &past.clone(), of("a")).unwrap());
    assert_eq!(sign_up(BEFORE, &past, of("b")).unwrap().len(), 2);
    let nobody = SignupRequested { person: None, organisation: None, ..request(1) };
    assert_eq!(refused(sign_up(BEFORE, &past, nobody)), "signup-for-nobody");
}

fn group(number: u64, heads: u32) -> SignupRequested {
    SignupRequested { person: None, organisation: Some(id("ecole")), heads, ..request(number) }
}

#[test]
fn a_group_has_its_places_together_and_is_not_overtaken_by_fitting() {
    let mut past = vec![for_places(30)];
    past.extend(sign_up(BEFORE, &past.clone(), group(1, 10)).unwrap());
    let waits = sign_up(BEFORE, &past, group(2, 25)).unwrap();
    assert_eq!(waits[1], waiting(2, 1));
    past.extend(waits);
    let alone = sign_up(BEFORE, &past, request(3)).unwrap();
    assert_eq!(alone[1], waiting(3, 2), "one place is free, and a class waits before");
    past.extend(alone);
    let back = give_back(BEFORE, &past, cancel(1)).unwrap();
    assert_eq!(back, vec![on(BEFORE, cancel(1)), confirmed(2), confirmed(3)]);
    assert_eq!(refused(sign_up(BEFORE, &past, group(4, 31))), "heads-above-capacity");
    assert_eq!(refused(sign_up(BEFORE, &past, group(4, 0))), "no-heads");
}

#[test]
fn a_relative_who_is_not_named_has_a_place() {
    let of_relative =
        SignupRequested { person: None, relative_of: Some(example_person(1)), by: AskedBy::Person, ..request(1) };
    assert_eq!(sign_up(BEFORE, &[for_places(2)], of_relative.clone()).unwrap()[1], confirmed(1));
    let revealing = on("2016-02-01", SessionPlanned { health_revealing: true, ..SessionPlanned::example() });
    assert_eq!(refused(sign_up(BEFORE, &[revealing], of_relative)), "reveals-health");
}

#[test]
fn a_place_given_back_goes_to_whoever_waits_first() {
    let past = full(1, 3);
    assert_eq!(give_back(BEFORE, &past, cancel(1)).unwrap(), vec![on(BEFORE, cancel(1)), confirmed(2)]);
    assert_eq!(give_back(BEFORE, &past, cancel(2)).unwrap(), vec![on(BEFORE, cancel(2))]);
    assert_eq!(refused(give_back(BEFORE, &past, cancel(9))), "signup-unknown");
    let mut left = past.clone();
    left.push(on(BEFORE, cancel(2)));
    tells_nothing_new(give_back(BEFORE, &left, cancel(2)));
}

#[test]
fn a_place_given_back_once_the_session_is_over_goes_to_nobody() {
    assert_eq!(give_back("2016-03-09", &full(1, 2), cancel(1)).unwrap(), vec![on("2016-03-09", cancel(1))]);
}

#[test]
fn more_places_go_to_those_who_wait_in_order() {
    let change = |capacity| on(BEFORE, CapacityChanged { capacity });
    let past = full(1, 4);
    assert_eq!(record(BEFORE, &past, change(Some(3))).unwrap(), vec![change(Some(3)), confirmed(2), confirmed(3)]);
    assert_eq!(record(BEFORE, &past, change(None)).unwrap().len(), 4);
    tells_nothing_new(record(BEFORE, &past, change(Some(1))));
    let smaller = record(BEFORE, &full(2, 3), change(Some(1))).unwrap();
    assert_eq!(smaller, vec![change(Some(1))], "nobody loses a place");
    let past = [full(2, 3), smaller].concat();
    assert_eq!(give_back(BEFORE, &past, cancel(1)).unwrap().len(), 1, "none is given while as many are taken");
    assert_eq!(record(BEFORE, &full(3, 2), change(Some(2))).unwrap(), vec![change(Some(2))]);
}

#[test]
fn last_years_list_typed_in_late_is_taken_as_it_was() {
    let held = [planned(), on("2016-03-08", SessionHeld::example())];
    let typed = |requested: &str| {
        outcome::<Session>("2017-01-20", &held, Happened { on: day(requested), fact: SessionAsk::SignUp(request(1)) })
    };
    assert_eq!(typed("2016-03-01").unwrap(), vec![on("2016-03-01", request(1)), confirmed(1)]);
    assert_eq!(refused(typed("2016-03-09")), "session-over");
    assert_eq!(refused(typed("2031-01-01")), "session-over");
}

#[test]
fn nobody_signs_up_for_a_session_that_is_cancelled_over_or_unplanned() {
    let cancelled = on("2016-02-20", SessionCancelled::example());
    assert_eq!(refused(sign_up(BEFORE, &[planned(), cancelled], request(1))), "session-cancelled");
    assert_eq!(refused(sign_up("2016-03-09", &[planned()], request(1))), "session-over");
    assert_eq!(
        refused(sign_up("2016-03-08", &[planned(), on("2016-03-08", SessionHeld::example())], request(1))),
        "session-over"
    );
    assert_eq!(refused(sign_up(BEFORE, &[], request(1))), "not-planned");
    assert!(sign_up("2016-03-08", &[planned()], request(1)).is_ok(), "the day itself is not over");
    let moved = on("2016-03-01", SessionMoved::example());
    assert!(
        sign_up("2016-03-09", &[planned(), moved], request(1)).is_ok(),
        "a moved session is judged by its new date"
    );
}

#[test]
fn no_name_is_taken_where_it_would_say_something_about_health() {
    let screening = on("2016-02-01", SessionPlanned { health_revealing: true, ..SessionPlanned::example() });
    assert_eq!(refused(sign_up(BEFORE, std::slice::from_ref(&screening), request(1))), "reveals-health");
    let organisation = SignupRequested { person: None, organisation: Some(id("clsa")), ..request(1) };
    assert!(sign_up(BEFORE, &[screening], organisation).is_ok());
}

#[test]
fn a_place_is_never_recorded_directly() {
    let direct: [SessionFact; 4] = [
        request(1).into(),
        SignupConfirmed::example().into(),
        SignupWaiting::example().into(),
        SignupCancelled::example().into(),
    ];
    for fact in direct {
        assert_eq!(refused(record(BEFORE, &[planned()], on(BEFORE, fact))), "use-signup");
    }
}

#[test]
fn whoever_waits_while_a_place_is_free_comes_before_a_newcomer() {
    let mut past = full(1, 2);
    // The confirmed signup was cancelled as a fact: what is left of the past has a free place and somebody waiting.
    past.retain(|happened| *happened != on(BEFORE, request(1)) && *happened != confirmed(1));
    assert_eq!(sign_up(BEFORE, &past, request(3)).unwrap(), vec![confirmed(2), on(BEFORE, request(3)), waiting(3, 2)]);
}

#[test]
fn a_session_read_back_from_json_is_the_same_session() {
    let mut session = Session::default();
    for happened in full(1, 3) {
        session.apply(happened);
    }
    let json = serde_json::to_string(&session).unwrap();
    assert_eq!(serde_json::from_str::<Session>(&json).unwrap(), session);
}

#[test]
fn a_place_at_a_cancelled_session_is_given_back_and_nobody_gets_it() {
    let mut past = full(1, 2);
    past.push(on("2016-03-02", SessionCancelled::example()));
    let given = give_back("2016-03-03", &past, cancel(1)).unwrap();
    assert_eq!(given, vec![on("2016-03-03", cancel(1))], "the one who waits gets no place at what does not take place");
    past.extend(given);
    tells_nothing_new(give_back("2016-03-03", &past, cancel(1)));
    assert_eq!(refused(give_back("2016-03-03", &past, cancel(9))), "signup-unknown");
    assert_eq!(refused(give_back("2016-03-03", &[], cancel(1))), "not-planned");
}
