mod standing;

use maillage_events::body::{BodyConstituted, BodyKind, College, SeatGiven, SeatLeft};
use maillage_events::contract::*;
use maillage_events::declare::Example;
use maillage_events::fiche::{FicheAttached, FicheRecorded};
use maillage_events::mandate::{MandateEnded, MandateExtended, MandateGranted, Mission};
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationKind, OrganisationRecorded, OrganisationRenamed};
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Contracts;
use crate::answer::Answer;
use crate::report::{Cell, Scope};
use crate::testing::{History, history, id};

fn prepared(kind: ContractKind, generation: u32, title: &str) -> ContractPrepared {
    ContractPrepared {
        kind,
        generation,
        title: title.into(),
        predecessors: vec![],
        within: None,
        territories: vec![soissons_commune()],
        regional_plan: None,
        starts: None,
        ends: None,
    }
}

fn soissons_commune() -> Territory {
    Territory { code: Some("02722".to_owned()), ..Territory::named(TerritoryLevel::Commune, "Soissons") }
}

fn axis(rank: u32, label: &str, nature: AxisNature) -> AxisDefined {
    AxisDefined { code: id(&format!("axe-{rank}")), rank, label: label.into(), nature }
}

fn indicator(name: &str, value: Option<&str>, against: Option<&str>) -> ContextRecorded {
    ContextRecorded {
        indicator: id(name),
        label: name.into(),
        value: value.and_then(|value| value.parse().ok()),
        unit: Some("percent".into()),
        comparator: against.map(|_| "France".into()),
        comparator_value: against.and_then(|value| value.parse().ok()),
        source: None,
    }
}

fn soissons() -> History {
    let party = |organisation, sort| PartyEngaged {
        organisation: id(organisation),
        capacity: PartyCapacity::Signatory,
        sort,
        until: None,
    };
    history()
        .on("2013")
        .fact(
            "organisation/ville",
            OrganisationRecorded {
                name: "Ville de Soissons".into(),
                kinds: vec![OrganisationKind::LocalAuthority],
                ..OrganisationRecorded::example()
            },
        )
        .fact(
            "organisation/ars",
            OrganisationRecorded {
                name: "ARS".into(),
                kinds: vec![OrganisationKind::RegionalAgency],
                ..OrganisationRecorded::example()
            },
        )
        .fact("contract/cls-1", prepared(ContractKind::Cls, 1, "CLS de Soissons, 1re génération"))
        .on("2019-09")
        .fact(
            "contract/cls-2",
            ContractPrepared {
                predecessors: vec![id("cls-1")],
                ..prepared(ContractKind::Cls, 2, "CLS de Soissons, 2e génération")
            },
        )
        .fact(
            "contract/clsm",
            ContractPrepared { within: Some(id("cls-2")), ..prepared(ContractKind::Clsm, 1, "CLSM de Soissons") },
        )
        .fact("contract/cls-2", axis(3, "Maladies cardio-neuro-vasculaires", AxisNature::Strategic))
        .fact("contract/cls-2", axis(1, "Droits et soins", AxisNature::Strategic))
        .fact("contract/cls-2", axis(2, "Cancers", AxisNature::Strategic))
        .fact("contract/cls-2", axis(4, "Santé mentale", AxisNature::Clsm))
        .fact("contract/cls-2", party("ville", PartySort::LocalAuthority))
        .fact("contract/cls-2", party("ars", PartySort::RegionalAgency))
        .fact("contract/cls-2", ContractSigned {})
        .fact("contract/cls-2", indicator("pauvrete", Some("27.5"), Some("14.7")))
        .fact("contract/cls-2", indicator("ald", Some("19.3"), None))
        .fact("contract/cls-2", indicator("renoncement", None, None))
        .fact("fiche/f-1", FicheRecorded { contract: id("cls-2"), number: 1, title: "Médiation".into() })
        .fact("fiche/f-2", FicheRecorded { contract: id("cls-2"), number: 2, title: "Octobre rose".into() })
        .fact("fiche/f-2", FicheAttached { axis: id("axe-2") })
}

fn contract(figures: &Value, id: &str) -> Value {
    figures["contracts"].as_array().unwrap().iter().find(|contract| contract["contract"] == id).unwrap().clone()
}

