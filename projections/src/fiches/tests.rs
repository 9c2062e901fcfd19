mod standing;
mod users;

use maillage_events::amount::Amount;
use maillage_events::contract::{AxisDefined, AxisNature, ContractKind, ContractPrepared};
use maillage_events::declare::Example;
use maillage_events::fiche::*;
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationKind, OrganisationRecorded};
use maillage_events::quantity::Quantity;
use maillage_events::session::*;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Fiches;
use crate::answer::Answer;
use crate::report::{Cell, Scope};
use crate::testing::{History, history, id};

fn contract(title: &str) -> ContractPrepared {
    ContractPrepared { kind: ContractKind::Cls, title: title.into(), ..ContractPrepared::example() }
}

/// Seventeen fiches, numbered 1 to 16 and 18, with a year 2016 opened after 2015.
fn rochelle() -> History {
    let mut history = history().on("2013").fact("contract/cls", contract("CLS 2013-2018")).fact(
        "contract/cls",
        AxisDefined { code: id("axe-1"), rank: 1, label: "Accès aux soins".into(), nature: AxisNature::Strategic },
    );
    history = history.on("2016").fact(
        "organisation/cpam",
        OrganisationRecorded {
            name: "CPAM 17".into(),
            kinds: vec![OrganisationKind::Insurance],
            ..OrganisationRecorded::example()
        },
    );
    for number in (1..=16).chain([18]) {
        let stream = format!("fiche/f-{number}");
        history = history
            .fact(
                &stream,
                FicheRecorded { contract: id("cls"), number, title: format!("Fiche {number}").as_str().into() },
            )
            .fact(&stream, FicheYearOpened { year: 2016, chained_to: Some(2015) });
    }
    history
}

fn training(fiches: &[&str]) -> SessionPlanned {
    SessionPlanned {
        title: "Formation des acteurs sociaux".into(),
        kind: SessionKind::Training,
        when: "2016".parse().unwrap(),
        fiches: fiches.iter().map(|fiche| id(fiche)).collect(),
        pole: None,
        slot: None,
        ..SessionPlanned::example()
    }
}

fn fiche(figures: &Value, number: u64) -> Value {
    figures["fiches"].as_array().unwrap().iter().find(|fiche| fiche["number"] == number).unwrap().clone()
}

#[test]
fn a_missing_number_is_reported_and_never_filled_in() {
    let body = rochelle().answer_for::<Fiches>(Period::year(2016));
    let total = &body.figures["contracts"][0];
    assert_eq!((total["contract"].as_str(), total["title"].as_str()), (Some("cls"), Some("CLS 2013-2018")));
    assert_eq!(total["fiches"]["count"], 17);
    assert_eq!(total["fiches"]["numbers"], json!((1..=16).chain([18]).collect::<Vec<_>>()));
    assert_eq!(total["fiches"]["ranges"], "1–16, 18");
    assert_eq!(total["fiches"]["missing"], json!([17]));
    assert_eq!(body.figures["fiches"].as_array().unwrap().len(), 17);
}

#[test]
fn a_session_of_two_fiches_counts_once_for_the_contract_and_is_flagged() {
    let history = rochelle()
        .session("journee", training(&["f-4"]))
        .session("journee", SessionCredited { fiche: id("f-1") })
        .session("journee", SessionHeld::default())
        .session("prevue", training(&["f-4"]));
    let body = history.answer_for::<Fiches>(Period::year(2016));
    let total = &body.figures["contracts"][0];
    assert_eq!(
        (&total["sessions_credited"], &total["sessions_shared"], &total["sessions_column_sum"]),
        (&json!(1), &json!(1), &json!(2))
    );
    for number in [1, 4] {
        let sessions = &fiche(&body.figures, number)["years"][0]["sessions"];
        assert_eq!(sessions["count"], 1, "a session that was only planned is not held");
        assert_eq!((&sessions["shared"], &sessions["ids"]), (&json!(1), &json!(["journee"])));
    }
    assert!(body.tables[1].caption.contains("ne s’additionne pas"));
    assert!(body.tables[1].rows.iter().any(|row| row.contains(&Cell::Text("1 partagée".into()))));
}

