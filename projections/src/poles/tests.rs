use maillage_events::declare::{Example, example_person};
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::pole::*;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Poles;
use crate::testing::{History, assert_worded, history, id};

fn named(organisation: &str) -> ReferentNamed {
    ReferentNamed { person: None, organisation: Some(id(organisation)), deputy: false }
}

/// The pole of Fives since 2013: `a`, then `b` from May 2016; the one of 2013 is told last.
fn fives() -> History {
    history()
        .on("2012")
        .fact(
            "organisation/b",
            OrganisationRecorded { name: "Maison des Moulins".into(), ..OrganisationRecorded::example() },
        )
        .on("2013")
        .fact("pole/fives", PoleOpened::example())
        .on("2016-05-02")
        .fact("pole/fives", named("b"))
        .on("2013")
        .fact("pole/fives", named("a"))
}

fn until(history: &History, to: &str) -> Value {
    let period = Period { from: None, to: to.parse().ok() };
    history.answer_for::<Poles>(period).figures["poles"][0].clone()
}

#[test]
fn the_referent_of_a_day_is_the_one_of_that_day() {
    let history = fives();
    let referent = |to: &str| until(&history, to)["referent"]["organisation"].clone();
    assert_eq!(referent("2012-12-31"), Value::Null);
    assert_eq!([referent("2013-01-01"), referent("2016-05-01"), referent("2016-05-02")], ["a", "a", "b"]);
    let all = history.answer::<Poles>().figures["poles"][0].clone();
    assert_eq!((&all["referent"]["name"], &all["deputy"]), (&json!("Maison des Moulins"), &Value::Null));
    assert_eq!(all["in_charge"].as_array().unwrap().len(), 2);
    assert_worded(&history.fold::<Poles>());
}

#[test]
fn nobody_is_in_charge_of_a_pole_that_closed() {
    let history = fives().on("2018-06-30").fact("pole/fives", PoleClosed { motive: None });
    let before = until(&history, "2018-06-29");
    assert_eq!((&before["referent"]["organisation"], &before["closed"]), (&json!("b"), &Value::Null));
    let after = until(&history, "2018-06-30");
    assert_eq!((&after["referent"], &after["closed"]), (&Value::Null, &json!("2018-06-30")));
    assert_eq!(after["in_charge"][1]["until"], "2018-06-30");
}

#[test]
fn a_person_in_charge_is_shown_without_a_name_and_tries_are_counted() {
    let person = ReferentNamed { person: Some(example_person(1)), organisation: Some(id("b")), deputy: true };
    let history = fives().on("2016-06-01").fact("pole/fives", person).fact("pole/fives", ContactTried::example()).fact(
        "pole/fives",
        ContactTried { contact: id("appel-2"), outcome: ContactOutcome::Reached, ..ContactTried::example() },
    );
    let body = history.answer_for::<Poles>(Period::year(2016));
    assert_eq!(body.figures["poles"][0]["contacts"], json!({ "tried": 2, "reached": 1 }));
    let cells = format!("{:?}", body.tables[0].rows);
    assert!(cells.contains("une personne (Maison des Moulins)"), "{cells}");
    assert_eq!(history.answer_for::<Poles>(Period::year(2015)).figures["poles"][0]["contacts"]["tried"], Value::Null);
}

#[test]
fn a_pole_that_closed_in_a_year_is_closed_from_the_last_day_of_it_for_whoever_asks() {
    let history = fives().on("2018").fact("pole/fives", PoleClosed { motive: Some("Regroupement".into()) });
    let during = until(&history, "2018-12-30");
    assert_eq!((&during["referent"]["organisation"], &during["closed"]), (&json!("b"), &Value::Null));
    let after = until(&history, "2018-12-31");
    assert_eq!((&after["referent"], &after["closed"]), (&Value::Null, &json!("2018")));
}
