//! Keys, versions, corrections, bad input: what a caller can rely on.

#[cfg(test)]
mod support;

use serde_json::json;
use support::{Running, plan};

const PLAN: &str = "/v1/spaces/s/sessions/r1";

#[tokio::test]
async fn a_key_is_answered_once_and_refused_for_another_body() {
    let server = Running::start().await;
    let key = [("idempotency-key", "k-1")];
    let path = "/v1/spaces/s/streams/organisation/clsa/facts";
    let example = maillage_events::fact::registry()
        .find(|info| info.kind == "organisation.recorded")
        .map(|info| (info.example)())
        .unwrap();
    let body = |change: bool| {
        let mut data = example.clone();
        if change {
            data["name"] = json!("Autre nom");
        }
        json!({"kind": "organisation.recorded", "occurred_on": "2016", "data": data})
    };
    let first = server.post(path, body(false), &key).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let again = server.post(path, body(false), &key).await;
    assert_eq!((again.status, &again.text, again.header("idempotency-replayed")), (201, &first.text, "true"));
    let reused = server.post(path, body(true), &key).await;
    assert_eq!((reused.status, reused.json()["code"].as_str()), (422, Some("idempotency-key-reused")));
    // The control: without the key the same body is a new ask, which the rules judge.
    assert_eq!(server.post(path, body(false), &[]).await.header("idempotency-replayed"), "");
}

#[tokio::test]
async fn whoever_a_fact_is_recorded_for_stands() {
    let server = Running::start().await;
    let facts = |id: &str| format!("/v1/spaces/s/streams/organisation/{id}/facts");
    let data = (maillage_events::fact::kind_info("organisation.recorded").unwrap().example)();
    let body = |more: serde_json::Value| {
        let mut body = json!({"kind": "organisation.recorded", "occurred_on": "2016", "data": data});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let refused = server.post(&facts("clsa"), body(json!({"on_behalf_of": "fantome"})), &[]).await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (409, Some("reference-unknown")), "{}", refused.text);
    assert_eq!(server.post(&facts("ccas"), body(json!({})), &[]).await.status, 201);
    assert_eq!(server.post(&facts("clsa"), body(json!({"on_behalf_of": "ccas"})), &[]).await.status, 201);
}

#[tokio::test]
async fn a_stale_version_is_refused_and_a_fresh_one_taken() {
    let server = Running::start().await;
    let planned = server.put(PLAN, plan("2016-03-08", None), &[]).await;
    assert_eq!((planned.status, planned.header("etag")), (201, "\"1\""), "{}", planned.text);
    assert_eq!(planned.header("location"), "/v1/spaces/s/streams/session/r1");
    let moved = json!({"data": {"when": "2016-03-15", "motive": "Salle indisponible"}});
    let path = format!("{PLAN}/moved");
    let stale = server.post(&path, moved.clone(), &[("if-match", "\"7\"")]).await;
    assert_eq!((stale.status, stale.json()["code"].as_str()), (412, Some("stale-version")));
    let fresh = server.post(&path, moved, &[("if-match", "\"1\"")]).await;
    assert_eq!((fresh.status, fresh.header("etag")), (201, "\"2\""), "{}", fresh.text);
    let taken = server.put(PLAN, plan("2016-04-08", None), &[("if-none-match", "*")]).await;
    assert_eq!(taken.status, 412);
    let history = server.get("/v1/spaces/s/streams/session/r1", &[]).await;
    assert_eq!((history.header("etag"), history.json()["version"].as_u64()), ("\"2\"", Some(2)));
    assert_eq!(server.get("/v1/spaces/s/streams/session/r1", &[("if-none-match", "\"2\"")]).await.status, 304);
}

