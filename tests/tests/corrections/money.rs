//! An amendment takes no role from under money that was allocated: the money is in another stream than the role.

use maillage_events::contract::ContractPrepared;
use maillage_events::decide::Ask;
use maillage_events::declare::Example;
use maillage_events::fiche::FicheRecorded;
use maillage_events::funding::{FundingAllocated, FundingNotified};
use maillage_events::id::FactId;
use maillage_events::partnership::{PartnershipFormed, PartnershipRole, PartnershipRoleChanged};
use maillage_log::executor::Executor;
use maillage_log::log::FactReads;

use crate::city::*;

const GRANT: &str = "funding/ars-2016";

fn formed(scope: &str, role: PartnershipRole) -> PartnershipFormed {
    let party = "organisation/ars".parse().unwrap();
    PartnershipFormed { party, scope: scope.parse().unwrap(), role, until: None }
}

fn allocated() -> FundingAllocated {
    FundingAllocated { fiche: id("f-1"), cents: 900, ..FundingAllocated::example() }
}

/// A fiche of a contract, another contract, and money of a funder for the fiche.
async fn granted() -> City {
    let city = City::begin();
    city.organisation("ars").await;
    for contract in ["cls", "autre"] {
        city.record(&format!("contract/{contract}"), "2013", ContractPrepared::example()).await;
    }
    city.record("fiche/f-1", "2013", fiche("cls")).await;
    let (funder, object) = (id("ars"), "fiche/f-1".parse().unwrap());
    let notified = FundingNotified { funder, object, cents: 1000, ..FundingNotified::example() };
    city.record(GRANT, "2015", notified).await;
    city
}

fn fiche(contract: &str) -> FicheRecorded {
    FicheRecorded { contract: id(contract), ..FicheRecorded::example() }
}

/// What would break, when it is refused.
async fn broken(city: &City, target: (&str, FactId), fact: Option<PartnershipFormed>) -> Vec<(FactId, &'static str)> {
    let (stream, target) = target;
    let asked = fact.map_or_else(|| cancel(stream, target), |fact| correct(stream, target, fact));
    let refusal = refused(city.ask(vec![asked]).await);
    refusal.broken.iter().map(|it| (it.fact, it.refusal.code)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_on_which_money_was_allocated_is_not_amended_away() {
    let city = granted().await;
    let partner = "partnership/ars";
    let role = city.record(partner, "2015", formed("fiche/f-1", PartnershipRole::Funding)).await;
    let allocation = city.record(GRANT, "2016", allocated()).await;
    let unfunded = vec![(allocation, "funder-without-role")];
    assert_eq!(broken(&city, (partner, role), None).await, unfunded);
    let listed = formed("fiche/f-1", PartnershipRole::Listed);
    assert_eq!(broken(&city, (partner, role), Some(listed)).await, unfunded);
    let elsewhere = formed("contract/autre", PartnershipRole::Funding);
    assert_eq!(broken(&city, (partner, role), Some(elsewhere)).await, unfunded);
    // It may be the role in the contract of the fiche; and it goes with the money.
    city.ask(vec![correct(partner, role, formed("contract/cls", PartnershipRole::Funding))]).await.unwrap();
    let of_partner = city.log.read_stream(&space(), &partner.parse().unwrap()).await.unwrap();
    let corrected = of_partner.last().unwrap().id;
    let listed = || correct(partner, corrected, formed("contract/cls", PartnershipRole::Listed));
    assert_eq!(code(city.ask(vec![listed()]).await), "funder-without-role");
    city.ask(vec![listed(), cancel(GRANT, allocation)]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fiche_is_not_corrected_out_of_the_contract_that_funds_it() {
    let city = granted().await;
    city.record("partnership/ars", "2015", formed("contract/cls", PartnershipRole::Funding)).await;
    let second = city.record("fiche/f-2", "2013", FicheRecorded { number: 5, ..fiche("cls") }).await;
    let moved = |number| FicheRecorded { number, ..fiche("autre") };
    city.record(GRANT, "2016", allocated()).await;
    let recorded = city.log.read_stream(&space(), &"fiche/f-1".parse().unwrap()).await.unwrap()[0].id;
    assert_eq!(code(city.ask(vec![correct("fiche/f-1", recorded, moved(4))]).await), "funder-without-role");
    assert!(city.ask(vec![correct("fiche/f-2", second, moved(5))]).await.is_ok(), "no money was allocated to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_has_not_seen_an_allocation_leaves_it_its_role() {
    let city = granted().await;
    let (here, elsewhere) = (Executor::new(city.log.clone()), Executor::new(city.log.clone()));
    let partner = "partnership/ars";
    let said = |stream: &str, on: &str, fact: maillage_events::fact::Fact| vec![ask(stream, on, Ask::Record(fact))];
    let listed = formed("fiche/f-1", PartnershipRole::Listed);
    city.ask_by(&here, said(partner, "2014", listed.into())).await.unwrap();
    let funds = PartnershipRoleChanged { role: PartnershipRole::Funding, motive: None };
    let role = city.ask_by(&here, said(partner, "2015", funds.into())).await.unwrap().facts[0].id;
    city.ask_by(&elsewhere, said(GRANT, "2016", allocated().into())).await.unwrap();
    assert_eq!(code(city.ask_by(&here, vec![cancel(partner, role)]).await), "funder-without-role");
    // The control: another partnership funds the fiche too.
    let too = formed("contract/cls", PartnershipRole::Funding);
    city.ask_by(&elsewhere, said("partnership/ars-cls", "2015", too.into())).await.unwrap();
    assert!(city.ask_by(&here, vec![cancel(partner, role)]).await.is_ok());
}
