//! Two servers, a relay and a projector on one PostgreSQL and one broker: what one server promises holds across both.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test program")]

#[expect(dead_code, reason = "the database and the brokers are left in peace here")]
mod region;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::future::join_all;
use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Headers, Message};
use region::{Region, figure};
use serde_json::{Value, json};

/// How long Kafka is away.
const MINUTE: Duration = Duration::from_secs(60);

/// A name that nothing else writes.
const CANARY: &str = "Zwyntorbex";

struct Pair {
    region: Region,
    relay: SocketAddr,
    servers: [SocketAddr; 2],
    http: reqwest::Client,
}

impl Pair {
    /// Two servers that read what a projector keeps of what a relay carries, and a space.
    async fn start() -> Option<Self> {
        let region = Region::start(1)?;
        let relay = region.begin("relay", &["relay", "--metrics", "{address}"]);
        region.begin("projector", &["projector", "--metrics", "{address}"]);
        let servers = ["server-1", "server-2"].map(|server| region.begin(server, &["serve", "--listen", "{address}"]));
        region.ready("server-1").await;
        region.ready("server-2").await;
        let pair = Self { region, relay, servers, http: reqwest::Client::new() };
        pair.put(0, "", &json!({"data": {"name": "Ville", "kind": "city", "demonstration": true}})).await;
        Some(pair)
    }

    fn url(&self, server: usize, path: &str) -> String {
        format!("http://{}/v1/spaces/s{path}", self.servers[server])
    }

    /// Status, text and whether it was a first answer given again.
    async fn tell(&self, server: usize, path: &str, body: &Value) -> (u16, String, bool) {
        let request = self.http.put(self.url(server, path)).header("content-type", "application/json");
        // Under a key of its own: what is told again is a retry, at whichever server.
        let answer =
            request.header("idempotency-key", format!("told {path}")).body(body.to_string()).send().await.unwrap();
        let (status, again) = (answer.status().as_u16(), answer.headers().contains_key("idempotency-replayed"));
        (status, answer.text().await.unwrap(), again)
    }

    async fn put(&self, server: usize, path: &str, body: &Value) -> u64 {
        let (status, text, _) = self.tell(server, path, body).await;
        assert_eq!(status, 201, "{path}: {text}");
        serde_json::from_str::<Value>(&text).unwrap()["position"].as_u64().unwrap()
    }

