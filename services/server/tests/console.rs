//! The page says what the API says.

#[cfg(test)]
mod support;

use std::time::Duration;

use serde_json::{Value, json};
use support::Running;

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_name_of_a_space_is_shown_by_page_and_api() {
    let server = Running::start().await;
    let fact = server.get("/v1/spaces/s/streams/space/s", &[]).await.json()["facts"][0]["id"].clone();
    let path = format!("/v1/spaces/s/facts/{}/correction", fact.as_str().unwrap());
    let corrected = json!({"data": {"name": "Ville-Neuve", "kind": "city"}, "reason": "typing", "motive": "Mal lu"});
    let answer = server.post(&path, corrected, &[]).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(server.get("/v1/spaces/s", &[]).await.json()["name"], "Ville-Neuve");
    for page in ["/", "/espaces/s", "/espaces/s/rapports/attendance"] {
        let page = server.get(page, &[]).await.text;
        assert!(page.contains(">Ville-Neuve<") && !page.contains(">Ville<"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tiles_show_the_figures_of_the_report() {
    let server = Running::start().await;
    let pole = maillage_events::fact::registry().find(|info| info.kind == "pole.opened").unwrap();
    let opened = json!({"kind": "pole.opened", "occurred_on": "2016", "data": (pole.example)()});
    assert_eq!(server.post("/v1/spaces/s/streams/pole/fives/facts", opened, &[]).await.status, 201);
    let mut plan = support::plan("2016-02-08", None);
    plan["data"]["pole"] = json!("fives");
    let planned = server.put("/v1/spaces/s/sessions/r0", plan, &[]).await;
    assert_eq!(planned.status, 201, "{}", planned.text);
    server.past_session("r1").await;
    let persons = [server.person(1).await, server.person(2).await];
    let mut position = 0;
    for (person, session) in [(0, "r0"), (0, "r1"), (1, "r1")] {
        position = server.present(session, &persons[person]).await.json()["position"].as_u64().unwrap();
    }
    assert!(server.state.projector.wait_for(&"s".parse().unwrap(), position, Duration::from_secs(10)).await);
    let figures = server.get("/v1/spaces/s/reports/attendance", &[]).await.json()["figures"].clone();
    let page = server.get("/espaces/s/compteurs", &[]).await;
    let at_least = |shown: &str| shown.replace(['\u{2068}', '\u{2069}'], "").replace("au moins ", "");
    let tile = |key: &str, line: &Value| {
        // Names alone are those who came at least.
        assert_eq!(at_least(&page.shown(&format!("{key}-passages"))), line["passages_at_least"].to_string());
        assert_eq!(at_least(&page.shown(&format!("{key}-distinct"))), line["persons_at_least"].to_string());
        assert_eq!(page.shown(&format!("{key}-held")), line["sessions_held"].to_string());
        assert_eq!(page.shown(&format!("{key}-confirmed")), line["signups_confirmed"].to_string());
        assert_eq!(page.shown(&format!("{key}-waiting")), line["signups_waiting"].to_string());
    };
    tile("total", &figures["total"]);
    tile("fives", &figures["by_pole"][0]);
    let shown = ["total-passages", "fives-passages"].map(|key| page.shown(key).replace(['\u{2068}', '\u{2069}'], ""));
    assert_eq!(shown, ["au moins 3", "au moins 1"]);
    assert_eq!(server.get("/espaces/s", &[]).await.text.matches("data-key=\"fives-passages\"").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recent_fact_is_told_in_words_with_the_name_of_its_object() {
    let server = Running::start().await;
    server.past_session("r1").await;
    let person = server.person(1).await;
    let position = server.present("r1", &person).await.json()["position"].as_u64().unwrap();
    assert!(server.state.projector.wait_for(&"s".parse().unwrap(), position, Duration::from_secs(10)).await);
    let page = server.get("/espaces/s/faits-recents", &[]).await.text.replace('\u{a0}', " ");
    assert!(page.contains("Présence constatée : Réunion du pôle, 8 février 2016"), "{page}");
    assert!(page.contains("Personne enregistrée : une personne"), "{page}");
    assert!(!page.contains("session/") && !page.contains(&person), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recent_import_is_told_by_what_it_read_and_gave() {
    let server = Running::start().await;
    let data = json!({"format": "csv", "fingerprint": "ab".repeat(32), "rows": 12, "rejected": 1, "facts": 9});
    let body = json!({"kind": "import.recorded", "occurred_on": "2016-02-08", "data": data});
    let imported = server.post(&format!("/v1/spaces/s/streams/import/{}/facts", "ab".repeat(16)), body, &[]).await;
    assert_eq!(imported.status, 201, "{}", imported.text);
    let page = server.get("/espaces/s/faits-recents", &[]).await.text.replace('\u{a0}', " ");
    assert!(page.contains("Import réalisé : tableau CSV (12 lignes lues, 9 faits donnés), 8 février 2016"), "{page}");
    assert!(!page.contains("abab"), "{page}");
}
