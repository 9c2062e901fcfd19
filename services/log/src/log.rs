//! What every store of facts promises. The contract suite in `tests/` holds each store to it.
//!
//! 1. Positions of a space are 1, 2, 3 … in commit order, without a hole; a reader that tails by position never skips.
//! 2. `recorded_at` comes from the log's clock and is never earlier than that of the fact before it in the space.
//! 3. A success means that the facts are durable (fsynced).
//! 4. The same command id with the same request gives the first answer for ever; with another request it is refused.
//! 5. A stale or refused request takes no position and does not disturb its neighbours of the same batch.
//! 6. Nothing is ever updated or deleted.
//! 7. A request that says up to where it knew the register is refused when a fact of its kinds came after; one that
//!    says up to where it knew the space, when any fact did.
//!
//! # One append through time
//! ```text
//!  caller            queue                 the one writer of the process              readers
//!    │ shape checked   │                     │                                          │
//!    ├─── request ────▶│ gather what waits   │                                          │
//!    │                 ├────── batch ───────▶│ lock: of the file, or of each space      │
//!    │                 │                     │ transaction: receipts and versions read; │
//!    │   (waits)       │ (the next batch     │   each request is a repeat, a refusal,   │
//!    │                 │  gathers            │   or facts at head + 1, head + 2, …      │
//!    │                 │  meanwhile)         │ commit: fsync, then the lock is free     │
//!    │◀─────────────── reply ────────────────┤                                          │
//!    │                                       ├─────── wake: `appended` moves ──────────▶│ read on after their
//!    │                                       │                                          │ own positions
//! ```
//!
//! # Positions of one space
//! ```text
//!   1   2   3   4   5   6   7   8     durable facts; each position is given once, under the lock
//!   ■   ■   ■   ■   ■   ■   ■   ■
//!           ▲       ▲           └── head: the last durable fact; nobody sees a position beyond it
//!           │       └── a projection has folded so far
//!           └── a relay has carried so far
//!
//!   head ≥ every follower, at every moment. A follower reads after its own position, however often it is woken.
//! ```
//!
//! # Layout
//! * [`FactReads`]: what is read of a log; [`FactLog`]: the same, and the append.
//! * `append`: what is appended and its receipt; `stored`: what is read; `health`: what would keep an append from
//!   succeeding.
//! * [`one_by_one`]: several questions for a store that answers one at a time; `delegate`: for a log that wraps
//!   another.

mod append;
mod delegate;
mod health;
pub mod one_by_one;
mod stored;

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use tokio::sync::{broadcast, watch};

pub use self::append::{Append, AppendError, Receipt, StreamFacts};
#[doc(hidden)]
pub use self::delegate::names;
pub(crate) use self::health::ALIVE;
pub use self::health::{MOST_SILENCE, Obstacle, StoreHealth};
pub(crate) use self::stored::second_clock_goes_back;
pub use self::stored::{DecisionInput, Digest, Digests, Head, Page, ReadError, StoredFact, Visit};
use crate::clock::Clock;

/// The spaces that were appended to, one after the other; `None` where another process appended and did not say where.
/// Whoever is too slow is told that some were missed, and asks for all [heads](FactReads::heads).
pub type AppendedSpaces = broadcast::Receiver<Option<SpaceId>>;

/// What is read of a store of facts. No method has a default: a log that wraps another says of each whether it
/// [hands it on](crate::delegate_reads) or answers it itself.
#[async_trait]
pub trait FactReads: Debug + Send + Sync {
    /// The receipt of a command, if it was already answered, and the fingerprint of the request that it answers.
    async fn receipt(&self, space: &SpaceId, command: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError>;

    /// Up to `limit` facts after a position, in order, contiguous from `after + 1`.
    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError>;

    /// Several stretches, each as [`FactReads::read`] gives it, in the order given.
    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError>;

    /// One stream's facts, in order of version.
    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError>;

    /// What a command is decided on: its receipt and the facts of its streams. Every command asks it.
    async fn read_for_decision(
        &self,
        space: &SpaceId,
        command: CommandId,
        streams: &[StreamId],
    ) -> Result<DecisionInput, ReadError>;

    /// One fact by its id.
    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError>;

    /// The versions of some streams, 0 for those that do not exist, in the order given.
    async fn versions(&self, space: &SpaceId, streams: &[StreamId]) -> Result<Vec<u64>, ReadError>;

    /// The end of a space's log.
    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError>;

    /// The end of every space's log. Whoever follows all spaces asks it at every wake.
    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError>;

    /// The position of the last fact recorded at or before a moment; 0 when there is none.
    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError>;

    /// Every space that has a fact.
    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError>;

    /// Shows each fact after `after` up to and including `until` (the head when `None`) to a visitor, in order, without
    /// keeping them: memory stays flat whatever the length. Blocking; call it off the async threads. Ends at a hole
    /// with an error, never silently. `kinds`: when given, facts of other kinds may be left out (their positions then
    /// do not count as holes). Returns the last position reached.
    fn scan(
        &self,
        space: &SpaceId,
        after: u64,
        until: Option<u64>,
        kinds: Option<&[&str]>,
        visit: Visit<'_>,
    ) -> Result<u64, ReadError>;

    /// What up to `limit` facts after a position are, without the facts: whoever holds a copy of them from elsewhere
    /// holds it to this.
    async fn digests(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Digests, ReadError>;

    /// Tells that something was appended by this process; a follower polls besides, for what other processes append.
    fn appended(&self) -> watch::Receiver<u64>;

    /// Tells of each space that this process appended to, as often as it did.
    fn appended_spaces(&self) -> AppendedSpaces;

    /// The second clock.
    fn clock(&self) -> Arc<dyn Clock>;
}

/// A store of facts.
#[async_trait]
pub trait FactLog: FactReads {
    /// Appends one command's facts, or answers its repeat.
    async fn append(&self, append: Append) -> Result<Receipt, AppendError>;

    /// How the store fares: its writer says so after each batch, and once a second when there is none. A log that wraps
    /// another hands it on.
    fn health(&self) -> watch::Receiver<StoreHealth>;
}