    async fn person(&self, number: usize) -> String {
        let person = format!("00000000-0000-4000-8000-{number:012}");
        let card = json!({"data": {"family_name": CANARY, "given_name": format!("Personne {number}")}});
        let request = self.http.put(self.url(number % 2, &format!("/persons/{person}/card")));
        let answer = request.json(&card).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201, "{}", answer.text().await.unwrap());
        person
    }

    /// What a server answers once its projections have taken a position.
    async fn report(&self, server: usize, name: &str, after: u64) -> Value {
        for _ in 0..60 {
            let answer =
                self.http.get(self.url(server, &format!("/reports/{name}?after={after}"))).send().await.unwrap();
            if answer.status().as_u16() != 503 {
                assert!(answer.status().is_success());
                return serde_json::from_str(&answer.text().await.unwrap()).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let logs = ["relay", "projector", "server-1", "server-2"].map(|job| self.region.log_of(job));
        panic!("{name} never came to position {after}:\n{}", logs.join("\n"));
    }

    /// The ids of the facts on a server's stream, from after a position up to another.
    async fn streamed(&self, server: usize, after: u64, until: u64) -> Vec<u64> {
        let answer = self.http.get(self.url(server, "/live")).header("last-event-id", after).send().await.unwrap();
        let (mut chunks, mut buffer, mut ids) = (answer.bytes_stream(), String::new(), Vec::new());
        while ids.last() != Some(&until) {
            let chunk = tokio::time::timeout(Duration::from_secs(60), chunks.next())
                .await
                .expect("the stream stands still")
                .unwrap()
                .unwrap();
            buffer.push_str(std::str::from_utf8(&chunk).unwrap());
            while let Some((event, rest)) = buffer.split_once("\n\n") {
                if event.contains("event: fact") {
                    ids.extend(event.lines().find_map(|line| line.strip_prefix("id: ")?.parse::<u64>().ok()));
                }
                buffer = rest.to_owned();
            }
        }
        ids
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_server_promises_holds_across_two() {
    let Some(pair) = Pair::start().await else { return };
    places_are_given_once(&pair).await;
    a_stream_on_the_other_server_misses_nothing(&pair).await;
    a_stranger_reads_facts_without_names(&pair);
    what_runs_is_left_as_it_is_by_another_start(&pair);
    a_topic_that_was_deleted_is_told_and_filled_again(&pair).await;
    counters_survive_the_loss_of_a_server(&pair).await;
}

/// Without its only broker, sheets are recorded for a whole minute at both servers: each is acknowledged, none waits
/// for Kafka, and the counters of both follow the log. What the relay could not carry meanwhile drains by itself once
/// Kafka is back; nothing is counted twice.
#[tokio::test(flavor = "multi_thread")]
async fn kafka_down_for_a_minute_blocks_no_command_and_loses_nothing() {
    let Some(pair) = Pair::start().await else { return };
    let sheet = json!({"occurred_on": "2016-03-08", "data": sheet_of(2)});
    let planned =
        pair.put(0, "/sessions/r3", &json!({"data": {"title": "Stand", "kind": "stand", "when": "2016-03-08"}})).await;
    pair.report(0, "attendance", planned).await;
    pair.region.kill_broker(1);
    let (down, mut last) = (Instant::now(), planned);
    for number in 0_usize.. {
        last = pair.put(number % 2, &format!("/sessions/r3/visits/v-{number}"), &sheet).await;
        if down.elapsed() > MINUTE {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(last > planned + 100, "{last}");
    let answers = [pair.report(0, "attendance", last).await, pair.report(1, "attendance", last).await];
    assert_eq!(answers[0], answers[1]);
    let owing = |facts: f64| facts > 100.0;
    let pending = figure(pair.relay, "maillage_outbox_pending", owing).await;
    assert!(pending.is_some_and(owing), "Kafka was not away: {}", pair.region.log_of("relay"));
    pair.region.revive_broker(1);
    let drained = figure(pair.relay, "maillage_outbox_pending", |facts| facts == 0.0).await;
    assert_eq!(drained, Some(0.0), "{}", pair.region.log_of("relay"));
    assert_eq!([pair.report(0, "attendance", last).await, pair.report(1, "attendance", last).await], answers);
    assert_eq!(pair.streamed(1, planned, last).await, (planned + 1..=last).collect::<Vec<_>>());
    a_stranger_reads_facts_without_names(&pair);
    let rebuilt = pair.region.run(&["rebuild", "attendance", "--space", "s"]);
    assert!(rebuilt.contains("identical"), "{rebuilt}");
}

/// 50 signups at once at both servers for 10 places: 10 confirmed, 40 waiting in order of arrival; a retry at the other
/// server gets the first answer.
async fn places_are_given_once(pair: &Pair) {
    let mut persons = Vec::new();
    for number in 0..50 {
        persons.push(pair.person(number).await);
    }
    pair.put(
        0,
        "/sessions/r1",
        &json!({"data": {"title": "Atelier", "kind": "workshop", "when": "2099-03-08", "capacity": 10}}),
    )
    .await;
    let ask = |server: usize, number: usize| {
        let body = json!({"data": {"person": persons[number], "by": "person"}});
        async move { pair.tell(server, &format!("/sessions/r1/signups/i-{number}"), &body).await }
    };
    let first = join_all((0..50).map(|number| ask(number % 2, number))).await;
    let signup = |text: &str| {
        let answer: Value = serde_json::from_str(text).unwrap();
        (
            answer["position"].as_u64().unwrap(),
            answer["signup"]["rank"].as_u64(),
            answer["signup"]["status"] == "confirmed",
        )
    };
    assert!(first.iter().all(|(status, ..)| *status == 201), "{first:?}");
    assert_eq!(first.iter().filter(|(_, text, _)| signup(text).2).count(), 10);
    let mut ranks: Vec<(u64, u64)> =
        first.iter().filter_map(|(_, text, _)| Some((signup(text).0, signup(text).1?))).collect();
    ranks.sort_unstable();
    assert_eq!(ranks.into_iter().map(|(_, rank)| rank).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
    let again = join_all((0..50).map(|number| ask(1 - number % 2, number))).await;
    for ((status, text, replayed), (again_status, again_text, again_replayed)) in first.iter().zip(&again) {
        assert_eq!((status, text, *replayed, true), (again_status, again_text, false, *again_replayed));
    }
}

/// What is recorded at one server comes to the stream of the other; a client that comes back there receives exactly
/// what it missed.
async fn a_stream_on_the_other_server_misses_nothing(pair: &Pair) {
    let before = pair
        .put(0, "/sessions/r2", &json!({"data": {"title": "Réunion", "kind": "meeting", "when": "2016-03-08"}}))
        .await;
    let mut last = before;
    for number in 0..20_usize {
        let sheet = json!({"occurred_on": "2016-03-08", "data": sheet_of(2)});
        last = pair.put(0, &format!("/sessions/r2/visits/v-{number}"), &sheet).await;
    }
    assert_eq!(pair.streamed(1, before, last).await, (before + 1..=last).collect::<Vec<_>>());
    assert_eq!(pair.streamed(1, last - 5, last).await, (last - 4..=last).collect::<Vec<_>>());
    let own =
        pair.put(1, "/sessions/r2/visits/v-own", &json!({"occurred_on": "2016-03-08", "data": sheet_of(2)})).await;
    let (here, there) = (pair.report(0, "attendance", own).await, pair.report(1, "attendance", own).await);
    assert_eq!(here, there);
    assert_eq!(here["position"], own);
}

/// Any client of Kafka reads CloudEvents whose bytes are the log's and name nobody.
fn a_stranger_reads_facts_without_names(pair: &Pair) {
    let facts = pair.region.run(&["facts", "--space", "s"]);
    let mut expected: Vec<&str> = facts.lines().collect();
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", &pair.region.kafka)
        .set("group.id", "stranger")
        .set("auto.offset.reset", "earliest");
    let consumer: BaseConsumer = config.create().unwrap();
    consumer.subscribe(&["maillage.facts.v1"]).unwrap();
    expected.reverse();
    while let Some(fact) = expected.pop() {
        // An empty answer may mean that the group was formed.
        let message =
            (0..600).find_map(|_| consumer.poll(Duration::from_millis(100))).expect("the topic lacks facts").unwrap();
        assert_eq!(
            (message.key().unwrap(), std::str::from_utf8(message.payload().unwrap()).unwrap()),
            (&b"s"[..], fact)
        );
        let headers: Vec<(String, String)> = message
            .headers()
            .unwrap()
            .iter()
            .map(|header| (header.key.to_owned(), String::from_utf8(header.value.unwrap().to_vec()).unwrap()))
            .collect();
        assert!(headers.contains(&("ce_specversion".to_owned(), "1.0".to_owned())), "{headers:?}");
        assert!(!format!("{fact}{headers:?}").contains(CANARY));
    }
}

/// The scripts are asked to start what runs: they say where it is, and it goes on.
fn what_runs_is_left_as_it_is_by_another_start(pair: &Pair) {
    let Region { store, kafka, .. } = &pair.region;
    assert_eq!(pair.region.start_again(1), [store, kafka].map(String::as_str));
    pair.region.run(&["doctor", "--store", store, "--kafka", kafka]);
}

/// 1. Somebody deletes the topic: the relay stands still rather than leave out what was on it, and the doctor says so.
///   2. A refill puts everything back. 3. One beside the relay that carries again takes its turn, and that one goes on.
async fn a_topic_that_was_deleted_is_told_and_filled_again(pair: &Pair) {
    let region = &pair.region;
    let doctor = || region.attempt(&["doctor", "--kafka", &region.kafka]);
    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", &region.kafka).create().unwrap();
    admin.delete_topics(&["maillage.facts.v1"], &AdminOptions::new()).await.unwrap()[0].clone().unwrap();
    let sheet = |number: usize| {
        (format!("/sessions/r2/visits/v-topic-{number}"), json!({"occurred_on": "2016-03-08", "data": sheet_of(2)}))
    };
    let (path, body) = sheet(1);
    pair.put(0, &path, &body).await;
    let stands_still = Instant::now();
    while !region.log_of("relay").contains("the relay stands still") {
        assert!(stands_still.elapsed() < MINUTE, "{}", region.log_of("relay"));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (sound, found) = doctor();
    assert!(
        !sound && found.contains("is empty although") && found.contains("1 facts to carry and none holds the lease"),
        "{found}"
    );

    let refill = || region.run(&["relay", "--refill", "--kafka", &region.kafka]);
    let facts = region.run(&["facts", "--space", "s"]).lines().count();
    assert!(refill().starts_with(&format!("{facts} facts were carried")));
    a_stranger_reads_facts_without_names(pair);
    region.kill("relay");
    region.revive("relay");
    assert_eq!(figure(pair.relay, "maillage_relay_active", |active| active == 1.0).await, Some(1.0));
    assert!(refill().starts_with(&format!("{facts} facts were carried")), "beside the relay that carries");
    let (path, body) = sheet(2);
    pair.put(1, &path, &body).await;
    let carries = figure(pair.relay, "maillage_relay_active", |active| active == 1.0).await;
    let drained = figure(pair.relay, "maillage_outbox_pending", |facts| facts == 0.0).await;
    assert_eq!((carries, drained), (Some(1.0), Some(0.0)), "{}", region.log_of("relay"));
    let (sound, found) = doctor();
    assert!(sound && found.contains("0 facts to carry\n"), "{found}");
}

/// A counter is read at the server that is left.
async fn counters_survive_the_loss_of_a_server(pair: &Pair) {
    let before = pair.report(1, "attendance", 0).await;
    pair.region.kill("server-1");
    let position =
        pair.put(1, "/sessions/r2/visits/v-left", &json!({"occurred_on": "2016-03-08", "data": sheet_of(7)})).await;
    let after = pair.report(1, "attendance", position).await;
    assert_ne!(before["figures"], after["figures"]);
    assert_eq!(after["position"], position);
}

/// A sheet of some visits, beside those before it.
fn sheet_of(visits: u64) -> Value {
    json!({"number": {"is": "exact", "value": visits}, "standing": {"is": "adds"}})
}
