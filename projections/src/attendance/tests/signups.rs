//! Who asked for a place, and who came.

use super::*;

fn signups() -> History {
    let mut history = history().session("s", SessionPlanned { capacity: Some(2), ..planned("2016-03-08") });
    for (signup, person) in [("a", 1), ("b", 2), ("c", 3)] {
        history = history.session(
            "s",
            SignupRequested {
                signup: id(signup),
                person: Some(example_person(person)),
                organisation: None,
                by: AskedBy::Person,
            },
        );
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

#[test]
fn the_presence_rate_leaves_out_places_given_back_in_time_and_keeps_late_ones() {
    let cancelled = |day: &str| {
        let history = signups().on(day).session("s", SignupCancelled { signup: id("b"), by: AskedBy::Person });
        total(&history.on("2016-03-08").session("s", SessionHeld { minutes: None }).named("s", 1..=1))["presence_rate"]
            .clone()
    };
    assert_eq!(cancelled("2016-03-01"), "100.00");
    assert_eq!(cancelled("2016-03-08"), "50.00");
    assert_eq!(total(&signups())["presence_rate"], Value::Null, "not held yet");
}
