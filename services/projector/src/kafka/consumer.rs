//! The thread that reads the topic: polls, hands over, waits when the folds are behind, stores positions, and begins
//! again when it is stuck.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode as Code};
use rdkafka::message::{BorrowedMessage, Message};

use super::feed::Feed;
use super::metrics::Metrics;
use super::options::KafkaOptions;
use super::positions::TopicPositions;
use super::rebalance::GroupContext;
use super::record;
use super::space_backlog::RecordOffset;

/// How long a poll waits for a record.
const POLL: Duration = Duration::from_millis(100);
/// Records that are taken between two looks at everything else.
const BURST: usize = 1000;
/// How often positions are stored.
const SAVE: Duration = Duration::from_secs(1);
/// How long the thread waits for room before it pauses its partitions, which gives back what was fetched.
const HOLD: Duration = Duration::from_millis(500);
/// How long a fold may stand still while others move before what is held of it is left to the log.
const SLOW: Duration = Duration::from_secs(2);
/// Longest wait for one answer of a broker.
const ANSWER: Duration = Duration::from_secs(2);
/// Before the consumer is built again.
const PAUSE: Duration = Duration::from_secs(1);

/// Before a member that nothing is given to asks again whether others take all.
const REST: Duration = Duration::from_millis(100);

/// Why a consumer came to its end.
enum End {
    Stopped,
    Broken(String),
    /// The log has not answered for long: another member takes the partitions.
    Deaf,
}

/// What the brokers say of the topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TopicSeen {
    There,
    Missing,
    /// No broker answers.
    Unknown,
}

/// What the thread owns.
pub(super) struct Consumer {
    pub(super) feed: Arc<Feed>,
    pub(super) positions: Arc<dyn TopicPositions>,
    pub(super) options: KafkaOptions,
    pub(super) metrics: Metrics,
    pub(super) stop: Arc<AtomicBool>,
}

impl Consumer {
    /// Reads until it is stopped. Blocking; on a thread of its own.
    pub(super) fn run(&self) {
        while !self.stopped() {
            if !self.metrics.looked_within(self.options.silence) {
                std::thread::sleep(REST);
                continue;
            }
            let end = match self.subscribed() {
                Ok(consumer) => self.consume(&consumer),
                Err(why) => End::Broken(why.to_string()),
            };
            self.feed.revoked(&self.feed.partitions().keys().copied().collect::<Vec<_>>());
            match end {
                End::Stopped => {}
                End::Broken(why) => {
                    tracing::error!(why, "the consumer is built again");
                    self.metrics.rebuilt();
                    std::thread::sleep(PAUSE);
                }
                End::Deaf => tracing::error!("the log has not answered for long: this member left the group"),
            }
        }
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    fn subscribed(&self) -> KafkaResult<BaseConsumer<GroupContext>> {
        let options = &self.options;
        let context =
            GroupContext::new(self.feed.clone(), self.positions.clone(), options.group.clone(), options.topic.clone());
        let milliseconds = |time: Duration| time.as_millis().to_string();
        let mut config = ClientConfig::new();
        options.client.iter().for_each(|(name, value)| _ = config.set(name, value));
        let consumer: BaseConsumer<GroupContext> = config
            .set("bootstrap.servers", &options.bootstrap)
            .set("group.id", &options.group)
            .set("client.id", "maillage-projector")
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "error")
            .set("partition.assignment.strategy", "cooperative-sticky")
            .set("enable.partition.eof", "true")
            .set("session.timeout.ms", milliseconds(options.session))
            .set("heartbeat.interval.ms", milliseconds(options.session / 5))
            .set("topic.metadata.refresh.interval.ms", milliseconds(options.metadata))
            .set("queued.min.messages", "20000")
            .set("queued.max.messages.kbytes", "8192")
            .set("fetch.wait.max.ms", "100")
            .set("fetch.error.backoff.ms", "100")
            // A full queue is the usual state of a backlog: left at its second, most of the time would go by waiting.
            .set("fetch.queue.backoff.ms", "10")
            .set("reconnect.backoff.max.ms", "1000")
            .create_with_context(context)?;
        consumer.subscribe(&[&options.topic])?;
        Ok(consumer)
    }

