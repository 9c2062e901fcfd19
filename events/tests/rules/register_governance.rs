//! Rules over several streams: successions, contracts, fiches, partnerships, allocations.

use maillage_events::contract::*;
use maillage_events::declare::Example;
use maillage_events::fiche::*;
use maillage_events::funding::*;
use maillage_events::organisation::*;
use maillage_events::partnership::*;
use maillage_events::refusal::Refusal;

use crate::register_space::*;
use crate::support::*;

#[test]
fn successions_never_turn_in_a_circle() {
    let mut space = Space::default();
    for name in ["a", "b", "c"] {
        space.record(&format!("organisation/{name}"), "2010", OrganisationRecorded::example()).unwrap();
    }
    let succeed = |space: &mut Space, from: &str, to: &str| {
        space.record(&format!("organisation/{from}"), "2017", OrganisationSucceeded { successor: id(to) })
    };
    succeed(&mut space, "a", "b").unwrap();
    assert_eq!(refused(succeed(&mut space, "b", "a")), "succession-circle");
    let second = succeed(&mut space, "b", "c").unwrap();
    assert_eq!(refused(succeed(&mut space, "c", "a")), "succession-circle");
    let back = OrganisationSucceeded { successor: id("a") };
    assert_eq!(refused(space.correct("organisation/b", second, back)), "succession-circle");
}

pub fn contract(kind: ContractKind, starts: &str, ends: &str) -> ContractPrepared {
    let date = |text: &str| (!text.is_empty()).then(|| day(text));
    ContractPrepared { kind, starts: date(starts), ends: date(ends), ..ContractPrepared::example() }
}

fn commune(code: &str) -> Territory {
    Territory { code: Some(code.to_owned()), ..Territory::named(TerritoryLevel::Commune, "Commune") }
}

/// Prepares a contract, engages who must sign it, and signs it.
fn sign(space: &mut Space, name: &str, on: &str, prepared: ContractPrepared) -> Result<u64, Refusal> {
    let stream = format!("contract/{name}");
    space.record(&stream, "2013", prepared)?;
    for sort in [PartySort::LocalAuthority, PartySort::RegionalAgency] {
        let organisation = id(if sort == PartySort::LocalAuthority { "ville" } else { "ars" });
        space.record(
            &stream,
            "2013",
            PartyEngaged { organisation, sort, capacity: PartyCapacity::Signatory, until: None },
        )?;
    }
    space.record(&stream, on, ContractSigned {})
}

#[test]
fn a_number_is_given_once_in_a_contract() {
    let mut space = Space::default();
    let fiche = |contract: &str, number| FicheRecorded { contract: id(contract), number, ..FicheRecorded::example() };
    space.record("fiche/f-4", "2013", fiche("a", 4)).unwrap();
    assert_eq!(refused(space.record("fiche/f-4bis", "2014", fiche("a", 4))), "fiche-number-taken");
    assert!(space.record("fiche/other", "2014", fiche("b", 4)).is_ok(), "another contract has its own numbers");
    let five = space.record("fiche/f-5", "2014", fiche("a", 5)).unwrap();
    assert_eq!(refused(space.correct("fiche/f-5", five, fiche("a", 4))), "fiche-number-taken");
    assert!(space.correct("fiche/f-5", five, fiche("a", 6)).is_ok());
    assert!(space.record("fiche/f-5ter", "2014", fiche("a", 5)).is_ok(), "a number typed wrongly is free again");
}

