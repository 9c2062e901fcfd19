use maillage_events::action::ActionRecorded;
use maillage_events::amount::Amount;
use maillage_events::contract::ContractEvaluated;
use maillage_events::declare::Example;
use maillage_events::discrepancy::{DiscrepancyExplained, DiscrepancyFlagged, DiscrepancyNature};
use maillage_events::fiche::FicheRecorded;
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::quantity::Quantity;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Discrepancies;
use crate::testing::{History, assert_worded, history, id, stream};

/// Fiches 1 to 16 and 18 of one contract, and its action of 2016.
fn la_rochelle() -> History {
    let history = history()
        .fact("action/animation-2016", ActionRecorded { contract: Some(id("cls-2013")), ..ActionRecorded::example() });
    (1..=16).chain([18]).fold(history, |history, number| {
        let fiche = FicheRecorded { contract: id("cls-2013"), number, title: "Fiche".into() };
        history.fact(&format!("fiche/f-{number}"), fiche)
    })
}

fn said(amount: Amount, words: &str) -> MeasureDeclared {
    let subject = stream("action/animation-2016");
    MeasureDeclared {
        subject,
        indicator: id("fiches"),
        unit: Unit::Fiches,
        amount,
        as_said: Some(words.into()),
        ..MeasureDeclared::example()
    }
}

fn gap(about: &str, note: &str) -> DiscrepancyFlagged {
    DiscrepancyFlagged { about: stream(about), nature: DiscrepancyNature::NumberGap, declared: None, note: note.into() }
}

fn register(history: &History) -> Vec<Value> {
    history.answer::<Discrepancies>().figures["discrepancies"].as_array().unwrap().clone()
}

#[test]
fn a_missing_number_is_found_without_being_flagged_and_never_filled() {
    let found = register(&la_rochelle());
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0]["number"].clone(), found[0]["about"].clone(), found[0]["flagged"].clone()),
        (json!(17), json!("contract/cls-2013"), json!(false))
    );
    let filled =
        la_rochelle().fact("fiche/f-17", FicheRecorded { contract: id("cls-2013"), number: 17, title: "Fiche".into() });
    assert_eq!(register(&filled), Vec::<Value>::new());
}

#[test]
fn a_flagged_gap_is_the_derived_one_and_stands_once() {
    for about in ["contract/cls-2013", "action/animation-2016"] {
        let found = register(&la_rochelle().fact("discrepancy/gap-17", gap(about, "Le numéro 17 manque jusqu'à 18")));
        assert_eq!(found.len(), 1, "{about}");
        assert_eq!(
            (found[0]["number"].clone(), found[0]["flagged"].clone(), found[0]["found_in_facts"].clone()),
            (json!(17), json!(true), json!(true))
        );
    }
    let other = register(&la_rochelle().fact("discrepancy/gap-17", gap("contract/another", "Le numéro 17 manque")));
    assert_eq!(other.len(), 2, "of another contract");
}

#[test]
fn seventeen_and_seventeen_plus_the_eis_stand_beside_the_seventeen_that_are_known() {
    let history = la_rochelle()
        .fact("measure/d-1", said(Amount::exact(17), "17"))
        .fact("measure/d-2", said(Amount::Unknown { at_least: Some(17.into()), as_said: None }, "17 plus l'EIS"))
        .fact(
            "contract/cls-2013",
            ContractEvaluated { fiches: Some(Quantity::exact(19)), ..ContractEvaluated::example() },
        );
    let compared = history.answer::<Discrepancies>().figures["declared_fiches"].clone();
    let lines: Vec<_> = compared
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["declared"].clone(), it["as_said"].clone(), it["derived"].clone(), it["agrees"].clone()))
        .collect();
    assert_eq!(
        lines,
        [
            (json!(19), json!(null), json!(17), json!(false)),
            (json!(17), json!("17"), json!(17), json!(true)),
            (json!(null), json!("17 plus l'EIS"), json!(17), json!(null)),
        ]
    );
    assert_worded(&history.fold::<Discrepancies>());
}

#[test]
fn an_explained_difference_stays_in_the_register_and_is_no_longer_open() {
    let flagged = la_rochelle().fact("discrepancy/gap-17", gap("contract/cls-2013", "Le numéro 17 manque"));
    assert_eq!(flagged.answer::<Discrepancies>().figures["open"], 1);
    let explained =
        flagged.fact("discrepancy/gap-17", DiscrepancyExplained { explanation: "Fusionnée avec la 16".into() });
    assert_eq!(explained.answer::<Discrepancies>().figures["open"], 0);
    assert_eq!(register(&explained)[0]["explanation"], "Fusionnée avec la 16");
}

