use maillage_events::amount::Amount;
use maillage_events::declare::{Example, example_person};
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::pole::*;
use maillage_events::session::{ReferralMade, SessionHeld, SessionPlanned};
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
    assert_eq!(
        body.figures["poles"][0]["contacts"],
        json!({ "tried": 2, "reached": 1, "last": "2016-06-01", "last_outcome": "reached" })
    );
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

#[test]
fn a_pole_shows_what_it_held_under_whom_whom_it_referred_and_its_last_contact() {
    let session = |when: &str| SessionPlanned {
        pole: Some(id("fives")),
        slot: None,
        when: when.parse().unwrap(),
        ..SessionPlanned::example()
    };
    let mut history = fives();
    for when in ["2016-03-08", "2016-04-19", "2016-06-07"] {
        history = history.session(when, session(when)).on(when).session(when, SessionHeld::default());
    }
    let referral = ReferralMade { heads: 3, ..ReferralMade::example() };
    let history = history
        .session("2016-06-07", referral)
        .session("2016-09-01", session("2016-09-01"))
        .on("2016-06-20")
        .fact("pole/fives", ContactTried { outcome: ContactOutcome::Reached, ..ContactTried::example() })
        .on("2016-02-10")
        .fact("pole/fives", ContactTried { contact: id("appel-2"), ..ContactTried::example() });
    let body = history.answer_for::<Poles>(Period::year(2016));
    let pole = &body.figures["poles"][0];
    assert_eq!((&pole["workload"]["sessions_held"], &pole["referrals"]["onwards"]), (&json!(3), &json!(3)));
    let held = |at: usize| pole["in_charge"][at]["sessions_held"].clone();
    assert_eq!((held(0), held(1)), (json!(2), json!(1)), "a until May, b from then on");
    assert_eq!(
        (&pole["contacts"]["last"], &pole["contacts"]["last_outcome"]),
        (&json!("2016-06-20"), &json!("reached")),
        "the last by its day, not by its entry"
    );
}

#[test]
fn informed_and_accompanied_are_two_series_and_what_is_not_told_apart_is_a_third() {
    let declared = |measure: &str, period: &str, unit, value| {
        let subject = if measure == "ensemble" { "contract/poles" } else { "pole/fives" };
        let it = MeasureDeclared {
            subject: subject.parse().unwrap(),
            indicator: id(measure),
            period: period.parse().unwrap(),
            unit,
            amount: Amount::exact(value),
            ..MeasureDeclared::example()
        };
        (format!("measure/{measure}-{period}"), it)
    };
    let opened = PoleOpened { contract: Some(id("poles")), ..PoleOpened::example() };
    let told = [
        declared("informes", "2016", Unit::PersonsInformed, 300),
        declared("accompagnes", "2016", Unit::PersonsAccompanied, 40),
        declared("ensemble", "2016", Unit::Persons, 2410),
        declared("informes", "2017", Unit::PersonsInformed, 310),
        declared("partenaires", "2016", Unit::Partners, 150),
    ];
    let history =
        told.into_iter().fold(history().fact("pole/fives", opened), |it, (stream, told)| it.fact(&stream, told));
    let body = history.answer_for::<Poles>(Period::year(2016));
    let exact = |value: u64| json!({ "is": "exact", "value": value });
    assert_eq!(
        body.figures["reached"],
        json!([
            { "subject": "contract/poles", "period": "2016", "informed": null, "accompanied": null,
              "informed_or_accompanied": exact(2410) },
            { "subject": "pole/fives", "period": "2016", "informed": exact(300), "accompanied": exact(40),
              "informed_or_accompanied": null },
        ])
    );
    let table = body.tables.iter().find(|table| table.name == "reached").unwrap();
    assert_eq!(table.rows[1][2..4], [300_u64.into(), 40_u64.into()]);
}

#[test]
fn a_total_that_was_of_something_else_after_all_reached_nobody() {
    let declared = |unit| MeasureDeclared {
        subject: "pole/fives".parse().unwrap(),
        period: "2016".parse().unwrap(),
        unit,
        ..MeasureDeclared::example()
    };
    let told = |first, then| {
        history()
            .fact("pole/fives", PoleOpened::example())
            .on("2017-01-10")
            .fact("measure/total", declared(first))
            .on("2017-02-10")
            .fact("measure/total", declared(then))
            .answer_for::<Poles>(Period::year(2016))
            .figures["reached"]
            .as_array()
            .map(Vec::len)
    };
    assert_eq!((told(Unit::PersonsInformed, Unit::Partners), told(Unit::Partners, Unit::Persons)), (Some(0), Some(1)));
}
