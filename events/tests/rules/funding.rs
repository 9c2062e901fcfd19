use maillage_events::declare::Example;
use maillage_events::funding::*;
use maillage_events::happened::Happened;
use maillage_events::refusal::Refusal;

use crate::support::*;

fn fund(
    past: &[Happened<FundingFact>],
    date: &str,
    said: impl Into<FundingFact>,
) -> Result<Vec<Happened<FundingFact>>, Refusal> {
    recording::<Funding, _>(past, on(date, said))
}

fn notified(notification: &str, cents: u64) -> FundingNotified {
    FundingNotified { notification: id(notification), cents, ..FundingNotified::example() }
}

fn revised(notification: &str, cents: u64) -> FundingRevised {
    FundingRevised { notification: id(notification), cents, ..FundingRevised::example() }
}

fn paid(movement: &str, cents: u64) -> FundingPaid {
    FundingPaid { movement: id(movement), cents, ..FundingPaid::example() }
}

fn allocated(movement: &str, fiche: &str, cents: u64) -> FundingAllocated {
    FundingAllocated { movement: id(movement), fiche: id(fiche), cents }
}

fn released(movement: &str, fiche: &str, cents: u64) -> FundingReleased {
    FundingReleased { movement: id(movement), fiche: id(fiche), cents }
}

fn whose(funder: &str) -> Option<Grant> {
    let it = FundingNotified::example();
    Some(Grant { funder: id(funder), object: it.object, years: it.years })
}

#[test]
fn a_funding_is_of_one_funder_for_one_object_and_the_same_years() {
    let past = [on("2016-01-10", FundingRequested::example())];
    assert!(fund(&past, "2016-03-01", FundingNotified::example()).is_ok());
    let by_another = FundingNotified { funder: id("ville"), ..FundingNotified::example() };
    assert_eq!(refused(fund(&past, "2016-03-01", by_another)), "funding-of-other");
    let later = FundingNotified { years: Some(Years { from: 2016, to: 2018 }), ..FundingNotified::example() };
    assert_eq!(refused(fund(&past, "2016-03-01", later)), "funding-of-other");
    let years_untold = FundingNotified { years: None, ..FundingNotified::example() };
    assert_eq!(fund(&past, "2016-03-01", years_untold).unwrap().len(), 1, "what is not said contradicts nothing");
    let elsewhere = FundingNotified { object: "fiche/f-1".parse().unwrap(), ..FundingNotified::example() };
    assert_eq!(refused(fund(&past, "2016-03-01", elsewhere)), "funding-of-other");
    let paid_by_another = FundingPaid { grant: whose("ville"), ..FundingPaid::example() };
    assert_eq!(refused(fund(&past, "2016-03-01", paid_by_another)), "funding-of-other");
}

#[test]
fn a_budget_stands_apart_from_money_of_a_funder() {
    let past = [on("2016-01-10", FundingRequested::example())];
    assert_eq!(refused(fund(&past, "2016-03-01", BudgetDeclared::example())), "budget-stands-alone");
    let paid_first = [on("2016-01-10", FundingPaid::example())];
    assert_eq!(refused(fund(&paid_first, "2016-03-01", BudgetDeclared::example())), "budget-stands-alone");
    let budget = [on("2016", BudgetDeclared::example())];
    assert_eq!(refused(fund(&budget, "2016", FundingNotified::example())), "budget-stands-alone");
    assert_eq!(refused(fund(&budget, "2016", FundingPaid::example())), "budget-stands-alone");
    tells_nothing_new_of_its_past::<Funding, FundingFact>(&budget);
}

#[test]
fn two_equal_payments_of_one_day_are_two_and_one_said_twice_is_one() {
    let past: [Happened<FundingFact>; 6] = [
        on("2018-03-01", notified("n-1", 1_000_000)),
        on("2018", paid("v-1", 750_000)),
        on("2018", FundingSpent::example()),
        on("2018", FundingRefunded::example()),
        on("2018", FundingContributed { grant: None, ..FundingContributed::example() }),
        on("2018", allocated("a-1", "f-1", 10)),
    ];
    assert_eq!(fund(&past, "2018", paid("v-2", 750_000)).unwrap().len(), 1);
    tells_nothing_new_of_its_past::<Funding, _>(&past);
}

