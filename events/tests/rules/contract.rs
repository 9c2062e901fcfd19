use maillage_events::contract::*;
use maillage_events::declare::Example;
use maillage_events::happened::Happened;
use maillage_events::when::OccurredOn;

use crate::support::*;

fn record(
    past: &[Happened<ContractFact>],
    said: Happened<ContractFact>,
) -> Result<Vec<Happened<ContractFact>>, maillage_events::refusal::Refusal> {
    recording::<Contract, _>(past, said)
}

fn prepared(kind: ContractKind) -> Happened<ContractFact> {
    on("2013", ContractPrepared { kind, ..ContractPrepared::example() })
}

fn party(organisation: &str, capacity: PartyCapacity, sort: PartySort) -> Happened<ContractFact> {
    on("2013", PartyEngaged { organisation: id(organisation), capacity, sort, until: None })
}

fn signed(date: &str) -> Happened<ContractFact> {
    on(date, ContractSigned {})
}

/// Prepared, with a city and the agency, and signed.
fn standing() -> Vec<Happened<ContractFact>> {
    vec![
        prepared(ContractKind::Cls),
        party("ville", PartyCapacity::Signatory, PartySort::LocalAuthority),
        party("ars", PartyCapacity::Signatory, PartySort::RegionalAgency),
        signed("2013-06-20"),
    ]
}

#[test]
fn a_contract_is_prepared_once_before_anything_else() {
    assert_eq!(refused(record(&[], on("2013", AxisDefined::example()))), "not-recorded-yet");
    let past = [prepared(ContractKind::Cls)];
    tells_nothing_new(record(&past, prepared(ContractKind::Cls)));
    assert_eq!(refused(record(&past, prepared(ContractKind::Clsm))), "recorded-otherwise");
}

#[test]
fn a_preparation_is_refused_that_contradicts_itself() {
    let prepare = |change: fn(&mut ContractPrepared)| {
        let mut it = ContractPrepared::example();
        change(&mut it);
        record(&[], on("2013", it))
    };
    assert_eq!(refused(prepare(|it| it.ends = Some(OccurredOn::Year(2012)))), "ends-before-start");
    assert_eq!(refused(prepare(|it| it.generation = 0)), "generation-zero");
    assert_eq!(refused(prepare(|it| it.generation = 2)), "no-predecessor");
    assert_eq!(refused(prepare(|it| it.title = " ".into())), "blank-text");
    assert_eq!(refused(prepare(|it| it.predecessors = vec![id("cls-2013"), id("cls-2013")])), "listed-twice");
    assert_eq!(refused(prepare(|it| it.territories.clear())), "no-territory");
    assert_eq!(refused(prepare(|it| it.territories.push(it.territories[0].clone()))), "listed-twice");
    assert_eq!(refused(prepare(|it| it.territories[0].name = " ".into())), "blank-text");
    let plan = |from, to| RegionalPlan { name: "PRS 2018-2028".into(), from: Some(from), to: Some(to) };
    let prepared = |plan| on("2013", ContractPrepared { regional_plan: Some(plan), ..ContractPrepared::example() });
    assert_eq!(refused(record(&[], prepared(plan(2028, 2018)))), "ends-before-start");
    assert!(record(&[], prepared(plan(2018, 2028))).is_ok());
    assert!(prepare(|it| (it.generation, it.predecessors) = (2, vec![id("cls-2013")])).is_ok());
    assert!(prepare(|it| (it.starts, it.ends) = (Some(day("2013-06")), Some(OccurredOn::Year(2013)))).is_ok());
}

