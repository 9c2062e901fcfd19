//! Requests that are wrong: every member of every payload and body, every parameter.

use axum::body::Body;
use axum::http::Request;
use maillage_events::fact::registry;
use serde_json::{Value, json};

use crate::heard::Answers;
use crate::house::{House, SPACE, text_of_problem};
use crate::wrong::{with_wrong, wrong_values};

/// What is sent, and the problem that it meets.
async fn send(house: &House, answers: &mut Answers, method: &str, path: &str, body: &Value) {
    let problem = house.send(method, path, answers.language, body).await;
    answers.take(&format!("{method} {path}"), &text_of_problem(&problem));
}

/// A request with headers of its own.
async fn ask(house: &House, answers: &mut Answers, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) {
    let mut request = Request::builder().method(method).uri(path).header("accept-language", answers.language.tag());
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "localhost");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = house.ask(request.body(Body::from(body.to_vec())).unwrap()).await;
    let problem: Value = serde_json::from_str(&answer).unwrap_or_default();
    answers.take(&format!("{method} {path}"), &text_of_problem(&problem));
}

/// Every member of the payload of every kind, wrong.
async fn payloads(house: &House, answers: &mut Answers) {
    for info in registry() {
        let form = (info.form)();
        let example = (info.example)();
        let path = format!("/v1/spaces/{SPACE}/streams/contract/x/facts");
        for wrong in wrong_values(&form.schema, &|name| form.types.get(name)) {
            let data = with_wrong(&example, &wrong);
            answers.asked = with_wrong(&Value::Null, &wrong).to_string();
            let body = json!({"kind": info.kind, "occurred_on": "2016-03-08", "data": data});
            send(house, answers, "POST", &path, &body).await;
        }
    }
}

/// Members that are words of a closed list, and those that only come once another is sound.
async fn within(house: &House, answers: &mut Answers) {
    let heads = |sex: Value| {
        json!({"sheet": "a", "total": {"is": "unknown"}, "standing": {"is": "first"},
        "marginals": {"sex": sex}})
    };
    let result = json!({"year": 2016, "result": "r-1", "what": "Baux", "amount": {"is": "range", "min": "1"}});
    for (kind, data) in [
        ("attendance.headcount_recorded", heads(json!({"f": "lune"}))),
        ("attendance.headcount_recorded", heads(json!({"m": "lune"}))),
        ("fiche.result_expected", result),
    ] {
        let body = json!({"kind": kind, "occurred_on": "2016-03-08", "data": data});
        send(house, answers, "POST", &format!("/v1/spaces/{SPACE}/streams/contract/x/facts"), &body).await;
    }
}

/// Every member of every body, wrong.
async fn bodies(house: &House, answers: &mut Answers) {
    let document: Value = serde_json::from_str(&maillage_server::openapi().unwrap()).unwrap();
    let schemas = &document["components"]["schemas"];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let form = &operation["requestBody"]["content"]["application/json"]["schema"];
            if form.is_null() {
                continue;
            }
            let mut to = path.replace("{space}", SPACE).replace("{family}", "organisation");
            for uuid in ["{person}", "{fact}"] {
                to = to.replace(uuid, &uuid::Uuid::from_u128(1).to_string());
            }
            while let Some((before, rest)) = to.split_once('{') {
                to = format!("{before}x{}", rest.split_once('}').unwrap().1);
            }
            for wrong in wrong_values(form, &|name| schemas.get(name)) {
                let body = with_wrong(&Value::Null, &wrong);
                answers.asked = body.to_string();
                send(house, answers, &method.to_uppercase(), &to, &body).await;
            }
        }
    }
}

