use maillage_events::declare::Example;
use maillage_events::pole::{CadenceSet, PoleClosed, PoleOpened};
use maillage_events::session::{SessionCancelled, SessionHeld, SessionMoved, SessionPlanned};
use maillage_events::space::SpaceOpened;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Cadence;
use crate::testing::{History, assert_worded, history, id};

/// Every six weeks from the 12th of January: 12/01, 23/02, 05/04, 17/05, 28/06, 09/08, 20/09, 01/11, 13/12.
fn fives() -> History {
    history()
        .fact("pole/fives", PoleOpened::example())
        .fact("pole/fives", CadenceSet { days: 42, from: "2016-01-12".parse().unwrap() })
}

fn planned(pole: &str, when: &str, slot: Option<&str>) -> SessionPlanned {
    let slot = slot.map(|slot| slot.parse().unwrap());
    SessionPlanned { when: when.parse().unwrap(), slot, pole: Some(id(pole)), ..SessionPlanned::example() }
}

fn moved(to: &str) -> SessionMoved {
    SessionMoved::to(to.parse().unwrap(), "Jour férié")
}

fn held(history: History, session: &str, day: &str) -> History {
    history.on(day).session(session, SessionHeld::default())
}

fn states(pole: &Value) -> Vec<&str> {
    pole["slots"].as_array().unwrap().iter().map(|slot| slot["state"].as_str().unwrap()).collect()
}

#[test]
fn held_moved_cancelled_and_missed_slots_are_told_apart() {
    let history = fives()
        .session("s1", planned("fives", "2016-01-12", Some("2016-01-12")))
        .session("s2", planned("fives", "2016-02-23", Some("2016-02-23")));
    let history = held(history, "s1", "2016-01-12").session("s2", moved("2016-03-01"));
    let history = held(history, "s2", "2016-03-01")
        .session("s4", planned("fives", "2016-05-17", Some("2016-05-17")))
        .on("2016-05-10");
    let history = history
        .session("s4", SessionCancelled { motive: "Trop peu".into() })
        .session("s5", planned("fives", "2016-06-28", None));
    let history = history.on("2016-06-01").session("s5", moved("2016-07-05"));
    let figures = history.answer::<Cadence>().figures;
    assert_eq!(figures["judged_on"], "2016-06-01");
    let pole = &figures["poles"][0];
    assert_eq!(states(pole), ["held", "held", "missed", "cancelled", "moved"]);
    assert_eq!(
        [&pole["due"], &pole["held"], &pole["missed"], &pole["cancelled"], &pole["moved_at_least_once"]],
        [4, 2, 1, 1, 2]
    );
    assert_eq!(
        (pole["slots"][1]["delay_days"].clone(), pole["longest_delay_days"].clone(), pole["adherence"].clone()),
        (json!(7), json!(7), json!("50.00"))
    );
    assert_worded(&history.fold::<Cadence>());
}

#[test]
fn the_next_is_due_from_the_rhythm_not_from_the_last_one_held() {
    let late = held(
        fives().session("s1", planned("fives", "2016-01-12", Some("2016-01-12"))).session("s1", moved("2016-02-09")),
        "s1",
        "2016-02-09",
    );
    assert_eq!(late.answer::<Cadence>().figures["poles"][0]["next_due"], "2016-02-23");
}

#[test]
fn a_session_that_does_not_say_its_slot_takes_the_nearest_free_one_within_half_a_rhythm() {
    let history = held(fives().session("s", planned("fives", "2016-03-10", None)), "s", "2016-03-10");
    let pole = history.answer::<Cadence>().figures["poles"][0].clone();
    assert_eq!(states(&pole), ["missed", "held"]);
    let twice = held(history.session("t", planned("fives", "2016-03-11", None)), "t", "2016-03-11");
    assert_eq!(
        twice.answer::<Cadence>().figures["poles"][0]["off_rhythm"],
        1,
        "the slot is taken and no other is near"
    );
}

#[test]
fn nothing_is_due_of_a_pole_that_closed() {
    let open = fives()
        .recorded("2016-07-01T09:00:00Z")
        .on("2016-07-01")
        .fact("pole/fives", CadenceSet { days: 42, from: "2016-01-12".parse().unwrap() });
    assert_eq!(open.answer::<Cadence>().figures["poles"][0]["missed"], 5, "the control");
    let closed = fives().recorded("2016-07-01T09:00:00Z").on("2016-04-01");
    let closed = closed.fact("pole/fives", PoleClosed { motive: None }).on("2016-07-01");
    let closed = closed.fact("pole/fives", PoleOpened::example());
    let pole = closed.answer::<Cadence>().figures["poles"][0].clone();
    assert_eq!((&pole["missed"], &pole["next_due"]), (&json!(2), &Value::Null));
}

