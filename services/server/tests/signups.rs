//! Places through HTTP: given once each, in order of arrival; a retry under its key gets its first answer, and what is
//! put without a key is judged on what stands.

#[cfg(test)]
mod support;

use futures::future::join_all;
use serde_json::json;
use support::Running;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_at_once_for_ten_places_give_ten_and_forty_ranks_and_retries_the_first_answer() {
    let server = Running::start().await;
    let mut persons = Vec::new();
    for number in 1..=50 {
        persons.push(server.person(number).await);
    }
    server.session("r1", Some(10)).await;

    let ask = |number: usize| {
        let body = json!({"data": {"person": persons[number], "by": "person"}});
        let (path, key) = (format!("/v1/spaces/s/sessions/r1/signups/i-{number}"), format!("k-{number}"));
        let server = &server;
        async move { server.put(&path, body, &[("idempotency-key", key.as_str())]).await }
    };
    let first = join_all((0..50).map(ask)).await;
    assert!(first.iter().all(|answer| answer.status == 201), "{first:?}");
    let confirmed = first.iter().filter(|answer| answer.json()["signup"]["status"] == "confirmed").count();
    let mut ranks: Vec<(u64, u64)> = first
        .iter()
        .map(|answer| answer.json())
        .filter_map(|json| Some((json["position"].as_u64()?, json["signup"]["rank"].as_u64()?)))
        .collect();
    assert_eq!(confirmed, 10);
    ranks.sort_unstable();
    assert_eq!(
        ranks.iter().map(|(_, rank)| *rank).collect::<Vec<_>>(),
        (1..=40).collect::<Vec<_>>(),
        "ranks follow the order of arrival"
    );

    let head = server.get("/v1/spaces/s", &[]).await.json()["position"].as_u64();
    let again = join_all((0..50).map(ask)).await;
    for (first, again) in first.iter().zip(&again) {
        assert_eq!((first.status, &first.text), (again.status, &again.text));
        assert_eq!((first.header("etag"), first.header("location")), (again.header("etag"), again.header("location")));
        assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    }
    assert_eq!(server.get("/v1/spaces/s", &[]).await.json()["position"].as_u64(), head, "retries append nothing");
}

#[tokio::test]
async fn a_place_given_back_goes_to_whoever_waits_first_and_asking_again_is_a_new_ask() {
    let server = Running::start().await;
    let (a, b) = (server.person(1).await, server.person(2).await);
    server.session("r1", Some(1)).await;
    let ask = |person: &str| json!({"data": {"person": person, "by": "person"}});
    let path = |signup: &str| format!("/v1/spaces/s/sessions/r1/signups/{signup}");
    assert_eq!(server.put(&path("i-a"), ask(&a), &[]).await.json()["signup"]["status"], "confirmed");
    assert_eq!(server.put(&path("i-b"), ask(&b), &[]).await.json()["signup"], json!({"status": "waiting", "rank": 1}));
    let back = server.send("DELETE", &path("i-a"), Some(json!({"data": {"by": "person"}})), &[]).await;
    assert_eq!(back.json()["signup"]["status"], "cancelled", "{}", back.text);
    let kinds: Vec<String> =
        back.json()["facts"].as_array().unwrap().iter().map(|fact| fact["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["signup.cancelled", "signup.confirmed"]);
    // Whoever gave a place back and asks again waits behind everybody.
    let again = server.put(&path("i-a"), ask(&a), &[]).await;
    assert_eq!(
        (again.status, &again.json()["signup"]),
        (201, &json!({"status": "waiting", "rank": 2})),
        "{}",
        again.text
    );
    let stands = server.put(&path("i-a"), ask(&a), &[]).await;
    assert_eq!((stands.status, &stands.json()["signup"]), (200, &json!({"status": "waiting", "rank": 2})));
}

#[tokio::test]
async fn a_presence_withdrawn_and_recorded_again_counts_again() {
    let server = Running::start().await;
    let person = server.person(1).await;
    server.past_session("r0").await;
    let first = server.present("r0", &person).await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(server.present("r0", &person).await.status, 200, "it stands already");
    let path = format!("/v1/spaces/s/sessions/r0/attendance/{person}");
    let withdrawn = server.send("DELETE", &path, Some(json!({"data": {"motive": "Erreur de ligne"}})), &[]).await;
    assert_eq!(withdrawn.status, 201, "{}", withdrawn.text);
    let again = server.present("r0", &person).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, ""), "{}", again.text);
    assert_eq!(again.json()["facts"][0]["kind"], "attendance.observed");
    assert_eq!(server.present("r0", &person).await.status, 200);
}

#[tokio::test]
async fn a_presence_withdrawn_counts_again_however_its_person_is_spelt() {
    let server = Running::start().await;
    let person = server.person(1).await;
    server.past_session("r0").await;
    for spelt in [person.to_uppercase(), person.replace('-', "")] {
        let path = format!("/v1/spaces/s/sessions/r0/attendance/{spelt}");
        assert_eq!(server.present("r0", &spelt).await.status, 201);
        let gone = server.send("DELETE", &path, Some(json!({"data": {"motive": "Erreur de ligne"}})), &[]).await;
        assert_eq!(gone.status, 201, "{}", gone.text);
    }
}

#[tokio::test]
async fn what_is_put_again_after_it_ended_is_refused_and_revives_nothing() {
    let server = Running::start().await;
    server.session("r1", Some(1)).await;
    let person = server.person(1).await;
    let signup = json!({"data": {"person": person, "by": "person"}});
    let path = "/v1/spaces/s/sessions/r1/signups/i-a";
    assert_eq!(server.put(path, signup.clone(), &[]).await.status, 201);
    let cancelled = json!({
        "kind": "session.cancelled", "occurred_on": "2016-01-02", "data": {"motive": "Salle fermée"}
    });
    let ended = server.post("/v1/spaces/s/streams/session/r1/facts", cancelled, &[]).await;
    assert_eq!(ended.status, 201, "{}", ended.text);
    let code = |answer: support::Answer| (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned());
    assert_eq!(code(server.put(path, signup, &[]).await), (409, "session-cancelled".to_owned()));
    let again = server.put("/v1/spaces/s/sessions/r1", support::plan("2016-03-08", Some(1)), &[]).await;
    assert_eq!(code(again), (409, "session-cancelled".to_owned()));
}

#[tokio::test]
async fn two_devices_that_note_one_presence_lead_to_one_fact_and_the_second_is_told_where_it_stands() {
    let server = Running::start().await;
    let person = server.person(1).await;
    server.past_session("r1").await;
    let path = format!("/v1/spaces/s/sessions/r1/attendance/{person}");
    let body = || json!({"occurred_on": "2016-02-08", "data": {"quality": "inhabitant"}});
    let first = server.put(&path, body(), &[("idempotency-key", "telephone")]).await;
    assert_eq!(first.status, 201);
    server.person(2).await;
    let second = server.put(&path, body(), &[("idempotency-key", "tablette")]).await;
    assert_eq!((second.status, &second.json()["stands_at"]), (200, &first.json()["position"]));
}
