//! Attendance of one contract, one pole, one fiche, one quality.

use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::FicheRecorded;

use super::*;
use crate::report::Body;
use crate::report::filter::{Filter, Filters};

/// A session of each way of being of a contract: named, by its fiche, by its pole; and one of another contract.
fn city() -> History {
    let of = |contract: Option<&str>, pole: Option<&str>, fiche: Option<&str>| SessionPlanned {
        contracts: contract.map(id).into_iter().collect(),
        pole: pole.map(id),
        fiches: fiche.map(id).into_iter().collect(),
        ..planned("2016-03-08")
    };
    let fiche = |contract: &str, number| FicheRecorded { contract: id(contract), number, title: "Fiche".into() };
    let mut history = history()
        .fact("contract/cls", ContractPrepared::example())
        .fact("contract/autre", ContractPrepared::example())
        .fact("pole/fives", PoleOpened { contract: Some(id("cls")), ..PoleOpened::example() })
        .fact("pole/moulins", PoleOpened { contract: None, ..PoleOpened::example() })
        .fact("fiche/f", fiche("cls", 1))
        .fact("fiche/g", fiche("autre", 1));
    for (name, plan, heads_there) in [
        ("named", of(Some("cls"), None, None), 1),
        ("by-fiche", of(None, None, Some("f")), 2),
        ("by-pole", of(None, Some("fives"), None), 4),
        ("both", of(Some("cls"), Some("moulins"), Some("g")), 8),
        ("other", of(Some("autre"), Some("moulins"), None), 16),
    ] {
        history = history.session(name, plan).session(name, heads(name, Quantity::exact(heads_there)));
    }
    history
}

fn narrowed(history: &History, filters: &[(Filter, &str)]) -> Body {
    let filters = Filters::of(filters.iter().map(|(filter, value)| (*filter, Some((*value).to_owned()))));
    history.fold::<Attendance>().answer(&Scope { filters, ..Scope::default() }, Language::French)
}

fn passages(history: &History, filters: &[(Filter, &str)]) -> Value {
    narrowed(history, filters).figures["total"]["passages"].clone()
}

#[test]
fn the_attendance_of_a_contract_is_that_of_its_sessions() {
    let body = narrowed(&city(), &[(Filter::Contract, "cls")]);
    let sessions = body.figures["by_session"].as_array().unwrap();
    let sum: u64 = sessions.iter().map(|session| session["passages"].as_u64().unwrap()).sum();
    assert_eq!((sessions.len(), sum, &body.figures["total"]["passages"]), (4, 15, &json!(15)));
    assert_eq!(passages(&city(), &[(Filter::Contract, "autre")]), 24, "a session of both is of each");
    assert_eq!(passages(&city(), &[(Filter::Contract, "cls"), (Filter::Pole, "moulins")]), 8);
    let poles = body.figures["by_pole"].as_array().unwrap();
    assert_eq!(poles.iter().map(|it| it["pole"].as_str().unwrap()).collect::<Vec<_>>(), ["fives", "moulins"]);
}

#[test]
fn the_total_of_one_pole_or_fiche_is_its_line() {
    let whole = narrowed(&city(), &[]).figures;
    for (filter, group, key) in [(Filter::Pole, "by_pole", "pole"), (Filter::Fiche, "by_fiche", "fiche")] {
        for line in whole[group].as_array().unwrap() {
            let total = narrowed(&city(), &[(filter, line[key].as_str().unwrap())]).figures["total"].clone();
            for figure in ["passages", "persons_at_least", "persons_at_most", "sessions", "present"] {
                assert_eq!(total[figure], line[figure], "{group} {figure}");
            }
        }
    }
}

#[test]
fn people_of_one_quality_are_bounded_by_what_was_said_and_what_was_not() {
    let quality = Some([(Quality::Inhabitant, 3), (Quality::Professional, 2), (Quality::Unknown, 1)].into());
    let asked = HeadcountRecorded {
        marginals: Marginals { quality, ..Marginals::default() },
        ..heads("a", Quantity::exact(9))
    };
    let seen = |person, quality| AttendanceObserved::plain(example_person(person), quality);
    let history = history()
        .session("s", SessionPlanned { capacity: Some(12), ..planned("2016-03-08") })
        .session("s", asked)
        .session("s", seen(1, Quality::Inhabitant))
        .session("s", seen(2, Quality::Professional));
    let body = narrowed(&history, &[(Filter::Quality, "inhabitant")]);
    let total = &body.figures["total"];
    assert_eq!((&total["present"], &total["persons_known"], &total["new_persons"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&total["passages_at_least"], &total["passages_at_most"]), (&json!(4), &json!(8)));
    assert_eq!((&total["signups_confirmed"], &total["places_left"]), (&Value::Null, &Value::Null), "of no quality");
    assert_eq!(total["marginals"], json!({ "quality": { "inhabitant": 3 } }));
    assert_eq!(
        body.figures["by_quality"],
        json!([
            { "quality": "inhabitant", "present": 1, "persons_known": 1, "heads": 3 }
        ])
    );
    let parts: u64 = ["inhabitant", "professional"]
        .iter()
        .map(|it| narrowed(&history, &[(Filter::Quality, it)]).figures["total"]["present"].as_u64().unwrap())
        .sum();
    assert_eq!(json!(parts), narrowed(&history, &[]).figures["total"]["present"]);
}

#[test]
fn whoever_did_not_say_a_quality_may_be_of_the_one_that_is_asked_for() {
    let seen = |person, quality| AttendanceObserved::plain(example_person(person), quality);
    let history = history()
        .session("s", planned("2016-03-08"))
        .session("s", seen(1, Quality::Inhabitant))
        .session("s", seen(2, Quality::Unknown))
        .session("s", seen(3, Quality::Professional))
        .session("s", SessionHeld::example());
    let total = narrowed(&history, &[(Filter::Quality, "inhabitant")]).figures["total"].clone();
    let bounds = |figure: &str| ["at_least", "at_most"].map(|end| total[format!("{figure}_{end}")].clone());
    assert_eq!((bounds("passages"), bounds("persons")), ([1, 2].map(|it| json!(it)), [1, 2].map(|it| json!(it))));
}