#[test]
fn a_new_rhythm_ends_the_one_before() {
    let history =
        fives().fact("pole/fives", CadenceSet { days: 28, from: "2016-04-01".parse().unwrap() }).on("2016-05-01");
    let history =
        history.session("s", planned("fives", "2016-04-29", Some("2016-04-29"))).session("s", SessionHeld::default());
    let pole = history.answer::<Cadence>().figures["poles"][0].clone();
    let due: Vec<_> =
        pole["slots"].as_array().unwrap().iter().map(|slot| slot["due"].as_str().unwrap().to_owned()).collect();
    assert_eq!(due, ["2016-01-12", "2016-02-23", "2016-04-01", "2016-04-29"]);
    assert_eq!((pole["slots"][3]["state"].clone(), pole["rhythm_days"].clone()), (json!("held"), json!(28)));
}

/// Nine sessions, each planned for a slot of every 42 days and held on its very day.
fn nine_held() -> History {
    let due = ["01-12", "02-23", "04-05", "05-17", "06-28", "08-09", "09-20", "11-01", "12-13"];
    due.into_iter().enumerate().fold(fives(), |history, (at, day)| {
        let (session, day) = (format!("s{at}"), format!("2016-{day}"));
        held(history.session(&session, planned("fives", &day, Some(&day))), &session, &day)
    })
}

fn of_sessions(pole: &Value) -> Vec<[Value; 3]> {
    let filled = pole["slots"].as_array().unwrap().iter().filter(|slot| slot["session"] != Value::Null);
    filled.map(|slot| [slot["session"].clone(), slot["due"].clone(), slot["delay_days"].clone()]).collect()
}

#[test]
fn sessions_keep_their_slots_when_the_rhythm_is_changed_afterwards() {
    let before = nine_held().answer::<Cadence>().figures["poles"][0].clone();
    assert_eq!((before["held"].clone(), before["longest_delay_days"].clone()), (json!(9), json!(0)));
    let changed = CadenceSet { days: 28, from: "2016-04-01".parse().unwrap() };
    let after = nine_held().fact("pole/fives", changed).answer::<Cadence>().figures["poles"][0].clone();
    assert_eq!(of_sessions(&after), of_sessions(&before));
    assert_eq!((after["held"].clone(), after["longest_delay_days"].clone()), (json!(9), json!(0)));
}

#[test]
fn an_older_rhythm_that_is_recorded_late_moves_no_session() {
    let before = nine_held().answer::<Cadence>().figures["poles"][0].clone();
    let older = CadenceSet { days: 35, from: "2015-01-06".parse().unwrap() };
    let after = nine_held().fact("pole/fives", older).answer::<Cadence>().figures["poles"][0].clone();
    assert_eq!(of_sessions(&after), of_sessions(&before));
    assert_eq!(after["off_rhythm"], 0);
}

#[test]
fn another_room_moves_no_session_of_the_rhythm() {
    let room = SessionMoved {
        place: Some(maillage_events::place::Place::named("Salle B")),
        ..SessionMoved::to("2016-01-12".parse().unwrap(), "Travaux")
    };
    let history = fives().session("s1", planned("fives", "2016-01-12", Some("2016-01-12"))).session("s1", room);
    let pole = held(history, "s1", "2016-01-12").answer::<Cadence>().figures["poles"][0].clone();
    assert_eq!((pole["moved_at_least_once"].clone(), states(&pole)), (json!(0), vec!["held"]));
}

#[test]
fn a_year_is_judged_at_its_end_but_never_beyond_what_the_facts_know() {
    let early = held(fives().session("s1", planned("fives", "2016-01-12", Some("2016-01-12"))), "s1", "2016-01-12");
    let figures = early.answer_for::<Cadence>(Period::year(2016)).figures;
    assert_eq!(
        (figures["judged_on"].clone(), figures["poles"][0]["due"].clone()),
        (json!("2016-01-12"), json!(1)),
        "the rest of the year is to come"
    );
    let later = early.recorded("2017-02-01T09:00:00Z").session("s9", planned("fives", "2017-03-07", None));
    let pole = later.answer_for::<Cadence>(Period::year(2016)).figures["poles"][0].clone();
    assert_eq!((pole["due"].clone(), pole["held"].clone(), pole["missed"].clone()), (json!(9), json!(1), json!(8)));
}

#[test]
fn a_session_whose_day_has_passed_without_news_is_neither_held_nor_missed() {
    let history = fives()
        .session("s1", planned("fives", "2016-01-12", Some("2016-01-12")))
        .recorded("2016-02-01T09:00:00Z")
        .on("2016-02-01")
        .fact("pole/fives", PoleOpened::example());
    assert_eq!(states(&history.answer::<Cadence>().figures["poles"][0]), ["pending"]);
}

