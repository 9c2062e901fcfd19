use maillage_events::action::*;
use maillage_events::declare::Example;
use maillage_events::fiche::OutcomeCategory;
use maillage_events::funding::{FundingNotified, FundingRevised, Years};
use maillage_events::messages::Language;
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::partnership::{PartnershipFormed, PartnershipRole};
use maillage_events::when::{OccurredOn, Period};
use serde_json::{Value, json};

use super::Actions;
use crate::answer::Answer;
use crate::report::{Cell, Scope};
use crate::testing::{History, history, id, stream};

fn recorded(title: &str, year: i16) -> ActionRecorded {
    ActionRecorded { title: title.into(), year, ..ActionRecorded::example() }
}

fn after(action: &str, year: i16, step: u32) -> ActionChained {
    ActionChained { title: format!("Année {step}").as_str().into(), year, step: Some(step), action: id(action) }
}

fn animation() -> History {
    let listed = |party| PartnershipFormed {
        party: stream(party),
        scope: stream("action/a-2016"),
        role: PartnershipRole::Listed,
        until: None,
    };
    history()
        .on("2016")
        .fact(
            "organisation/ville",
            OrganisationRecorded { name: "Ville de La Rochelle".into(), ..OrganisationRecorded::example() },
        )
        .fact("action/a-2016", recorded("Année 3", 2016))
        .fact("action/a-2016", after("a-2015", 2015, 2))
        .fact("action/a-2016", CarrierNamed { organisation: id("ville"), until: None })
        .fact(
            "action/a-2016",
            ActionClassified { facet: Facet::Neighbourhood, values: vec!["Mireuil".into(), "Port Neuf".into()] },
        )
        .fact("action/a-2016", ObjectiveSet { level: ObjectiveLevel::Operational, rank: 2, text: "Second".into() })
        .fact("action/a-2016", ObjectiveSet { level: ObjectiveLevel::Operational, rank: 1, text: "Premier".into() })
        .fact("action/a-2016", ActionTextRecorded::example())
        .fact(
            "action/a-2016",
            ActionTextRecorded {
                rank: 2,
                text: "Suivi".into(),
                speaks_of: None,
                carried_over: false,
                ..ActionTextRecorded::example()
            },
        )
        .fact("action/a-2016", CategoriesRecorded { printed: OutcomeCategory::ALL.to_vec(), ticked: None })
        .fact(
            "funding/v",
            FundingNotified {
                notification: id("n-1"),
                funder: id("ville"),
                object: stream("action/a-2016"),
                years: Some(Years::one(2016)),
                cents: 1_170_700,
            },
        )
        .fact("partnership/1", listed("organisation/ville"))
        .fact("partnership/2", listed("category/bailleurs"))
}

fn action(figures: &Value, id: &str) -> Value {
    figures["actions"].as_array().unwrap().iter().find(|it| it["action"] == id).unwrap().clone()
}

#[test]
fn a_record_comes_back_field_by_field() {
    let it = action(&animation().answer_for::<Actions>(Period::year(2016)).figures, "a-2016");
    assert_eq!(
        (&it["title"], &it["year"], &it["step"], &it["months"]),
        (&json!("Année 3"), &json!(2016), &json!(3), &json!(12))
    );
    assert_eq!(it["carrier"], json!({ "organisation": "ville", "name": "Ville de La Rochelle" }));
    assert_eq!(it["neighbourhoods"], json!(["Mireuil", "Port Neuf"]));
    assert_eq!(it["objectives"]["operational"], json!(["Premier", "Second"]));
    assert_eq!(
        (&it["funders"][0]["cents"], &it["funders"][0]["name"]),
        (&json!(1_170_700), &json!("Ville de La Rochelle"))
    );
    assert_eq!(
        (&it["partners"]["entries"], &it["partners"]["organisations"], &it["partners"]["categories"]),
        (&json!(2), &json!(1), &json!(1))
    );
}

#[test]
fn an_earlier_year_that_is_only_named_is_a_link_all_the_same() {
    let it = action(&animation().answer::<Actions>().figures, "a-2016");
    let link = json!({ "action": "a-2015", "title": "Année 2", "year": 2015, "step": 2, "recorded": false });
    assert_eq!(it["chained_to"], link);
    assert_eq!(it["lineage"][0], link);
}

