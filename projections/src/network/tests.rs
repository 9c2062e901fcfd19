use maillage_events::action::CarrierNamed;
use maillage_events::body::{BodyConstituted, BodyKind, SeatGiven};
use maillage_events::category::CategoryRecorded;
use maillage_events::declare::Example;
use maillage_events::messages::Language;
use maillage_events::organisation::{
    OrganisationKind, OrganisationRecorded, OrganisationRenamed, OrganisationSucceeded,
};
use maillage_events::partnership::*;
use maillage_events::session::*;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Network;
use crate::answer::Answer;
use crate::report::Scope;
use crate::testing::{History, history, id, stream};

fn organisation(name: &str) -> OrganisationRecorded {
    OrganisationRecorded { name: name.into(), kinds: vec![OrganisationKind::Other], ..OrganisationRecorded::example() }
}

fn partner(party: &str, scope: &str) -> PartnershipFormed {
    PartnershipFormed { party: stream(party), scope: stream(scope), role: PartnershipRole::Listed, until: None }
}

fn present(organisation: &str) -> OrganisationPresent {
    OrganisationPresent { organisation: id(organisation), heads: None }
}

/// The working group of fiche 11, and partners declared for the action of the city.
fn rochelle() -> History {
    history()
        .on("2016")
        .fact("organisation/clsa", organisation("CLSA"))
        .fact("organisation/ville", organisation("Ville de La Rochelle"))
        .fact("organisation/ch", organisation("CH M. Lacroix"))
        .fact("organisation/mdaja", organisation("MDAJA 17 <ado> & \"co\""))
        .fact("category/bailleurs", CategoryRecorded { name: "Bailleurs sociaux".into() })
        .session("gt-11", present("clsa"))
        .session("gt-11", present("ville"))
        .session("gt-11", present("ch"))
        .session("gt-11", SessionHeld::default())
        .fact("action/a", CarrierNamed { organisation: id("ville"), until: None })
        .fact("partnership/1", partner("organisation/ch", "action/a"))
        .fact("partnership/2", partner("organisation/mdaja", "action/a"))
        .fact("partnership/3", partner("organisation/ville", "action/a"))
        .fact("partnership/4", partner("category/bailleurs", "action/a"))
}

