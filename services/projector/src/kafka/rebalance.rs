//! Partitions that the group gives and takes: they come with their positions from our own store, and go with them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rdkafka::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext, RebalanceProtocol};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use rdkafka::types::RDKafkaRespErr;

use super::feed::Feed;
use super::positions::{Partition, TopicPositions};
use crate::ProjectorError;

/// Longest wait for the ends of a partition.
const ANSWER: Duration = Duration::from_secs(5);

/// What the callbacks of the consumer need. All of them run on the thread that polls, and may block it a moment.
#[derive(Debug)]
pub(super) struct GroupContext {
    pub(super) feed: Arc<Feed>,
    pub(super) positions: Arc<dyn TopicPositions>,
    pub(super) group: String,
    pub(super) topic: String,
    /// What is stored of each partition that is read here.
    stored: Mutex<BTreeMap<i32, Option<i64>>>,
    /// Whether a partition could not be taken up: the consumer must be built again.
    trouble: AtomicBool,
}

impl GroupContext {
    pub(super) fn new(feed: Arc<Feed>, positions: Arc<dyn TopicPositions>, group: String, topic: String) -> Self {
        Self { feed, positions, group, topic, stored: Mutex::default(), trouble: AtomicBool::new(false) }
    }

    fn named(&self, partition: i32) -> Partition {
        Partition { group: self.group.clone(), topic: self.topic.clone(), partition }
    }

    fn ours(&self, list: &TopicPartitionList) -> Vec<i32> {
        list.elements_for_topic(&self.topic).iter().map(|element| element.partition()).collect()
    }

    /// Whether something went wrong since the last time.
    pub(super) fn in_trouble(&self) -> bool {
        self.trouble.swap(false, Ordering::SeqCst)
    }

    /// Where to begin in a partition: our own position as long as the topic has it, else its first record. What is
    /// thereby read twice is dropped, what is missed is read from the log.
    fn start(&self, consumer: &BaseConsumer<Self>, partition: i32) -> Result<Option<i64>, ProjectorError> {
        let named = self.named(partition);
        let stored = self.positions.load(&named)?;
        self.stored.lock().unwrap_or_else(PoisonError::into_inner).insert(partition, stored);
        let ends = match consumer.fetch_watermarks(&self.topic, partition, ANSWER) {
            Ok(ends) => ends,
            Err(why) => {
                tracing::warn!(
                    partition,
                    %why,
                    "the ends of a partition are not known; it is read from the stored position"
                );
                return Ok(stored);
            }
        };
        match stored {
            Some(at) if (ends.0..=ends.1).contains(&at) => Ok(Some(at)),
            Some(at) => {
                tracing::warn!(
                    partition,
                    stored = at,
                    first = ends.0,
                    end = ends.1,
                    "the topic has not the stored position; it is read from its first record"
                );
                if at > ends.1 && self.positions.advance(&named, Some(at), ends.0)? {
                    self.stored.lock().unwrap_or_else(PoisonError::into_inner).insert(partition, Some(ends.0));
                }
                Ok(Some(ends.0))
            }
            None => Ok(Some(ends.0)),
        }
    }

    fn assign(&self, consumer: &BaseConsumer<Self>, list: &mut TopicPartitionList) -> KafkaResult<()> {
        let mut begun = Vec::new();
        for partition in self.ours(list) {
            match self.start(consumer, partition) {
                Ok(next) => {
                    list.set_partition_offset(&self.topic, partition, next.map_or(Offset::Beginning, Offset::Offset))?;
                    begun.push((partition, next));
                }
                Err(why) => {
                    tracing::error!(
                        partition,
                        %why,
                        "the position of a partition cannot be had; the consumer will be built again"
                    );
                    self.trouble.store(true, Ordering::SeqCst);
                    list.set_partition_offset(&self.topic, partition, Offset::Beginning)?;
                    begun.push((partition, None));
                }
            }
        }
        tracing::info!(partitions = ?begun, "partitions are read here");
        self.feed.assigned(&begun);
        match consumer.rebalance_protocol() {
            RebalanceProtocol::Cooperative => consumer.incremental_assign(list),
            RebalanceProtocol::Eager | RebalanceProtocol::None => consumer.assign(list),
        }
    }