#[test]
fn a_movement_or_notification_said_again_otherwise_is_refused() {
    let past: [Happened<FundingFact>; 2] =
        [on("2018-03-01", notified("n-1", 1_000)), on("2018-04-01", paid("v-1", 500))];
    assert_eq!(refused(fund(&past, "2018-04-01", paid("v-1", 501))), "movement-known-otherwise");
    assert_eq!(refused(fund(&past, "2018-05-01", paid("v-1", 500))), "movement-known-otherwise", "of another day");
    let spent = FundingSpent { movement: id("v-1"), cents: 500, motive: None, grant: None };
    assert_eq!(refused(fund(&past, "2018-04-01", spent)), "movement-known-otherwise", "of another kind");
    assert_eq!(refused(fund(&past, "2018-03-01", notified("n-1", 1_001))), "notification-known-otherwise");
}

#[test]
fn what_others_did_is_never_refused_for_its_sum_or_its_order() {
    assert_eq!(fund(&[], "2016-04-01", paid("v-1", 1_000)).unwrap().len(), 1, "typed before the notification");
    let named = FundingPaid { grant: whose("ars"), ..paid("v-1", 1_000) };
    let past: [Happened<FundingFact>; 2] = [on("2016-04-01", named), on("2016-03-01", notified("n-1", 1_000))];
    assert_eq!(fund(&past, "2016-04-01", paid("v-2", 5_000)).unwrap().len(), 1, "paid above what is notified");
    let spent = FundingSpent { cents: u64::MAX, ..FundingSpent::example() };
    assert_eq!(fund(&past, "2016-05-01", spent).unwrap().len(), 1);
    assert_eq!(
        fund(&past, "2016-05-01", FundingRefunded { cents: 9_000, ..FundingRefunded::example() }).unwrap().len(),
        1
    );
    assert_eq!(fund(&past, "2016-05-01", revised("n-1", 10)).unwrap().len(), 1, "lowered below what was paid");
}

#[test]
fn a_grant_of_nothing_and_a_refused_one_can_be_said() {
    assert_eq!(fund(&[], "2016", notified("n-1", 0)).unwrap().len(), 1);
    let past: [Happened<FundingFact>; 2] =
        [on("2016", FundingRequested::example()), on("2016-03-01", notified("n-1", 100))];
    assert_eq!(fund(&past, "2016-04-01", revised("n-1", 0)).unwrap().len(), 1);
    assert_eq!(fund(&past[..1], "2016-04-01", FundingDeclined { motive: None, grant: None }).unwrap().len(), 1);
    let first = FundingDeclined { motive: None, grant: whose("ars") };
    assert_eq!(fund(&[], "2016-04-01", first).unwrap().len(), 1, "the request may be typed later");
    for nothing in [
        FundingFact::from(FundingRequested { cents: 0, ..FundingRequested::example() }),
        paid("v-1", 0).into(),
        allocated("a-1", "f-1", 0).into(),
        FundingContributed { cents: Some(0), ..FundingContributed::example() }.into(),
    ] {
        assert_eq!(refused(fund(&past, "2016", nothing)), "no-amount");
    }
}