fn pairs(list: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(|edge| (word(&edge["from"]), word(&edge["to"]))).collect()
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[test]
fn a_working_group_of_three_is_a_triangle() {
    let body = rochelle().answer_for::<Network>(Period::year(2016));
    let observed = &body.figures["observed"];
    assert_eq!(pairs(&observed["edges"]), [pair("ch", "clsa"), pair("ch", "ville"), pair("clsa", "ville")]);
    assert_eq!((&observed["edges"][0]["weight"], &observed["edges"][0]["sessions"]), (&json!("0.500000"), &json!(1)));
    assert_eq!((&observed["density"], &observed["nodes"][0]["betweenness"]), (&json!("1.0000"), &json!("0.0000")));
    assert_eq!(observed["nodes"][0]["name"], "CH M. Lacroix");
}

#[test]
fn the_ties_of_an_organisation_go_on_with_the_one_that_follows_it() {
    let history = rochelle()
        .on("2017-03-01")
        .fact("organisation/nouvelle", organisation("Nouvelle structure"))
        .fact("organisation/clsa", OrganisationSucceeded { successor: id("nouvelle") })
        .fact("partnership/5", partner("organisation/clsa", "organisation/ch"))
        .on("2017-06-01")
        .session("gt-12", present("nouvelle"))
        .session("gt-12", present("ville"))
        .session("gt-12", SessionHeld::default());
    let year = |year| history.answer_for::<Network>(Period::year(year)).figures;
    let followed = year(2017);
    assert_eq!(pairs(&followed["observed"]["edges"]), [pair("nouvelle", "ville")]);
    assert_eq!(pairs(&followed["changes"]["new"]), [], "the tie of the one before goes on");
    assert_eq!(pairs(&followed["changes"]["lost"]), [pair("ch", "nouvelle"), pair("ch", "ville")]);
    assert!(pairs(&followed["declared"]["edges"]).contains(&pair("ch", "nouvelle")));
    let before = year(2016);
    assert!(pairs(&before["observed"]["edges"]).contains(&pair("clsa", "ville")), "nobody had followed it yet");
}

#[test]
fn a_succession_and_its_follower_at_one_table_make_no_tie_with_itself() {
    let history = rochelle()
        .on("2016-11-01")
        .fact("organisation/ch", OrganisationSucceeded { successor: id("clsa") })
        .fact("partnership/6", partner("organisation/ch", "organisation/clsa"));
    let figures = history.answer_for::<Network>(Period::year(2016)).figures;
    assert_eq!(pairs(&figures["observed"]["edges"]), [pair("clsa", "ville")]);
    assert!(pairs(&figures["declared"]["edges"]).iter().all(|(one, other)| one != other));
}

#[test]
fn somebody_who_comes_for_an_organisation_brings_it_once() {
    let seen = |person, of: &str| AttendanceObserved {
        organisation: Some(id(of)),
        ..AttendanceObserved::plain(example_person(person), Quality::Professional)
    };
    let history = history()
        .on("2016-03-08")
        .session("s", seen(1, "cpam"))
        .session("s", seen(2, "cpam"))
        .session("s", seen(3, "ccas"));
    let edges = |history: &History| history.answer::<Network>().figures["observed"]["edges"].clone();
    assert_eq!(pairs(&edges(&history)), [pair("ccas", "cpam")]);
    assert_eq!(edges(&history)[0]["weight"], "1.000000");
    let withdrawn =
        history.session("s", AttendanceWithdrawn { person: example_person(3), part: None, motive: "Erreur".into() });
    assert_eq!(edges(&withdrawn), json!([]));
}

#[test]
fn declared_and_observed_are_told_apart_and_nobody_is_tied_to_itself() {
    let body = rochelle().answer::<Network>();
    assert_eq!(pairs(&body.figures["declared"]["edges"]), [pair("ch", "ville"), pair("mdaja", "ville")]);
    let known: Vec<_> = body.figures["reconciled"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["from"].clone(), it["to"].clone(), it["known"].clone()))
        .collect();
    let row = |from: &str, to: &str, known: &str| (json!(from), json!(to), json!(known));
    assert_eq!(
        known,
        [
            row("ch", "clsa", "observed_only"),
            row("ch", "ville", "both"),
            row("clsa", "ville", "observed_only"),
            row("mdaja", "ville", "declared_only")
        ]
    );
    assert_eq!(
        body.figures["declared"]["brokers"][0],
        json!({ "organisation": "ville", "name": "Ville de La Rochelle", "betweenness": "1.0000" })
    );
}

#[test]
fn a_category_is_listed_and_never_a_node() {
    let body = rochelle().answer::<Network>();
    assert_eq!(
        body.figures["categories"],
        json!([{ "category": "bailleurs", "name": "Bailleurs sociaux", "scopes": ["action/a"] }])
    );
    assert!(
        !body.figures["observed"].to_string().contains("bailleurs")
            && !body.figures["declared"].to_string().contains("bailleurs")
    );
}

