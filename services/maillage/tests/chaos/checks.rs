//! What must hold after the blows.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use maillage_events::envelope::Recorded;
use maillage_events::id::SpaceId;
use maillage_log::log::{FactLog, StoredFact};
use maillage_projections::catalogue::CATALOGUE;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Message;
use rdkafka::{Offset, TopicPartitionList};
use serde_json::Value;

use crate::load::{Acknowledged, SPACES, space};
use crate::region::Region;

/// How long the backlog of a struck region may take to drain.
const PATIENCE: Duration = Duration::from_secs(300);

/// Acknowledged = stored = on the topic = folded.
pub async fn all(region: &Region, log: &dyn FactLog, acknowledged: &Acknowledged) {
    let stored = stored(log, acknowledged).await;
    on_the_topic(region, &stored).await;
    folded(region, log).await;
}

/// Every acknowledged answer holds at its positions; nothing else is stored, and no position is missing.
async fn stored(log: &dyn FactLog, acknowledged: &Acknowledged) -> BTreeMap<SpaceId, Vec<StoredFact>> {
    let mut stored: BTreeMap<SpaceId, Vec<StoredFact>> = BTreeMap::new();
    for number in 0..SPACES {
        let (space, mut after) = (space(number), 0);
        let facts = stored.entry(space.clone()).or_default();
        loop {
            let page = log.read(&space, after, 5000).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.position;
            facts.extend(page);
        }
        for (at, fact) in (1..).zip(facts.iter()) {
            assert_eq!(fact.position, at, "a position of {space} is missing");
        }
        assert_eq!(log.head(&space).await.unwrap().position, after);
    }
    let mut acknowledged_facts = 0;
    for given in acknowledged.commands.lock().unwrap().values() {
        acknowledged_facts += given.count;
        let facts = &stored[&given.space]
            [usize::try_from(given.first - 1).unwrap()..usize::try_from(given.first - 1 + given.count).unwrap()];
        assert!(facts.iter().all(|fact| fact.stream == given.stream), "{given:?} is not where it was acknowledged");
    }
    let there: usize = stored.values().map(Vec::len).sum();
    assert!(acknowledged_facts > 0, "nothing was acknowledged: nothing is checked");
    let writers_cut_off = there as u64 - acknowledged_facts;
    // A writer that is stopped between two tries may leave a command that was carried out and never answered: at
    // most one each.
    assert!(writers_cut_off <= crate::RECORDERS, "{there} facts are stored, {acknowledged_facts} were acknowledged");
    println!("{there} facts stored, every acknowledged one in its place");
    stored
}

/// The topic, repeats removed, holds exactly the stored bytes, each space in order.
async fn on_the_topic(region: &Region, stored: &BTreeMap<SpaceId, Vec<StoredFact>>) {
    let (bootstrap, expected) = (region.kafka.clone(), stored.values().map(Vec::len).sum::<usize>());
    let (seen, repeats) = tokio::task::spawn_blocking(move || consume(&bootstrap, expected)).await.unwrap();
    for (space, facts) in stored {
        let there = seen.get(space).map_or(&[] as &[Vec<u8>], Vec::as_slice);
        assert_eq!(there.len(), facts.len(), "{space} on the topic");
        assert!(
            there.iter().zip(facts).all(|(there, fact)| *there == fact.bytes),
            "{space}: other bytes, or another order"
        );
    }
    println!("{expected} facts on the topic, {repeats} repeats");
}

/// The values of each space in the order of their first coming, and how many came again. Reads until all are there, or
/// nothing comes for long.
fn consume(bootstrap: &str, expected: usize) -> (BTreeMap<SpaceId, Vec<Vec<u8>>>, usize) {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("group.id", "chaos-check").set("enable.auto.commit", "false");
    let consumer: BaseConsumer = config.create().unwrap();
    let topic = "maillage.facts.v1";
    let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(30)).unwrap();
    let mut assignment = TopicPartitionList::new();
    for partition in metadata.topics()[0].partitions() {
        assignment.add_partition_offset(topic, partition.id(), Offset::Beginning).unwrap();
    }
    consumer.assign(&assignment).unwrap();
    let (mut seen, mut repeats, mut count, mut last) = (BTreeMap::<SpaceId, Vec<Vec<u8>>>::new(), 0, 0, Instant::now());
    while count < expected && last.elapsed() < PATIENCE {
        let Some(message) = consumer.poll(Duration::from_millis(200)) else { continue };
        let message = message.unwrap();
        last = Instant::now();
        let space = SpaceId::new(std::str::from_utf8(message.key().unwrap()).unwrap()).unwrap();
        let value = message.payload().unwrap().to_vec();
        let recorded = Recorded::read(&value).unwrap();
        assert_eq!(recorded.space, space, "a fact under another space's key");
        let facts = seen.entry(space).or_default();
        let next = facts.len() as u64 + 1;
        assert!(
            recorded.position <= next,
            "position {next} of {} was skipped: {} came",
            recorded.space,
            recorded.position
        );
        if recorded.position == next {
            facts.push(value);
            count += 1;
        } else {
            assert_eq!(facts[usize::try_from(recorded.position - 1).unwrap()], value, "a repeat with other bytes");
            repeats += 1;
        }
    }
    (seen, repeats)
}

/// Every projection of every space stands at the head, and a rebuild from the log gives the same digest.
async fn folded(region: &Region, log: &dyn FactLog) {
    for server in ["server-1", "server-2"] {
        region.ready(server).await;
    }
    let since = Instant::now();
    loop {
        let checked: Value = serde_json::from_str(&region.run(&["rebuild", "all", "--json"])).unwrap();
        let behind = behind(&checked, log).await;
        if behind.is_empty() {
            break;
        }
        assert!(since.elapsed() < PATIENCE, "not folded: {behind:?}");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    println!("{} projections of {SPACES} spaces stand at the head and equal a rebuild", CATALOGUE.len());
}

/// What does not stand at the head yet; a difference is an error at once.
async fn behind(checked: &Value, log: &dyn FactLog) -> Vec<String> {
    let mut behind = Vec::new();
    for projection in checked.as_array().unwrap() {
        let name = projection["projection"].as_str().unwrap();
        assert_eq!(projection["spaces"].as_array().unwrap().len() as u64, SPACES);
        for rebuilt in projection["spaces"].as_array().unwrap() {
            let space = SpaceId::new(rebuilt["space"].as_str().unwrap()).unwrap();
            assert_eq!(rebuilt["stopped"], Value::Null, "{name} of {space}");
            assert!(
                rebuilt["before"].is_null() || rebuilt["before"] == rebuilt["after"],
                "{name} of {space} differs from a rebuild: {rebuilt}"
            );
            if rebuilt["before"].is_null() || rebuilt["position"] != log.head(&space).await.unwrap().position {
                behind.push(format!("{name} of {space}"));
            }
        }
    }
    behind
}
