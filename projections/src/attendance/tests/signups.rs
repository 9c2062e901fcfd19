//! Who asked for a place, and who came.

use super::*;

fn signups() -> History {
    let mut history = history().session("s", SessionPlanned { capacity: Some(2), ..planned("2016-03-08") });
    for (signup, person) in [("a", 1), ("b", 2), ("c", 3)] {
        history = history.session("s", SignupRequested::of_person(id(signup), example_person(person), AskedBy::Person));
    }
    let history =
        history.session("s", SignupConfirmed { signup: id("a") }).session("s", SignupConfirmed { signup: id("b") });
    history.session("s", SignupWaiting { signup: id("c"), rank: 1 })
}

#[test]
fn a_waiting_person_is_not_present_until_seen() {
    let waiting = signups();
    let figures = total(&waiting);
    assert_eq!(
        [&figures["signups_requested"], &figures["signups_confirmed"], &figures["signups_waiting"]],
        [&json!(3), &json!(2), &json!(1)]
    );
    assert_eq!((figures["present"].clone(), figures["places_left"].clone()), (json!(0), json!(0)));
    assert_eq!(total(&waiting.named("s", 3..=3))["present"], 1);
}

/// The presence rate: at least, at most.
fn rate(history: &History) -> [Value; 2] {
    ["at_least", "at_most"].map(|end| total(history)[format!("presence_rate_{end}")].clone())
}

#[test]
fn the_presence_rate_leaves_out_places_given_back_in_time_and_keeps_late_ones() {
    let cancelled = |day: &str| {
        let history =
            signups().on(day).session("s", SignupCancelled { signup: id("b"), by: AskedBy::Person, motive: None });
        rate(&history.on("2016-03-08").session("s", SessionHeld::example()).named("s", 1..=1))
    };
    assert_eq!(cancelled("2016-03-01"), ["100.00", "100.00"]);
    assert_eq!(cancelled("2016-03-08"), ["50.00", "50.00"]);
    assert_eq!(cancelled("2016-03"), ["50.00", "100.00"], "nobody knows whether before the session");
    assert_eq!(rate(&signups()), [Value::Null, Value::Null], "not held yet");
}

#[test]
fn a_place_that_was_given_back_and_taken_again_is_kept() {
    let back = SignupCancelled { signup: id("b"), by: AskedBy::Person, motive: None };
    let again = signups().on("2016-03-01").session("s", back).session("s", SignupConfirmed { signup: id("b") });
    let held = again.on("2016-03-08").session("s", SessionHeld::example()).named("s", 1..=1);
    assert_eq!(rate(&held), ["50.00", "50.00"]);
}

#[test]
fn the_presence_rate_runs_from_those_seen_to_all_but_those_noted_absent() {
    let held = |record| {
        let held = SessionHeld { record, ..SessionHeld::default() };
        signups().on("2016-03-08").session("s", held)
    };
    let absent = AbsenceObserved { person: example_person(2), ..AbsenceObserved::example() };
    assert_eq!(rate(&held(None)), ["0.00", "100.00"], "nobody kept a record");
    let one = held(None).named("s", 1..=1);
    assert_eq!((rate(&one), &total(&one)["presence_rate"]), (["50.00", "100.00"].map(|it| json!(it)), &Value::Null));
    assert_eq!(rate(&one.session("s", absent.clone())), ["50.00", "50.00"]);
    assert_eq!(rate(&held(Some(AttendanceRecorded::Partial)).named("s", 1..=1)), ["50.00", "100.00"]);
    assert_eq!(rate(&held(Some(AttendanceRecorded::Complete)).named("s", 1..=1)), ["50.00", "50.00"], "the control");
    let shown = held(None).named("s", 1..=1).answer::<Attendance>().tables[0].to_text(Language::French);
    assert!(shown.replace(['\u{2068}', '\u{2069}', '\u{202f}'], "").contains("50,00% à 100,00%"), "{shown}");
}

#[test]
fn whoever_is_not_named_may_be_among_those_counted_without_names() {
    let held = |number| {
        let held = signups().on("2016-03-08").session("s", SessionHeld::default());
        held.named("s", 11..=12).session("s", heads("a", Quantity::exact(number)))
    };
    assert_eq!(rate(&held(1)), ["0.00", "50.00"], "one of two, at most");
    assert_eq!(rate(&held(9)), ["0.00", "100.00"]);
    assert_eq!(rate(&held(0)), ["0.00", "0.00"], "the control");
}

