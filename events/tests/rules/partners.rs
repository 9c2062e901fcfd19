//! Organisations, categories, partnerships, measures.

use maillage_events::agreement::*;
use maillage_events::amount::Amount;
use maillage_events::category::*;
use maillage_events::declare::Example;
use maillage_events::happened::Happened;
use maillage_events::measure::*;
use maillage_events::organisation::*;
use maillage_events::partnership::*;
use maillage_events::party::Party;

use crate::support::*;

#[test]
fn an_organisation_keeps_every_identifier_and_refuses_one_that_cannot_exist() {
    let past: [Happened<OrganisationFact>; 2] =
        [on("2016", OrganisationRecorded::example()), on("2016", OrganisationIdentified::example())];
    assert_eq!(refused(recording::<Organisation, _>(&[], past[1].clone())), "not-recorded-yet");
    tells_nothing_new_of_its_past::<Organisation, _>(&past);
    for scheme in IdentifierScheme::ALL {
        let wrong = on("2016", OrganisationIdentified { scheme: *scheme, value: "012345".to_owned(), until: None });
        assert_eq!(refused(recording::<Organisation, _>(&past, wrong)), "bad-identifier");
    }
    let other = on("2016", identified(IdentifierScheme::Siret, "21170300400013", None));
    assert_eq!(recording::<Organisation, _>(&past, other).unwrap().len(), 1);
}

fn identified(scheme: IdentifierScheme, value: &str, until: Option<&str>) -> OrganisationIdentified {
    OrganisationIdentified { scheme, value: value.to_owned(), until: until.map(day) }
}

#[test]
fn an_association_overseas_or_in_corsica_has_its_number() {
    let past: [Happened<OrganisationFact>; 1] = [on("2016", OrganisationRecorded::example())];
    let say = |value| recording::<Organisation, _>(&past, on("2016", identified(IdentifierScheme::Rna, value, None)));
    for value in ["W9R1000453", "W9G2001234", "W2A1001234", "W2B0000001", "W173001234"] {
        assert_eq!(say(value).unwrap().len(), 1, "{value}");
    }
    for value in ["W9R100045", "W9RR000453", "9R1000453", "w9R1000453", "WXR1000453", "W9R10004530"] {
        assert_eq!(refused(say(value)), "bad-identifier", "{value}");
    }
}

#[test]
fn an_identifier_ends_and_the_others_stay() {
    let past: Vec<Happened<OrganisationFact>> = vec![
        on("2010", OrganisationRecorded::example()),
        on("2010", identified(IdentifierScheme::Siret, "21170300400013", Some("2018"))),
        on("2014", identified(IdentifierScheme::Siren, "211703004", None)),
    ];
    let end = |on_day: &str, value: &str| {
        let ended = IdentifierEnded { scheme: IdentifierScheme::Siret, value: value.to_owned() };
        recording::<Organisation, _>(&past, on(on_day, ended))
    };
    assert_eq!(end("2016-06-30", "21170300400013").unwrap().len(), 1);
    assert_eq!(refused(end("2016-06-30", "35600000049837")), "identifier-unknown");
    assert_eq!(refused(end("2009", "21170300400013")), "identifier-unknown");
    let backwards = identified(IdentifierScheme::Siret, "35600000049837", Some("2009"));
    assert_eq!(refused(recording::<Organisation, _>(&past, on("2010", backwards))), "ends-before-start");
    tells_nothing_new_of_its_past::<Organisation, _>(&past);
}

#[test]
fn an_organisation_is_of_several_kinds_each_once_and_of_none_while_that_is_not_known() {
    let record = |kinds: &[OrganisationKind]| {
        recording::<Organisation, _>(
            &[],
            on("2016", OrganisationRecorded { kinds: kinds.to_vec(), ..OrganisationRecorded::example() }),
        )
    };
    assert!(record(&[]).is_ok());
    assert!(record(&[OrganisationKind::Association, OrganisationKind::SocialCentre]).is_ok());
    assert_eq!(refused(record(&[OrganisationKind::Care, OrganisationKind::Care])), "listed-twice");
}

#[test]
fn what_is_part_of_itself_or_nowhere_is_refused() {
    let record = |change: fn(&mut OrganisationRecorded)| {
        let mut it = OrganisationRecorded::example();
        change(&mut it);
        recording::<Organisation, _>(&[], on("2016", it))
    };
    assert_eq!(refused(record(|it| it.address = Some(Box::default()))), "place-nowhere");
    let service = OrganisationRecorded { parent: Some(id("ville")), ..OrganisationRecorded::example() };
    let named = maillage_events::fact::Fact::from(service).references();
    assert_eq!(named.iter().map(ToString::to_string).collect::<Vec<_>>(), ["organisation/ville"]);
}

