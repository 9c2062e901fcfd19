use maillage_events::declare::Example;
use maillage_events::pole::PoleOpened;
use maillage_events::session::*;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Agenda;
use crate::testing::{History, assert_worded, history, id};

fn planned(when: &str) -> SessionPlanned {
    SessionPlanned { when: when.parse().unwrap(), ..SessionPlanned::example() }
}

fn agenda() -> History {
    let moved = SessionMoved { time: Some("09:30".into()), ..SessionMoved::to("2016-06-01".parse().unwrap(), "Salle") };
    history()
        .fact("pole/fives", PoleOpened::example())
        .session("c", planned("2016-05"))
        .session("b", planned("2016-03-08"))
        .session("a", planned("2016-03-15"))
        .session("d", planned("unknown"))
        .session("b", moved)
        .on("2016-03-15")
        .session("a", SessionHeld { minutes: Some(90), ..SessionHeld::default() })
        .session("a", SessionCredited { fiche: id("f-4") })
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|session| session["session"].as_str().unwrap()).collect()
}

#[test]
fn sessions_stand_by_date_and_the_undated_come_last() {
    let figures = agenda().answer::<Agenda>().figures;
    assert_eq!(ids(&figures["planned"]), ["c", "b", "d"]);
    assert_eq!(ids(&figures["past"]), ["a"]);
    assert_eq!(
        (figures["past"][0]["fiches"].clone(), figures["past"][0]["minutes"].clone()),
        (json!(["f-4"]), json!(90))
    );
    assert_eq!(figures["past"][0]["pole_name"], "Pôle ressources santé de Fives");
    assert_worded(&agenda().fold::<Agenda>());
}

#[test]
fn a_moved_session_stands_on_its_new_day_and_remembers_the_first() {
    let figures = agenda().answer::<Agenda>().figures;
    let moved = &figures["planned"][1];
    assert_eq!(
        [&moved["when"], &moved["first_planned"], &moved["time"], &moved["motive"]],
        ["2016-06-01", "2016-03-08", "09:30", "Salle"]
    );
}

#[test]
fn a_period_has_only_what_certainly_lies_in_it() {
    let may = Period { from: "2016-05-10".parse().ok(), to: "2016-06-30".parse().ok() };
    assert_eq!(ids(&agenda().answer_for::<Agenda>(may).figures["planned"]), ["b"]);
}

#[test]
fn a_session_planned_by_mistake_is_on_no_agenda_whatever_followed() {
    let history = agenda().cancel(4);
    assert_eq!(ids(&history.answer::<Agenda>().figures["past"]), Vec::<&str>::new());
}

#[test]
fn another_room_and_another_title_are_shown_and_are_no_other_day() {
    let room = SessionMoved {
        place: Some(maillage_events::place::Place::named("Salle B")),
        mode: Some(SessionMode::Hybrid),
        ..SessionMoved::to("2016-03-08".parse().unwrap(), "Travaux")
    };
    let history = history()
        .session("s", planned("2016-03-08"))
        .session("s", room)
        .session("s", SessionRenamed { title: "Réunion plénière".into() });
    let session = history.answer::<Agenda>().figures["planned"][0].clone();
    assert_eq!([&session["place"], &session["mode"], &session["title"]], ["Salle B", "hybrid", "Réunion plénière"]);
    assert_eq!(session["first_planned"], Value::Null);
}

#[test]
fn moves_stand_by_the_days_of_their_decisions_in_whatever_order_they_are_recorded() {
    let decided = |history: History, on: &str, to: &str| {
        history.on(on).session("s", SessionMoved::to(to.parse().unwrap(), "Grève"))
    };
    let forward = decided(
        decided(history().session("s", planned("2016-03-08")), "2016-03-01", "2016-03-15"),
        "2016-03-05",
        "2016-04-12",
    );
    let backward = decided(
        decided(history().session("s", planned("2016-03-08")), "2016-03-05", "2016-04-12"),
        "2016-03-01",
        "2016-03-15",
    );
    for history in [forward, backward] {
        assert_eq!(history.answer::<Agenda>().figures["planned"][0]["when"], "2016-04-12");
    }
}
