use maillage_events::agreement::*;
use maillage_events::category::CategoryRecorded;
use maillage_events::declare::Example;
use maillage_events::funding::{FundingNotified, FundingRevised, Years};
use maillage_events::messages::Language;
use maillage_events::organisation::*;
use maillage_events::partnership::*;
use maillage_events::session::*;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Directory;
use crate::answer::Answer;
use crate::report::Scope;
use crate::testing::{History, history, id, stream};

fn organisation(name: &str) -> OrganisationRecorded {
    OrganisationRecorded {
        name: name.into(),
        kinds: vec![OrganisationKind::Association],
        ..OrganisationRecorded::example()
    }
}

fn listed(party: &str, scope: &str) -> PartnershipFormed {
    PartnershipFormed { party: stream(party), scope: stream(scope), role: PartnershipRole::Listed, until: None }
}

fn agreement(parties: &[&str]) -> AgreementSigned {
    AgreementSigned { parties: parties.iter().map(|party| id(party)).collect(), ..AgreementSigned::example() }
}

/// Twenty organisations and six categories listed for one action.
fn listing() -> History {
    let mut history = history().on("2016");
    for number in 1..=26 {
        let party = format!("{}/p-{number}", if number <= 20 { "organisation" } else { "category" });
        history = match number {
            1..=20 => history.fact(&party, organisation(&format!("Structure {number}"))),
            _ => history.fact(&party, CategoryRecorded { name: format!("Catégorie {number}").as_str().into() }),
        };
        history = history.fact(&format!("partnership/{number}"), listed(&party, "action/animation-2016"));
    }
    history
}

fn named(figures: &Value, id: &str) -> Value {
    figures["organisations"].as_array().unwrap().iter().find(|it| it["organisation"] == id).unwrap().clone()
}

#[test]
fn categories_are_entries_but_never_organisations() {
    let history = listing().fact("partnership/again", listed("organisation/p-1", "action/animation-2016"));
    let body = history.answer_for::<Directory>(Period::year(2016));
    let scope = &body.figures["scopes"][0];
    assert_eq!(
        (&scope["scope"], &scope["entries"]),
        (&json!("action/animation-2016"), &json!(26)),
        "a partner listed twice is one entry"
    );
    assert_eq!((&scope["organisations"], &scope["categories"]), (&json!(20), &json!(6)));
    assert_eq!(body.figures["organisations"].as_array().unwrap().len(), 20);
    assert_eq!(body.figures["categories"].as_array().unwrap().len(), 6);
}

