//! What is read: facts as stored, where a log ends, and why a read may not succeed.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use maillage_events::view::FactView;

use super::Receipt;

/// Why a read did not succeed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// The store did not answer.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A position is missing: an alarm, never to be read over.
    #[error("space {space}: position {expected} is missing, found {found}")]
    Hole {
        /// Where.
        space: SpaceId,
        /// What should have come.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// A stored fact cannot be read.
    #[error("space {space}, position {position}: {why}")]
    Corrupt {
        /// Where.
        space: SpaceId,
        /// At which position.
        position: u64,
        /// Why.
        why: String,
    },
}

/// What is said where two sound facts are out of order, or one misled whoever looked for a moment.
pub(crate) fn second_clock_goes_back(space: &SpaceId, position: u64) -> ReadError {
    ReadError::Corrupt { space: space.clone(), position, why: "the second clock goes back near it".to_owned() }
}

/// A fact as stored: the columns that are filtered on, and its canonical bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFact {
    /// Its place in the order of the space, from 1.
    pub position: u64,
    /// The second clock.
    pub recorded_at: RecordedAt,
    /// Its id.
    pub id: FactId,
    /// Its stream.
    pub stream: String,
    /// Its version there.
    pub version: u64,
    /// Its kind.
    pub kind: String,
    /// The first clock, as stored.
    pub occurred: String,
    /// The canonical bytes.
    pub bytes: Vec<u8>,
}

impl StoredFact {
    /// The view that folds take.
    pub fn view(&self) -> FactView<'_> {
        FactView {
            position: self.position,
            recorded_at: self.recorded_at,
            id: self.id,
            stream: &self.stream,
            kind: &self.kind,
            occurred: &self.occurred,
            bytes: &self.bytes,
        }
    }
}

/// The SHA-256 of a fact's canonical bytes.
pub type Digest = [u8; 32];

/// What the facts after a position are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digests {
    /// The digest of each, in order, contiguous from the first that was asked for.
    pub facts: Vec<Digest>,
    /// The end of the log at the same moment.
    pub head: Head,
}

/// The end of a space's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Position of the last fact; 0 when there is none.
    pub position: u64,
    /// Its second clock.
    pub recorded_at: RecordedAt,
}

/// What a command is decided on: its receipt, if it was answered already, and the facts of its streams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionInput {
    /// The receipt, and the fingerprint of the request that it answers.
    pub receipt: Option<(Receipt, [u8; 32])>,
    /// One entry a stream, in the order given: its facts, in order of version.
    pub streams: Vec<Vec<StoredFact>>,
}

/// A stretch of one space that is read beside those of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The space.
    pub space: SpaceId,
    /// The position that it comes after.
    pub after: u64,
    /// How many facts at most.
    pub limit: usize,
}

/// A stop requested by the visitor of [`FactReads::scan`](super::FactReads::scan).
pub type Visit<'v> = &'v mut (dyn for<'f> FnMut(FactView<'f>) -> std::ops::ControlFlow<()> + Send);