    fn consume(&self, consumer: &BaseConsumer<GroupContext>) -> End {
        let (mut progress, mut saved) = (Instant::now(), Instant::now());
        let mut counted: Option<Instant> = None;
        let (mut was_missing, mut given) = (false, Instant::now());
        loop {
            if self.stopped() {
                consumer.context().save(consumer);
                return End::Stopped;
            }
            if !self.metrics.looked_within(self.options.silence) {
                return End::Deaf;
            }
            for turn in 0..BURST {
                match consumer.poll(if turn == 0 { POLL } else { Duration::ZERO }) {
                    None => break,
                    Some(Ok(message)) => {
                        progress = Instant::now();
                        self.metrics.stalled(false);
                        if !self.take(&message) {
                            break;
                        }
                    }
                    Some(Err(why)) => {
                        if let Some(broken) = self.failure(&why) {
                            return End::Broken(broken);
                        }
                        break;
                    }
                }
            }
            if consumer.context().in_trouble() {
                return End::Broken("partitions could not be taken up".to_owned());
            }
            if !self.feed.wait_for_room(HOLD) {
                if let Err(why) = self.wait_paused(consumer, &mut saved) {
                    return End::Broken(why.to_string());
                }
                progress = Instant::now();
            }
            if saved.elapsed() >= SAVE {
                consumer.context().save(consumer);
                saved = Instant::now();
            }
            if counted.is_none_or(|counted| counted.elapsed() >= self.options.metadata) {
                let seen = self.count_partitions(consumer);
                counted = (seen == TopicSeen::There).then(Instant::now);
                was_missing |= seen == TopicSeen::Missing;
            }
            if !self.feed.partitions().is_empty() {
                (was_missing, given) = (false, Instant::now());
            } else if was_missing && counted.is_some() {
                // Who subscribed to a topic that was not there hears of it late, or never.
                return End::Broken("the topic was made after it was subscribed to".to_owned());
            } else if given.elapsed() >= self.options.stall {
                if self.is_left_out(consumer) {
                    return End::Broken("partitions are given to nobody".to_owned());
                }
                given = Instant::now();
            }
            if progress.elapsed() >= self.options.stall {
                if self.waiting(consumer) {
                    self.metrics.stalled(true);
                    return End::Broken("records wait and none is consumed".to_owned());
                }
                progress = Instant::now();
            }
        }
    }

    /// Hands a record over; `false` when no more should come for now.
    fn take(&self, message: &BorrowedMessage<'_>) -> bool {
        let at = RecordOffset { partition: message.partition(), offset: message.offset() };
        match record::read(message.key(), message.payload()) {
            Ok((space, fact)) => self.feed.take(space, fact, at),
            Err(why) => {
                tracing::error!(
                    place.partition = at.partition,
                    place.offset = at.offset,
                    %why,
                    "a record of the topic is no fact; what stands there is read from the log"
                );
                self.feed.skip(at);
                true
            }
        }
    }

    /// What a poll gave instead of a record: why the consumer cannot go on, where it cannot.
    fn failure(&self, why: &KafkaError) -> Option<String> {
        match why {
            KafkaError::PartitionEOF(partition) => {
                self.feed.ended(*partition);
                None
            }
            KafkaError::MessageConsumptionFatal(_)
            | KafkaError::MessageConsumption(Code::AutoOffsetReset | Code::OffsetOutOfRange) => Some(why.to_string()),
            _ => {
                tracing::warn!(%why, "the topic could not be read; trying again");
                None
            }
        }
    }

    /// Waits until the folds have caught up, with all partitions paused: the group goes on hearing of this member.
    fn wait_paused(&self, consumer: &BaseConsumer<GroupContext>, saved: &mut Instant) -> KafkaResult<()> {
        let since = Instant::now();
        consumer.pause(&consumer.assignment()?)?;
        while !self.stopped() && !self.feed.has_room() {
            match consumer.poll(Duration::from_millis(20)) {
                // A partition that came in the meantime is not paused yet.
                Some(Ok(message)) => {
                    self.take(&message);
                    consumer.pause(&consumer.assignment()?)?;
                }
                Some(Err(why)) if self.failure(&why).is_some() => return Err(why),
                _ => {}
            }
            if since.elapsed() >= SLOW {
                self.feed.release_slow(SLOW);
            }
            if saved.elapsed() >= SAVE {
                consumer.context().save(consumer);
                *saved = Instant::now();
            }
        }
        consumer.resume(&consumer.assignment()?)
    }

    /// Asks how many partitions the topic has.
    fn count_partitions(&self, consumer: &BaseConsumer<GroupContext>) -> TopicSeen {
        let Ok(metadata) = consumer.fetch_metadata(Some(&self.options.topic), ANSWER) else {
            return TopicSeen::Unknown;
        };
        let found = metadata.topics().iter().find(|found| found.name() == self.options.topic);
        match found.and_then(|found| i32::try_from(found.partitions().len()).ok()).filter(|count| *count > 0) {
            Some(count) => {
                self.feed.set_partition_count(count);
                self.feed.reachable();
                TopicSeen::There
            }
            None => TopicSeen::Missing,
        }
    }

    /// Whether this member, which nothing was given to for long, should have a partition: the group has fewer members
    /// than the topic has partitions. Brokers that do not say so tell nothing.
    fn is_left_out(&self, consumer: &BaseConsumer<GroupContext>) -> bool {
        let partitions = self.feed.partition_count();
        let groups = consumer.fetch_group_list(Some(&self.options.group), ANSWER);
        let members = groups.ok().and_then(|all| all.groups().first().map(|group| group.members().len()));
        members.is_some_and(|members| members < partitions)
    }

    /// Whether a partition has records that were not consumed. A broker that does not answer tells nothing: building
    /// again would not help.
    fn waiting(&self, consumer: &BaseConsumer<GroupContext>) -> bool {
        let behind = |(partition, next): (i32, i64)| {
            let ends = consumer.fetch_watermarks(&self.options.topic, partition, ANSWER);
            let waits = ends.is_ok_and(|(_, end)| end > next);
            if waits {
                tracing::error!(partition, next, "records wait and none is consumed");
            }
            waits
        };
        self.feed
            .partitions()
            .into_iter()
            .filter_map(|(partition, reading)| Some((partition, reading.next?)))
            .any(behind)
    }
}