#[test]
fn a_session_for_two_contracts_counts_once_in_each() {
    let history = rochelle()
        .fact("contract/clsm", contract("CLSM"))
        .fact("fiche/m-1", FicheRecorded { contract: id("clsm"), number: 1, title: "Écoute".into() })
        .session("journee", training(&["f-4", "m-1"]))
        .session("journee", SessionHeld::default());
    let body = history.answer::<Fiches>();
    let credited: Vec<_> =
        body.figures["contracts"].as_array().unwrap().iter().map(|total| total["sessions_credited"].clone()).collect();
    assert_eq!(credited, [json!(1), json!(1)]);
}

#[test]
fn a_year_copies_no_status_and_one_without_a_declaration_is_unknown() {
    let declared = FicheStatusDeclared {
        year: 2016,
        status: FicheStatus::NotDeployed,
        motive: Some("Extension impossible dans l'année".into()),
        successor: Some(Successor::Words("Plateforme Territoriale d'Appui".into())),
        to_year: None,
    };
    let body = rochelle()
        .fact("fiche/f-2", declared)
        .on("2017")
        .fact("fiche/f-2", FicheYearOpened { year: 2017, chained_to: Some(2016) })
        .answer::<Fiches>();
    let years = fiche(&body.figures, 2)["years"].clone();
    assert_eq!((&years[0]["status"], &years[0]["chained_to"]), (&json!("not_deployed"), &json!(2015)));
    assert_eq!(years[0]["successor"], "Plateforme Territoriale d'Appui");
    assert_eq!(
        (&years[1]["year"], &years[1]["status"], &years[1]["chained_to"]),
        (&json!(2017), &Value::Null, &json!(2016))
    );
    assert!(body.tables[1].rows.iter().any(|row| row.contains(&Cell::Text("non déployée".into()))));
    assert_eq!(fiche(&body.figures, 2)["carried_over"], true);
}

#[test]
fn the_latest_status_of_a_year_rules_whatever_the_order_of_entry() {
    let status = |status| FicheStatusDeclared { year: 2016, status, motive: None, successor: None, to_year: None };
    let late = rochelle()
        .on("2016-11-30")
        .fact("fiche/f-3", status(FicheStatus::Done))
        .on("2016-03-01")
        .fact("fiche/f-3", status(FicheStatus::InProgress));
    assert_eq!(fiche(&late.answer::<Fiches>().figures, 3)["years"][0]["status"], "done");
}

#[test]
fn a_status_is_that_of_the_last_day_of_the_period() {
    let status = |status, motive: Option<&str>| FicheStatusDeclared {
        year: 2016,
        status,
        motive: motive.map(Into::into),
        successor: None,
        to_year: None,
    };
    let told = rochelle()
        .on("2016-02")
        .fact("fiche/f-3", status(FicheStatus::InProgress, None))
        .on("2016-11")
        .fact("fiche/f-3", status(FicheStatus::Abandoned, Some("Plus de porteur")));
    let on = |to: &str| {
        let body = told.answer_for::<Fiches>(Period { from: None, to: to.parse().ok() });
        fiche(&body.figures, 3)["years"][0]["status"].clone()
    };
    assert_eq!(
        ["2016-01-31", "2016-06-30", "2016-11-29"].map(on),
        [json!(null), json!("in_progress"), json!("in_progress")]
    );
    assert_eq!(on("2016-11-30"), "abandoned", "what ends counts from the last day of its date");
}

#[test]
fn expected_is_not_achieved_and_several_times_is_not_a_number() {
    let leases =
        ResultExpected { year: 2016, result: id("baux"), what: "Baux glissants".into(), amount: Amount::exact(2) };
    let said = Amount::Unknown { at_least: Some(2.into()), as_said: Some("plusieurs fois".into()) };
    let met = ResultAchieved {
        year: 2016,
        result: id("rencontres"),
        what: "Rencontres avec les secteurs".into(),
        amount: said,
    };
    let body = rochelle().fact("fiche/f-14", leases).fact("fiche/f-13", met).answer_for::<Fiches>(Period::year(2016));
    let leases = &fiche(&body.figures, 14)["years"][0];
    assert_eq!(leases["expected"][0]["quantity"], json!({ "is": "exact", "value": 2 }));
    assert_eq!((&leases["achieved"], &leases["results"][0]["achieved"]), (&json!([]), &Value::Null));
    let met = &fiche(&body.figures, 13)["years"][0];
    assert_eq!(met["achieved"][0]["quantity"], json!({ "is": "unknown", "at_least": 2, "as_said": "plusieurs fois" }));
    assert_eq!(met["quantified"], 0);
    let results = &body.tables[2].rows;
    assert_eq!(results[0][3..], [Cell::Unknown, Cell::Text("n.r. («\u{a0}plusieurs fois\u{a0}»)".into())]);
    assert_eq!(results[1][3..], [Cell::Number(2), Cell::Unknown]);
}