#[test]
fn an_agreement_binds_two_organisations_and_is_renewed_until_it_ends() {
    let signed = AgreementSigned::example();
    let sign = |change: fn(&mut AgreementSigned)| {
        let mut it = signed.clone();
        change(&mut it);
        recording::<Agreement, _>(&[], on("2016-01-04", it))
    };
    assert_eq!(sign(|_| {}).unwrap().len(), 1);
    assert_eq!(refused(sign(|it| it.parties.truncate(1))), "agreement-of-one");
    assert_eq!(refused(sign(|it| it.parties[1] = it.parties[0].clone())), "listed-twice");
    assert_eq!(refused(sign(|it| it.ends = Some(day("2015")))), "ends-before-start");
    assert_eq!(refused(sign(|it| it.renewal = Renewal::Tacit { months: 0 })), "renewed-for-no-month");
    assert_eq!(refused(sign(|it| it.object = " ".into())), "blank-text");
    let at_a_session: fn(&mut AgreementSigned) = |it| it.scope = "session/s".parse().ok();
    assert_eq!(refused(sign(at_a_session)), "agreement-scope-of-wrong-family");

    let past: [Happened<AgreementFact>; 3] = [
        on("2016-01-04", signed.clone()),
        on("2018-12-01", AgreementRenewed::example()),
        on("2019-03-31", AgreementEnded::example()),
    ];
    tells_nothing_new_of_its_past::<Agreement, _>(&past);
    assert_eq!(refused(recording::<Agreement, _>(&[], past[1].clone())), "not-recorded-yet");
    let renew =
        |date: &str, ends: &str| recording::<Agreement, _>(&past, on(date, AgreementRenewed { ends: Some(day(ends)) }));
    assert_eq!(refused(renew("2019-05-01", "2022")), "already-over");
    assert_eq!(renew("2017-05-01", "2018-06").unwrap().len(), 1, "told late, it takes its place");
    assert_eq!(refused(renew("2018-05-01", "2017")), "ends-before-start");
    assert_eq!(refused(renew("2015", "2018")), "ends-before-start");
    assert_eq!(
        refused(recording::<Agreement, _>(&past[..1], on("2014", AgreementEnded::example()))),
        "ends-before-start"
    );
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
    let past: [Happened<PartnershipFact>; 3] = [
        on("2013", PartnershipFormed::example()),
        on("2014", PartnershipRoleChanged::example()),
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
        refused(recording::<Partnership, _>(&past[..2], on("2012", PartnershipEnded::example()))),
        "ends-before-start"
    );
    // What came about before the end may be told after it, and makes no later role known.
    let role = |date: &str, role| on(date, PartnershipRoleChanged { role, motive: None });
    let late =
        [past[0].clone(), past[2].clone(), role("2017", PartnershipRole::Pilot), role("2014", PartnershipRole::Listed)];
    assert_eq!(recording::<Partnership, _>(&late[..2], late[2].clone()).unwrap().len(), 1);
    assert_eq!(recording::<Partnership, _>(&late, role("2016", PartnershipRole::Pilot)).unwrap().len(), 1);
    let until_before = on("2016", PartnershipFormed { until: Some(day("2015")), ..PartnershipFormed::example() });
    assert_eq!(refused(recording::<Partnership, _>(&[], until_before)), "ends-before-start");
}

#[test]
fn a_total_is_a_statement_that_a_later_one_revises() {
    let mut past: Vec<Happened<MeasureFact>> = vec![on("2016", MeasureDeclared::example())];
    tells_nothing_new_of_its_past::<Measure, _>(&past);
    let declared = |amount| MeasureDeclared { amount, ..MeasureDeclared::example() };
    let declare = |past: &[Happened<MeasureFact>], date, amount| {
        recording::<Measure, _>(past, on(date, declared(amount))).map(|facts| facts.len())
    };
    assert_eq!(declare(&past, "2017-02-01", Amount::exact(2411)), Ok(1));
    assert_eq!(declare(&past, "2016", Amount::exact(2411)), Ok(1), "for the same day, the one recorded last stands");
    past.push(on("2017-02-01", declared(Amount::exact(2411))));
    assert_eq!(declare(&past, "2016-06-01", Amount::exact(2411)), Ok(1), "another day is not compared with it");
    assert_eq!(declare(&past, "2017-03-01", Amount::exact(2410)), Ok(1), "a total may come back to what it was");
    assert_eq!(declare(&past, "2017-02-01", Amount::exact(2411)), Ok(0));
}

#[test]
fn a_total_may_be_decimal_and_keeps_its_digits() {
    let hours =
        MeasureDeclared { amount: Amount::Exact { value: "4.20".parse().unwrap() }, ..MeasureDeclared::example() };
    let recorded = recording::<Measure, _>(&[], on("2016", hours)).unwrap().remove(0);
    let MeasureFact::Declared(it) = recorded.fact;
    assert_eq!(it.amount.counted().map(|value| value.as_str()), Some("4.20"));
    let upside_down = Amount::Range { min: "2.5".parse().unwrap(), max: "2.49".parse().unwrap() };
    let bad = |it| refused(recording::<Measure, MeasureFact>(&[], on("2016", it)));
    assert_eq!(bad(MeasureDeclared { amount: upside_down, ..MeasureDeclared::example() }), "range-upside-down");
    assert_eq!(bad(MeasureDeclared { label: "".into(), ..MeasureDeclared::example() }), "blank-text");
    assert_eq!(bad(MeasureDeclared { definition: Some(0), ..MeasureDeclared::example() }), "rank-zero");
    let nobody = Some(Party::Words(" ".into()));
    assert_eq!(bad(MeasureDeclared { source: nobody, ..MeasureDeclared::example() }), "blank-text");
}
