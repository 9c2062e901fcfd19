//! What is sent with a request: of the documented shape and no other, as it stands, in a body or in the query.

#[cfg(test)]
mod support;

use serde_json::{Value, json};
use support::Running;

#[tokio::test]
async fn a_list_is_no_object_and_an_object_no_word_at_any_door() {
    let server = Running::start().await;
    let place = |answer: &support::Answer| answer.json()["errors"][0]["pointer"].as_str().map(str::to_owned);
    let fact = |data: Value| json!({"kind": "organisation.renamed", "occurred_on": "2016", "data": data});
    let organisation = "/v1/spaces/s/streams/organisation/o/facts";
    for (method, path, body, pointer) in [
        ("PUT", "/v1/spaces/x", json!([null, {"name": "A", "kind": "city"}]), ""),
        ("PUT", "/v1/spaces/x", json!({"data": ["A", "city", "Europe/Paris", false]}), "/data"),
        ("PUT", "/v1/spaces/x", json!({"data": {"name": "A", "kind": {"city": null}}}), "/data/kind"),
        ("POST", organisation, fact(json!(["A"])), "/data"),
        ("POST", organisation, json!(["organisation.renamed", "2016", {"name": "A"}]), ""),
        ("PUT", "/v1/spaces/s/sessions/r1/headcounts/f", heads(json!(["exact", 3])), "/data/total"),
    ] {
        let sent = if method == "PUT" {
            server.put(path, body.clone(), &[]).await
        } else {
            server.post(path, body.clone(), &[]).await
        };
        assert_eq!((sent.status, place(&sent).as_deref()), (422, Some(pointer)), "{path} {body}: {}", sent.text);
    }
    assert_eq!(server.get("/v1/spaces/x", &[]).await.status, 404, "nothing was opened");
}

fn heads(total: Value) -> Value {
    json!({"occurred_on": "2016-01-05", "data": {"total": total}})
}

#[tokio::test]
async fn every_body_that_is_a_list_is_refused() {
    let server = Running::start().await;
    let document: Value = serde_json::from_str(&maillage_server::openapi().unwrap()).unwrap();
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["requestBody"].is_null() {
                continue;
            }
            let mut to = path.replace("{space}", "s").replace("{family}", "organisation");
            for uuid in ["{person}", "{fact}"] {
                to = to.replace(uuid, &uuid::Uuid::from_u128(1).to_string());
            }
            while let Some((before, rest)) = to.split_once('{') {
                to = format!("{before}x{}", rest.split_once('}').unwrap().1);
            }
            let answer = server.send(&method.to_uppercase(), &to, Some(json!([null, {}])), &[]).await;
            assert_eq!(answer.status, 422, "{path}: {}", answer.text);
            asked += 1;
        }
    }
    assert!(asked > 12, "only {asked} bodies");
}

#[tokio::test]
async fn a_card_holds_no_character_that_is_not_shown_and_is_no_list() {
    let server = Running::start().await;
    let path = format!("/v1/spaces/s/persons/{}/card", uuid::Uuid::from_u128(77));
    for data in [
        json!({"family_name": "A\u{1b}[31m", "given_name": "B"}),
        json!({"family_name": "A", "given_name": "B\u{202e}"}),
        json!({"family_name": "A\n", "given_name": "B"}),
        json!(["A", "B", null]),
    ] {
        assert_eq!(server.put(&path, json!({"data": data}), &[]).await.status, 422, "{data}");
    }
    let sound = json!({"data": {"family_name": "Essai", "given_name": "B"}});
    assert_eq!(server.put(&path, sound, &[]).await.status, 201);
}

#[tokio::test]
async fn a_compressed_body_is_told_to_be_one() {
    let server = Running::start().await;
    let body = json!({"data": {"title": "A", "kind": "meeting", "when": "2016"}});
    let encoded = server.put("/v1/spaces/s/sessions/r1", body.clone(), &[("content-encoding", "gzip")]).await;
    assert_eq!((encoded.status, encoded.json()["code"].as_str()), (415, Some("body-encoded")), "{}", encoded.text);
    assert!(encoded.text.contains("gzip"), "{}", encoded.text);
    let plain = server.put("/v1/spaces/s/sessions/r1", body, &[("content-encoding", "identity")]).await;
    assert_eq!(plain.status, 201, "{}", plain.text);
}

#[tokio::test]
async fn a_deletion_needs_no_body() {
    let server = Running::start().await;
    server.past_session("r0").await;
    let person = server.person(1).await;
    server.present("r0", &person).await;
    let path = format!("/v1/spaces/s/sessions/r0/attendance/{person}");
    let delete = async |query: &str| {
        let answer = server.send("DELETE", &format!("{path}{query}"), None, &[]).await;
        (answer.status, answer.json())
    };
    let (status, problem) = delete("").await;
    assert_eq!((status, problem["errors"][0]["parameter"].as_str()), (400, Some("motive")), "{problem}");
    assert_eq!(delete("?motive=erreur%20de%20ligne").await.0, 201);
    assert_eq!(delete("?motive=erreur%20de%20ligne").await.0, 200, "it stands already");
}

#[tokio::test]
async fn weak_tags_and_lists_are_conditions() {
    let server = Running::start().await;
    let plan = |title: &str| json!({"data": {"title": title, "kind": "meeting", "when": "2016-05-01"}});
    let path = "/v1/spaces/s/sessions/r1";
    assert_eq!(server.put(path, plan("A"), &[("if-match", "W/\"1\"")]).await.status, 412);
    assert_eq!(server.put(path, plan("A"), &[]).await.status, 201);
    assert_eq!(server.put(path, plan("A"), &[("if-match", "\"7\", \"9\"")]).await.status, 412);
    assert_eq!(server.put(path, plan("A"), &[("if-match", "\"7\", \"1\"")]).await.status, 200);
    assert_eq!(server.put(path, plan("A"), &[("if-match", "1")]).await.status, 400);
}

#[tokio::test]
async fn what_will_be_known_later_is_not_known_now() {
    let server = Running::start().await;
    let asked = async |moment: &str| server.get(&format!("/v1/spaces/s/reports/agenda?known_at={moment}"), &[]).await;
    let ahead = asked("2099-01-01").await;
    assert_eq!((ahead.status, ahead.json()["errors"][0]["parameter"].as_str()), (400, Some("known_at")));
    assert!(ahead.text.contains("pas encore venu"), "{}", ahead.text);
    assert_eq!(asked("2016-03-01").await.status, 200, "today, until its end");
    let page = server.get("/espaces/s/rapports/agenda?known_at=2099-01-01", &[]).await;
    assert_eq!(page.status, 400);
}

#[test]
fn the_document_calls_no_parameter_null_and_no_count_short() {
    let document: Value = serde_json::from_str(&maillage_server::openapi().unwrap()).unwrap();
    let written = document.to_string();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(!parameter["schema"].to_string().contains("null"), "{parameter}");
            }
        }
    }
    assert!(!written.contains("\"format\":\"int32\",\"minimum\":0"), "a count that is not negative");
}
