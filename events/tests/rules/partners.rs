//! Organisations, categories, partnerships, funding, measures.

use maillage_events::category::*;
use maillage_events::declare::Example;
use maillage_events::funding::*;
use maillage_events::happened::Happened;
use maillage_events::measure::*;
use maillage_events::organisation::*;
use maillage_events::partnership::*;
use maillage_events::quantity::Quantity;
use maillage_events::refusal::Refusal;

use crate::support::*;

#[test]
fn an_organisation_keeps_every_identifier_and_refuses_one_that_cannot_exist() {
    let past: [Happened<OrganisationFact>; 2] =
        [on("2016", OrganisationRecorded::example()), on("2016", OrganisationIdentified::example())];
    assert_eq!(refused(recording::<Organisation, _>(&[], past[1].clone())), "not-recorded-yet");
    tells_nothing_new_of_its_past::<Organisation, _>(&past);
    for scheme in IdentifierScheme::ALL {
        let wrong = on("2016", OrganisationIdentified { scheme: *scheme, value: "012345".to_owned() });
        assert_eq!(refused(recording::<Organisation, _>(&past, wrong)), "bad-identifier");
    }
    let other =
        on("2016", OrganisationIdentified { scheme: IdentifierScheme::Siret, value: "21170300400013".to_owned() });
    assert_eq!(recording::<Organisation, _>(&past, other).unwrap().len(), 1);
}

#[test]
fn an_organisation_is_renamed_to_another_name_and_succeeded_once() {
    let past: [Happened<OrganisationFact>; 4] = [
        on("2013", OrganisationRecorded { name: "DDCS".into(), ..OrganisationRecorded::example() }),
        on("2016", OrganisationRenamed { name: "DDCSPP".into() }),
        on("2018", OrganisationRenamed { name: "DDETS".into() }),
        on("2019", OrganisationSucceeded::example()),
    ];
    tells_nothing_new_of_its_past::<Organisation, _>(&past);
    tells_nothing_new(recording::<Organisation, _>(
        &past[..1],
        on("2013", OrganisationRenamed { name: "DDCS".into() }),
    ));
    // A name told late makes no later one known.
    let late = [past[0].clone(), past[2].clone(), on("2016", OrganisationRenamed { name: "DDETS".into() })];
    let later = on("2019", OrganisationRenamed { name: "DDETS".into() });
    assert_eq!(recording::<Organisation, _>(&late, later).unwrap().len(), 1);
    assert_eq!(
        recording::<Organisation, _>(&past, on("2019", OrganisationRenamed { name: "DDCS".into() })).unwrap().len(),
        1
    );
    assert_eq!(
        refused(recording::<Organisation, _>(&past, on("2019", OrganisationSucceeded { successor: id("autre") }))),
        "already-succeeded"
    );
}

#[test]
fn a_category_is_recorded_once() {
    let past: [Happened<CategoryFact>; 1] = [on("2016", CategoryRecorded::example())];
    tells_nothing_new_of_its_past::<Category, _>(&past);
    assert_eq!(
        refused(recording::<Category, _>(&past, on("2016", CategoryRecorded { name: "Écoles".into() }))),
        "recorded-otherwise"
    );
}

#[test]
fn a_partner_is_an_organisation_or_a_category_in_something_else_than_itself() {
    let form = |party: &str, scope: &str| {
        let formed = PartnershipFormed {
            party: party.parse().unwrap(),
            scope: scope.parse().unwrap(),
            ..PartnershipFormed::example()
        };
        recording::<Partnership, _>(&[], on("2016", formed))
    };
    assert!(form("organisation/cpam", "fiche/f-1").is_ok());
    assert!(form("category/bailleurs", "organisation/ville").is_ok());
    assert_eq!(refused(form("fiche/f-1", "contract/c")), "party-of-wrong-family");
    assert_eq!(refused(form("organisation/cpam", "session/s-1")), "scope-of-wrong-family");
    assert_eq!(refused(form("organisation/ville", "organisation/ville")), "partner-of-itself");
}

#[test]
fn a_partnership_changes_until_it_ends() {
    let past: [Happened<PartnershipFact>; 4] = [
        on("2013", PartnershipFormed::example()),
        on("2014", PartnershipRoleChanged::example()),
        on("2015", AgreementSigned::example()),
        on("2018", PartnershipEnded::example()),
    ];
    tells_nothing_new_of_its_past::<Partnership, _>(&past);
    assert_eq!(refused(recording::<Partnership, _>(&[], past[1].clone())), "not-recorded-yet");
    let other = on("2013", PartnershipFormed { role: PartnershipRole::Pilot, ..PartnershipFormed::example() });
    assert_eq!(refused(recording::<Partnership, _>(&past[..1], other)), "recorded-otherwise");
    assert_eq!(
        refused(recording::<Partnership, _>(
            &past,
            on("2019", PartnershipRoleChanged { role: PartnershipRole::Pilot, motive: None })
        )),
        "already-over"
    );
    assert_eq!(
        refused(recording::<Partnership, _>(&past[..3], on("2012", PartnershipEnded::example()))),
        "ends-before-start"
    );
    assert_eq!(
        refused(recording::<Partnership, _>(&past[..1], on("2019", AgreementSigned::example()))),
        "ends-before-start"
    );
    // What came about before the end may be told after it, and makes no later role known.
    let role = |date: &str, role| on(date, PartnershipRoleChanged { role, motive: None });
    let late =
        [past[0].clone(), past[3].clone(), role("2017", PartnershipRole::Pilot), role("2014", PartnershipRole::Listed)];
    assert_eq!(recording::<Partnership, _>(&late[..2], late[2].clone()).unwrap().len(), 1);
    assert_eq!(recording::<Partnership, _>(&late, role("2016", PartnershipRole::Pilot)).unwrap().len(), 1);
    let until_before = on("2016", PartnershipFormed { until: Some(day("2015")), ..PartnershipFormed::example() });
    assert_eq!(refused(recording::<Partnership, _>(&[], until_before)), "ends-before-start");
}