#[tokio::test]
async fn problems_speak_the_readers_language_and_name_the_place() {
    let server = Running::start().await;
    let bad = json!({"data": {"title": "t", "kind": "meeting", "when": "2016-03-08", "capacity": "ten"}});
    let french = server.put(PLAN, bad.clone(), &[]).await;
    assert_eq!(
        (french.status, french.header("content-type"), french.header("content-language")),
        (422, "application/problem+json", "fr")
    );
    let french = french.json();
    assert_eq!(french["title"], "Contenu mal formé");
    assert!(french["detail"].as_str().unwrap().contains("« nombre de places » : un nombre est attendu"), "{french}");
    assert_eq!(french["errors"][0]["pointer"], "/data/capacity");
    let english = server.put(PLAN, bad, &[("accept-language", "en")]).await;
    assert_eq!(
        (english.json()["title"].as_str(), english.header("content-language")),
        (Some("Malformed contents"), "en")
    );
    assert!(english.json()["instance"].as_str().unwrap().ends_with(english.header("x-request-id")));

    let mut unknown = plan("2016-03-08", None);
    unknown["data"]["colour"] = json!("blue");
    let unknown = server.put(PLAN, unknown, &[("accept-language", "en")]).await;
    assert_eq!((unknown.status, unknown.json()["errors"][0]["pointer"].as_str()), (422, Some("/data/colour")));

    let refused = server
        .post("/v1/spaces/s/sessions/nowhere/cancelled", json!({"data": {"motive": "m"}}), &[("accept-language", "en")])
        .await;
    assert_eq!((refused.status, refused.json()["title"].as_str()), (409, Some("Refused by the rules")));
    assert!(!refused.json()["detail"].as_str().unwrap().contains('⟨'), "{}", refused.text);
    let address = refused.json()["type"].as_str().unwrap().to_owned();
    let explained = server.get(&address, &[]).await;
    assert_eq!((explained.status, explained.header("content-type")), (200, "text/html; charset=utf-8"));

    for (path, status, code) in [
        ("/v1/spaces/nowhere", 404, "unknown-space"),
        ("/v1/spaces/s/streams/session/none", 404, "unknown-stream"),
        ("/v1/spaces/S/streams/session/none", 400, "bad-path"),
        ("/v1/spaces/s/reports/none", 404, "unknown-report"),
        ("/v1/spaces/s/facts?limit=0", 400, "bad-query"),
        ("/v1/spaces/s/facts?colour=1", 400, "bad-query"),
        ("/nothing", 404, "no-such-page"),
        ("/problems/none", 404, "unknown-problem"),
    ] {
        let answer = server.get(path, &[]).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (status, Some(code)), "{path}");
    }
    let method = server.send("PATCH", "/v1/spaces/s", None, &[]).await;
    assert_eq!((method.status, method.json()["code"].as_str()), (405, Some("method-not-allowed")));
}

#[tokio::test]
async fn long_deep_and_foreign_requests_are_refused() {
    let server = Running::start().await;
    let long = json!({"data": {"title": "x".repeat(300_000)}});
    assert_eq!(server.put(PLAN, long, &[]).await.status, 413);
    let deep = (0..40).fold(json!(1), |inner, _| json!([inner]));
    assert_eq!(server.put(PLAN, deep, &[]).await.json()["code"], "json-too-deep");
    let plain = server.http.put(server.url(PLAN)).body("{}").send().await.unwrap();
    assert_eq!(plain.status(), 415);
    let foreign = server.put(PLAN, plan("2016-03-08", None), &[("origin", "http://evil.example")]).await;
    assert_eq!((foreign.status, foreign.json()["code"].as_str()), (403, Some("foreign-origin")));
    assert_eq!(server.get("/v1/spaces", &[("host", "evil.example")]).await.status, 421);
}

#[tokio::test]
async fn a_corrected_fact_reads_otherwise_and_stays_in_its_history() {
    let server = Running::start().await;
    let planned = server.put(PLAN, plan("2016-03-08", Some(10)), &[]).await;
    let fact = planned.json()["facts"][0]["id"].as_str().unwrap().to_owned();
    let mut data = plan("2016-03-08", Some(12))["data"].clone();
    data.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let path = format!("/v1/spaces/s/facts/{fact}/correction");
    let corrected = server.post(&path, json!({"data": data, "reason": "typing", "motive": "Mal lu"}), &[]).await;
    assert_eq!(corrected.status, 201, "{}", corrected.text);
    let history = server.get("/v1/spaces/s/streams/session/r1", &[]).await.json();
    assert_eq!(history["facts"][0]["reads"], "corrected");
    assert_eq!(
        (&history["facts"][0]["data"]["capacity"], &history["facts"][0]["recorded"]["capacity"]),
        (&json!(12), &json!(10))
    );
    let unknown = format!("/v1/spaces/s/facts/{}/cancellation", uuid::Uuid::from_u128(9));
    assert_eq!(
        server.post(&unknown, json!({"reason": "other", "motive": "m"}), &[]).await.json()["code"],
        "unknown-fact"
    );
}

#[tokio::test]
async fn a_refused_amendment_says_which_facts_it_would_break_and_several_are_judged_together() {
    let server = Running::start().await;
    let planned = server.put(PLAN, plan("2016-02-08", Some(10)), &[]).await.json();
    let held = server
        .post("/v1/spaces/s/sessions/r1/held", json!({"occurred_on": "2016-02-08", "data": {}}), &[])
        .await
        .json();
    let id = |answer: &serde_json::Value| answer["facts"][0]["id"].as_str().unwrap().to_owned();
    let cancel = json!({"reason": "duplicate", "motive": "Saisi deux fois"});
    let of = |fact: &str| json!({"fact": fact, "cancellation": cancel});
    let path = format!("/v1/spaces/s/facts/{}/cancellation", id(&planned));
    let refused = server.post(&path, cancel.clone(), &[]).await;
    let problem = refused.json();
    assert_eq!((refused.status, problem["code"].as_str()), (409, Some("amendment-breaks")), "{}", refused.text);
    let broken = &problem["broken"][0];
    assert_eq!((&broken["fact"], &broken["code"]), (&held["facts"][0]["id"], &json!("not-planned")));
    assert_eq!((&broken["kind_label"], &broken["position"]), (&json!("Séance tenue"), &held["position"]));

    let all = json!({"cancellations": [of(&id(&planned)), of(&id(&held))]});
    let done = server.post("/v1/spaces/s/amendments", all, &[]).await;
    assert_eq!((done.status, done.json()["facts"].as_array().unwrap().len()), (201, 2), "{}", done.text);
    let none = server.post("/v1/spaces/s/amendments", json!({}), &[]).await;
    assert_eq!((none.status, none.json()["code"].as_str()), (422, Some("bad-body")));
}