#[test]
fn the_code_of_a_territory_is_one_of_its_level() {
    let prepare = |level, code: &str, code_year| {
        let territory = Territory { code: Some(code.to_owned()), code_year, ..Territory::named(level, "Ici") };
        let prepared = ContractPrepared { territories: vec![territory.clone()], ..ContractPrepared::example() };
        let changed = on("2015", TerritoryChanged { territories: vec![territory] });
        let first = record(&[], on("2013", prepared)).map(|facts| facts.len());
        assert_eq!(first, record(&[a_contract()], changed).map(|facts| facts.len()));
        first
    };
    use TerritoryLevel::{Commune, Department, Epci, Petr, Qpv, Region};
    for (level, code) in [
        (Commune, "n importe quoi"),
        (Commune, "1730"),
        (Commune, "2C004"),
        (Epci, "241700435"),
        (Epci, "17300"),
        (Petr, "123456789"),
        (Department, "96"),
        (Department, "970"),
        (Region, "971"),
        (Qpv, "Mireuil"),
    ] {
        assert_eq!(refused(prepare(level, code, None)), "bad-territory-code", "{level} {code}");
    }
    for (level, code) in [
        (Commune, "2A004"),
        (Commune, "97105"),
        (Epci, "241700434"),
        (Department, "2B"),
        (Department, "974"),
        (Region, "75"),
        (Qpv, "QN01701M"),
    ] {
        assert_eq!(prepare(level, code, Some(2024)), Ok(1), "{level} {code}");
    }
    assert_eq!(refused(prepare(Commune, "17300", Some(13))), "year-out-of-range");
    let year_alone = Territory { code_year: Some(2013), ..Territory::named(Commune, "Ici") };
    let prepared = ContractPrepared { territories: vec![year_alone], ..ContractPrepared::example() };
    assert_eq!(refused(record(&[], on("2013", prepared))), "code-year-without-code");
}

fn a_contract() -> Happened<ContractFact> {
    prepared(ContractKind::Cls)
}

#[test]
fn a_contract_grows_to_other_territories_and_back() {
    let commune = ContractPrepared::example().territories;
    let agglomeration = TerritoryChanged::example();
    let past = [
        prepared(ContractKind::Cls),
        on("2016", agglomeration.clone()),
        on("2018", TerritoryChanged { territories: commune }),
    ];
    tells_nothing_new_of_its_past::<Contract, _>(&past);
    assert_eq!(record(&past, on("2019", agglomeration)).unwrap().len(), 1);
}

#[test]
fn an_axis_is_closed_once_and_only_where_it_was_defined() {
    let mut past = vec![prepared(ContractKind::Cls), on("2013", AxisDefined::example())];
    let close = |date: &str, code: &str| on(date, AxisClosed { code: id(code) });
    assert_eq!(refused(record(&past, close("2016", "axe-9"))), "axis-unknown");
    past.push(record(&past, close("2016", "axe-1")).unwrap().remove(0));
    tells_nothing_new_of_its_past::<Contract, _>(&past);
    assert_eq!(refused(record(&past, close("2017", "axe-1"))), "axis-closed-already");
}

#[test]
fn whoever_left_before_the_signature_does_not_sign() {
    let left =
        |date: &str| on(date, PartyLeft { organisation: id("ars"), capacity: PartyCapacity::Signatory, motive: None });
    let mut past = standing()[..3].to_vec();
    past.push(left("2013-03-01"));
    assert_eq!(refused(record(&past, signed("2013-06-20"))), "no-regional-agency");
    let mut past = standing();
    past.push(left("2016-03-01"));
    tells_nothing_new_of_its_past::<Contract, _>(&past);
    let associate = PartyLeft { organisation: id("ars"), capacity: PartyCapacity::Associate, motive: None };
    assert_eq!(refused(record(&past, on("2016", associate))), "not-a-party");
    let mut engaged = standing()[..2].to_vec();
    engaged.push(on("2012", PartyEngaged { until: Some(day("2013-01-31")), ..PartyEngaged::example() }));
    assert_eq!(refused(record(&engaged, signed("2013-06-20"))), "no-regional-agency");
}