#[test]
fn members_of_a_body_are_tied_to_it_and_not_to_each_other() {
    let body = |title: &str| BodyConstituted {
        kind: BodyKind::Network,
        title: title.into(),
        contracts: vec![],
        pole: None,
        colleges: vec![],
    };
    let history = rochelle()
        .fact("body/sism", body("SISM"))
        .fact("body/gis", body("GIS"))
        .fact("partnership/5", partner("organisation/mdaja", "body/gis"))
        .fact("partnership/6", partner("organisation/mdaja", "body/sism"))
        .fact("body/sism", SeatGiven { organisation: Some(id("clsa")), person: None, college: None, until: None });
    let figures = history.answer::<Network>().figures;
    let bodies: Vec<_> = figures["memberships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["title"].clone(), it["members"].as_array().unwrap().len()))
        .collect();
    assert_eq!(bodies, [(json!("GIS"), 1), (json!("SISM"), 2)]);
    assert!(!pairs(&figures["declared"]["edges"]).contains(&pair("clsa", "mdaja")));
}

#[test]
fn ties_gained_and_lost_are_told_against_the_year_before() {
    let history = rochelle()
        .on("2017-05-02")
        .session("s", present("ch"))
        .session("s", present("ville"))
        .session("s", present("mdaja"))
        .session("s", SessionHeld::default());
    let figures = history.answer_for::<Network>(Period::year(2017)).figures;
    assert_eq!(pairs(&figures["changes"]["new"]), [pair("ch", "mdaja"), pair("mdaja", "ville")]);
    assert_eq!(pairs(&figures["changes"]["lost"]), [pair("ch", "clsa"), pair("clsa", "ville")]);
    assert_eq!(history.answer::<Network>().figures["changes"], Value::Null);
}

#[test]
fn a_partnership_that_ended_is_no_tie_of_the_years_after() {
    let history = rochelle().on("2016-12-31").fact("partnership/2", PartnershipEnded { motive: None });
    let declared = |year| pairs(&history.answer_for::<Network>(Period::year(year)).figures["declared"]["edges"]);
    assert_eq!((declared(2016).len(), declared(2017).len(), declared(2015).len()), (2, 1, 0));
}

#[test]
fn a_cancelled_presence_ties_nobody() {
    let history = rochelle().cancel(6);
    assert_eq!(pairs(&history.answer::<Network>().figures["observed"]["edges"]), [pair("ch", "ville")]);
}

#[test]
fn the_picture_is_the_same_for_the_same_facts_and_carries_its_own_description() {
    let state = rochelle()
        .on("2020-01-01")
        .fact("organisation/ch", OrganisationRenamed { name: "GHT".into() })
        .fold::<Network>();
    let scope = Scope::from(Period::year(2016));
    let svg = state.picture(&scope, Language::French);
    assert_eq!(svg, rochelle().fold::<Network>().picture(&scope, Language::French));
    assert!(
        svg.contains("<title id=")
            && svg.contains("<desc id=")
            && svg.contains("role=\"img\"")
            && !svg.contains("<script")
    );
    assert!(svg.contains("&lt;ado&gt; &amp; &quot;co&quot;") && !svg.contains("<ado>"));
    assert!(svg.contains(">CH M. Lacroix</text>") && !svg.contains('⟨'));
    assert_eq!(
        (svg.matches("<circle").count(), svg.matches("<line").count(), svg.matches("stroke-dasharray").count()),
        (4, 4, 2),
        "one tie and its sample in the legend"
    );
    assert_eq!(Answer::picture(&state, &scope, Language::French), Some(svg));
    assert!(Network::default().picture(&scope, Language::English).ends_with("</svg>"));
}

#[test]
fn every_word_stands_in_both_catalogues() {
    let state = rochelle()
        .on("2017")
        .fact("body/b", SeatGiven { organisation: Some(id("ch")), person: None, college: None, until: None })
        .fold::<Network>();
    for language in [Language::French, Language::English] {
        let scope = Scope::from(Period::year(2017));
        let body = state.answer(&scope, language);
        assert!(!serde_json::to_string(&(body.title, body.definitions, body.tables)).unwrap().contains('⟨'));
        assert!(!state.picture(&scope, language).contains('⟨'));
    }
}

#[test]
fn a_seat_and_a_partnership_in_a_body_go_on_with_who_follows() {
    let history = rochelle()
        .fact("body/gis", BodyConstituted { kind: BodyKind::Network, ..BodyConstituted::example() })
        .fact("body/gis", SeatGiven { organisation: Some(id("clsa")), person: None, ..SeatGiven::example() })
        .fact("partnership/6", partner("organisation/ch", "body/gis"))
        .on("2017-03-01")
        .fact("organisation/clsa", OrganisationSucceeded { successor: id("nouvelle") })
        .fact("organisation/ch", OrganisationSucceeded { successor: id("groupe") });
    let members = |year| {
        let figures = history.answer_for::<Network>(Period::year(year)).figures;
        let members = figures["memberships"][0]["members"].as_array().unwrap().clone();
        members.iter().map(|it| it["organisation"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(members(2016), ["ch", "clsa"]);
    assert_eq!(members(2017), ["groupe", "nouvelle"]);
}

#[test]
fn who_came_in_the_morning_for_an_organisation_did_so_whatever_is_said_of_the_whole_day() {
    let seen = |part: Option<&str>, organisation: Option<&str>| AttendanceObserved {
        part: part.map(id),
        organisation: organisation.map(id),
        ..AttendanceObserved::example()
    };
    let (morning, day) = (seen(Some("matin"), Some("ville")), seen(None, None));
    let begun = || history().on("2016-03-08").session("s", present("clsa")).session("s", SessionHeld::default());
    let orders = [
        begun().session("s", morning.clone()).session("s", day.clone()),
        begun().session("s", day).session("s", morning),
    ];
    for history in orders {
        assert_eq!(history.answer::<Network>().figures["observed"]["edges"][0]["to"], "ville");
    }
}