#[test]
fn the_presence_rate_is_that_of_persons_who_had_a_place_and_of_no_others() {
    let held = signups().on("2016-03-08").session("s", SessionHeld::example());
    let absent = AbsenceObserved { person: example_person(1), ..AbsenceObserved::example() };
    let walked_in = held.session("s", absent).named("s", 11..=14);
    assert_eq!(total(&walked_in)["presence_rate"], "0.00", "four came without a place, neither of two with one");
    assert_eq!(total(&walked_in.named("s", 2..=2))["presence_rate"], "50.00");
    let group = SignupRequested {
        person: None,
        organisation: Some(id("ecole")),
        heads: 4,
        ..SignupRequested::of_person(id("g"), example_person(1), AskedBy::Organisation)
    };
    let unnamed = history()
        .session("s", planned("2016-03-08"))
        .session("s", group)
        .session("s", SignupConfirmed { signup: id("g") })
        .on("2016-03-08")
        .session("s", SessionHeld::example())
        .session("s", heads("a", Quantity::exact(4)));
    assert_eq!(total(&unnamed)["presence_rate"], Value::Null, "who came of the group is not known");
    assert_eq!((&total(&unnamed)["signups_confirmed"], &total(&unnamed)["signups_requested"]), (&json!(4), &json!(4)));
}

#[test]
fn a_smaller_room_and_a_place_held_twice_are_shown() {
    let smaller = signups().session("s", CapacityChanged { capacity: Some(1) });
    assert_eq!((&total(&smaller)["places_over"], &total(&smaller)["places_left"]), (&json!(1), &json!(0)));
    let merged = signups().person(2, merge_into(1));
    assert_eq!((&total(&merged)["signed_up_twice"], &total(&signups())["signed_up_twice"]), (&json!(1), &json!(0)));
}

#[test]
fn whoever_was_noted_absent_and_came_is_not_absent() {
    let absent = |person| AbsenceObserved { person: example_person(person), ..AbsenceObserved::example() };
    let history = signups().session("s", absent(1)).session("s", absent(2));
    assert_eq!((&total(&history)["absent"], &total(&history)["excused"]), (&json!(2), &json!(2)));
    let late = history.named("s", 1..=1);
    assert_eq!((&total(&late)["absent"], &total(&late)["present"]), (&json!(1), &json!(1)));
}

#[test]
fn nobody_is_confirmed_or_waits_at_a_session_that_was_cancelled() {
    let cancelled = signups().session("s", SessionCancelled { motive: "Trop peu".into() });
    let figures = total(&cancelled);
    let count = |name: &str| figures[name].as_u64().unwrap();
    assert_eq!(
        ["signups_requested", "signups_confirmed", "signups_waiting", "signups_cancelled", "signups_lapsed"].map(count),
        [3, 0, 0, 0, 3]
    );
    let counter = cancelled.fold::<Attendance>().session_counter("s").unwrap();
    assert_eq!((counter.count.confirmed, counter.count.waiting, counter.overbooked), (0, 0, 0));
    let back = SignupCancelled { signup: id("a"), by: AskedBy::Person, motive: None };
    let figures = total(&cancelled.session("s", back));
    assert_eq!((&figures["signups_cancelled"], &figures["signups_lapsed"]), (&json!(1), &json!(2)));
    assert_eq!(total(&signups())["signups_lapsed"], 0);
}

#[test]
fn the_presence_rate_counts_a_record_of_nobody() {
    let nobody = SessionHeld { record: Some(AttendanceRecorded::Complete), ..SessionHeld::default() };
    assert_eq!(total(&signups().on("2016-03-08").session("s", nobody))["presence_rate"], "0.00");
}

#[test]
fn a_signup_whose_request_was_a_mistake_takes_no_place() {
    let asked = history()
        .session("s", SessionPlanned { capacity: Some(2), ..planned("2016-03-08") })
        .session("s", SignupRequested::of_person(id("a"), example_person(1), AskedBy::Person))
        .session("s", SignupConfirmed { signup: id("a") });
    let told = |history: &History| {
        let total = history.answer::<Attendance>().figures["total"].clone();
        ["signups_requested", "signups_confirmed", "places_left"].map(|figure| total[figure].clone())
    };
    assert_eq!(told(&asked), [1, 1, 1].map(|it| json!(it)), "the control");
    assert_eq!(told(&asked.cancel(2)), [0, 0, 2].map(|it| json!(it)));
}