#[test]
fn five_poles_keep_five_rhythms() {
    let mut history = history();
    for (at, pole) in ["fives", "wazemmes", "moulins", "lille-sud", "bois-blancs"].into_iter().enumerate() {
        let from = format!("2016-01-{:02}", 4 + at);
        history = history.fact(&format!("pole/{pole}"), CadenceSet { days: 42, from: from.parse().unwrap() });
        history = held(history.session(pole, planned(pole, &from, Some(&from))), pole, &from);
    }
    let figures = history.on("2016-02-17").session("moulins", moved("2016-02-17")).answer::<Cadence>().figures;
    let poles = figures["poles"].as_array().unwrap();
    assert_eq!(poles.len(), 5);
    let due: Vec<_> =
        poles.iter().map(|pole| (pole["pole"].as_str().unwrap(), pole["due"].as_u64().unwrap())).collect();
    assert_eq!(
        due,
        [("bois-blancs", 1), ("fives", 2), ("lille-sud", 1), ("moulins", 2), ("wazemmes", 2)]
            .map(|(pole, due)| (pole, due))
    );
}

#[test]
fn summer_time_moves_no_due_date() {
    let june = fives().recorded("2016-06-30T09:00:00Z").on("2016-06-30");
    let figures = june.fact("pole/fives", PoleOpened::example()).answer::<Cadence>().figures;
    let due: Vec<_> = figures["poles"][0]["slots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slot| slot["due"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(due, ["2016-01-12", "2016-02-23", "2016-04-05", "2016-05-17", "2016-06-28"]);
}

#[test]
fn a_closing_or_a_rhythm_told_before_its_day_judges_no_slot_of_the_days_between() {
    let history = held(fives(), "s0", "2016-03-01").on("2016-11-01");
    let ahead = history
        .recorded("2016-03-02T09:00:00Z")
        .fact("pole/fives", CadenceSet { days: 28, from: "2016-11-01".parse().unwrap() })
        .on("2017-01-31")
        .fact("pole/fives", PoleClosed { motive: None });
    let figures = ahead.answer::<Cadence>().figures;
    assert_eq!(figures["judged_on"], "2016-03-01");
    assert_eq!((&figures["poles"][0]["due"], &figures["poles"][0]["missed"]), (&json!(2), &json!(2)));
    let past = ahead.recorded("2017-02-01T09:00:00Z").on("2017-01-31").fact("pole/fives", PoleClosed { motive: None });
    assert_eq!(past.answer::<Cadence>().figures["judged_on"], "2017-01-31", "told after its day, it has happened");
}

#[test]
fn a_session_fills_the_slot_after_the_next_whatever_the_day_it_is_judged_on() {
    let rhythm = |days, from: &str| CadenceSet { days, from: from.parse().unwrap() };
    let history = history()
        .fact("pole/fives", PoleOpened::example())
        .fact("pole/fives", rhythm(14, "2016-01-07"))
        .fact("pole/fives", rhythm(42, "2016-03-10"))
        .session("s1", planned("fives", "2016-02-27", None))
        .session("s2", planned("fives", "2016-02-28", None));
    let history = held(held(history, "s1", "2016-02-27"), "s2", "2016-02-28");
    let off = |history: &History| history.answer::<Cadence>().figures["poles"][0]["off_rhythm"].clone();
    assert_eq!(off(&history), 0, "the third and the tenth of March");
    assert_eq!(off(&held(history, "s9", "2016-04-01")), 0);
}

#[test]
fn nothing_is_due_of_a_pole_that_closed_on_a_day_that_nobody_knows() {
    let closed = fives().recorded("2016-07-01T09:00:00Z").on("unknown");
    let closed = closed.fact("pole/fives", PoleClosed { motive: None }).on("2016-07-01");
    let closed = closed.fact("pole/fives", PoleOpened::example());
    let pole = closed.answer::<Cadence>().figures["poles"][0].clone();
    assert_eq!((&pole["due"], &pole["missed"], &pole["next_due"]), (&json!(0), &json!(0), &Value::Null));
}

#[test]
fn whether_a_day_had_come_when_it_was_told_goes_by_the_zone_of_the_space() {
    let judged_on = |zone: &str, first: &str| {
        let opened = SpaceOpened { time_zone: zone.parse().unwrap(), ..SpaceOpened::example() };
        let history = history().recorded("2016-03-07T21:00:00Z").on(first).fact("space/essai", opened);
        let opened = history.on("2016-03-08").fact("pole/fives", PoleOpened::example());
        opened.answer::<Cadence>().figures["judged_on"].clone()
    };
    let told = ["Europe/Paris", "Indian/Reunion"].map(|zone| judged_on(zone, "2016-01-01"));
    assert_eq!(told, [json!("2016-03-07"), json!("2016-03-08")]);
}
