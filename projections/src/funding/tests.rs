use maillage_events::declare::Example;
use maillage_events::funding::*;
use maillage_events::messages::Language;
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Funding;
use crate::answer::Answer;
use crate::report::Scope;
use crate::report::filter::{Filter, Filters};
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
fn a_funder_with_two_grants_for_one_object_and_year_is_one_funder_with_one_share() {
    let history = history()
        .fact("funding/ars-1", granted("ars", 1_000_000))
        .fact("funding/ars-2", granted("ars", 500_000))
        .fact("funding/ars-3", FundingDeclined { motive: None, grant: FundingFact::from(granted("ars", 0)).grant() })
        .fact("funding/ville", granted("ville", 1_170_700));
    let body = history.answer::<Funding>();
    let group = &body.figures["fundings"][0];
    assert_eq!(group["total"]["funders"], 2);
    let ars = &group["funders"][0];
    assert_eq!((&ars["notified"], &ars["notified_share"]), (&json!("15000.00"), &json!("56.17")));
    assert_eq!(ars["declined_on"], json!(null), "something is granted");
    let grants: Vec<_> = ars["grants"].as_array().unwrap().iter().map(|it| (&it["funding"], &it["notified"])).collect();
    assert_eq!(
        grants,
        [(&json!("ars-1"), &json!("10000.00")), (&json!("ars-2"), &json!("5000.00")), (&json!("ars-3"), &json!(null))]
    );
    assert_eq!(body.tables[0].rows.len(), 3, "a line a funder and the total");
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

fn further(notification: &str, cents: u64) -> FundingNotified {
    FundingNotified { notification: id(notification), ..granted("ars", cents) }
}

fn lowered(notification: &str, cents: u64) -> FundingRevised {
    FundingRevised { notification: id(notification), cents, ..FundingRevised::example() }
}

fn paid(movement: &str, cents: u64) -> FundingPaid {
    FundingPaid { movement: id(movement), cents, ..FundingPaid::example() }
}

/// The figures of the first funder of the first group.
fn first(history: &History, period: Period) -> Value {
    history.answer_for::<Funding>(period).figures["fundings"][0]["funders"][0].clone()
}

#[test]
fn further_notifications_add_and_a_revision_replaces_its_own() {
    let history = history()
        .on("2016-03-01")
        .fact("funding/ars-2016", further("n-1", 1_500_000))
        .fact("funding/ars-2016", further("n-2", 200_000))
        .fact("funding/ars-2016", paid("v-1", 1_700_000));
    let it = first(&history, Period::default());
    assert_eq!((&it["notified"], &it["paid"], &it["flags"]), (&json!("17000.00"), &json!("17000.00"), &json!([])));
    let history = history.on("2016-06-01").fact("funding/ars-2016", lowered("n-1", 1_200_000));
    let it = first(&history, Period::default());
    assert_eq!((&it["notified"], &it["flags"]), (&json!("14000.00"), &json!(["paid_above_notified"])));
}

#[test]
fn the_amount_of_a_period_is_the_one_that_stood_at_its_end_whatever_the_order_of_entry() {
    let whole = [("2016-03-01", 1_500_000), ("2017-02-01", 900_000), ("2016-09-01", 1_200_000)];
    let history = whole.into_iter().fold(history(), |history, (on, cents)| match cents {
        1_500_000 => history.on(on).fact("funding/ars-2016", further("n-1", cents)),
        _ => history.on(on).fact("funding/ars-2016", lowered("n-1", cents)),
    });
    let at = |to: &str| first(&history, Period { from: None, to: to.parse().ok() })["notified_cents"].clone();
    assert_eq!([at("2016-12-31"), at("2017-12-31")], [json!(1_200_000), json!(900_000)]);
    let again = history.on("2017-02-01").fact("funding/ars-2016", lowered("n-1", 950_000));
    assert_eq!(first(&again, Period::default())["notified_cents"], 950_000, "of two for one day the one recorded last");
}

#[test]
fn movements_add_up_and_what_does_not_agree_is_flagged_and_never_refused() {
    let to_fiche = FundingAllocated { movement: id("a-1"), fiche: id("f-4"), cents: 5_000 };
    let from_fiche = FundingReleased { movement: id("l-1"), fiche: id("f-4"), cents: 2_000 };
    let back = FundingRefunded { movement: id("r-1"), cents: 50_000, ..FundingRefunded::example() };
    let out = FundingSpent { movement: id("d-1"), cents: 1_500_001, ..FundingSpent::example() };
    let history = la_rochelle()
        .fact("funding/ars-2016", paid("v-1", 750_000))
        .fact("funding/ars-2016", paid("v-2", 750_000))
        .fact("funding/ars-2016", back)
        .fact("funding/ars-2016", to_fiche)
        .fact("funding/ars-2016", from_fiche)
        .fact("funding/ars-2016", out);
    let total = history.answer::<Funding>().figures["fundings"][0]["total"].clone();
    assert_eq!(
        [&total["notified"], &total["paid"], &total["refunded"], &total["allocated"], &total["spent"]],
        ["26707.00", "15000.00", "500.00", "30.00", "15000.01"]
    );
    let it = first(&history, Period::default());
    assert_eq!((&it["flags"], &it["allocations"][0]["cents"]), (&json!(["spent_above_notified"]), &json!(3_000)));
    let history = history.on("2016-12-01").fact("funding/ars-2016", lowered("notification-1", 2_000));
    let funders = history.answer::<Funding>().figures["fundings"][0]["funders"].clone();
    let ars = funders.as_array().unwrap().iter().find(|it| it["funder"] == "ars").unwrap().clone();
    assert_eq!(ars["flags"], json!(["paid_above_notified", "spent_above_notified", "allocated_above_notified"]));
    let shown = history.answer::<Funding>().tables[0].to_text(Language::French);
    assert!(shown.contains("versé au-delà du notifié"), "{shown}");
}

#[test]
fn a_payment_typed_before_its_notification_is_shown_and_flagged() {
    let orphan = history().on("2016-04-01").fact("funding/ars-2016", paid("v-1", 750_000));
    let group = orphan.answer::<Funding>().figures["fundings"][0].clone();
    assert_eq!((&group["object"], &group["funders"][0]["paid"]), (&json!(null), &json!("7500.00")));
    assert_eq!(group["funders"][0]["flags"], json!(["no_funder", "paid_without_notification"]));
    let named = orphan.on("2016-03-01").fact("funding/ars-2016", granted("ars", 750_000));
    let it = first(&named, Period::year(2016));
    assert_eq!((&it["funder"], &it["paid"], &it["flags"]), (&json!("ars"), &json!("7500.00"), &json!([])));
}

#[test]
fn a_refusal_and_a_grant_of_nothing_are_not_unknown() {
    let asked = history().on("2016-01-10").fact("funding/ars-2016", FundingRequested::example());
    let declined = asked.on("2016-03-01").fact("funding/ars-2016", FundingDeclined::example());
    let it = first(&declined, Period::year(2016));
    assert_eq!((&it["notified"], &it["declined_on"]), (&json!(null), &json!("2016-03-01")));
    assert!(declined.answer::<Funding>().tables[0].to_text(Language::French).contains("refusé"));
    let granted_after_all = declined.on("2016-05-01").fact("funding/ars-2016", granted("ars", 0));
    let it = first(&granted_after_all, Period::year(2016));
    assert_eq!((&it["notified"], &it["declined_on"]), (&json!("0.00"), &json!(null)));
}

#[test]
fn several_years_lie_in_a_period_that_holds_them_all_and_gifts_in_kind_stay_apart() {
    let years = Some(Years { from: 2016, to: 2018 });
    let lent = FundingContributed { cents: Some(40_000), ..FundingContributed::example() };
    let history = history()
        .on("2016-03-01")
        .fact("funding/ars-2016", FundingNotified { years, ..granted("ars", 900) })
        .fact("funding/ville-salle", lent);
    assert_eq!(history.answer_for::<Funding>(Period::year(2016)).figures["fundings"], json!([]));
    let body = history.answer::<Funding>();
    let group = &body.figures["fundings"][0];
    assert_eq!((&group["year"], &group["years"]), (&json!(null), &json!({ "from": 2016, "to": 2018 })));
    assert_eq!(body.figures["fundings"].as_array().unwrap().len(), 1, "what is given in kind is no money");
    let gift = &body.figures["in_kind"][0];
    assert_eq!((&gift["euros"], &gift["hours"], &gift["nature"]), (&json!("400.00"), &json!(12.5), &json!("premises")));
    let shown = body.tables[2].to_text(Language::French);
    for words in ["locaux", "12,5", "400,00"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(body.tables[0].to_text(Language::French).contains("2016–2018"));
    crate::testing::assert_worded(&history.fold::<Funding>());
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

#[test]
fn funding_of_a_fiche_is_what_is_its_own_and_what_is_allocated_to_it() {
    let history = crate::testing::two_of_everything();
    let total = |filters: &[(Filter, &str)]| {
        let filters = Filters::of(filters.iter().map(|(filter, value)| (*filter, Some((*value).to_owned()))));
        let body = history.fold::<Funding>().answer(&Scope { filters, ..Scope::default() }, Language::French);
        let sum = |stage: &str| {
            let groups = body.figures["fundings"].as_array().unwrap();
            groups.iter().filter_map(|group| group["total"][stage].as_u64()).sum::<u64>()
        };
        (sum("notified_cents"), sum("allocated_cents"))
    };
    assert_eq!(total(&[]), (600_000, 400_000));
    assert_eq!([total(&[(Filter::Funder, "o-un")]), total(&[(Filter::Contract, "c-un")])], [(200_000, 200_000); 2]);
    assert_eq!(total(&[(Filter::Pole, "p-deux")]), (200_000, 0));
    assert_eq!(total(&[(Filter::Fiche, "f-un")]), (0, 200_000), "nothing of the grant but what the fiche holds");
}
