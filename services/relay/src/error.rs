//! Why a relay ends, and why it begins again.

use maillage_events::id::SpaceId;
use maillage_events::unreadable::Unreadable;
use maillage_log::log::ReadError;
use maillage_log::relay::PositionsUnavailable;
use rdkafka::error::KafkaError;

/// What a relay cannot mend by itself: somebody must look.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// Librdkafka refuses a setting.
    #[error("Kafka's client: {0}")]
    Settings(KafkaError),
    /// Metrics that contradict each other: a fault of ours.
    #[error("metrics: {0}")]
    Metrics(#[from] prometheus::Error),
    /// A position is missing in the log. Nothing after it was carried.
    #[error("space {space}: position {expected} is missing in the log; nothing after it is carried")]
    Hole {
        /// Where.
        space: SpaceId,
        /// What should have come.
        expected: u64,
    },
    /// A stored fact cannot be read.
    #[error("space {space}, position {position}: {why}; nothing after it is carried")]
    Corrupt {
        /// Where.
        space: SpaceId,
        /// At which position.
        position: u64,
        /// Why.
        why: String,
    },
    /// The topic is empty although facts were carried to it: going on would leave out all that it held.
    #[error("the topic {topic} is empty although facts were carried to it before: fill it again with --refill")]
    TopicLost {
        /// Which.
        topic: String,
    },
    /// Another relay took the lease before all was carried: it carries the rest.
    #[error(
        "another relay took over before everything was on the topic {topic}: it carries the rest \
         from where this one stood"
    )]
    Overtaken {
        /// Which.
        topic: String,
    },
}

/// Why carrying came to an end before anybody requested it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// For good.
    #[error(transparent)]
    Ends(#[from] RelayError),
    /// Kafka refused or lost something: everything in flight is thrown away and carried again from the stored position.
    #[error("Kafka: {0}")]
    Kafka(#[from] KafkaError),
    /// The log did not answer.
    #[error("the log is unavailable: {0}")]
    Log(String),
    /// The store of positions did not answer.
    #[error(transparent)]
    Positions(#[from] PositionsUnavailable),
    /// A position was not where this relay, which holds the lease, had left it.
    #[error("a stored position was changed by somebody else")]
    Elsewhere,
}

impl From<ReadError> for Trouble {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Unavailable(why) => Self::Log(why),
            ReadError::Hole { space, expected, .. } => RelayError::Hole { space, expected }.into(),
            ReadError::Corrupt { space, position, why } => RelayError::Corrupt { space, position, why }.into(),
        }
    }
}

impl Trouble {
    /// A fact that cannot be read, at its place.
    pub(crate) fn unreadable(space: &SpaceId, position: u64, why: &Unreadable) -> Self {
        RelayError::Corrupt { space: space.clone(), position, why: why.to_string() }.into()
    }
}
