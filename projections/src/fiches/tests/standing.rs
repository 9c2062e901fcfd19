//! What stands on a day: roles, statuses, numbers, axes.

use maillage_events::declare::example_person;

use super::*;

#[test]
fn a_report_prints_who_stood_at_the_end_of_its_period() {
    let named = |organisation: &str, role| FicheRoleNamed {
        organisation: Some(id(organisation)),
        role,
        ..FicheRoleNamed::example()
    };
    let history = rochelle()
        .on("2017")
        .fact("fiche/f-1", named("ccas", FicheRole::Pilot))
        .fact("fiche/f-1", named("ccas", FicheRole::Carrier))
        .on("2014")
        .fact("fiche/f-1", named("cpam", FicheRole::Pilot))
        .fact("fiche/f-1", named("cpam", FicheRole::Carrier))
        .fact("fiche/f-1", FicheYearOpened { year: 2018, chained_to: Some(2016) })
        .on("2017-06-30")
        .fact("fiche/f-1", FicheRoleEnded::example())
        .on("2018-02-01")
        .fact(
            "fiche/f-1",
            FicheRoleNamed {
                organisation: None,
                person: Some(example_person(7)),
                role: FicheRole::Elected,
                until: Some("2018-11-01".parse().unwrap()),
            },
        );
    let who = |period: Period| {
        let pilots = fiche(&history.answer_for::<Fiches>(period).figures, 1)["pilots"].clone();
        let word =
            |it: &Value| format!("{} {}", it["role"].as_str().unwrap(), it["organisation"].as_str().unwrap_or("–"));
        pilots.as_array().unwrap().iter().map(word).collect::<Vec<_>>()
    };
    let until = |to: &str| Period { from: None, to: to.parse().ok() };
    assert_eq!(who(Period::year(2016)), ["pilot cpam", "carrier cpam"]);
    assert_eq!(who(until("2017-03-01")), ["pilot ccas", "pilot cpam", "carrier ccas"]);
    assert_eq!(who(until("2018-06-30")), ["pilot ccas", "elected –", "carrier ccas"]);
    assert_eq!(who(Period::year(2018)), ["pilot ccas", "carrier ccas"], "who left is printed no more");
}

#[test]
fn a_status_is_answered_for_a_day_inside_its_year() {
    let status = |status, motive: Option<&str>| FicheStatusDeclared {
        year: 2016,
        status,
        motive: motive.map(Into::into),
        successor: None,
        to_year: None,
    };
    let history = rochelle()
        .recorded("2026-06-01T09:00:00Z")
        .on("2016-02-10")
        .fact("fiche/f-3", status(FicheStatus::InProgress, None))
        .on("2016-11-02")
        .fact("fiche/f-3", status(FicheStatus::Abandoned, Some("Faute de salle")))
        .on("2016-09-01")
        .fact("fiche/f-3", MilestonePassed::example());
    let year = |to: &str| {
        let period = Period { from: None, to: to.parse().ok() };
        fiche(&history.answer_for::<Fiches>(period).figures, 3)["years"][0].clone()
    };
    let june = year("2016-06-30");
    assert_eq!((&june["status"], &june["status_days"]), (&json!("in_progress"), &json!(141)));
    assert_eq!(june["milestones"], json!([]), "what came later is not shown yet");
    let december = year("2016-12-31");
    assert_eq!((&december["status"], &december["status_days"]), (&json!("abandoned"), &json!(59)));
    assert_eq!(december["milestones"][0]["milestone"], "procedure-testee");
    assert_eq!(year("2016-02-09")["status"], Value::Null);
}

#[test]
fn a_fiche_of_an_axis_that_its_contract_does_not_define_is_shown_unattached() {
    let history = rochelle().fact("fiche/f-1", FicheAttached { axis: id("axe-9") });
    let body = history.answer_for::<Fiches>(Period::year(2016));
    let line = body.tables[1].rows.iter().find(|row| row[0] == Cell::Number(1)).unwrap();
    assert_eq!(line[2], Cell::Text("non rattachée".into()));
}

#[test]
fn a_renumbered_fiche_stays_the_same_and_its_old_number_is_not_missing() {
    let history = rochelle().on("2016-05-01").fact("fiche/f-4", FicheRenumbered { number: 19 });
    let numbered = |to: &str| {
        let body = history.answer_for::<Fiches>(Period { from: None, to: to.parse().ok() });
        let all = body.figures["fiches"].as_array().unwrap().clone();
        let number = all.iter().find(|it| it["fiche"] == "f-4").unwrap()["number"].clone();
        (number, body.figures["contracts"][0]["fiches"]["missing"].clone())
    };
    assert_eq!(numbered("2016-04-30"), (json!(4), json!([17])));
    assert_eq!(numbered("2016-05-01"), (json!(19), json!([17])));
}

#[test]
fn what_takes_over_is_shown_by_its_title() {
    let followed = FicheStatusDeclared {
        year: 2016,
        status: FicheStatus::Abandoned,
        motive: Some("Fusion".into()),
        successor: Some(Successor::Stream("fiche/f-5".parse().unwrap())),
        to_year: None,
    };
    let body = rochelle().fact("fiche/f-2", followed).answer::<Fiches>();
    let year = &fiche(&body.figures, 2)["years"][0];
    assert_eq!(year["successor_stream"], "fiche/f-5");
    assert!(year["successor"].as_str().unwrap().contains("Fiche 5"), "{year}");
}

#[test]
fn a_fiche_of_an_axis_that_was_closed_or_never_defined_is_attached_to_none() {
    let history = rochelle()
        .on("2016-01-01")
        .fact("fiche/f-1", FicheAttached { axis: id("axe-1") })
        .fact("fiche/f-2", FicheAttached { axis: id("axe-9") })
        .on("2017-03-01")
        .fact("contract/cls", maillage_events::contract::AxisClosed { code: id("axe-1") });
    let shown = |year, number| {
        let body = history.answer_for::<Fiches>(Period { from: None, to: Period::year(year).to });
        let row = body.tables[1].rows.iter().find(|row| row[0] == Cell::Number(number)).unwrap().clone();
        row[2].clone()
    };
    assert_eq!(shown(2016, 1), Cell::from("Accès aux soins"));
    assert_eq!([shown(2017, 1), shown(2016, 2)], ["non rattachée", "non rattachée"].map(Cell::from));
}

#[test]
fn the_latest_fact_of_a_period_is_told_also_where_a_later_one_lies_beyond() {
    let told = |day: &str, history: History| {
        let narrated = |rank| FicheNarrated { rank, ..FicheNarrated::example() };
        history.on(day).fact("fiche/f", narrated(if day < "2016-06" { 1 } else { 2 }))
    };
    let history = history().on("2016-01-05").fact("fiche/f", FicheRecorded::example());
    let history = told("2016-09-20", told("2016-03-08", history));
    let last = |to: &str| {
        let period = Period { from: "2016-01-01".parse().ok(), to: to.parse().ok() };
        history.answer_for::<Fiches>(period).figures["fiches"][0]["last_fact"].clone()
    };
    assert_eq!((last("2016-06-30"), last("2016-12-31")), (json!("2016-03-08"), json!("2016-09-20")));
}