#[test]
fn a_number_that_was_given_up_serves_again() {
    let mut space = Space::default();
    let fiche = |number| FicheRecorded { contract: id("a"), number, ..FicheRecorded::example() };
    space.record("fiche/f-4", "2013", fiche(4)).unwrap();
    space.record("fiche/f-5", "2013", fiche(5)).unwrap();
    let four = FicheRenumbered { number: 4 };
    assert_eq!(refused(space.record("fiche/f-5", "2015", four.clone())), "fiche-number-taken");
    let renumbered = space.record("fiche/f-4", "2016-03-01", FicheRenumbered { number: 19 }).unwrap();
    assert_eq!(refused(space.record("fiche/other", "2014", fiche(4))), "fiche-number-taken", "it was still borne");
    assert_eq!(refused(space.record("fiche/other", "2017", fiche(19))), "fiche-number-taken");
    space.record("fiche/f-5", "2016-03-01", four).unwrap();
    assert_eq!(refused(space.cancel("fiche/f-4", renumbered)), "fiche-number-taken");
    assert!(space.record("fiche/f-5bis", "2016-03-01", fiche(5)).is_ok());
}

#[test]
fn a_year_is_opened_within_its_contract() {
    let mut space = Space::default();
    let prepared = space.record("contract/cls", "2013", contract(ContractKind::Cls, "2013-11", "2018-03")).unwrap();
    space.record("fiche/f", "2013", FicheRecorded { contract: id("cls"), ..FicheRecorded::example() }).unwrap();
    let open = |space: &mut Space, year| space.record("fiche/f", "2026", FicheYearOpened { year, chained_to: None });
    for year in [1950, 2012, 2019, 2030] {
        assert_eq!(refused(open(&mut space, year)), "year-outside-contract", "{year}");
    }
    for year in [2013, 2015, 2018] {
        open(&mut space, year).unwrap();
    }
    assert_eq!(
        refused(space.correct("contract/cls", prepared, contract(ContractKind::Cls, "2013-11", "2016"))),
        "year-outside-contract"
    );
    assert!(space.correct("contract/cls", prepared, contract(ContractKind::Cls, "2013-11", "2019")).is_ok());
    assert!(open(&mut space, 2019).is_ok());
}

