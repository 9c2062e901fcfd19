//! What every store of facts promises. The contract suite in `tests/` holds each store to it.
//!
//! 1. Positions of a space are 1, 2, 3 … in commit order, without a hole; a reader that tails by position never skips.
//! 2. `recorded_at` comes from the log's clock and is never earlier than that of the fact before it in the space.
//! 3. A success means that the facts are durable (fsynced).
//! 4. The same command id with the same request gives the first answer for ever; with another request it is refused.
//! 5. A stale or refused request takes no position and does not disturb its neighbours of the same batch.
//! 6. Nothing is ever updated or deleted.

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::envelope::{RecordedAt, Sealed};
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use maillage_events::view::FactView;
use tokio::sync::watch;

use crate::clock::Clock;

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
    pub request: [u8; 32],
    /// What to append, in this order of positions. May be empty: the receipt alone is then kept. A stream may come in
    /// several runs, each going on from the version that the one before reached; a run without facts only says which
    /// version must hold.
    pub streams: Vec<StreamFacts>,
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
    /// The command id was used for another request.
    #[error("command {0} was already used for another request")]
    CommandReused(CommandId),
    /// The facts contradict each other or the request (versions, an empty id, a fact that is already there).
    #[error("malformed append: {0}")]
    Malformed(String),
    /// The outcome is not known: ask again with the same command id.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
}

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

/// The end of a space's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// Position of the last fact; 0 when there is none.
    pub position: u64,
    /// Its second clock.
    pub recorded_at: RecordedAt,
}

/// What a decision is taken on: the receipt of its command, if it was answered already, with the hash of its request;
/// and the facts of its streams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// The receipt, and the request that it answers.
    pub receipt: Option<(Receipt, [u8; 32])>,
    /// One entry a stream, in the order asked: its facts, in order of version.
    pub streams: Vec<Vec<StoredFact>>,
}

/// A stretch of one space that is asked for beside those of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The space.
    pub space: SpaceId,
    /// The position that it comes after.
    pub after: u64,
    /// How many facts at most.
    pub limit: usize,
}

/// A stop asked for by the visitor of [`FactLog::scan`].
pub type Visit<'v> = &'v mut (dyn for<'f> FnMut(FactView<'f>) -> std::ops::ControlFlow<()> + Send);

/// A store of facts.
#[async_trait]
pub trait FactLog: Debug + Send + Sync {
    /// Appends one command's facts, or answers its repeat.
    async fn append(&self, append: Append) -> Result<Receipt, AppendError>;

    /// The receipt of a command, if it was already answered.
    async fn receipt(&self, space: &SpaceId, command: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError>;

    /// Up to `limit` facts after a position, in order, contiguous from `after + 1`.
    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError>;

    /// One stream's facts, in order of version.
    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError>;

    /// What a command is decided on. A store that can tell in one question does so: every command asks it.
    async fn before(&self, space: &SpaceId, command: CommandId, streams: &[StreamId]) -> Result<Before, ReadError> {
        let receipt = self.receipt(space, command).await?;
        let versions = self.versions(space, streams).await?;
        let mut pasts = Vec::with_capacity(streams.len());
        for (stream, version) in streams.iter().zip(versions) {
            pasts.push(if version == 0 { Vec::new() } else { self.read_stream(space, stream).await? });
        }
        Ok(Before { receipt, streams: pasts })
    }

    /// Several stretches, each as [`FactLog::read`] gives it, in the order asked. A store that can tell in one question
    /// does so.
    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
        let mut facts = Vec::with_capacity(pages.len());
        for page in pages {
            facts.push(self.read(&page.space, page.after, page.limit).await?);
        }
        Ok(facts)
    }

    /// One fact by its id.
    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError>;

    /// The versions of some streams, 0 for those that do not exist, in the order asked.
    async fn versions(&self, space: &SpaceId, streams: &[StreamId]) -> Result<Vec<u64>, ReadError>;

    /// The end of a space's log.
    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError>;

    /// The position of the last fact recorded at or before a moment; 0 when there is none.
    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError>;

    /// Every space that has a fact.
    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError>;

    /// The end of every space's log. A store that can tell in one question does so: whoever carries all spaces asks at
    /// every wake.
    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        let mut heads = Vec::new();
        for space in self.spaces().await? {
            let head = self.head(&space).await?;
            heads.push((space, head));
        }
        Ok(heads)
    }

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

    /// Tells that something was appended by this process; a follower polls besides, for what other processes append.
    fn appended(&self) -> watch::Receiver<u64>;

    /// The second clock.
    fn clock(&self) -> Arc<dyn Clock>;
}
