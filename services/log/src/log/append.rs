//! What is appended: one command's facts, its receipt, and why it may not succeed.

use maillage_events::envelope::{RecordedAt, Sealed};
use maillage_events::id::{CommandId, SpaceId, StreamId};

use super::health::Obstacle;

/// Facts for one stream, with the version that they expect it to have.
#[derive(Debug, Clone)]
pub struct StreamFacts {
    /// The stream.
    pub stream: StreamId,
    /// Its version as the decision knew it: 0 when it has no fact yet.
    pub expected: u64,
    /// The new facts; their versions must be `expected + 1`, `expected + 2`, …
    pub facts: Vec<Sealed>,
}

/// One command's facts: all are appended, or none. Usually one stream; an import has many.
#[derive(Debug, Clone)]
pub struct Append {
    /// The space.
    pub space: SpaceId,
    /// The command.
    pub command: CommandId,
    /// SHA-256 of the request, to tell a retry from a reuse of its id.
    pub fingerprint: [u8; 32],
    /// What to append, in this order of positions. May be empty: the receipt alone is then stored. A stream may come in
    /// several runs, each going on from the version that the one before reached; a run without facts only says which
    /// version must hold.
    pub streams: Vec<StreamFacts>,
    /// The position up to which the decision knew the [register](maillage_events::register), where it went by it: no
    /// fact of the register's kinds may stand after it. `None` asks nothing.
    pub register: Option<u64>,
    /// The position up to which the decision knew the whole space, where it went by that: no fact may stand after it.
    /// Only what is rare may ask it, as every other append of the space makes it decided again.
    pub head: Option<u64>,
    /// The answer to keep for retries (JSON), positions aside.
    pub outcome: Vec<u8>,
}

/// What the log keeps of a command for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Position of its first fact; 0 when it had none.
    pub first: u64,
    /// Position of its last fact; when it had none, the head at that time.
    pub last: u64,
    /// How many facts it had.
    pub count: u64,
    /// The answer as first given.
    pub outcome: Vec<u8>,
    /// The second clock of its facts.
    pub recorded_at: RecordedAt,
    /// Whether this answers a repeat: nothing was appended this time.
    pub repeated: bool,
}

/// Why an append did not succeed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// The stream moved on: decide again.
    #[error("{stream} is at version {actual}, not {expected}")]
    Conflict {
        /// Which stream.
        stream: StreamId,
        /// What the request expected.
        expected: u64,
        /// What it is.
        actual: u64,
    },
    /// The register moved on: decide again.
    #[error("a fact of the register stands at position {found}, after {known}")]
    RegisterMoved {
        /// Up to which position the request knew it.
        known: u64,
        /// Where its last fact stands.
        found: u64,
    },
    /// The space moved on: decide again.
    #[error("a fact of the space stands at position {found}, after {known}")]
    HeadMoved {
        /// Up to which position the request knew the space.
        known: u64,
        /// Where its last fact stands.
        found: u64,
    },
    /// The command id was used for another request.
    #[error("command {0} was already used for another request")]
    CommandReused(CommandId),
    /// The facts contradict each other or the request (versions, an empty id, a fact that is already there).
    #[error("malformed append: {0}")]
    Malformed(String),
    /// The store takes nothing now. Ask again with the same command id when that is over.
    #[error("the store takes nothing now: {0}")]
    Stopped(Obstacle),
    /// The outcome is not known: ask again with the same command id.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
}

/// What the callers of a batch are told that met an obstacle.
impl From<&Obstacle> for AppendError {
    fn from(obstacle: &Obstacle) -> Self {
        match obstacle {
            Obstacle::DiskFull(_) | Obstacle::DiskUnconfirmed(_) | Obstacle::Clock(_) => {
                Self::Stopped(obstacle.clone())
            }
            Obstacle::WriteFailed(why) => Self::Unavailable(why.clone()),
            Obstacle::WriterSilent(_) => Self::Unavailable(obstacle.to_string()),
        }
    }
}
