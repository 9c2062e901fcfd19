//! The options of a projector fed by the topic.

use std::collections::BTreeMap;
use std::time::Duration;

/// The topic that the relay fills.
pub const TOPIC: &str = "maillage.facts.v1";

/// How a projector reads the topic.
#[derive(Debug, Clone)]
pub struct KafkaOptions {
    /// Brokers to begin with, `HOST:PORT,…`.
    pub bootstrap: String,
    /// The consumer group: its members share the partitions.
    pub group: String,
    /// The topic.
    pub topic: String,
    /// The projections to keep, by name; `None` for all of the catalogue.
    pub projections: Option<Vec<String>>,
    /// Bytes of consumed facts that may wait for their fold; beyond, the topic is not read on.
    pub memory: usize,
    /// How long a fact of the log may be missing from the topic before it is read from the log; and from then on at
    /// every survey, until the topic brings something of the space again.
    pub patience: Duration,
    /// How long records may wait without one being consumed before the consumer is built again.
    pub stall: Duration,
    /// How long the log may be silent before this member leaves the group to others, until it answers again.
    pub silence: Duration,
    /// How long the group waits for a member that is silent.
    pub session: Duration,
    /// How often the number of partitions is looked at.
    pub metadata: Duration,
    /// More settings of librdkafka, about how brokers are reached (`security.protocol`, …). Those of a projector cannot
    /// be overruled.
    pub client: BTreeMap<String, String>,
    /// How often the log is looked at for lag and for new spaces.
    pub survey: Duration,
}

impl KafkaOptions {
    /// The options of a region, for these brokers.
    pub fn new(bootstrap: impl Into<String>) -> Self {
        Self {
            bootstrap: bootstrap.into(),
            group: "maillage-projector".to_owned(),
            topic: TOPIC.to_owned(),
            projections: None,
            memory: 32 << 20,
            patience: Duration::from_secs(5),
            stall: Duration::from_secs(30),
            silence: Duration::from_secs(30),
            session: Duration::from_secs(10),
            metadata: Duration::from_secs(30),
            client: BTreeMap::new(),
            survey: Duration::from_secs(1),
        }
    }
}