#[test]
fn an_amendment_that_extends_a_contract_opens_its_years() {
    let mut space = Space::default();
    sign(&mut space, "cls", "2013-11-04", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    space.record("fiche/f", "2013", FicheRecorded { contract: id("cls"), ..FicheRecorded::example() }).unwrap();
    let opened = FicheYearOpened { year: 2019, chained_to: None };
    assert_eq!(refused(space.record("fiche/f", "2019", opened.clone())), "year-outside-contract");
    space.record("contract/cls", "2018-10-01", ContractAmended::example()).unwrap();
    assert!(space.record("fiche/f", "2019", opened).is_ok());
}

#[test]
fn signed_contracts_of_one_kind_and_territory_do_not_overlap() {
    let mut space = Space::default();
    sign(&mut space, "first", "2013-11-04", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    assert_eq!(
        refused(sign(&mut space, "second", "2016-01-04", contract(ContractKind::Cls, "2016", "2021"))),
        "contract-overlaps"
    );
    assert!(sign(&mut space, "clsm", "2016", contract(ContractKind::Clsm, "2016", "2021")).is_ok());
    let elsewhere =
        ContractPrepared { territories: vec![commune("33063")], ..contract(ContractKind::Cls, "2016", "2021") };
    assert!(sign(&mut space, "elsewhere", "2016", elsewhere).is_ok());
    assert!(sign(&mut space, "next", "2018-06-01", contract(ContractKind::Cls, "2018", "2023")).is_ok(), "it follows");
}

#[test]
fn an_end_that_was_put_off_overlaps_too_and_one_that_was_put_forward_does_not() {
    let mut space = Space::default();
    sign(&mut space, "first", "2013-11-04", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    sign(&mut space, "next", "2019-01-04", contract(ContractKind::Cls, "2019", "2024")).unwrap();
    let until = |end: &str| ContractAmended { object: "Durée".into(), ends: Some(day(end)) };
    assert_eq!(refused(space.record("contract/first", "2018-10-01", until("2021"))), "contract-overlaps");
    space.record("contract/next", "2021-10-01", until("2022")).unwrap();
    assert!(sign(&mut space, "third", "2022-12-01", contract(ContractKind::Cls, "2023", "2027")).is_ok());
}

#[test]
fn a_contract_ends_with_the_one_that_follows_it_where_no_end_was_said() {
    let mut space = Space::default();
    sign(&mut space, "first", "2013-11-04", contract(ContractKind::Cls, "2013", "")).unwrap();
    let next = contract(ContractKind::Cls, "2019", "2024");
    let follows = ContractPrepared { generation: 2, predecessors: vec![id("first")], ..next.clone() };
    assert!(sign(&mut space, "next", "2019", follows).is_ok());
    let mut space = Space::default();
    sign(&mut space, "first", "2013-11-04", contract(ContractKind::Cls, "2013", "")).unwrap();
    assert_eq!(refused(sign(&mut space, "next", "2019", next)), "contract-overlaps");
}

#[test]
fn a_contract_that_grows_overlaps_only_where_and_when_it_holds() {
    let mut space = Space::default();
    let bordeaux = |starts: &str, ends: &str| ContractPrepared {
        territories: vec![commune("33063")],
        ..contract(ContractKind::Cls, starts, ends)
    };
    sign(&mut space, "first", "2013-11-04", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    sign(&mut space, "second", "2016-01-04", bordeaux("2016", "2021")).unwrap();
    let both = |on: &str, space: &mut Space| {
        let territories = vec![commune("17300"), commune("33063")];
        space.record("contract/first", on, TerritoryChanged { territories })
    };
    assert_eq!(refused(both("2017-01-01", &mut space)), "contract-overlaps");
    let mut space = Space::default();
    sign(&mut space, "first", "2013-11-04", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    let back = TerritoryChanged { territories: vec![commune("17300")] };
    both("2014-01-01", &mut space).unwrap();
    space.record("contract/first", "2015-12-31", back).unwrap();
    assert!(sign(&mut space, "second", "2016-01-04", bordeaux("2016", "2021")).is_ok(), "it had left by then");
}

#[test]
fn contracts_never_follow_or_hold_themselves_through_others() {
    let mut space = Space::default();
    let prepare = |predecessors: &[&str], within: Option<&str>| ContractPrepared {
        predecessors: predecessors.iter().map(|it| id(it)).collect(),
        within: within.map(id),
        ..ContractPrepared::example()
    };
    let first = space.record("contract/a", "2013", prepare(&[], None)).unwrap();
    space.record("contract/b", "2013", prepare(&["a"], Some("a"))).unwrap();
    space.record("contract/c", "2013", prepare(&["b"], None)).unwrap();
    assert_eq!(refused(space.correct("contract/a", first, prepare(&["c"], None))), "predecessor-circle");
    assert_eq!(refused(space.correct("contract/a", first, prepare(&[], Some("b")))), "within-circle");
}

#[test]
fn an_organisation_is_engaged_only_as_what_it_is() {
    let mut space = Space::default();
    let of =
        |kinds: &[OrganisationKind]| OrganisationRecorded { kinds: kinds.to_vec(), ..OrganisationRecorded::example() };
    space.record("organisation/asso", "2010", of(&[OrganisationKind::Association])).unwrap();
    space.record("organisation/ars", "2010", of(&[OrganisationKind::RegionalAgency])).unwrap();
    let unknown = space.record("organisation/inconnue", "2010", of(&[])).unwrap();
    space.record("contract/cls", "2013", contract(ContractKind::Cls, "2013", "2018")).unwrap();
    let engage = |space: &mut Space, organisation: &str, sort| {
        let engaged = PartyEngaged { organisation: id(organisation), sort, ..PartyEngaged::example() };
        space.record("contract/cls", "2013", engaged)
    };
    for sort in [PartySort::RegionalAgency, PartySort::LocalAuthority, PartySort::State, PartySort::Insurance] {
        assert_eq!(refused(engage(&mut space, "asso", sort)), "party-of-another-kind", "{sort}");
    }
    engage(&mut space, "asso", PartySort::Other).unwrap();
    engage(&mut space, "ars", PartySort::RegionalAgency).unwrap();
    engage(&mut space, "inconnue", PartySort::LocalAuthority).unwrap();
    let association = of(&[OrganisationKind::Association]);
    assert_eq!(refused(space.correct("organisation/inconnue", unknown, association)), "party-of-another-kind");
    assert!(space.correct("organisation/inconnue", unknown, of(&[OrganisationKind::LocalAuthority])).is_ok());
    assert!(space.record("contract/cls", "2013-11-04", ContractSigned {}).is_ok());
}

#[test]
fn an_organisation_is_not_a_part_of_itself_through_others() {
    let mut space = Space::default();
    let part = |of: Option<&str>| OrganisationRecorded { parent: of.map(id), ..OrganisationRecorded::example() };
    let first = space.record("organisation/a", "2010", part(None)).unwrap();
    space.record("organisation/b", "2010", part(Some("a"))).unwrap();
    assert_eq!(refused(space.correct("organisation/a", first, part(Some("b")))), "parent-circle");
}

fn partner(role: PartnershipRole, until: &str) -> PartnershipFormed {
    let until = (!until.is_empty()).then(|| day(until));
    PartnershipFormed { role, until, ..PartnershipFormed::example() }
}

#[test]
fn a_partnership_stands_once_at_a_time() {
    let mut space = Space::default();
    space.record("partnership/a", "2013", partner(PartnershipRole::Listed, "")).unwrap();
    let again = partner(PartnershipRole::Listed, "");
    assert_eq!(refused(space.record("partnership/b", "2014", again.clone())), "partnership-twice");
    let pilot = space.record("partnership/c", "2014", partner(PartnershipRole::Pilot, "")).unwrap();
    assert_eq!(refused(space.correct("partnership/c", pilot, again.clone())), "partnership-twice");
    let listed = PartnershipRoleChanged { role: PartnershipRole::Listed, motive: None };
    assert_eq!(refused(space.record("partnership/c", "2015", listed)), "partnership-twice");
    let carries = PartnershipRoleChanged { role: PartnershipRole::Carrier, motive: None };
    space.record("partnership/c", "2014", carries).unwrap();
    let pilots = partner(PartnershipRole::Pilot, "");
    assert!(space.record("partnership/d", "2014-03", pilots).is_ok(), "of one day, what was said last stands");
    space.record("partnership/a", "2016-05-01", PartnershipEnded::example()).unwrap();
    assert!(space.record("partnership/b", "2016-05-01", again).is_ok(), "it begins again");
}

#[test]
fn money_is_allocated_by_who_funds_on_that_day() {
    let mut space = Space::default();
    space.record("fiche/f", "2013", FicheRecorded { contract: id("cls"), ..FicheRecorded::example() }).unwrap();
    space.record("funding/ars", "2016-03-01", FundingNotified::example()).unwrap();
    let allocation = FundingAllocated { fiche: id("f"), ..FundingAllocated::example() };
    let allocate = |space: &mut Space, on: &str| space.record("funding/ars", on, allocation.clone());
    assert_eq!(refused(allocate(&mut space, "2016-04-01")), "funder-without-role");
    let role = |scope: &str, role| PartnershipFormed {
        party: "organisation/ars".parse().unwrap(),
        scope: scope.parse().unwrap(),
        role,
        until: None,
    };
    space.record("partnership/a", "2015", role("contract/cls", PartnershipRole::Listed)).unwrap();
    space.record("partnership/b", "2015", role("contract/elsewhere", PartnershipRole::Funding)).unwrap();
    assert_eq!(refused(allocate(&mut space, "2016-04-01")), "funder-without-role");
    space.record("partnership/c", "2016", role("contract/cls", PartnershipRole::Funding)).unwrap();
    assert_eq!(refused(allocate(&mut space, "2015-04-01")), "funder-without-role");
    assert!(allocate(&mut space, "2016-04-01").is_ok());
}
