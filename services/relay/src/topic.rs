//! That the topic is there before anything is produced to it. It is never made by producing to it, and never taken for
//! the one that was lost.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rdkafka::ClientContext;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::{Client, DefaultClientContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::producer::{BaseProducer, DeliveryResult, Producer, ProducerContext};
use rdkafka::types::RDKafkaErrorCode;

use crate::options::RelayOptions;
use crate::producer::{LARGEST, Sender, client};

/// Longest wait for one answer of a broker.
const ANSWER: Duration = Duration::from_secs(5);

/// How long to poll for complaints when there is no answer: a client reports them only when it is polled.
const COMPLAINTS: Duration = Duration::from_millis(100);

/// Longest wait for the leaders of a new topic.
const LEADERS: Duration = Duration::from_secs(15);

/// Sees to it that the topic is there. Returns whether it has ever held a record.
pub(crate) async fn ensure(producer: &Arc<Sender>, options: &RelayOptions) -> KafkaResult<bool> {
    let since = Instant::now();
    let mut created = false;
    loop {
        match look(producer, &options.topic).await? {
            Some(has_held) => return Ok(has_held),
            None if !created => {
                create(options).await?;
                created = true;
            }
            None if since.elapsed() > LEADERS => return Err(KafkaError::MetadataFetch(RDKafkaErrorCode::UnknownTopic)),
            None => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// What brokers say of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicState {
    /// Its partitions.
    pub partitions: usize,
    /// Those that no broker leads: what they hold cannot be read now.
    pub leaderless: usize,
    /// Whether some partition with a leader has ever held a record.
    pub has_held: bool,
}

/// Whether the topic has ever held a record; `None` when it is not there, or not ready.
async fn look(producer: &Arc<Sender>, topic: &str) -> KafkaResult<Option<bool>> {
    let (producer, topic) = (Arc::clone(producer), topic.to_owned());
    let looked = tokio::task::spawn_blocking(move || state_of(producer.client(), &topic));
    let state = looked.await.unwrap_or_else(|error| Err(KafkaError::ClientCreation(error.to_string())))?;
    // A partition without a leader may hold what the others lack: nothing can be said yet.
    Ok(state.filter(|state| state.has_held || state.leaderless == 0).map(|state| state.has_held))
}

/// Looks at a topic; `None` when it is not there.
fn state_of<C: ClientContext>(client: &Client<C>, topic: &str) -> KafkaResult<Option<TopicState>> {
    // The metadata of all topics: a broker may make a topic when it is looked up by its name.
    let metadata = client.fetch_metadata(None, ANSWER)?;
    let Some(found) = metadata.topics().iter().find(|found| found.name() == topic) else { return Ok(None) };
    if found.error().is_some() || found.partitions().is_empty() {
        return Ok(None);
    }
    let led: Vec<i32> =
        found.partitions().iter().filter(|partition| partition.leader() >= 0).map(|partition| partition.id()).collect();
    let mut has_held = false;
    for partition in &led {
        has_held = has_held || client.fetch_watermarks(topic, *partition, ANSWER)?.1 > 0;
    }
    let partitions = found.partitions().len();
    Ok(Some(TopicState { partitions, leaderless: partitions - led.len(), has_held }))
}

/// Creates the topic, whose records stay without limit of time; another relay may have been faster.
async fn create(options: &RelayOptions) -> KafkaResult<()> {
    let admin: AdminClient<DefaultClientContext> = client(options).create()?;
    let replication = TopicReplication::Fixed(options.replication.unwrap_or(-1));
    let topic = NewTopic::new(&options.topic, options.partitions, replication)
        .set("retention.ms", "-1")
        .set("max.message.bytes", LARGEST);
    let settings = AdminOptions::new().request_timeout(Some(ANSWER)).operation_timeout(Some(ANSWER));
    for result in admin.create_topics([&topic], &settings).await? {
        match result {
            Ok(_) => tracing::info!(topic = options.topic, partitions = options.partitions, "topic made"),
            Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
            Err((_, code)) => return Err(KafkaError::AdminOp(code)),
        }
    }
    Ok(())
}

/// Why the state of the topic is not known.
#[derive(Debug, thiserror::Error)]
#[error("{error}{}", .reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default())]
pub struct TopicUnknown {
    error: KafkaError,
    /// The last complaint of the client meanwhile: without it, a refused password would read as a time that ran out.
    reason: Option<String>,
}

/// The last complaint of a client.
#[derive(Debug, Clone, Default)]
struct Complaint(Arc<Mutex<Option<String>>>);

impl ClientContext for Complaint {
    fn error(&self, error: KafkaError, reason: &str) {
        // That no broker is left is what follows from the complaint before.
        if !matches!(error, KafkaError::Global(RDKafkaErrorCode::AllBrokersDown)) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reason.to_owned());
        }
    }
}

impl ProducerContext for Complaint {
    type DeliveryOpaque = ();

    fn delivery(&self, _: &DeliveryResult<'_>, (): ()) {}
}

/// The state of the topic of these options; `None` when it is not there. Nothing is made or changed.
///
/// # Errors
/// When the brokers do not answer, with what the client complained of.
pub async fn topic_state(options: RelayOptions) -> Result<Option<TopicState>, TopicUnknown> {
    let complaint = Complaint::default();
    let context = complaint.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let looker: BaseProducer<Complaint> = client(&options).create_with_context(context)?;
        state_of(looker.client(), &options.topic).inspect_err(|_| looker.poll(COMPLAINTS))
    });
    let looked = looked.await.unwrap_or_else(|error| Err(KafkaError::ClientCreation(error.to_string())));
    looked.map_err(|error| TopicUnknown {
        error,
        reason: complaint.0.lock().unwrap_or_else(PoisonError::into_inner).take(),
    })
}
