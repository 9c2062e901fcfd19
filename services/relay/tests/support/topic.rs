//! What a stranger finds on the topic: its records, read from the beginning by a plain consumer.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use maillage_relay::options::TOPIC;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Headers, Message};
use rdkafka::{Offset, TopicPartitionList};

use super::PATIENCE;

/// One record.
#[derive(Debug, Clone)]
pub struct Found {
    pub partition: i32,
    pub key: String,
    pub headers: BTreeMap<String, String>,
    pub value: Vec<u8>,
}

impl Found {
    pub fn position(&self) -> u64 {
        self.headers["ce_position"].parse().unwrap()
    }
}

/// Every record that the topic holds now, partition after partition in its order.
pub fn read_all(bootstrap: &str) -> Vec<Found> {
    read_topic(bootstrap, TOPIC)
}

/// The same, of another topic.
pub fn read_topic(bootstrap: &str, topic: &str) -> Vec<Found> {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", bootstrap)
        .set("group.id", "stranger")
        .set("enable.partition.eof", "false")
        .create()
        .unwrap();
    let metadata = consumer.fetch_metadata(Some(topic), PATIENCE).unwrap();
    let mut found = Vec::new();
    for partition in metadata.topics()[0].partitions() {
        let (low, high) = consumer.fetch_watermarks(topic, partition.id(), PATIENCE).unwrap();
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(topic, partition.id(), Offset::Offset(low)).unwrap();
        consumer.assign(&list).unwrap();
        let (mut next, since) = (low, Instant::now());
        while next < high {
            // A poll may end early without a record: other things than records wake it.
            let Some(polled) = consumer.poll(Duration::from_millis(100)) else {
                assert!(since.elapsed() < PATIENCE, "a record that the watermark counts does not come");
                continue;
            };
            let message = polled.unwrap();
            next = message.offset() + 1;
            let text = |bytes: Option<&[u8]>| String::from_utf8(bytes.unwrap_or_default().to_vec()).unwrap();
            let headers = message
                .headers()
                .map(|all| all.iter().map(|header| (header.key.to_owned(), text(header.value))).collect());
            found.push(Found {
                partition: message.partition(),
                key: text(message.key()),
                headers: headers.unwrap_or_default(),
                value: message.payload().unwrap_or_default().to_vec(),
            });
        }
    }
    found
}

/// The positions of each space in the order of the topic, repeats and all.
pub fn positions_by_space(found: &[Found]) -> BTreeMap<String, Vec<u64>> {
    let mut positions = BTreeMap::<String, Vec<u64>>::new();
    for record in found {
        positions.entry(record.key.clone()).or_default().push(record.position());
    }
    positions
}

/// What a reader takes who passes over the positions that he knows. Fails when he would meet a gap.
pub fn first_appearances(positions: &[u64]) -> Result<u64, String> {
    let mut last = 0;
    for position in positions {
        match *position {
            known if known <= last => {}
            next if next == last + 1 => last = next,
            beyond => return Err(format!("{beyond} comes after {last}")),
        }
    }
    Ok(last)
}