#[test]
fn allocations_together_never_go_above_what_is_notified_known_today() {
    let mut past: Vec<Happened<FundingFact>> = vec![on("2016-03-01", notified("n-1", 15_000))];
    assert_eq!(refused(fund(&[], "2016-04-01", allocated("a-0", "f-1", 1))), "allocated-above-notified");
    past.push(on("2016-04-01", allocated("a-1", "f-1", 6_000)));
    assert!(fund(&past, "2016-04-01", allocated("a-2", "f-2", 9_000)).is_ok());
    assert_eq!(refused(fund(&past, "2016-04-01", allocated("a-2", "f-2", 9_001))), "allocated-above-notified");
    assert_eq!(refused(fund(&past, "2016-04-01", allocated("a-2", "f-2", u64::MAX))), "allocated-above-notified");
    past.push(on("2016-06-01", revised("n-1", 12_000)));
    assert_eq!(
        refused(fund(&past, "2016-07-01", allocated("a-2", "f-2", 6_001))),
        "allocated-above-notified",
        "a revision replaces its notification"
    );
    past.push(on("2016-05-01", revised("n-1", 20_000)));
    assert_eq!(
        refused(fund(&past, "2016-07-01", allocated("a-2", "f-2", 6_001))),
        "allocated-above-notified",
        "a revision typed late never hides a later one"
    );
    past.push(on("2016-08-01", notified("n-2", 2_000)));
    assert!(fund(&past, "2016-09-01", allocated("a-2", "f-2", 8_000)).is_ok(), "a further notification adds");
    past.push(on("2016-09-01", released("l-1", "f-1", 1_000)));
    assert!(fund(&past, "2016-09-01", allocated("a-2", "f-2", 9_000)).is_ok(), "what is released is free again");
    assert_eq!(refused(fund(&past, "2016-09-01", released("l-2", "f-1", 5_001))), "released-above-allocated");
    assert_eq!(refused(fund(&past, "2016-09-01", released("l-2", "f-9", 1))), "released-above-allocated");
    tells_nothing_new_of_its_past::<Funding, _>(&past[1..2]);
}

#[test]
fn a_revision_is_of_a_notification_and_not_before_it() {
    let past = [on("2016-03-01", notified("n-1", 1_000))];
    assert_eq!(refused(fund(&past, "2016-04-01", revised("n-2", 500))), "notification-unknown");
    assert_eq!(refused(fund(&[], "2016-04-01", revised("n-2", 500))), "notification-unknown");
    assert_eq!(refused(fund(&past, "2016-02-01", revised("n-1", 500))), "revised-before-notified");
    assert!(fund(&past, "2016", revised("n-1", 500)).is_ok(), "what may be later is not before");
    let motiveless = FundingRevised { motive: " ".into(), ..revised("n-1", 500) };
    assert_eq!(refused(fund(&past, "2016-04-01", motiveless)), "no-motive");
}

#[test]
fn an_amount_may_come_back_to_what_it_was() {
    let mut past: Vec<Happened<FundingFact>> = vec![on("2016", FundingRequested::example())];
    for cents in [1_000_000, 1_500_000] {
        let again = FundingRequested { cents, ..FundingRequested::example() };
        assert_eq!(fund(&past, "2016", again.clone()).unwrap().len(), 1, "{cents} does not stand");
        past.push(on("2016", again));
    }
    tells_nothing_new(fund(&past, "2016", FundingRequested::example()));
    let past: Vec<Happened<FundingFact>> = vec![
        on("2016-03-01", notified("n-1", 1_000)),
        on("2016-06-01", revised("n-1", 500)),
        on("2016-07-01", revised("n-1", 800)),
    ];
    assert_eq!(fund(&past, "2016-08-01", revised("n-1", 500)).unwrap().len(), 1);
    assert_eq!(fund(&past, "2016-07-01", revised("n-1", 500)).unwrap().len(), 1, "for the same day, said last");
    tells_nothing_new(fund(&past, "2016-06-01", revised("n-1", 500)));
}

#[test]
fn years_run_forwards_and_what_is_given_in_kind_is_above_zero() {
    let years = |from, to| FundingNotified { years: Some(Years { from, to }), ..FundingNotified::example() };
    assert!(fund(&[], "2016", years(2016, 2018)).is_ok());
    assert_eq!(refused(fund(&[], "2016", years(2018, 2016))), "ends-before-start");
    assert_eq!(refused(fund(&[], "2016", years(16, 2016))), "year-out-of-range");
    let lent = |hours: &str| FundingContributed { hours: hours.parse().ok(), ..FundingContributed::example() };
    assert!(fund(&[], "2016", lent("0.5")).is_ok());
    assert_eq!(refused(fund(&[], "2016", lent("0.0"))), "not-above-zero");
}
