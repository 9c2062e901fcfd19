//! What operators set.

use std::collections::BTreeMap;
use std::time::Duration;

pub use maillage_events::schema::asyncapi::TOPIC;

/// How a relay runs. [`RelayOptions::new`] gives what fits a region.
#[derive(Debug, Clone)]
pub struct RelayOptions {
    /// `host:port,…` of some brokers.
    pub bootstrap: String,
    /// The topic; it also names the lease and the positions.
    pub topic: String,
    /// How many partitions the topic gets when it is made here. A topic that is there keeps its own.
    pub partitions: i32,
    /// On how many brokers each has a copy; `None` leaves it to the brokers' default.
    pub replication: Option<i32>,
    /// Who this is, for those who look at the lease: a host and a process, no person.
    pub holder: String,
    /// How long a lease lasts when it is not renewed: the longest that facts wait when a relay dies.
    pub lease: Duration,
    /// How long facts may wait without one being acknowledged before the lease is left to another for a while.
    pub silence: Duration,
    /// How often a space whose next fact could not be read is tried again: somebody may have mended it.
    pub again: Duration,
    /// How often to look for facts when nothing wakes.
    pub poll: Duration,
    /// How many facts may be on their way at once, over all spaces. Bounds the memory.
    pub in_flight: usize,
    /// Whether to forget what was carried and carry all again, once, at the first holding of the lease. That holding is
    /// claimed from whoever has it.
    pub refill: bool,
    /// Whether to end when all that the log held at the beginning has been carried.
    pub once: bool,
    /// More settings of librdkafka (`security.protocol`, …). Those that keep order cannot be overruled.
    pub client: BTreeMap<String, String>,
}

impl RelayOptions {
    /// What fits a region, on these brokers.
    pub fn new(bootstrap: impl Into<String>) -> Self {
        Self {
            bootstrap: bootstrap.into(),
            topic: TOPIC.to_owned(),
            partitions: 12,
            replication: None,
            holder: format!("process {}", std::process::id()),
            lease: Duration::from_secs(6),
            silence: Duration::from_secs(30),
            again: Duration::from_secs(60),
            poll: Duration::from_millis(200),
            in_flight: 32_768,
            refill: false,
            once: false,
            client: BTreeMap::new(),
        }
    }
}