    fn revoke(&self, consumer: &BaseConsumer<Self>, list: &TopicPartitionList) -> KafkaResult<()> {
        let gone = self.ours(list);
        self.save(consumer);
        let lost = consumer.assignment_lost();
        if lost {
            self.feed.lost(&gone)
        } else {
            self.feed.revoked(&gone)
        }
        self.stored.lock().unwrap_or_else(PoisonError::into_inner).retain(|partition, _| !gone.contains(partition));
        tracing::info!(partitions = ?gone, lost, "partitions are read here no more");
        match consumer.rebalance_protocol() {
            RebalanceProtocol::Cooperative => consumer.incremental_unassign(list),
            RebalanceProtocol::Eager | RebalanceProtocol::None => consumer.unassign(),
        }
    }

    /// Moves the positions as far as the rows allow, and commits them to Kafka too, whose own offsets are there for
    /// tools that show lag.
    pub(super) fn save(&self, consumer: &BaseConsumer<Self>) {
        let mut offsets = TopicPartitionList::new();
        for (partition, safe) in self.feed.safe() {
            let from = self.stored.lock().unwrap_or_else(PoisonError::into_inner).get(&partition).copied().flatten();
            if from.is_some_and(|from| safe <= from) {
                continue;
            }
            let named = self.named(partition);
            let outcome = self
                .positions
                .advance(&named, from, safe)
                .and_then(|moved| if moved { Ok(Some(safe)) } else { self.positions.load(&named) });
            match outcome {
                Ok(now) => {
                    if now != Some(safe) {
                        tracing::info!(partition, stored = now, "another member moved the position of a partition");
                    } else if let Err(why) = offsets.add_partition_offset(&self.topic, partition, Offset::Offset(safe))
                    {
                        tracing::warn!(partition, %why, "an offset cannot be told to Kafka");
                    }
                    self.stored.lock().unwrap_or_else(PoisonError::into_inner).insert(partition, now);
                }
                Err(why) => {
                    tracing::warn!(partition, %why, "positions could not be stored; it will be tried again");
                    break;
                }
            }
        }
        if offsets.count() > 0
            && let Err(why) = consumer.commit(&offsets, CommitMode::Async)
        {
            tracing::debug!(%why, "offsets were not told to Kafka");
        }
    }
}

impl ClientContext for GroupContext {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, text: &str) {
        match level {
            RDKafkaLogLevel::Emerg | RDKafkaLogLevel::Alert | RDKafkaLogLevel::Critical => {
                tracing::error!(facility, text, "librdkafka")
            }
            RDKafkaLogLevel::Error | RDKafkaLogLevel::Warning => tracing::warn!(facility, text, "librdkafka"),
            RDKafkaLogLevel::Notice | RDKafkaLogLevel::Info | RDKafkaLogLevel::Debug => {
                tracing::debug!(facility, text, "librdkafka")
            }
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        // Having read a partition to its end is what a reader hopes for.
        if !matches!(error, KafkaError::Global(RDKafkaErrorCode::PartitionEOF)) {
            tracing::warn!(%error, reason, "librdkafka");
        }
    }
}

impl ConsumerContext for GroupContext {
    fn rebalance(&self, consumer: &BaseConsumer<Self>, event: RDKafkaRespErr, list: &mut TopicPartitionList) {
        let done = match event {
            RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS => self.assign(consumer, list),
            _ => self.revoke(consumer, list),
        };
        if let Err(why) = done {
            tracing::error!(
                %why,
                "the group's partitions could not be taken up or given back; the consumer will be built again"
            );
            self.trouble.store(true, Ordering::SeqCst);
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        if let Err(why) = result {
            tracing::debug!(%why, "Kafka did not take the offsets; ours are stored");
        }
    }
}
