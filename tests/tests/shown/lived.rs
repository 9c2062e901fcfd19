//! A demonstration whose reports show what the examples of facts do not: sessions of every state, money that does not
//! add up, answers of every sort, an import of every form.

use maillage_events::fact::Fact;
use serde_json::{Value, json};

use crate::heard::Answers;
use crate::house::{House, SPACE};
use crate::pages::{reports, take};

const SESSION: &str = r#"{"kind":"meeting","contracts":["c-1"],"fiches":["f-1"],"title":"Réunion"}"#;

/// A session of the plan with some members of its own.
fn session(own: Value) -> Value {
    let mut planned: Value = serde_json::from_str(SESSION).unwrap();
    planned.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    planned
}

/// What happened: the stream, the day, the kind, the words.
fn facts() -> Vec<(&'static str, &'static str, &'static str, Value)> {
    let grant = |funder: &str| json!({"funder": funder, "object": "contract/c-1", "years": {"from": 2017, "to": 2017}});
    let with = |value: Value, own: Value| {
        let mut all = value;
        all.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        all
    };
    let heads = |sheet: &str, marginals: Value| {
        let total = json!({"is": "exact", "value": 6});
        json!({"sheet": sheet, "total": total, "standing": {"is": "first"}, "marginals": marginals})
    };
    let organisation = |name: &str| json!({"name": name, "kinds": ["association"]});
    let present = |organisation: &str| json!({"organisation": organisation, "heads": 1});
    vec![
        ("space/essai", "2015", "space.opened", json!({"name": "Essai", "kind": "city", "demonstration": true})),
        ("organisation/ars", "2015", "organisation.recorded", organisation("ARS")),
        ("organisation/ccas", "2015", "organisation.recorded", organisation("CCAS")),
        ("organisation/cpam", "2015", "organisation.recorded", organisation("CPAM")),
        (
            "contract/c-1",
            "2015",
            "contract.prepared",
            json!({"kind": "cls", "generation": 1, "title": "Contrat", "starts": "2015", "ends": "2018",
                "predecessors": [], "territories": []}),
        ),
        ("fiche/f-1", "2015", "fiche.recorded", json!({"contract": "c-1", "number": 1, "title": "Sport"})),
        ("fiche/f-2", "2015", "fiche.recorded", json!({"contract": "c-1", "number": 2, "title": "Repas"})),
        ("fiche/f-1", "2016", "fiche.year_opened", json!({"year": 2017})),
        ("fiche/f-1", "2016", "fiche.category_retained", json!({"code": "A1"})),
        (
            "fiche/f-1",
            "2017",
            "fiche.result_expected",
            json!({"year": 2017, "result": "r-1", "what": "Ateliers",
                "amount": {"is": "range", "min": "2", "max": "4"}}),
        ),
        (
            "fiche/f-1",
            "2017",
            "fiche.result_achieved",
            json!({"year": 2017, "result": "r-1", "what": "Ateliers", "amount": {"is": "unknown", "at_least": "2"}}),
        ),
        ("pole/fives", "2015", "pole.opened", json!({"name": "Fives", "neighbourhood": "Fives"})),
        ("pole/fives", "2016", "pole.referent_named", json!({"organisation": "ccas", "deputy": false})),
        ("pole/fives", "2016", "pole.referent_named", json!({"organisation": "cpam", "deputy": true})),
        (
            "agreement/g-1",
            "2016",
            "agreement.signed",
            json!({"object": "Salle", "parties": ["ccas", "cpam"], "scope": "contract/c-1", "starts": "2016",
                "ends": "2019", "renewal": {"tacit": {"months": 12}}}),
        ),
        ("pole/fives", "2018-01-01", "pole.cadence_set", json!({"days": 30, "from": "2018-01-01"})),
        (
            "partnership/p-1",
            "2016",
            "partnership.formed",
            json!({"party": "organisation/ccas", "role": "listed", "scope": "organisation/cpam"}),
        ),
        ("session/s-1", "2017-01-01", "session.planned", session(json!({"when": "2017-05-02", "pole": "fives"}))),
        ("session/s-1", "2017-05-02", "session.held", json!({"record": "complete"})),
        ("session/s-1", "2017-05-02", "attendance.organisation_present", present("ccas")),
        ("session/s-1", "2017-05-02", "attendance.organisation_present", present("cpam")),
        ("session/s-1", "2017-05-02", "attendance.organisation_present", present("ars")),
        (
            "session/s-1",
            "2017-05-02",
            "attendance.headcount_recorded",
            heads(
                "a",
                json!({"sex": {"f": 3, "m": 3},
                    "age": {"grid": "short", "bands": {"under_18": 2, "26_59": 3, "60_plus": 1}},
                    "qpv": {"generation": "2015", "answers": {"inside": 3, "outside": 3}},
                    "quality": {"inhabitant": 4, "user": 2}}),
            ),
        ),
        (
            "session/s-1",
            "2017-05-02",
            "attendance.headcount_recorded",
            heads("b", json!({"age": {"grid": "standard", "bands": {"0_5": 2, "18_25": 4}}})),
        ),
        (
            "session/s-2",
            "2018-01-01",
            "session.planned",
            session(json!({"when": "2018-05-01", "pole": "fives", "slot": "2018-05-01"})),
        ),
        ("session/s-3", "2018-01-01", "session.planned", session(json!({"when": "2018-04-01"}))),
        ("session/s-3", "2018-02-01", "session.moved", json!({"when": "2018-04-15", "motive": "Salle prise"})),
        ("session/s-4", "2018-01-01", "session.planned", session(json!({"when": "2018-02-01"}))),
        ("session/s-4", "2018-01-20", "session.cancelled", json!({"motive": "Trop peu d'inscrits"})),
        (
            "session/s-5",
            "2018-01-01",
            "session.planned",
            session(json!({"when": "2018-01-31", "pole": "fives", "slot": "2018-01-31"})),
        ),
        ("funding/v-1", "2017", "funding.requested", with(grant("ars"), json!({"cents": 100_000}))),
        ("funding/v-1", "2017", "funding.declined", json!({"motive": "Enveloppe épuisée"})),
        ("funding/v-2", "2017", "funding.requested", with(grant("ccas"), json!({"cents": 100_000}))),
        ("funding/v-2", "2017-03-01", "funding.paid", json!({"movement": "m-1", "cents": 50_000})),
        (
            "funding/v-2",
            "2017-04-01",
            "funding.refunded",
            json!({"movement": "m-2", "cents": 60_000, "motive": "Solde"}),
        ),
        (
            "funding/v-3",
            "2017",
            "funding.notified",
            with(grant("cpam"), json!({"notification": "n-1", "cents": 100_000})),
        ),
        ("funding/v-3", "2017-05-01", "funding.spent", json!({"movement": "m-3", "cents": 150_000})),
        (
            "funding/v-3",
            "2017-05-01",
            "funding.allocated",
            json!({"movement": "m-4", "fiche": "f-1", "cents": 160_000}),
        ),
        ("funding/v-4", "2017-05-01", "funding.paid", json!({"movement": "m-5", "cents": 10_000})),
        (
            "action/a-1",
            "2017",
            "action.recorded",
            json!({"contract": "c-1", "title": "Animation", "year": 2017, "starts": "2017", "ends": "2017"}),
        ),
        ("action/a-1", "2017", "action.categories_recorded", json!({"printed": ["A1", "D"], "ticked": []})),
        (
            "action/a-1",
            "2017",
            "action.text_recorded",
            json!({"section": "evaluation", "rank": 1, "text": "Bilan favorable", "carried_over": false}),
        ),
        (
            "discrepancy/d-1",
            "2017",
            "discrepancy.flagged",
            json!({"about": "fiche/f-1", "nature": "declared_differs", "declared": "Sport",
                "note": "Le titre du document"}),
        ),
    ]
}

