//! One identity in log, rows and vault, and the marks by which each knows where another stood.
//!
//! ```text
//!            ┌── the mark beside an embedded log: its last acknowledged fact, written before the answer
//!   log ◀────┼── the rows of projections: the last fact that they took
//!            └── the vault: the last fact that stood when a card changed
//!   vault ◀───── the log: how often the vault had changed, and what it held then
//! ```
//!
//! A witness names a fact by its id, not only by its position: a log that was replaced by another of the same length is
//! recognised too. [`judge`](judge::judge) compares all of them before the first write.
//!
//! # Layout
//! * here: who a store is and what a witness knows; [`judge`]: what is missing; `lost`: how that is said; `mark_file`:
//!   the mark beside an embedded log.

pub mod judge;
mod lost;
pub(crate) mod mark_file;

use std::fmt;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use uuid::Uuid;

pub use self::lost::Lost;
pub use self::mark_file::witness as mark_witness;
use crate::log::ReadError;

/// Who a store is: 16 bytes of chance, given when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct StoreId(pub Uuid);

impl StoreId {
    /// A new one.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(Uuid::from_bytes(bytes)))
    }
}

impl fmt::Display for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The last fact of a space that a witness knew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMark {
    /// The space.
    pub space: SpaceId,
    /// The position of the fact.
    pub position: u64,
    /// Its second clock.
    pub recorded_at: RecordedAt,
    /// Its id.
    pub fact: FactId,
}

/// What stands beside a log and knows where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// What it is, as an operator reads it: a file, or a schema of a database.
    pub name: String,
    /// Whose it is; `None` while it was never bound to a store.
    pub store: Option<StoreId>,
    /// The last fact of each space that it knew.
    pub marks: Vec<LogMark>,
}

/// How a vault stood after one of its changes, as the log remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultMark {
    /// Which vault.
    pub vault: Uuid,
    /// How often it had changed.
    pub changes: u64,
    /// The space of the change.
    pub space: SpaceId,
    /// Where the log of the space stood.
    pub position: u64,
    /// How many cards it held.
    pub cards: u64,
    /// How many references were to stay empty for ever.
    pub erased: u64,
}

/// How a vault stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultStanding {
    /// Which vault.
    pub vault: Uuid,
    /// How often it has changed.
    pub changes: u64,
    /// How many cards it holds.
    pub cards: u64,
    /// How many references are to stay empty for ever.
    pub erased: u64,
}

/// A vault as it is found, and what it knows of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundVault {
    /// How it stands.
    pub standing: VaultStanding,
    /// What it knows.
    pub witness: Witness,
}

/// The identity of a log, and what it remembers of its vault. Every call blocks.
pub trait StoreMarks: fmt::Debug + Send + Sync {
    /// Who it is.
    fn id(&self) -> StoreId;

    /// The last fact of a space; `None` where there is none.
    ///
    /// # Errors
    /// When the store does not answer.
    fn last(&self, space: &SpaceId) -> Result<Option<LogMark>, ReadError>;

    /// How the vault stood after each of its changes, in the order in which they were remembered.
    ///
    /// # Errors
    /// When the store does not answer.
    fn vault_marks(&self) -> Result<Vec<VaultMark>, ReadError>;

    /// Remembers how the vault stands.
    ///
    /// # Errors
    /// When the store does not answer.
    fn remember_vault(&self, mark: &VaultMark) -> Result<(), ReadError>;

    /// Lets the mark beside the log say where it stands now, after a loss that somebody accepted.
    ///
    /// # Errors
    /// When it cannot be written.
    fn mark_anew(&self, marks: &[LogMark]) -> Result<(), ReadError>;

    /// What was found to be missing when it was opened, where its opener was to judge.
    fn found_lost(&self) -> Vec<Lost>;
}