#[tokio::test]
async fn facts_come_page_by_page_and_as_their_very_bytes() {
    let server = Running::start().await;
    for number in 1..=4 {
        server.session(&format!("r{number}"), None).await;
    }
    let page = server.get("/v1/spaces/s/facts?limit=2", &[]).await;
    assert_eq!((page.json()["facts"].as_array().unwrap().len(), page.json()["next"].as_u64()), (2, Some(2)));
    assert_eq!(page.header("link"), "</v1/spaces/s/facts?after=2&limit=2>; rel=\"next\"");
    let last = server.get("/v1/spaces/s/facts?after=4&limit=2", &[]).await;
    assert_eq!((last.json()["next"].as_u64(), last.header("link")), (None, ""));
    let lines = server.get("/v1/spaces/s/facts", &[("accept", "application/x-ndjson")]).await;
    assert_eq!(lines.header("content-type"), "application/x-ndjson");
    let stored = server.state.log.read(&"s".parse().unwrap(), 0, 100).await.unwrap();
    let stored: String = stored.iter().map(|fact| format!("{}\n", String::from_utf8_lossy(&fact.bytes))).collect();
    assert_eq!(lines.text, stored);
}

#[tokio::test]
async fn a_minor_is_registered_with_the_notice_and_the_adult_and_the_same_again_says_nothing_new() {
    let server = Running::start().await;
    let adult = server.person(1).await;
    let path = "/v1/spaces/s/persons/018f0000-0000-7000-8000-0000000000aa";
    let body = |notice: bool| {
        let mut data = json!({"minor_through": 2030, "responsible": adult});
        if notice {
            data["notice"] = "notice-2024-1".into();
        }
        json!({"data": data})
    };
    let uninformed = server.put(path, body(false), &[]).await;
    assert_eq!((uninformed.status, &uninformed.json()["code"]), (409, &json!("minor-uninformed")));
    let first = server.put(path, body(true), &[]).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let kinds: Vec<String> = first.json()["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["person.registered", "person.minority_declared", "person.informed", "person.responsible_named"]);
    assert_eq!(server.put(path, body(true), &[]).await.status, 200);
}

#[tokio::test]
async fn an_erasure_is_refused_where_it_would_be_a_mere_fact() {
    let server = Running::start().await;
    let person = server.person(1).await;
    let erased = json!({
        "kind": "person.erased",
        "occurred_on": "2026-01-01",
        "data": {"request": "018f0000-0000-7000-8000-0000000000bb", "basis": "request"},
    });
    let path = format!("/v1/spaces/s/streams/person/{person}/facts");
    let refused = server.post(&path, erased, &[]).await;
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("erasure-not-by-fact")));
    let held = json!({"kind": "person.registered", "occurred_on": "2016-02-08", "data": {"card": "held"}});
    let refused = server.post(&path, held, &[]).await;
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("card-not-by-fact")));
    let objected = json!({"kind": "person.objected", "occurred_on": "2016-02-08", "data": {"to": "all"}});
    assert_eq!(server.post(&path, objected, &[]).await.status, 201);
}

#[tokio::test]
async fn whoever_objects_to_all_gets_no_seat_from_that_day_on() {
    let server = Running::start().await;
    let person = server.person(1).await;
    let body = json!({"kind": "body.constituted", "occurred_on": "2015-01-01", "data":
        {"kind": "steering", "title": "Comité", "contracts": [], "colleges": []}});
    let path = "/v1/spaces/s/streams/body/b-1/facts";
    assert_eq!(server.post(path, body, &[]).await.status, 201);
    let objected = json!({"kind": "person.objected", "occurred_on": "2016-02-08", "data": {"to": "all"}});
    let persons = format!("/v1/spaces/s/streams/person/{person}/facts");
    assert_eq!(server.post(&persons, objected, &[]).await.status, 201);
    let seat = |on: &str| json!({"kind": "body.seat_given", "occurred_on": on, "data": {"person": person}});
    let after = server.post(path, seat("2016-03-01"), &[]).await;
    assert_eq!((after.status, &after.json()["code"]), (409, &json!("person-objected-to-all")));
    assert_eq!(server.post(path, seat("2015-03-01"), &[]).await.status, 201, "what was before is told");
    let left = json!({"kind": "body.seat_left", "occurred_on": "2016-03-01", "data": {"person": person}});
    assert_eq!(server.post(path, left, &[]).await.status, 201, "what ends is told");
}