#[test]
fn a_chain_is_walked_both_ways_and_a_loop_only_once() {
    let history =
        animation().fact("action/a-2017", recorded("Année 4", 2017)).fact("action/a-2017", after("a-2016", 2016, 3));
    let looped = history.fact("action/a-2016", after("a-2017", 2017, 4));
    let it = action(&looped.answer::<Actions>().figures, "a-2016");
    let years: Vec<_> = it["lineage"].as_array().unwrap().iter().map(|link| link["year"].clone()).collect();
    assert_eq!(years, [json!(2015), json!(2016), json!(2017)]);
    assert_eq!(it["continued_by"][0]["action"], "a-2017");
}

#[test]
fn words_about_another_year_are_flagged_and_left_in_place() {
    let body = animation().answer::<Actions>();
    let it = action(&body.figures, "a-2016");
    assert_eq!((it["texts"].as_array().unwrap().len(), it["carried_over"].as_array().unwrap().len()), (2, 1));
    assert_eq!(
        (&it["carried_over"][0]["speaks_of"], &it["carried_over"][0]["carried_over"]),
        (&json!(2015), &json!(true))
    );
    assert_eq!(
        body.tables[1].rows[0][3..],
        [Cell::Date(OccurredOn::Year(2015)), Cell::Text("reprise d’une année antérieure".into())]
    );
}

#[test]
fn categories_whose_ticks_were_lost_are_unknown_and_not_none() {
    let it = action(&animation().answer::<Actions>().figures, "a-2016");
    assert_eq!(
        (it["categories"]["printed"].as_array().unwrap().len(), &it["categories"]["ticked"]),
        (12, &Value::Null)
    );
    let none = animation().fact("action/a-2016", CategoriesRecorded { printed: vec![], ticked: Some(vec![]) });
    assert_eq!(action(&none.answer::<Actions>().figures, "a-2016")["categories"]["ticked"], json!([]));
}

#[test]
fn another_year_has_its_own_actions_only() {
    assert_eq!(animation().answer_for::<Actions>(Period::year(2015)).figures["actions"], json!([]));
}

#[test]
fn every_word_stands_in_both_catalogues() {
    let state = animation().fold::<Actions>();
    for language in [Language::French, Language::English] {
        let body = state.answer(&Scope::default(), language);
        assert!(!serde_json::to_string(&(body.title, body.definitions, body.tables)).unwrap().contains('⟨'));
    }
}

#[test]
fn a_grant_that_was_revised_shows_what_it_came_to() {
    let revised = FundingRevised { notification: id("n-1"), cents: 1_000_000, motive: "Enveloppe réduite".into() };
    let history = animation().on("2016-09-01").fact("funding/v", revised);
    let cents =
        |period| action(&history.answer_for::<Actions>(period).figures, "a-2016")["funders"][0]["cents"].clone();
    assert_eq!(cents(Period::year(2016)), 1_000_000);
    let further = FundingNotified {
        notification: id("n-2"),
        funder: id("ville"),
        object: stream("action/a-2016"),
        years: Some(Years::one(2016)),
        cents: 50_000,
    };
    let history = history.fact("funding/v", further);
    assert_eq!(action(&history.answer::<Actions>().figures, "a-2016")["funders"][0]["cents"], 1_050_000);
}

#[test]
fn a_funder_with_two_grants_is_one_line() {
    let second = FundingNotified {
        notification: id("n-1"),
        funder: id("ville"),
        object: stream("action/a-2016"),
        years: Some(Years::one(2016)),
        cents: 29_300,
    };
    let body = animation().fact("funding/w", second).answer::<Actions>();
    let funders = action(&body.figures, "a-2016")["funders"].clone();
    assert_eq!(funders.as_array().unwrap().len(), 1);
    assert_eq!((&funders[0]["cents"], funders[0]["grants"].as_array().unwrap().len()), (&json!(1_200_000), 2));
    let shown = format!("{:?}", body.tables[0].rows);
    assert_eq!(shown.matches("Ville de La Rochelle – ").count(), 1, "{shown}");
}
