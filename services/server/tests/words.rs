//! What a coordinator reads of a request that was wrong: no member of JSON, no word of a library.

#[cfg(test)]
mod support;

use serde_json::json;
use support::Running;

/// The explanation of a problem.
fn detail(answer: &support::Answer) -> String {
    answer.json()["detail"].as_str().unwrap_or_default().replace(['\u{a0}', '\u{202f}'], " ")
}

#[tokio::test]
async fn a_payload_that_is_not_of_its_shape_is_told_by_the_word_of_its_member() {
    let server = Running::start().await;
    let record = |data| json!({"kind": "session.planned", "occurred_on": "2016-01-05", "data": data});
    let path = "/v1/spaces/s/streams/session/r1/facts";
    let plan = |member: &str, value| {
        let mut data = json!({"title": "A", "kind": "meeting", "when": "2016-03-08"});
        data[member] = value;
        record(data)
    };
    for (body, pointer, words) in [
        (
            plan("fiches", json!(["a", "É"])),
            "/data/fiches/1",
            "« fiches » : cette valeur n’est pas de la forme attendue",
        ),
        (plan("capacity", json!(-1)), "/data/capacity", "« nombre de places » : -1 est hors des bornes admises"),
        (plan("kind", json!("party")), "/data/kind", "Au choix : Réunion, Formation, Sensibilisation"),
        (plan("colour", json!("blue")), "/data/colour", "« colour » n’est pas un champ connu ici"),
        (record(json!({"title": "A"})), "/data/kind", "« nature » manque"),
    ] {
        let answer = server.post(path, body, &[]).await;
        assert_eq!((answer.status, answer.json()["errors"][0]["pointer"].as_str()), (422, Some(pointer)));
        assert!(detail(&answer).contains(words), "{}", answer.text);
        assert!(detail(&answer).contains("« Séance planifiée »"), "{}", answer.text);
    }
    let heads = json!({"data": {"total": {"is": "exact", "value": -1}, "standing": {"is": "first"}}});
    let heads = server.put("/v1/spaces/s/sessions/r1/headcounts/f", heads, &[]).await;
    assert!(!detail(&heads).contains("colonne"), "{}", heads.text);
    let unknown = server.post(path, json!({"kind": "moon.landed", "occurred_on": "2016", "data": {}}), &[]).await;
    assert!(detail(&unknown).contains("Aucune sorte de fait ne porte ce nom"), "{}", unknown.text);
}

#[tokio::test]
async fn null_and_numbers_too_large_are_json_and_what_is_empty_is_said_to_be() {
    let server = Running::start().await;
    let send = |body: &'static str| {
        let request =
            server.http.put(server.url("/v1/spaces/s/sessions/r1")).header("content-type", "application/json");
        async move { request.body(body).send().await.unwrap().json::<serde_json::Value>().await.unwrap() }
    };
    let null = send(r#"{"data":{"title":"A","kind":null,"when":"2016"}}"#).await;
    assert_eq!((null["code"].as_str(), null["errors"][0]["pointer"].as_str()), (Some("bad-body"), Some("/data/kind")));
    let large = send(r#"{"data":{"title":"A","kind":"meeting","when":"2016","capacity":1e400}}"#).await;
    assert_eq!(large["code"], "bad-body", "{large}");
    let empty = send("").await;
    assert_eq!((&empty["code"], &empty["detail"]), (&json!("bad-json"), &json!("Rien de lisible n’a été reçu.")));
}

#[tokio::test]
async fn a_parameter_at_fault_is_named() {
    let server = Running::start().await;
    for (query, parameter) in [("limit=abc", "limit"), ("after=-1", "after"), ("moon=1", "moon")] {
        let answer = server.get(&format!("/v1/spaces/s/facts?{query}"), &[]).await;
        assert_eq!(
            (answer.status, answer.json()["errors"][0]["parameter"].as_str()),
            (400, Some(parameter)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn the_page_of_a_problem_shows_an_example_in_place_of_its_values() {
    let server = Running::start().await;
    let page = server.get("/problems/already-held", &[]).await.text;
    assert!(page.contains("Cette séance a déjà été tenue (08/03/2016)") && page.contains("Par exemple"), "{page}");
    let page = server.get("/problems/allocated-above-notified", &[]).await.text.replace('\u{202f}', " ");
    assert!(page.contains("16 000,00 €"), "{page}");
    let page = server.get("/problems/not-planned", &[("accept-language", "en")]).await.text;
    assert!(!page.contains("For example"), "nothing to give an example of: {page}");
}