/// Its pages, its reports, and those of one contract and of one quality.
pub async fn all(answers: &mut Answers) {
    let (mut house, tag) = (House::new().await, answers.language.tag());
    for (stream, on, kind, data) in facts() {
        match Fact::read(kind, &data.to_string()) {
            Ok(fact) => drop(house.record(stream, on, fact).await),
            Err(why) => answers.complain(format!("{kind} {data}: {why}")),
        }
    }
    for (at, format) in ["oscars", "csv", "xlsx", "ods", "tsv", "paste"].into_iter().enumerate() {
        let data =
            json!({"format": format, "fingerprint": "00".repeat(32), "rows": at + 1, "rejected": 0, "facts": at});
        let fact = Fact::read("import.recorded", &data.to_string()).unwrap();
        house.record(&format!("import/i-{at}"), "2017-06-01", fact).await;
    }
    house.folded(SPACE).await;
    for path in ["/", "/espaces/essai", "/espaces/essai/faits-recents"] {
        take(&house, answers, &format!("{path}?lang={tag}")).await;
    }
    reports(&house, answers, SPACE).await;
    for narrowed in ["attendance?contract=c-1", "attendance?quality=inhabitant", "funding?funder=ars"] {
        take(&house, answers, &format!("/espaces/essai/rapports/{narrowed}&lang={tag}")).await;
        take(&house, answers, &format!("/v1/spaces/essai/reports/{narrowed}&lang={tag}&format=csv")).await;
    }
}
