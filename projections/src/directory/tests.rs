use maillage_events::category::CategoryRecorded;
use maillage_events::declare::Example;
use maillage_events::funding::{FundingNotified, Years};
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
        kind: OrganisationKind::Association,
        address: None,
        telephone: None,
        email: None,
    }
}

fn listed(party: &str, scope: &str) -> PartnershipFormed {
    PartnershipFormed { party: stream(party), scope: stream(scope), role: PartnershipRole::Listed, until: None }
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
        .session("s", OrganisationPresent { organisation: id("p-1") })
        .session("s", SessionLed { organisation: id("p-2"), function: None })
        .session("s", SessionHeld { minutes: None })
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
        .fact("partnership/4", AgreementSigned::example())
        .session("autre", SessionLed { organisation: id("p-5"), function: None });
    let involved = |year| history.answer_for::<Directory>(Period::year(year)).figures["involved"].clone();
    let ways: Vec<(Value, Value)> = involved(2016)["organisations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["organisation"].clone(), it["by"].clone()))
        .collect();
    let by = |id: &str, way: &str| (json!(id), json!([way]));
    assert_eq!(ways, [by("p-1", "presence"), by("p-2", "leading"), by("p-3", "financing"), by("p-4", "agreement")]);
    assert_eq!((&involved(2016)["count"], &involved(2016)["rule"]["at_least"]), (&json!(4), &json!(1)));
    assert_eq!(involved(2015)["count"], 0);
}

#[test]
fn a_presence_taken_back_involves_nobody() {
    let seen = AttendanceObserved {
        person: example_person(1),
        quality: Quality::Professional,
        organisation: Some(id("p-1")),
        age: None,
    };
    let there = listing().on("2016-05-12").session("s", seen);
    let back = |history: History| {
        history.session("s", AttendanceWithdrawn { person: example_person(1), motive: "Erreur".into() })
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
fn every_word_stands_in_both_catalogues() {
    let state = listing().session("s", OrganisationPresent { organisation: id("p-1") }).fold::<Directory>();
    for language in [Language::French, Language::English] {
        let body = state.answer(&Scope::default(), language);
        assert!(!serde_json::to_string(&(body.title, body.definitions, body.tables)).unwrap().contains('⟨'));
    }
}