/// Parameters, conditions, keys and addresses.
async fn parameters(house: &House, answers: &mut Answers) {
    let json = ("content-type", "application/json");
    let space = format!("/v1/spaces/{SPACE}");
    let session = format!("{space}/sessions/s-1");
    let plan = br#"{"data":{"title":"Atelier","kind":"workshop","when":"2018-04-01"}}"#;
    for query in ["facts?limit=0", "facts?limit=x", "facts?moon=1", "reports/agenda?lang=de", "reports/meteo"] {
        ask(house, answers, "GET", &format!("{space}/{query}"), &[], b"").await;
    }
    for query in [
        "agenda?from=2018-01-02&to=2018-01-01",
        "agenda?known_at=hier",
        "agenda?known_at=2099-01-01",
        "agenda?after=9999",
        "agenda?format=svg",
        "attendance?contract=nulle-part",
        "attendance?quality=lune",
        "attendance?funder=x",
        "corrections?pole=x",
    ] {
        ask(house, answers, "GET", &format!("{space}/reports/{query}"), &[], b"").await;
    }
    ask(house, answers, "GET", &format!("{space}/live"), &[("last-event-id", "x")], b"").await;
    ask(house, answers, "GET", "/v1/spaces/É/facts", &[], b"").await;
    ask(house, answers, "PUT", &session, &[json, ("if-match", "3")], plan).await;
    ask(house, answers, "PUT", &session, &[json, ("idempotency-key", "É")], plan).await;
    ask(house, answers, "PUT", &session, &[json, ("idempotency-key", "clé")], plan).await;
    ask(house, answers, "PUT", &session, &[json, ("idempotency-key", "k-1")], plan).await;
    ask(house, answers, "PUT", &format!("{space}/sessions/s-2"), &[json, ("idempotency-key", "k-1")], plan).await;
    let many = json!({"corrections": [], "cancellations": []});
    send(house, answers, "POST", &format!("{space}/amendments"), &many).await;
    let unknown = json!({"kind": "moon.landed", "occurred_on": "2016", "data": {}});
    send(house, answers, "POST", &format!("{space}/streams/fiche/x/facts"), &unknown).await;
    let person = format!("{space}/persons/{}", uuid::Uuid::from_u128(9));
    let card = br#"{"data":{"family_name":"Essai","given_name":"A"}}"#;
    ask(house, answers, "PUT", &format!("{person}/card"), &[json, ("idempotency-key", "k-2")], card).await;
    let twice = br#"{"data":{"title":"Atelier","title":"Forum","kind":"workshop","when":"2018-04-01"}}"#;
    ask(house, answers, "PUT", &session, &[json], twice).await;
    ask(house, answers, "DELETE", &person, &[json], b"{}").await;
    ask(house, answers, "PUT", &session, &[], plan).await;
}

/// Somebody who is named again after having been erased.
async fn erased(house: &House, answers: &mut Answers) {
    let space = format!("/v1/spaces/{SPACE}");
    let person = uuid::Uuid::from_u128(7);
    let path = format!("{space}/persons/{person}");
    house.send("PUT", &path, answers.language, &json!({"data": {}})).await;
    let card = json!({"data": {"family_name": "Essai", "given_name": "A"}});
    house.send("PUT", &format!("{path}/card"), answers.language, &card).await;
    let request = uuid::Uuid::from_u128(8);
    ask(house, answers, "DELETE", &format!("{path}?basis=request&request={request}"), &[], b"").await;
    let objected = json!({"kind": "person.informed", "occurred_on": "2018-02-01", "data": {"notice": "avis-1"}});
    send(house, answers, "POST", &format!("{space}/streams/person/{person}/facts"), &objected).await;
}

/// Everything that is asked wrongly.
pub async fn all(answers: &mut Answers) {
    let house = House::new().await;
    let open = json!({"data": {"name": "Essai", "kind": "city", "demonstration": true}});
    house.send("PUT", &format!("/v1/spaces/{SPACE}"), answers.language, &open).await;
    payloads(&house, answers).await;
    within(&house, answers).await;
    bodies(&house, answers).await;
    answers.asked.clear();
    parameters(&house, answers).await;
    erased(&house, answers).await;
}