#[test]
fn a_listed_partner_is_involved_only_by_what_it_did_in_the_period() {
    let history = listing()
        .on("2016-05-12")
        .session("s", SessionPlanned::example())
        .session("s", OrganisationPresent { organisation: id("p-1"), heads: None })
        .session("s", SessionLed { organisation: id("p-2"), function: None })
        .session("s", SessionHeld::default())
        .fact(
            "funding/f",
            FundingNotified {
                notification: id("n-1"),
                funder: id("p-3"),
                object: stream("action/animation-2016"),
                years: Some(Years::one(2016)),
                cents: 100,
            },
        )
        .fact("agreement/a", agreement(&["p-4", "p-6"]))
        .session("autre", SessionLed { organisation: id("p-5"), function: None });
    let involved = |year| history.answer_for::<Directory>(Period::year(year)).figures["involved"].clone();
    let ways: Vec<(Value, Value)> = involved(2016)["organisations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["organisation"].clone(), it["by"].clone()))
        .collect();
    let by = |id: &str, way: &str| (json!(id), json!([way]));
    assert_eq!(
        ways,
        [
            by("p-1", "presence"),
            by("p-2", "leading"),
            by("p-3", "financing"),
            by("p-4", "agreement"),
            by("p-6", "agreement")
        ]
    );
    assert_eq!((&involved(2016)["count"], &involved(2016)["rule"]["at_least"]), (&json!(5), &json!(1)));
    assert_eq!(involved(2015)["count"], 0);
}

#[test]
fn a_presence_taken_back_involves_nobody() {
    let seen = AttendanceObserved {
        organisation: Some(id("p-1")),
        ..AttendanceObserved::plain(example_person(1), Quality::Professional)
    };
    let there = listing().on("2016-05-12").session("s", seen);
    let back = |history: History| {
        history.session("s", AttendanceWithdrawn { person: example_person(1), part: None, motive: "Erreur".into() })
    };
    assert_eq!(there.answer::<Directory>().figures["involved"]["count"], 1);
    assert_eq!(back(there).answer::<Directory>().figures["involved"]["count"], 0);
}

#[test]
fn an_organisation_bears_the_name_and_the_roles_of_the_time() {
    let history = history()
        .on("2010")
        .fact("organisation/ddcs", organisation("DDCS"))
        .fact("partnership/1", listed("organisation/ddcs", "contract/cls"))
        .on("2018-06-30")
        .fact("partnership/1", PartnershipRoleChanged { role: PartnershipRole::Pilot, motive: None })
        .on("2021-04-01")
        .fact("partnership/1", PartnershipEnded { motive: None })
        .fact("organisation/ddcs", OrganisationRenamed { name: "DDETS".into() });
    let at = |year| named(&history.answer_for::<Directory>(Period::year(year)).figures, "ddcs");
    assert_eq!((&at(2016)["name"], &at(2016)["roles"][0]["role"]), (&json!("DDCS"), &json!("listed")));
    assert_eq!((&at(2019)["name"], &at(2019)["roles"][0]["role"]), (&json!("DDCS"), &json!("pilot")));
    assert_eq!((&at(2022)["name"], &at(2022)["roles"]), (&json!("DDETS"), &json!([])));
}

#[test]
fn one_identifier_on_two_organisations_is_flagged_as_a_proposed_merge() {
    let siren = |until: Option<&str>| OrganisationIdentified {
        scheme: IdentifierScheme::Siren,
        value: "211703004".to_owned(),
        until: until.map(|until| until.parse().unwrap()),
    };
    let history = history()
        .on("2010")
        .fact("organisation/a", organisation("Ville"))
        .fact("organisation/b", organisation("Mairie"))
        .fact("organisation/c", organisation("Commune"))
        .fact("organisation/a", siren(None))
        .fact("organisation/c", siren(Some("2013")))
        .on("2014")
        .fact("organisation/b", siren(None));
    let flagged = |history: &History, year| {
        history.answer_for::<Directory>(Period::year(year)).figures["identifiers_twice"].clone()
    };
    let bearers = |flagged: &Value| flagged[0]["organisations"].as_array().unwrap().len();
    assert_eq!(bearers(&flagged(&history, 2012)), 2, "a and c");
    assert_eq!(flagged(&history, 2013), json!([]), "the number of c has ended");
    let found = flagged(&history, 2016);
    assert_eq!((&found[0]["scheme"], &found[0]["value"]), (&json!("siren"), &json!("211703004")));
    assert_eq!(
        found[0]["organisations"],
        json!([
            { "organisation": "a", "name": "Ville" }, { "organisation": "b", "name": "Mairie" }
        ])
    );
    let followed = history.on("2015").fact("organisation/a", OrganisationSucceeded { successor: id("b") });
    assert_eq!(flagged(&followed, 2016), json!([]), "one took over from the other");
    let state = followed.fold::<Directory>();
    let body = state.answer(&Scope::default(), Language::French);
    assert!(body.tables.iter().any(|table| table.name == "twice"));
}

#[test]
fn a_closed_identifier_is_still_found_with_its_end() {
    let siret =
        OrganisationIdentified { scheme: IdentifierScheme::Siret, value: "21170300400013".to_owned(), until: None };
    let history = history()
        .on("2010")
        .fact("organisation/a", organisation("Ville"))
        .fact("organisation/a", siret)
        .on("2015-06-30")
        .fact(
            "organisation/a",
            IdentifierEnded { scheme: IdentifierScheme::Siret, value: "21170300400013".to_owned() },
        );
    let known = |year| named(&history.answer_for::<Directory>(Period::year(year)).figures, "a")["identifiers"].clone();
    assert_eq!(known(2016)[0]["until"], json!("2015-06-30"));
    assert_eq!(known(2012)[0]["value"], json!("21170300400013"));
}

#[test]
fn an_agreement_comes_to_the_end_that_stands_on_that_day() {
    let tacit = AgreementSigned { renewal: Renewal::Tacit { months: 12 }, ..agreement(&["p-1", "p-2"]) };
    let signed = listing().on("2016-01-04").fact("agreement/a", tacit);
    let expires = |history: &History, year| {
        history.answer_for::<Directory>(Period::year(year)).figures["agreements"][0]["expires"].clone()
    };
    assert_eq!(expires(&signed, 2016), json!("2018"));
    assert_eq!(expires(&signed, 2020), json!("2020-12-31"), "it went on by itself");
    let ended = signed.on("2019-03-31").fact("agreement/a", AgreementEnded { motive: None });
    assert_eq!((expires(&ended, 2018), expires(&ended, 2020)), (json!("2018"), json!("2019-03-31")));
    let renewed = ended.on("2017").fact("agreement/a", AgreementRenewed { ends: "2019".parse().ok() });
    assert_eq!((expires(&renewed, 2016), expires(&renewed, 2018)), (json!("2018"), json!("2019")));
    let figures = renewed.answer_for::<Directory>(Period::year(2015)).figures;
    assert_eq!(figures["agreements"], json!([]), "not signed yet");
}

#[test]
fn an_agreement_that_ended_in_a_year_is_over_from_the_last_day_of_it() {
    let signed = listing().on("2016-01-04").fact("agreement/a", agreement(&["p-1", "p-2"]));
    let ended = signed.on("2018").fact("agreement/a", AgreementEnded { motive: None });
    let at = |to: &str| {
        let period = Period { from: None, to: to.parse().ok() };
        ended.answer_for::<Directory>(period).figures["agreements"][0]["ended"].clone()
    };
    assert_eq!((at("2018-12-30"), at("2018-12-31")), (Value::Null, json!("2018")));
}

#[test]
fn a_grant_of_several_years_finances_in_each_until_it_comes_to_nothing() {
    let notified = |years| FundingNotified {
        notification: id("n-1"),
        funder: id("p-3"),
        object: stream("action/animation-2016"),
        years: Some(years),
        cents: 100,
    };
    let revised = FundingRevised { notification: id("n-1"), cents: 0, motive: "Retirée".into() };
    let granted = listing().on("2016-02-01").fact("funding/f", notified(Years { from: 2016, to: 2018 }));
    let involved = |history: &History, year| {
        history.answer_for::<Directory>(Period::year(year)).figures["involved"]["count"].clone()
    };
    assert_eq!(
        [2015, 2016, 2017, 2018, 2019].map(|year| involved(&granted, year)),
        [0, 1, 1, 1, 0].map(|it| json!(it))
    );
    let taken_back = granted.on("2017-05-01").fact("funding/f", revised);
    assert_eq!([2016, 2017, 2018].map(|year| involved(&taken_back, year)), [1, 0, 0].map(|it| json!(it)));
}

#[test]
fn every_word_stands_in_both_catalogues() {
    let state = listing()
        .session("s", OrganisationPresent { organisation: id("p-1"), heads: None })
        .fact("agreement/a", agreement(&["p-1", "p-2"]))
        .fold::<Directory>();
    for language in [Language::French, Language::English] {
        let body = state.answer(&Scope::default(), language);
        assert!(!serde_json::to_string(&(body.title, body.definitions, body.tables)).unwrap().contains('⟨'));
    }
}

#[test]
fn a_funder_gives_money_for_one_object_once_however_many_grants() {
    let notified = |year: i16| FundingNotified {
        funder: id("p-1"),
        object: stream("action/animation-2016"),
        years: Some(Years { from: year, to: year }),
        ..FundingNotified::example()
    };
    let granted = listing().fact("funding/f", notified(2017)).fact("funding/g", notified(2016));
    let organisations = granted.answer::<Directory>().figures["organisations"].clone();
    let funder = organisations.as_array().unwrap().iter().find(|it| it["organisation"] == "p-1").unwrap();
    let roles: Vec<&Value> = funder["roles"].as_array().unwrap().iter().filter(|it| it["role"] == "funding").collect();
    assert_eq!(roles, [&json!({ "scope": "action/animation-2016", "role": "funding", "from": "2016", "until": null })]);
}
