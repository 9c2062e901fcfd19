use maillage_events::amount::Amount;
use maillage_events::declare::Example;
use maillage_events::measure::{CollectionMethod, MeasureDeclared, Unit};
use maillage_events::messages::Language;
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::party::Party;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Measures;
use crate::testing::{History, assert_worded, history, id};

fn people(period: &str, amount: Amount) -> MeasureDeclared {
    MeasureDeclared { period: period.parse().unwrap(), amount, ..MeasureDeclared::example() }
}

fn lille() -> History {
    history()
        .fact("measure/lille-2015", people("2015", Amount::exact(1926)))
        .fact("measure/lille-2016", people("2016", Amount::exact(2410)))
}

fn last(history: &History) -> Value {
    history.answer::<Measures>().figures["measures"].as_array().unwrap().last().unwrap().clone()
}

#[test]
fn from_1926_to_2410_is_484_more_or_25_13_percent() {
    let point = last(&lille());
    assert_eq!(
        (point["value"].clone(), point["difference"].clone(), point["change_percent"].clone()),
        (json!(2410), json!(484), json!("+25.13"))
    );
    assert_eq!(point["compared_with"], json!({ "period": "2015", "value": 1926 }));
    let shown = lille().answer::<Measures>().tables[0].to_text(Language::French);
    for words in ["2\u{202f}410", "+484", "+25,13\u{202f}%"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert_worded(&lille().fold::<Measures>());
}

#[test]
fn a_year_alone_is_still_compared_with_the_one_before_it() {
    let figures = lille().answer_for::<Measures>(Period::year(2016)).figures;
    assert_eq!(figures["measures"].as_array().unwrap().len(), 1);
    assert_eq!(figures["measures"][0]["difference"], 484);
}

#[test]
fn what_is_not_counted_is_compared_with_nothing_and_nothing_with_it() {
    let several = Amount::Unknown { at_least: Some(2.into()), as_said: Some("plusieurs fois".into()) };
    let history = lille().fact("measure/lille-2017", people("2017", several));
    let point = last(&history);
    assert_eq!(
        (point["value"].clone(), point["at_least"].clone(), point["at_most"].clone()),
        (json!(null), json!(2), json!(null))
    );
    assert_eq!(
        (point["difference"].clone(), point["as_said"].clone(), point["method"].clone()),
        (json!(null), json!("plusieurs fois"), json!("unknown"))
    );
    assert!(
        history.answer::<Measures>().tables[0]
            .to_text(Language::French)
            .contains("n.r. («\u{a0}plusieurs fois\u{a0}»)")
    );
    let about = last(&lille().fact("measure/lille-2017", people("2017", Amount::About { value: 2400.into() })));
    let told = ["value", "at_least", "at_most", "estimate"].map(|member| about[member].clone());
    assert_eq!(told, [Value::Null, Value::Null, Value::Null, json!(2400)], "an estimate bounds nothing");
    let after = history.fact("measure/lille-2018", people("2018", Amount::exact(2500)));
    assert_eq!(last(&after)["compared_with"]["period"], "2016", "the last known figure");
}

#[test]
fn other_units_and_other_precisions_are_not_compared() {
    let partners = MeasureDeclared { unit: Unit::Partners, ..people("2017", Amount::exact(150)) };
    assert_eq!(last(&lille().fact("measure/x", partners))["compared_with"], json!(null));
    assert_eq!(last(&lille().fact("measure/x", people("2017-03", Amount::exact(150))))["compared_with"], json!(null));
}

#[test]
fn two_sayings_about_one_year_stand_side_by_side_and_no_difference_chooses_between_them() {
    let both = history()
        .fact("measure/a", people("2015", Amount::exact(1926)))
        .fact("measure/b", people("2015", Amount::exact(1900)));
    let both = both.fact("measure/c", people("2016", Amount::exact(2410)));
    assert_eq!(both.answer::<Measures>().figures["measures"].as_array().unwrap().len(), 3);
    assert_eq!(last(&both)["difference"], json!(null));
}

#[test]
fn the_later_declaration_of_a_total_stands_whatever_the_order_of_entry() {
    let history = [("2017-02-01", 2410), ("2017-09-01", 2500), ("2017-05-01", 2450)]
        .into_iter()
        .fold(lille(), |history, (on, count)| {
            history.on(on).fact("measure/lille-2016", people("2016", Amount::exact(count)))
        });
    assert_eq!(
        (last(&history)["value"].clone(), last(&history)["declared_on"].clone()),
        (json!(2500), json!("2017-09-01"))
    );
    assert_eq!(history.answer::<Measures>().figures["measures"].as_array().unwrap().len(), 2, "one total, told thrice");
    let again = history.on("2017-09").fact("measure/lille-2016", people("2016", Amount::exact(2510)));
    assert_eq!(last(&again)["value"], 2510, "of two for one day the one recorded last");
}

#[test]
fn a_decimal_total_is_shown_as_written_and_compared_exactly() {
    let hours = |period: &str, value: &str| MeasureDeclared {
        source: Some(Party::Organisation(id("asv"))),
        method: Some(CollectionMethod::Register),
        definition: Some(2),
        ..people(period, Amount::Exact { value: value.parse().unwrap() })
    };
    let named = OrganisationRecorded { name: "Atelier Santé Ville".into(), ..OrganisationRecorded::example() };
    let history = history()
        .fact("organisation/asv", named)
        .fact("measure/h-2015", hours("2015", "4.2"))
        .fact("measure/h-2016", hours("2016", "4.50"));
    let point = last(&history);
    assert_eq!(
        (&point["value"], &point["difference"], &point["change_percent"]),
        (&json!(4.5), &json!(0.3), &json!("+7.14"))
    );
    assert_eq!(
        (&point["source"], &point["source_name"], &point["collection"], &point["definition"]),
        (&json!({ "organisation": "asv" }), &json!("Atelier Santé Ville"), &json!("register"), &json!(2))
    );
    let shown = history.answer::<Measures>().tables[0].to_text(Language::French);
    for words in ["4,50", "+0,3", "+7,14\u{202f}%", "Atelier Santé Ville", "registre"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    let other_definition = MeasureDeclared { definition: Some(3), ..hours("2017", "5") };
    assert_eq!(last(&history.fact("measure/h-2017", other_definition))["compared_with"], json!(null));
}
