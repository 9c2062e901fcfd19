//! Who stays long, or reads much, shuts nobody out. Places are counted, not timed.

#[cfg(test)]
mod support;

use std::time::Duration;

use maillage_server::Limits;
use serde_json::json;
use support::listening::Listening;
use support::{Answer, Running};
use tokio::net::TcpStream;

const LIVE: &str = "/v1/spaces/s/live";
const HISTORY: &str = "/v1/spaces/s/streams/session/r0";

fn refused(answer: &Answer, code: &str) {
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some(code)), "{}", answer.text);
    assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds >= 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn live_streams_have_places_of_their_own_and_give_them_back() {
    let server = Running::start_with(Limits { streams: 2, ..Limits::default() }).await;
    let (first, _second) = (Listening::to(&server, None).await, Listening::to(&server, None).await);
    refused(&server.get(LIVE, &[]).await, "too-many-streams");
    assert_eq!(server.get("/healthz", &[]).await.status, 200);
    drop(first);
    // The place is given back when the server sees that its reader left, at the latest at the next event.
    for number in 0.. {
        server.past_session(&format!("r{number}")).await;
        let answer = server.http.get(server.url(LIVE)).send().await.unwrap();
        if answer.status() == 200 {
            assert_eq!(answer.headers()["x-accel-buffering"], "no");
            break;
        }
        assert!(number < 100, "the place is not given back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_all_places_are_taken_operators_are_answered_and_nobody_waits() {
    let server = Running::start_with(Limits { connections: 3, operators: 4, ..Limits::default() }).await;
    let space = "s".parse().unwrap();
    assert!(server.state.projector.wait_for(&space, 1, Duration::from_secs(20)).await);
    while !server.state.projector.caught_up() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut idle = Vec::new();
    // One is held by the client that opened the space.
    for _ in 0..2 {
        idle.push(TcpStream::connect(server.address).await.unwrap());
    }
    // Each of them on a connection of its own.
    let ask = async |path: &str| {
        let answer = reqwest::Client::new().get(server.url(path)).send().await.unwrap();
        (answer.status().as_u16(), answer.headers().get("connection").cloned(), answer.text().await.unwrap())
    };
    for path in ["/healthz", "/readyz", "/metrics"] {
        let (status, connection, text) = ask(path).await;
        assert_eq!((status, connection.unwrap().to_str().unwrap()), (200, "close"), "{path}: {text}");
    }
    let (status, _, text) = ask("/v1/spaces").await;
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("too-many-connections"), "{text}");
    drop(idle);
}

#[tokio::test]
async fn whole_streams_are_read_a_few_at_a_time_and_the_others_are_told() {
    let server =
        Running::start_with(Limits { whole_streams: 0, patience: Duration::from_millis(50), ..Limits::default() })
            .await;
    server.past_session("r0").await;
    refused(&server.get(HISTORY, &[]).await, "too-many-readers");
    assert_eq!(server.get("/healthz", &[]).await.status, 200);
    assert_eq!(server.get("/v1/spaces/s/facts", &[]).await.status, 200, "a page of the space is no whole stream");
}

#[tokio::test]
async fn a_history_comes_in_pages_that_follow_each_other_and_read_as_today() {
    let server = Running::start().await;
    server.past_session("r0").await;
    let mut ids = Vec::new();
    for number in 1..=6 {
        let person = server.person(number).await;
        ids.push(server.present("r0", &person).await.json()["facts"][0]["id"].as_str().unwrap().to_owned());
    }
    // Cancelled by a fact that stands on the last page.
    let cancelled = format!("/v1/spaces/s/facts/{}/cancellation", ids[0]);
    let answer = server.post(&cancelled, json!({"reason": "duplicate", "motive": "Saisi deux fois"}), &[]).await;
    assert_eq!(answer.status, 201, "{}", answer.text);

    let whole = server.get(HISTORY, &[]).await.json();
    assert!(whole["next"].is_null());
    let (mut page, mut facts) = (server.get(&format!("{HISTORY}?limit=3"), &[]).await, Vec::new());
    loop {
        let body = page.json();
        assert_eq!(body["version"], whole["version"]);
        facts.extend(body["facts"].as_array().unwrap().clone());
        let Some(next) = body["next"].as_u64() else { break };
        assert_eq!(body["facts"].as_array().unwrap().len(), 3);
        let link = format!("<{HISTORY}?after={next}&limit=3>; rel=\"next\"");
        assert_eq!(page.header("link"), link);
        page = server.get(&format!("{HISTORY}?after={next}&limit=3"), &[]).await;
    }
    assert_eq!(page.header("link"), "");
    assert_eq!(serde_json::Value::from(facts.clone()), whole["facts"]);
    assert!(facts.iter().any(|fact| fact["reads"] == "cancelled" && fact["id"] == ids[0].as_str()));
    for bad in ["limit=0", "limit=1001", "limit=x", "after=-1", "page=2"] {
        assert_eq!(server.get(&format!("{HISTORY}?{bad}"), &[]).await.status, 400, "{bad}");
    }
    assert_eq!(server.get(&format!("{HISTORY}?after=99"), &[]).await.json()["facts"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_back_after_a_cut_receives_the_counters_of_the_facts_that_it_saw() {
    let server = Running::start().await;
    let person = server.person(1).await;
    let mut positions = Vec::new();
    for number in 0..8 {
        let session = format!("r{number}");
        server.past_session(&session).await;
        positions.push(server.present(&session, &person).await.json()["position"].as_u64().unwrap());
    }
    let space = "s".parse().unwrap();
    assert!(server.state.projector.wait_for(&space, positions[7], Duration::from_secs(20)).await);
    // Cut off within a batch, after the fifth presence.
    let mut back = Listening::to(&server, Some(positions[4])).await;
    let mut counted = std::collections::BTreeSet::new();
    let mut facts = Vec::new();
    while counted.len() < 8 {
        let event = back.next().await.unwrap();
        match event.name.as_str() {
            "counters" => counted.extend(
                event.data["sessions"].as_array().unwrap().iter().map(|it| it["session"].as_str().unwrap().to_owned()),
            ),
            _ => facts.push(event.id),
        }
    }
    assert_eq!(facts, (positions[4] + 1..=positions[7]).collect::<Vec<_>>(), "no fact comes twice");
}

#[tokio::test]
async fn the_form_of_an_answer_is_the_one_that_is_asked_for() {
    let server = Running::start().await;
    server.past_session("r0").await;
    let report = "/v1/spaces/s/reports/attendance";
    for (path, accept, expected) in [
        (report, "text/csv", "text/csv"),
        (report, "*/*", "application/json"),
        (report, "text/csv;q=0.1, application/json", "application/json"),
        ("/v1/spaces/s/facts", "application/json, application/x-ndjson;q=0", "application/json"),
        ("/v1/spaces/s/facts", "application/x-ndjson", "application/x-ndjson"),
    ] {
        let answer = server.get(path, &[("accept", accept)]).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(answer.header("content-type").starts_with(expected), "{path} {accept}");
        assert!(answer.header("vary").contains("accept"), "{path}");
    }
    let asked = server.get(&format!("{report}?format=csv"), &[("accept", "application/json")]).await;
    assert!(asked.header("content-type").starts_with("text/csv"), "what the address says rules");
    for path in [report, "/v1/spaces/s/facts"] {
        let answer = server.get(path, &[("accept", "text/html")]).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (406, Some("not-acceptable")));
    }
}
