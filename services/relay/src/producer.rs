//! librdkafka as it must be set up to keep the order of a space, and what becomes of each record.

use std::sync::Arc;

use maillage_events::id::SpaceId;
use maillage_log::log::StoredFact;
use rdkafka::ClientContext;
use rdkafka::config::{ClientConfig, FromClientConfigAndContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::message::{DeliveryResult, Message};
use rdkafka::producer::{BaseRecord, NoCustomPartitioner, Producer, ProducerContext, PurgeConfig, ThreadedProducer};
use rdkafka::types::RDKafkaErrorCode;
use tokio::sync::mpsc;

use crate::client_file::with_properties;
use crate::error::Trouble;
use crate::headers::headers;
use crate::options::RelayOptions;

/// The largest record: a fact that is larger than this stops the relay.
pub(crate) const LARGEST: &str = "8388608";

/// What became of one record.
#[derive(Debug)]
pub(crate) struct DeliveryReport {
    pub(crate) lane: usize,
    pub(crate) position: u64,
    /// The partition that has it.
    pub(crate) outcome: Result<i32, KafkaError>,
}

/// Which record a report is about.
#[derive(Debug)]
pub(crate) struct Ticket {
    lane: usize,
    position: u64,
}

/// Takes librdkafka's calls on its own thread and hands them over.
#[derive(Debug)]
pub(crate) struct Reports(mpsc::UnboundedSender<DeliveryReport>);

impl ClientContext for Reports {
    fn error(&self, error: KafkaError, reason: &str) {
        // Brokers that cannot be reached are tried again for ever; what is pending shows in the metrics.
        tracing::warn!(%error, reason, "Kafka's client reports an error");
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = Box<Ticket>;

    fn delivery(&self, result: &DeliveryResult<'_>, ticket: Box<Ticket>) {
        let outcome = result.as_ref().map(Message::partition).map_err(|(error, _)| error.clone());
        // Whoever listened may have gone to begin again: the record is then carried again.
        let _ = self.0.send(DeliveryReport { lane: ticket.lane, position: ticket.position, outcome });
    }
}

pub(crate) type Sender = ThreadedProducer<Reports, NoCustomPartitioner>;

/// How brokers are reached, without what only a producer takes.
pub(crate) fn client(options: &RelayOptions) -> ClientConfig {
    let mut config = with_properties(&options.client);
    config
        .set("bootstrap.servers", &options.bootstrap)
        .set("client.id", "maillage-relay")
        .set("reconnect.backoff.max.ms", "1000");
    config
}

/// A producer and where its reports come in.
pub(crate) fn producer(options: &RelayOptions) -> KafkaResult<(Arc<Sender>, mpsc::UnboundedReceiver<DeliveryReport>)> {
    let mut config = client(options);
    config
        .set("enable.idempotence", "true")
        // A batch that the broker refuses for good ends this producer before the next one is sent: what it would leave
        // out is never passed by. Whoever carries begins again from the stored position with a new one.
        .set("enable.gapless.guarantee", "true")
        .set("acks", "all")
        // The topic was there when this producer was made. That it is gone must show soon, not after the half minute
        // that a new one is given.
        .set("topic.metadata.propagation.max.ms", "5000")
        .set("max.in.flight.requests.per.connection", "5")
        // A record that times out leaves a gap behind which others arrive: none ever does.
        .set("message.timeout.ms", "0")
        // The same space goes to the same partition as with the clients in Java, and as projectors compute it.
        .set("partitioner", "murmur2_random")
        .set("compression.type", "lz4")
        // Facts come in bursts, which the lanes have gathered: this is the time for one to be handed over whole. More
        // waiting would be in vain: an idempotent producer has one request a partition on its way, and a record that
        // waited longer behind it makes librdkafka's thread spin until the answer comes (a third of a core and more, at
        // 1,000 facts/s).
        .set("linger.ms", "0.3")
        .set("message.max.bytes", LARGEST)
        .set("queue.buffering.max.messages", (options.in_flight.max(1_000) * 2).to_string())
        .set("queue.buffering.max.kbytes", "131072");
    let (reports, incoming) = mpsc::unbounded_channel();
    Ok((Arc::new(Sender::from_config_and_context(&config, Reports(reports))?), incoming))
}

/// Hands a fact to the producer. `false` when its queue is full: the same fact must come again before the next.
pub(crate) fn send(
    producer: &Sender,
    topic: &str,
    space: &SpaceId,
    lane: usize,
    fact: &StoredFact,
) -> Result<bool, Trouble> {
    let headers = headers(space, fact).map_err(|why| Trouble::unreadable(space, fact.position, &why))?;
    let ticket = Box::new(Ticket { lane, position: fact.position });
    let record =
        BaseRecord::with_opaque_to(topic, ticket).key(space.as_str()).payload(fact.bytes.as_slice()).headers(headers);
    match producer.send(record) {
        Ok(()) => Ok(true),
        Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => Ok(false),
        Err((error, _)) => Err(error.into()),
    }
}

/// Throws away what is on its way and ends the producer, off the async threads: librdkafka waits for its own.
pub(crate) async fn discard(producer: Arc<Sender>) {
    let ended = tokio::task::spawn_blocking(move || {
        producer.purge(PurgeConfig::default().queue().inflight());
        drop(producer);
    });
    if let Err(error) = ended.await {
        tracing::error!(%error, "a producer did not end cleanly");
    }
}