#[test]
fn a_second_generation_follows_the_first_with_its_council_and_axes() {
    let body = soissons().answer::<Contracts>();
    let second = contract(&body.figures, "cls-2");
    assert_eq!(
        (&second["generation"], &second["predecessors"], &second["nested"]),
        (&json!(2), &json!(["cls-1"]), &json!(["clsm"]))
    );
    assert_eq!(contract(&body.figures, "cls-1")["successors"], json!(["cls-2"]));
    assert_eq!((&second["signed"], &second["signed_precision"]), (&json!("2019-09"), &json!("month")));
    let axes: Vec<_> =
        second["axes"].as_array().unwrap().iter().map(|axis| (axis["rank"].clone(), axis["nature"].clone())).collect();
    assert_eq!(
        axes,
        [
            (json!(1), json!("strategic")),
            (json!(2), json!("strategic")),
            (json!(3), json!("strategic")),
            (json!(4), json!("clsm"))
        ]
    );
    assert_eq!(second["axes"][1]["fiches"], json!([{ "fiche": "f-2", "number": 2, "title": "Octobre rose" }]));
    assert_eq!(second["fiches_without_axis"], json!([{ "fiche": "f-1", "number": 1, "title": "Médiation" }]));
    let signatories: Vec<_> =
        second["signatories"].as_array().unwrap().iter().map(|party| party["name"].clone()).collect();
    assert_eq!(signatories, [json!("Ville de Soissons"), json!("ARS")]);
}

#[test]
fn a_territory_is_described_beside_what_it_is_compared_with() {
    let body = soissons().answer::<Contracts>();
    let context = contract(&body.figures, "cls-2")["context"].clone();
    assert_eq!(
        (&context[0]["value"], &context[0]["comparator_value"], &context[1]["value"]),
        (&json!("27.5"), &json!("14.7"), &json!("19.3"))
    );
    assert_eq!(context[2]["value"], Value::Null, "a vigilance has no figure");
    let table = body.tables.iter().find(|table| table.name == "context").unwrap();
    assert_eq!(table.rows[0][2], Cell::Text("27,5\u{202f}%".into()));
    assert_eq!(table.rows[2][2], Cell::Unknown);
}

#[test]
fn before_its_signature_a_contract_is_not_signed_nor_is_its_successor_known() {
    let body = soissons().answer_for::<Contracts>(Period::year(2016));
    assert_eq!(body.figures["contracts"].as_array().unwrap().len(), 1);
    assert_eq!(contract(&body.figures, "cls-1")["successors"], json!([]));
}

#[test]
fn an_amendment_moves_the_end_from_its_date_on() {
    let history = soissons()
        .fact("contract/cls-2", ContractAmended { object: "Prolongation".into(), ends: Some("2025".parse().unwrap()) })
        .on("2021-05-01")
        .fact("contract/cls-2", ContractAmended { object: "Prolongation".into(), ends: Some("2026".parse().unwrap()) });
    let ends = |period| contract(&history.answer_for::<Contracts>(period).figures, "cls-2")["ends"].clone();
    assert_eq!((ends(Period::year(2020)), ends(Period::default())), (json!("2025"), json!("2026")));
}

