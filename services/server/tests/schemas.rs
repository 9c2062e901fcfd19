//! What strangers are told about facts is served, listed and true.

#[cfg(test)]
mod support;

use maillage_events::fact::registry;
use serde_json::Value;
use support::Running;

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_served_its_schema_and_facts_that_are_served_hold_to_it() {
    let server = Running::start().await;
    for info in registry() {
        let answer = server.get(&maillage_events::schema::path(info), &[]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/schema+json"), "{}", info.kind);
        assert_eq!(answer.json()["title"], info.kind);
    }
    server.past_session("s-1").await;
    let person = server.person(7).await;
    assert_eq!(server.present("s-1", &person).await.status, 201);
    let facts = server.get("/v1/spaces/s/facts", &[("accept", "application/x-ndjson")]).await;
    let mut count = 0;
    for line in facts.text.lines() {
        let fact: Value = serde_json::from_str(line).unwrap();
        let address = format!("/schemas/{}/{}.json", fact["kind"].as_str().unwrap(), fact["schema"]);
        let schema = server.get(&address, &[]).await.json();
        let validator = jsonschema::validator_for(&schema).unwrap();
        validator.validate(&fact).unwrap_or_else(|error| panic!("{line}: {error}"));
        let mut spoilt = fact;
        spoilt["data"]["unheard_of"] = Value::from(1);
        assert!(!validator.is_valid(&spoilt));
        count += 1;
    }
    assert!(count >= 4, "{}", facts.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_topic_is_described_and_both_are_listed() {
    let server = Running::start().await;
    let document = server.get("/asyncapi.json", &[]).await.json();
    assert_eq!(document["asyncapi"], "3.0.0");
    assert_eq!(document["channels"]["facts"]["address"], "maillage.facts.v1");
    let listed = server.get("/openapi.json", &[]).await.json();
    for path in ["/schemas/{kind}/{file}", "/asyncapi.json"] {
        assert!(listed["paths"][path]["get"].is_object(), "{path} is not listed");
    }
    for unknown in ["/schemas/session.held/2.json", "/schemas/session.unheard_of/1.json", "/schemas/session.held/1"] {
        assert_eq!(server.get(unknown, &[]).await.status, 404, "{unknown}");
    }
}