#[test]
fn a_result_told_again_is_revised_and_a_late_entry_hides_no_later_one() {
    let achieved = |count: u64| ResultAchieved {
        year: 2016,
        result: id("baux"),
        what: "Baux glissants".into(),
        amount: Amount::exact(count),
    };
    let history = [("2016-06-15", 1), ("2016-12-10", 3), ("2016-09-01", 2)]
        .into_iter()
        .fold(rochelle(), |history, (on, count)| history.on(on).fact("fiche/f-14", achieved(count)));
    let at = |history: &History, to: &str| {
        let period = Period { from: None, to: to.parse().ok() };
        fiche(&history.answer_for::<Fiches>(period).figures, 14)["years"].as_array().unwrap().last().unwrap()
            ["achieved"][0]["quantity"]["value"]
            .clone()
    };
    assert_eq!(at(&history, "2016-12-31"), 3, "the total so far");
    assert_eq!(fiche(&history.answer::<Fiches>().figures, 14)["years"][0]["quantified"], 1, "one result, told thrice");
    let later = history.on("2017-02-01").fact("fiche/f-14", achieved(4));
    assert_eq!(at(&later, "2016-12-31"), 4, "said of the year once it was over");
    let again = later.on("2017-02-01").fact("fiche/f-14", achieved(5));
    assert_eq!(at(&again, "2016-12-31"), 5, "of two for one day the one recorded last");
    let decimal = ResultAchieved { amount: Amount::Exact { value: "4.20".parse().unwrap() }, ..achieved(0) };
    let body = again.on("2017-03-01").fact("fiche/f-14", decimal).answer_for::<Fiches>(Period::year(2016));
    assert_eq!(body.tables[2].rows[0].last(), Some(&Cell::Text("4,20".into())));
}

#[test]
fn a_fiche_without_a_figure_shows_none_and_never_zero() {
    let told = FicheNarrated { year: 2016, rank: 1, text: "Pour les personnes sans résidence stable".into() };
    let body = rochelle().fact("fiche/f-5", told).answer_for::<Fiches>(Period::year(2016));
    let year = fiche(&body.figures, 5)["years"][0].clone();
    assert_eq!(
        (&year["narrated"], &year["quantified"], &year["sessions"]["count"]),
        (&json!(1), &json!(0), &Value::Null)
    );
    let row = body.tables[1].rows.iter().find(|row| row[0] == Cell::Number(5)).unwrap();
    assert!(!row.contains(&Cell::Number(0)) && row[11..14].iter().all(|cell| *cell == Cell::Unknown), "{row:?}");
    assert!(row.contains(&Cell::Text("non rattachée".into())));
}

#[test]
fn a_fiche_shows_its_axis_and_pilot_of_the_period() {
    let history = rochelle()
        .on("2016-03-01")
        .fact("fiche/f-1", FicheAttached { axis: id("axe-1") })
        .fact("fiche/f-1", FicheRoleNamed::example())
        .on("2017-01-01")
        .fact("fiche/f-1", FicheDetached { axis: id("axe-1") });
    let at = |year| fiche(&history.answer_for::<Fiches>(Period::year(year)).figures, 1);
    assert_eq!(at(2016)["axes"], json!([{ "axis": "axe-1", "label": "Accès aux soins" }]));
    assert_eq!(
        at(2016)["pilots"],
        json!([{ "organisation": "cpam", "name": "CPAM 17", "role": "pilot", "from": "2016-03-01" }])
    );
    assert_eq!(fiche(&history.answer::<Fiches>().figures, 1)["axes"], json!([]));
}

#[test]
fn another_year_shows_nothing_of_this_one() {
    let body = rochelle().answer_for::<Fiches>(Period::year(2014));
    assert_eq!(body.figures["fiches"], json!([]));
}

#[test]
fn every_word_stands_in_both_catalogues() {
    let state = rochelle()
        .fact("fiche/f-1", CategoryRetained { code: OutcomeCategory::A1 })
        .fact("fiche/f-1", MilestonePassed::example())
        .fold::<Fiches>();
    for language in [Language::French, Language::English] {
        let body = state.answer(&Scope::default(), language);
        assert!(!serde_json::to_string(&(body.title, body.definitions, body.tables)).unwrap().contains('⟨'));
    }
}