#[test]
fn an_operator_holds_several_contracts_under_one_mandate_with_their_bodies() {
    let history = history()
        .on("unknown")
        .fact(
            "organisation/ars-corse",
            OrganisationRecorded {
                name: "ARS de Corse".into(),
                kinds: vec![OrganisationKind::RegionalAgency],
                ..OrganisationRecorded::example()
            },
        )
        .fact(
            "organisation/ireps",
            OrganisationRecorded {
                name: "IREPS Corse".into(),
                kinds: vec![OrganisationKind::Association],
                ..OrganisationRecorded::example()
            },
        )
        .fact("contract/cls", prepared(ContractKind::Cls, 1, "CLS"))
        .fact("contract/pat-taravo", prepared(ContractKind::Other, 1, "PAT du Taravo"))
        .fact("contract/ailleurs", prepared(ContractKind::Clsm, 1, "CLSM d'ailleurs"))
        .fact(
            "mandate/m",
            MandateGranted {
                principal: id("ars-corse"),
                operator: id("ireps"),
                contracts: vec![id("cls")],
                missions: vec![Mission::Elaboration, Mission::FollowUp],
                object: None,
                until: None,
            },
        )
        .fact("mandate/m", MandateExtended { contract: id("pat-taravo") });
    let body = |contract, colleges| BodyConstituted {
        kind: BodyKind::Steering,
        title: "COPIL".into(),
        contracts: vec![id(contract)],
        pole: None,
        colleges,
    };
    let history = history
        .fact("body/copil", body("cls", vec![College::Elected, College::Users]))
        .fact("body/autre", body("ailleurs", vec![]))
        .fact("body/copil", seat("ireps", Some(College::Elected)))
        .fact("body/copil", seat("ars-corse", None))
        .fact("body/copil", SeatLeft { organisation: Some(id("ars-corse")), person: None, college: None });
    let body = history.answer::<Contracts>();
    let mandate = &body.figures["mandates"][0];
    assert_eq!((&mandate["contracts"], &mandate["bodies"]), (&json!(["cls", "pat-taravo"]), &json!(["copil"])));
    assert_eq!(
        (&mandate["operator"]["name"], &mandate["missions"]),
        (&json!("IREPS Corse"), &json!(["elaboration", "follow_up"]))
    );
    let copil = body.figures["bodies"].as_array().unwrap().iter().find(|body| body["body"] == "copil").unwrap();
    assert_eq!(copil["seats"].as_array().unwrap().len(), 1);
    assert_eq!(copil["colleges_without_seat"], json!(["users"]));
    let mandates = body.tables.iter().find(|table| table.name == "mandates").unwrap();
    assert_eq!(mandates.rows[0][2], Cell::Number(2));
}

fn seat(organisation: &str, college: Option<College>) -> SeatGiven {
    SeatGiven { organisation: Some(id(organisation)), person: None, college, until: None }
}

#[test]
fn a_party_that_left_and_an_axis_that_was_closed_stand_in_no_later_tree() {
    let left = PartyLeft { organisation: id("ars"), capacity: PartyCapacity::Signatory, motive: None };
    let history = soissons()
        .on("2021-06-30")
        .fact("contract/cls-2", left)
        .fact("contract/cls-2", AxisClosed { code: id("axe-2") });
    let tree = |year| contract(&history.answer_for::<Contracts>(Period::year(year)).figures, "cls-2");
    let counted = |tree: &Value, list: &str| tree[list].as_array().unwrap().len();
    assert_eq!((counted(&tree(2020), "signatories"), counted(&tree(2020), "axes")), (2, 4));
    assert_eq!((counted(&tree(2021), "signatories"), counted(&tree(2021), "axes")), (1, 3));
}

#[test]
fn a_contract_holds_in_the_territories_of_the_time() {
    let agglomeration = Territory {
        code: Some("240200477".to_owned()),
        ..Territory::named(TerritoryLevel::Epci, "GrandSoissons Agglomération")
    };
    let history = soissons()
        .on("2021")
        .fact("contract/cls-2", TerritoryChanged { territories: vec![soissons_commune(), agglomeration] });
    let names = |year| {
        let tree = contract(&history.answer_for::<Contracts>(Period::year(year)).figures, "cls-2");
        tree["territories"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(2020), [json!("Soissons")]);
    assert_eq!(names(2021), [json!("Soissons"), json!("GrandSoissons Agglomération")]);
}

#[test]
fn a_party_bears_the_name_of_the_time() {
    let history = soissons()
        .on("2022-01-01")
        .fact("organisation/ars", OrganisationRenamed { name: "ARS Hauts-de-France".into() });
    let name =
        |period| contract(&history.answer_for::<Contracts>(period).figures, "cls-2")["signatories"][1]["name"].clone();
    assert_eq!((name(Period::year(2019)), name(Period::year(2022))), (json!("ARS"), json!("ARS Hauts-de-France")));
}

#[test]
fn every_word_stands_in_both_catalogues() {
    let state = soissons()
        .fact("contract/cls-2", ContractEvaluated::example())
        .fact("contract/cls-2", ContractAmended::example())
        .fold::<Contracts>();
    for language in [Language::French, Language::English] {
        let body = state.answer(&Scope::default(), language);
        assert!(!serde_json::to_string(&(body.title, body.definitions, body.tables)).unwrap().contains('⟨'));
    }
}
