//! What only a real broker can show. Runs when `MAILLAGE_TEST_KAFKA` holds the bootstrap servers of one, on topics of
//! its own.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests; a skip is said on the output")]

mod support;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use maillage_log::relay::RelayPositions;
use maillage_log::relay::memory::MemoryPositions;
use maillage_relay::RelayOptions;
use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use serde_json::Value;
use support::topic::{first_appearances, positions_by_space, read_topic};
use support::{Running, Store, options, space, until};

/// The brokers and a topic that nobody else uses, or `None` (and a line that says so).
fn broker(name: &str) -> Option<(String, String)> {
    let Ok(bootstrap) = std::env::var("MAILLAGE_TEST_KAFKA") else {
        println!("skipped: real broker (MAILLAGE_TEST_KAFKA is not set; ops/test starts one)");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let chance = folder.path().file_name().unwrap().to_string_lossy().replace('.', "");
    Some((bootstrap, format!("test.{name}.{chance}")))
}

fn on(bootstrap: &str, topic: &str) -> RelayOptions {
    RelayOptions { topic: topic.to_owned(), ..options(bootstrap) }
}

fn once(bootstrap: &str, topic: &str) -> RelayOptions {
    RelayOptions { once: true, ..on(bootstrap, topic) }
}

fn memory() -> Arc<dyn RelayPositions> {
    Arc::new(MemoryPositions::default())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_topic_is_made_with_its_partitions_and_thirty_spaces_keep_their_order() {
    let Some((bootstrap, topic)) = broker("spaces") else { return };
    let store = Store::fresh();
    for at in 0..30 {
        store.fill(&format!("espace-{at}"), 100 + at).await;
    }
    Running::start(store.log.clone(), &memory(), once(&bootstrap, &topic)).ended().await.unwrap();
    let found = read_topic(&bootstrap, &topic);
    let partitions: BTreeSet<i32> = found.iter().map(|record| record.partition).collect();
    assert_eq!(partitions, BTreeSet::from([0, 1, 2]));
    let by_space = positions_by_space(&found);
    for at in 0..30_u64 {
        assert_eq!(by_space[&format!("espace-{at}")], (1..=100 + at).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_topic_is_noticed_and_filled_again_from_the_log() {
    let Some((bootstrap, topic)) = broker("lost") else { return };
    let (store, positions) = (Store::fresh(), memory());
    store.fill("lille", 500).await;
    Running::start(store.log.clone(), &positions, once(&bootstrap, &topic)).ended().await.unwrap();

    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", &bootstrap).create().unwrap();
    admin.delete_topics(&[&topic], &AdminOptions::new()).await.unwrap();
    until("the topic is gone", || async {
        let metadata = admin.inner().fetch_metadata(None, Duration::from_secs(5)).unwrap();
        metadata.topics().iter().all(|found| found.name() != topic)
    })
    .await;

    store.fill("lille", 20).await;
    let refused = Running::start(store.log.clone(), &positions, once(&bootstrap, &topic)).ended().await.unwrap_err();
    assert!(refused.to_string().contains("--refill"), "{refused}");
    let refill = RelayOptions { refill: true, ..once(&bootstrap, &topic) };
    Running::start(store.log.clone(), &positions, refill).ended().await.unwrap();
    let by_space = positions_by_space(&read_topic(&bootstrap, &topic));
    assert_eq!(by_space["lille"], (1..=520).collect::<Vec<_>>());
    assert_eq!(positions.load(&topic).await.unwrap()[&space("lille")], 520);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relays_that_take_turns_leave_no_gap() {
    let Some((bootstrap, topic)) = broker("turns") else { return };
    let (store, positions) = (Store::fresh(), memory());
    for round in 1..=4_u64 {
        let relay = Running::start(store.log.clone(), &positions, on(&bootstrap, &topic));
        store.fill("lille", 300).await;
        let carried = || async { relay.relay.metrics().published().0 >= 100 };
        until("some of it is carried", carried).await;
        if round % 2 == 0 { relay.stop().await.unwrap() } else { relay.kill().await }
    }
    Running::start(store.log.clone(), &positions, once(&bootstrap, &topic)).ended().await.unwrap();
    let by_space = positions_by_space(&read_topic(&bootstrap, &topic));
    assert_eq!(first_appearances(&by_space["lille"]), Ok(1_200));
}

#[tokio::test(flavor = "multi_thread")]
async fn any_kafka_client_reads_facts_that_hold_to_the_schema_they_name() {
    let Some((bootstrap, topic)) = broker("kcat") else { return };
    if Command::new("kcat").arg("-V").output().is_err() {
        println!("skipped: kcat (it is not installed: apt-get install -y kcat)");
        return;
    }
    let store = Store::fresh();
    store.fill("lille", 50).await;
    Running::start(store.log.clone(), &memory(), once(&bootstrap, &topic)).ended().await.unwrap();

    let read = Command::new("kcat")
        .args(["-b", &bootstrap, "-t", &topic, "-C", "-e", "-q", "-f", "%k\t%h\t%s\n"])
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let text = String::from_utf8(read.stdout).unwrap();
    assert_eq!(text.lines().count(), 50);
    for line in text.lines() {
        let [key, headers, value] = line.splitn(3, '\t').collect::<Vec<_>>().try_into().unwrap();
        let header =
            |name: &str| headers.split(',').find_map(|header| header.strip_prefix(&format!("{name}="))).unwrap();
        let named = header("ce_dataschema").strip_prefix("/schemas/").unwrap().strip_suffix(".json").unwrap();
        let (kind, version) = named.split_once('/').unwrap();
        let validator =
            jsonschema::validator_for(&maillage_events::schema::of_kind(kind, version.parse().unwrap()).unwrap())
                .unwrap();
        let mut fact: Value = serde_json::from_str(value).unwrap();
        validator.validate(&fact).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!((key, fact["id"].as_str().unwrap()), ("lille", header("ce_id")));
        fact["position"] = Value::from("one");
        assert!(!validator.is_valid(&fact), "the control: a spoilt fact holds to the schema");
    }
}