fn fund(
    past: &[Happened<FundingFact>],
    date: &str,
    said: impl Into<FundingFact>,
) -> Result<Vec<Happened<FundingFact>>, Refusal> {
    recording::<Funding, _>(past, on(date, said))
}

#[test]
fn a_funding_is_of_one_funder_for_one_object_and_one_year() {
    let past = [on("2016-01-10", FundingRequested::example())];
    assert!(fund(&past, "2016-03-01", FundingNotified::example()).is_ok());
    assert_eq!(
        refused(fund(&past, "2016-03-01", FundingNotified { funder: id("ville"), ..FundingNotified::example() })),
        "funding-of-other"
    );
    assert_eq!(
        refused(fund(&past, "2016-03-01", FundingNotified { year: None, ..FundingNotified::example() })),
        "funding-of-other"
    );
    let elsewhere = FundingNotified { object: "fiche/f-1".parse().unwrap(), ..FundingNotified::example() };
    assert_eq!(refused(fund(&past, "2016-03-01", elsewhere)), "funding-of-other");
    assert_eq!(refused(fund(&past, "2016-03-01", BudgetDeclared::example())), "budget-stands-alone");
    assert_eq!(
        refused(fund(&[on("2016", BudgetDeclared::example())], "2016", FundingNotified::example())),
        "budget-stands-alone"
    );
    assert_eq!(refused(fund(&[], "2016", FundingNotified { cents: 0, ..FundingNotified::example() })), "no-amount");
    assert_eq!(refused(fund(&[], "2016", FundingSpent::example())), "not-recorded-yet");
}

#[test]
fn no_more_is_paid_or_allocated_than_was_notified() {
    let mut past = vec![on("2016-03-01", FundingNotified { cents: 1_000, ..FundingNotified::example() })];
    assert!(fund(&past, "2016-04-01", FundingPaid { cents: 1_000 }).is_ok());
    assert_eq!(refused(fund(&past, "2016-04-01", FundingPaid { cents: 1_001 })), "paid-above-notified");
    past.push(on("2016-04-01", FundingAllocated { fiche: id("f-1"), cents: 600 }));
    assert!(fund(&past, "2016-04-01", FundingAllocated { fiche: id("f-2"), cents: 400 }).is_ok());
    assert_eq!(
        refused(fund(&past, "2016-04-01", FundingAllocated { fiche: id("f-2"), cents: 401 })),
        "allocated-above-notified"
    );
    assert_eq!(
        refused(fund(&past, "2016-04-01", FundingAllocated { fiche: id("f-2"), cents: u64::MAX })),
        "allocated-above-notified"
    );
    past.push(on("2016-05-01", FundingNotified { cents: 500, ..FundingNotified::example() }));
    assert!(fund(&past, "2016-06-01", FundingAllocated { fiche: id("f-2"), cents: 900 }).is_ok());
    assert!(fund(&past, "2016-06-01", FundingSpent { cents: 5_000 }).is_ok());
}

#[test]
fn the_same_movement_on_the_same_date_is_one_and_on_another_date_another() {
    let past: [Happened<FundingFact>; 3] = [
        on("2016-03-01", FundingNotified::example()),
        on("2016-04-01", FundingPaid::example()),
        on("2016-04-01", FundingSpent::example()),
    ];
    tells_nothing_new_of_its_past::<Funding, _>(&past);
    assert_eq!(fund(&past, "2016-10-01", FundingPaid::example()).unwrap().len(), 1);
    tells_nothing_new_of_its_past::<Funding, FundingFact>(&[on("2016", BudgetDeclared::example())]);
}

#[test]
fn a_second_figure_for_the_same_period_is_a_correction() {
    let past: [Happened<MeasureFact>; 1] = [on("2016", MeasureDeclared::example())];
    tells_nothing_new_of_its_past::<Measure, _>(&past);
    let declare = |change: fn(&mut MeasureDeclared)| {
        let mut it = MeasureDeclared::example();
        change(&mut it);
        recording::<Measure, _>(&past, on("2016", it))
    };
    assert_eq!(refused(declare(|it| it.quantity = Quantity::exact(2411))), "measure-declared-otherwise");
    assert!(declare(|it| it.period = day("2015")).is_ok());
    assert_eq!(refused(declare(|it| it.quantity = Quantity::Range { min: 2, max: 1 })), "range-upside-down");
    assert_eq!(refused(declare(|it| it.label = "".into())), "blank-text");
}
