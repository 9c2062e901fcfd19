//! Commands of the executor, and their outcomes.

use maillage_events::decide::Ask;
use maillage_events::envelope::Context;
use maillage_events::id::{CommandId, SpaceId, StreamId};
use maillage_events::refusal::Refusal;
use maillage_events::register;
use maillage_events::when::OccurredOn;

use crate::log::{AppendError, ReadError, Receipt};

/// What is asked of one stream: the ask, its date and its context.
#[derive(Debug, Clone)]
pub struct StreamAsk {
    /// The stream.
    pub stream: StreamId,
    /// When it happened.
    pub occurred: OccurredOn,
    /// What the rules decide.
    pub ask: Ask,
    /// Who, how, why.
    pub context: Context,
}

impl StreamAsk {
    /// Whether it may add a fact to the register that rules of others read.
    pub(super) fn may_move_register(&self) -> bool {
        match &self.ask {
            Ask::Record(fact) | Ask::Put(fact) => register::moves(fact),
            Ask::Correct { .. } | Ask::Cancel { .. } => true,
            Ask::SignUp(_) | Ask::PutSignup(_) | Ask::CancelSignup(_) => false,
        }
    }
}

/// One command: its asks are admitted together or not at all.
#[derive(Debug, Clone)]
pub struct Command {
    /// The space.
    pub space: SpaceId,
    /// Its id; sending it again gives the first answer.
    pub id: CommandId,
    /// SHA-256 of what the caller sent: tells a retry from another request under the same id.
    pub fingerprint: [u8; 32],
    /// Its asks, in order; later ones see what earlier ones decided.
    pub asks: Vec<StreamAsk>,
    /// Whether the version that the caller saw must still hold (`If-Match`): stream and version.
    pub if_version: Option<(StreamId, u64)>,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The rules refuse one of its asks.
    #[error("request {index}: {refusal}")]
    Refused {
        /// Index of the ask in the command.
        index: usize,
        /// Why.
        refusal: Refusal,
    },
    /// The version that the caller saw no longer holds.
    #[error("{stream} is at version {actual}, not {expected}")]
    Stale {
        /// Which stream.
        stream: StreamId,
        /// What the caller saw.
        expected: u64,
        /// What it is.
        actual: u64,
    },
    /// The log did not take it.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// What a command gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The log's receipt.
    pub receipt: Receipt,
    /// The facts, by stream, version and kind, as first answered.
    pub facts: Vec<OutcomeFact>,
}

/// One fact of an outcome, as the caller sees it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct OutcomeFact {
    /// Its id.
    pub id: maillage_events::id::FactId,
    /// Its stream.
    pub stream: StreamId,
    /// Its version there.
    pub version: u64,
    /// Its kind.
    pub kind: String,
    /// Its payload.
    pub data: serde_json::Value,
}
