use maillage_events::declare::Example;
use maillage_events::funding::*;
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::when::Period;
use serde_json::json;

use super::Funding;
use crate::testing::{History, history, id};

fn granted(funder: &str, cents: u64) -> FundingNotified {
    FundingNotified { funder: id(funder), cents, ..FundingNotified::example() }
}

fn la_rochelle() -> History {
    history()
        .fact("funding/ars-2016", granted("ars", 1_500_000))
        .fact("funding/ville-2016", granted("ville", 1_170_700))
}

#[test]
fn two_funders_share_26_707_euros_exactly() {
    let group = la_rochelle().answer::<Funding>().figures["fundings"][0].clone();
    assert_eq!(
        (group["total"]["notified"].clone(), group["total"]["notified_cents"].clone()),
        (json!("26707.00"), json!(2_670_700))
    );
    let funders: Vec<_> =
        group["funders"].as_array().unwrap().iter().map(|it| (&it["notified"], &it["notified_share"])).collect();
    assert_eq!(funders, [(&json!("15000.00"), &json!("56.17")), (&json!("11707.00"), &json!("43.83"))]);
    assert_eq!(group["total"]["paid"], json!(null), "nobody said what was paid");
}

#[test]
fn three_equal_thirds_sum_to_a_hundred() {
    let thirds = history()
        .fact("funding/a", granted("a", 3333))
        .fact("funding/b", granted("b", 3333))
        .fact("funding/c", granted("c", 3333));
    let group = thirds.answer::<Funding>().figures["fundings"][0].clone();
    let shares: Vec<_> = group["funders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["notified_share"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(shares, ["33.34", "33.33", "33.33"]);
}

#[test]
fn payments_and_spendings_add_up_and_a_new_notification_replaces_the_first() {
    let history = la_rochelle()
        .fact("funding/ars-2016", granted("ars", 1_400_000))
        .fact("funding/ars-2016", FundingPaid { cents: 700_000 })
        .fact("funding/ars-2016", FundingPaid { cents: 100_000 })
        .fact("funding/ars-2016", FundingAllocated { fiche: id("f-4"), cents: 5_000 })
        .fact("funding/ars-2016", FundingSpent { cents: 9_900 });
    let total = history.answer::<Funding>().figures["fundings"][0]["total"].clone();
    assert_eq!(
        [&total["notified"], &total["paid"], &total["allocated"], &total["spent"]],
        ["25707.00", "8000.00", "50.00", "99.00"]
    );
}

#[test]
fn a_budget_of_no_stated_period_gives_no_cost_per_person_and_no_yearly_figure() {
    let history = history().fact("funding/lille", BudgetDeclared::example());
    let budget = history.answer::<Funding>().figures["budgets"][0].clone();
    assert_eq!(
        (budget["euros"].clone(), budget["year"].clone(), budget["cost_per_person"].clone()),
        (json!("80000.00"), json!(null), json!(null))
    );
    assert_eq!(history.answer_for::<Funding>(Period::year(2016)).figures["budgets"], json!([]));
}

#[test]
fn a_year_has_its_fundings_and_the_names_of_that_year() {
    let named = la_rochelle().on("2010-04-01").fact(
        "organisation/ars",
        OrganisationRecorded { name: "ARS Poitou-Charentes".into(), ..OrganisationRecorded::example() },
    );
    let named =
        named.on("2017-01-01").fact("organisation/ars", OrganisationRenamed { name: "ARS Nouvelle-Aquitaine".into() });
    let body = named.answer_for::<Funding>(Period::year(2016));
    assert_eq!(body.figures["fundings"][0]["funders"][0]["name"], "ARS Poitou-Charentes");
    assert_eq!(named.answer_for::<Funding>(Period::year(2015)).figures["fundings"], json!([]));
    let shown = body.tables[0].to_text(Language::French);
    for words in ["26\u{202f}707,00\u{202f}€", "56,17\u{202f}%", "100,00\u{202f}%", "n.r."] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    crate::testing::assert_worded(&named.fold::<Funding>());
}