#[test]
fn what_is_found_is_computed_today_and_what_agrees_is_no_difference() {
    let flag = |declared: &str| DiscrepancyFlagged {
        about: stream("action/animation-2016"),
        nature: DiscrepancyNature::DeclaredDiffers,
        declared: Some(declared.into()),
        note: "Nombre de fiches".into(),
    };
    let history = la_rochelle()
        .fact("measure/d-1", said(Amount::exact(17), "17"))
        .fact("measure/d-2", said(Amount::Unknown { at_least: Some(17.into()), as_said: None }, "17 plus l'EIS"))
        .fact("discrepancy/d-1", flag("17"))
        .fact("discrepancy/d-2", flag("17 plus l'EIS"))
        .fact("discrepancy/d-3", flag("150 partenaires"));
    let of = |history: &History, id: &str| {
        let found = register(history).into_iter().find(|it| it["discrepancy"] == id).unwrap();
        (found["declared"].clone(), found["derived"].clone(), found["agrees"].clone(), found["open"].clone())
    };
    assert_eq!(of(&history, "d-1"), (json!("17"), json!("17"), json!(true), json!(false)));
    assert_eq!(of(&history, "d-2"), (json!("17 plus l'EIS"), json!("17"), json!(false), json!(true)));
    assert_eq!(of(&history, "d-3").1, Value::Null, "nothing says that it counts fiches");
    let body = history.answer::<Discrepancies>();
    let line = body.tables[0].rows.iter().find(|row| row.contains(&"Ne diffère plus".into())).unwrap();
    assert!(line.contains(&"Déclaré = constaté".into()), "{line:?}");
    let one_more =
        history.fact("fiche/f-17", FicheRecorded { contract: id("cls-2013"), number: 17, title: "Fiche".into() });
    assert_eq!(of(&one_more, "d-1"), (json!("17"), json!("18"), json!(false), json!(true)));
}

#[test]
fn what_came_out_equal_in_other_words_or_was_filled_since_is_no_difference() {
    let in_words = DiscrepancyFlagged {
        about: stream("contract/cls-2013"),
        nature: DiscrepancyNature::DeclaredDiffers,
        declared: Some("Dix-sept fiches actions".into()),
        note: "Nombre de fiches".into(),
    };
    let history = la_rochelle()
        .fact("measure/d-1", said(Amount::exact(17), "Dix-sept fiches actions"))
        .fact("discrepancy/d-1", in_words)
        .fact("discrepancy/gap-17", gap("contract/cls-2013", "Le numéro 17 manque"));
    let state = |history: &History, id: &str| {
        let found = register(history).into_iter().find(|it| it["discrepancy"] == id).unwrap();
        (found["agrees"].clone(), found["open"].clone())
    };
    assert_eq!(state(&history, "d-1"), (json!(true), json!(false)));
    assert_eq!(state(&history, "gap-17"), (json!(false), json!(true)));
    let filled =
        history.fact("fiche/f-17", FicheRecorded { contract: id("cls-2013"), number: 17, title: "Fiche".into() });
    assert_eq!(state(&filled, "gap-17"), (json!(true), json!(false)), "the number is there by now");
    assert_eq!(state(&filled, "d-1"), (json!(false), json!(true)), "seventeen and eighteen");
}

#[test]
fn an_explanation_typed_late_never_hides_a_later_one() {
    let explained = |words: &str| DiscrepancyExplained { explanation: words.into() };
    let history = la_rochelle()
        .fact("discrepancy/gap-17", gap("contract/cls-2013", "Le numéro 17 manque"))
        .on("2017-05-02")
        .fact("discrepancy/gap-17", explained("Fusionnée avec la 16"))
        .on("2016-03-01")
        .fact("discrepancy/gap-17", explained("Cherchée encore"));
    assert_eq!(register(&history)[0]["explanation"], "Fusionnée avec la 16");
    let then = history.answer_for::<Discrepancies>(Period::year(2016)).figures;
    assert_eq!(then["discrepancies"][0]["explanation"], "Cherchée encore", "what stood at the end of 2016");
}

#[test]
fn numbers_of_fiches_that_one_source_declares_of_two_contracts_stand_side_by_side() {
    let of = |subject: &str| MeasureDeclared { subject: stream(subject), ..said(Amount::exact(17), "17") };
    let history =
        la_rochelle().fact("measure/m", of("action/animation-2016")).fact("measure/m", of("contract/cls-2013"));
    let declared = history.answer::<Discrepancies>().figures["declared_fiches"].clone();
    assert_eq!(declared.as_array().unwrap().len(), 2, "{declared}");
}