#[test]
fn an_axis_code_stands_for_one_axis() {
    let past = [prepared(ContractKind::Cls), on("2013", AxisDefined::example())];
    tells_nothing_new(record(&past, past[1].clone()));
    let other = on("2013", AxisDefined { label: "Santé mentale".into(), ..AxisDefined::example() });
    assert_eq!(refused(record(&past, other)), "axis-defined-otherwise");
    assert_eq!(refused(record(&past, on("2013", AxisDefined { rank: 0, ..AxisDefined::example() }))), "rank-zero");
}

#[test]
fn a_cls_is_signed_by_a_local_authority_and_the_agency() {
    let [city, agency] = [PartySort::LocalAuthority, PartySort::RegionalAgency]
        .map(|sort| party(&format!("{sort}").replace('_', "-"), PartyCapacity::Signatory, sort));
    let sign = |kind, parties: &[&Happened<ContractFact>]| {
        let past: Vec<_> = std::iter::once(prepared(kind)).chain(parties.iter().map(|it| (*it).clone())).collect();
        record(&past, signed("2013-06-20"))
    };
    assert_eq!(refused(sign(ContractKind::Cls, &[&agency])), "no-local-authority");
    assert_eq!(refused(sign(ContractKind::Cls, &[&city])), "no-regional-agency");
    assert!(sign(ContractKind::Cls, &[&city, &agency]).is_ok());
    assert_eq!(refused(sign(ContractKind::Clsm, &[&agency])), "no-local-authority");
    assert!(sign(ContractKind::Clsm, &[&city]).is_ok());
    assert!(sign(ContractKind::Other, &[]).is_ok());
    let associated = party("ars", PartyCapacity::Associate, PartySort::RegionalAgency);
    assert_eq!(refused(sign(ContractKind::Cls, &[&city, &associated])), "no-regional-agency");
}

#[test]
fn a_contract_is_signed_once() {
    let past = standing();
    tells_nothing_new(record(&past, signed("2013-06-20")));
    assert_eq!(refused(record(&past, signed("2013-06-21"))), "already-signed");
}

#[test]
fn a_party_is_of_one_sort() {
    let past = standing();
    assert_eq!(
        refused(record(&past, party("ars", PartyCapacity::Associate, PartySort::State))),
        "party-sorted-otherwise"
    );
    assert_eq!(record(&past, party("cpam", PartyCapacity::Associate, PartySort::Insurance)).unwrap().len(), 1);
}

#[test]
fn an_amendment_follows_the_signature() {
    let past = standing();
    let amended = on("2018-12-01", ContractAmended::example());
    assert_eq!(refused(record(&past[..3], amended.clone())), "not-signed");
    assert_eq!(refused(record(&past, on("2012", ContractAmended::example()))), "ends-before-start");
    assert_eq!(record(&past, amended.clone()).unwrap().len(), 1);
}

#[test]
fn after_its_end_a_contract_is_only_evaluated() {
    let mut past = standing();
    past.push(on("2018-12-31", ContractCompleted {}));
    assert_eq!(refused(record(&past, on("2019", AxisDefined::example()))), "already-over");
    assert_eq!(refused(record(&past, on("2019", ContractAmended::example()))), "already-over");
    assert_eq!(refused(record(&past, on("2019-01-31", ContractCompleted {}))), "already-over");
    assert_eq!(record(&past, on("2019", ContractEvaluated::example())).unwrap().len(), 1);
    assert_eq!(record(&past, on("2019", ContextRecorded::example())).unwrap().len(), 1);
    let backwards = ContractEvaluated { from: 2018, to: 2013, ..ContractEvaluated::example() };
    assert_eq!(refused(record(&past, on("2019", backwards))), "ends-before-start");
}

#[test]
fn a_whole_history_told_again_gives_nothing_new() {
    let mut past = standing();
    past.extend([
        on("2013", AxisDefined::example()),
        on("2014", ContextRecorded::example()),
        on("2016", ContextRecorded::example()),
        on("2018-12-01", ContractAmended::example()),
        on("2018-12-31", ContractCompleted {}),
        on("2019", ContractEvaluated::example()),
    ]);
    tells_nothing_new_of_its_past::<Contract, _>(&past);
}
