//! What every store of rows promises: rows and checkpoint of each (projection, space) move in one transaction, by
//! compare-and-set.
//!
//! 1. Rows move only with their checkpoint; a reader finds both or neither.
//! 2. The position and the generation decide: a step that was taken before changes nothing, a step of rows that were
//!    replaced is refused.
//! 3. A generation is written beside the living one and takes its place in one transaction: nobody sees an empty or
//!    half-built table.
//! 4. The generation that an operator's rebuild, or another version of the fold, replaced stays and can be switched
//!    back in one transaction.
//!
//! All of it is derived: what a power cut takes away is folded again from the log, which alone must be durable. So no
//! commit waits for a disk. Every method blocks: call it from a thread that may wait. The same suite
//! (`tests/contract.rs`) holds both stores to it.

use std::collections::BTreeMap;
use std::fmt::Debug;

use maillage_events::id::SpaceId;
use maillage_log::identity::{LogMark, StoreId, Witness};
use maillage_projections::catalogue::AnyProjection;
use maillage_projections::table::RowChange;
use sha2::{Digest, Sha256};

use crate::ProjectorError;
use crate::mark::Mark;
use crate::rows_checksum::Loaded;

/// Where a projection of a space stands in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The version of the fold that made the rows.
    pub version: u32,
    /// The last fact that the rows hold.
    pub mark: Mark,
    /// Which rows live.
    pub generation: i64,
    /// Why the fold stopped after that fact, if it did.
    pub stopped: Option<String>,
    /// The version of the fold that was switched away from: it does not take these rows over by itself.
    pub declined: Option<u32>,
}

/// What a projection of a space adds to its rows.
#[derive(Debug)]
pub struct Step<'s> {
    /// The projection.
    pub projection: &'static str,
    /// The version of its fold.
    pub version: u32,
    /// The rows that the changes belong to.
    pub generation: i64,
    /// The position that the changes start from: the rows must stand there or after.
    pub from: u64,
    /// The last fact that the changes hold: the rows must not stand beyond.
    pub to: Mark,
    /// Whether an amendment put rows right: the changes then hold only from where they start, since they undo nothing
    /// that another process wrote of facts before the amendment.
    pub amended: bool,
    /// The changed rows.
    pub changes: &'s [RowChange],
}

/// What became of a [`Step`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOutcome {
    /// The rows stand where the step ends.
    Written,
    /// Another process is ahead: its rows stay, the changes must be offered again later, together with those that
    /// follow.
    Ahead,
    /// Other rows live now: they must be read before anything is added.
    Replaced,
    /// Another version of the fold keeps these rows: this one keeps none.
    OtherVersion,
    /// The rows are gone, or stand before the changes: they must be folded again from zero.
    Lost,
}

impl Step<'_> {
    const fn ends(&self) -> [u64; 2] {
        [self.from, self.to.position]
    }

    /// What becomes of the step where the rows stand at `found`. The one judgement of all stores.
    pub(crate) fn judge(&self, found: Option<&Checkpoint>) -> WriteOutcome {
        match found {
            None => WriteOutcome::Lost,
            Some(found) if found.version > self.version || found.declined == Some(self.version) => {
                WriteOutcome::OtherVersion
            }
            Some(found) if found.version < self.version => WriteOutcome::Lost,
            Some(found) if found.generation != self.generation => WriteOutcome::Replaced,
            Some(found) if found.mark.position < self.from => WriteOutcome::Lost,
            Some(found) if found.mark.position > self.to.position => WriteOutcome::Ahead,
            Some(found) if self.amended && !self.ends().contains(&found.mark.position) => WriteOutcome::Replaced,
            Some(_) => WriteOutcome::Written,
        }
    }
}

/// A generation of rows that is being written.
#[derive(Debug, Clone)]
pub struct Building {
    /// The projection.
    pub projection: &'static str,
    /// The space.
    pub space: SpaceId,
    /// The version of the fold that writes it.
    pub version: u32,
    /// Its number; of two the later is the greater.
    pub generation: i64,
}

/// Why a generation was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The rows were missing, amended, or of an older version of the fold.
    Needed,
    /// An operator wants it: what it replaces stays, a version that was switched away from comes back.
    Operator,
}

/// What became of a generation that wanted to live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takeover {
    /// It lives.
    Taken,
    /// The living rows stand beyond it: it must catch up first, or give up.
    Behind,
    /// Another one was begun since, or another version of the fold keeps the rows.
    Refused,
}

impl Building {
    /// Whether the generation may take the place of `current`. The one judgement of all stores.
    pub(crate) fn judge(
        &self,
        begun: Option<i64>,
        current: Option<&Checkpoint>,
        to: Mark,
        stopped: bool,
        cause: Cause,
    ) -> Takeover {
        let declined = |current: &Checkpoint| cause == Cause::Needed && current.declined == Some(self.version);
        match current {
            _ if begun != Some(self.generation) => Takeover::Refused,
            Some(current) if current.version > self.version || declined(current) => Takeover::Refused,
            Some(current) if current.version == self.version && current.mark.position > to.position && !stopped => {
                Takeover::Behind
            }
            None | Some(_) => Takeover::Taken,
        }
    }

    /// Whether what it replaces stays: an operator wants it, or the fold changed. Otherwise both say the same, and the
    /// room is given back.
    pub(crate) fn keeps(&self, current: &Checkpoint, cause: Cause) -> bool {
        cause == Cause::Operator || current.version != self.version
    }
}

/// A row that differs between two generations.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// `table/key`.
    pub row: String,
    /// SHA-256 of the living row, in hexadecimal; `None` when only the new generation has it.
    pub before: Option<String>,
    /// SHA-256 of the new row, in hexadecimal; `None` when only the living generation has it.
    pub after: Option<String>,
}

impl Difference {
    pub(crate) fn new(row: String, before: Option<&[u8]>, after: Option<&[u8]>) -> Self {
        let digest = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { row, before: before.map(digest), after: after.map(digest) }
    }
}

/// What was seen of moves of rows by other processes: see [`RowStore::moved_elsewhere`].
#[derive(Debug, Default)]
pub struct SeenElsewhere {
    /// The version of the whole store, where it has one.
    pub(crate) version: Option<i64>,
    /// What changes whenever the rows of a space are replaced, where the store keeps that.
    pub(crate) epochs: BTreeMap<SpaceId, uuid::Uuid>,
}

/// While it lives nobody moves the rows of a space on, in stores where several processes do; see [`RowStore::hold`].
pub struct Hold(#[expect(dead_code, reason = "held for its drop alone")] Option<Box<dyn Send>>);

impl Hold {
    /// Held until `guard` is dropped.
    pub(crate) fn new(guard: impl Send + 'static) -> Self {
        Self(Some(Box::new(guard)))
    }

    /// Where nobody need be held.
    pub(crate) const fn nobody() -> Self {
        Self(None)
    }
}

impl Debug for Hold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hold")
    }
}

/// Rows of projections. Shared by several processes if need be: every move compares what is stored first.
pub trait RowStore: Debug + Send + Sync {
    /// Where a projection stands; `None` when it was never stored.
    fn checkpoint(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError>;

    /// Where every projection of a space stands.
    fn standing(&self, space: &SpaceId) -> Result<BTreeMap<String, Checkpoint>, ProjectorError>;

    /// Every space that has rows of some projection, in the order of their names.
    fn spaces(&self) -> Result<Vec<SpaceId>, ProjectorError>;

    /// The spaces whose rows may have been replaced by others since the last call with the same memory; all of them at
    /// the first. One question, whatever the number of spaces.
    fn moved_elsewhere(&self, seen: &mut SeenElsewhere) -> Result<Vec<SpaceId>, ProjectorError>;

    /// Puts the living rows back into a fresh state. `None` when there are none of this version of the fold; an error
    /// when they cannot be read.
    fn load(&self, space: &SpaceId, state: &mut dyn AnyProjection) -> Result<Option<Loaded>, ProjectorError>;

    /// Moves the rows and checkpoints of several projections of a space, all in one transaction, each by
    /// compare-and-set on its position.
    fn keep(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<Vec<WriteOutcome>, ProjectorError>;

    /// Begins a generation. One that was begun before and never took over is abandoned, its rows removed: only the
    /// last to begin may take over.
    fn begin(&self, projection: &'static str, version: u32, space: &SpaceId) -> Result<Building, ProjectorError>;

    /// Writes some of its rows.
    fn add(&self, building: &Building, changes: &[RowChange]) -> Result<(), ProjectorError>;

    /// The rows that differ between the living generation and this one, at most `limit`, in order of table and key.
    fn differing(&self, building: &Building, limit: usize) -> Result<Vec<Difference>, ProjectorError>;

    /// Lets a generation take over at a position, in one transaction. What it replaces stays or is removed as [`Cause`]
    /// says.
    fn take_over(
        &self,
        building: &Building,
        to: Mark,
        stopped: Option<&str>,
        cause: Cause,
    ) -> Result<Takeover, ProjectorError>;

    /// Makes those who move the rows of a space on wait, for a moment: a generation that catches up while others go on
    /// would never end. [`RowStore::keep`] waits, everything else goes on; so whoever holds must not keep.
    fn hold(&self, space: &SpaceId) -> Result<Hold, ProjectorError>;

    /// The generation that was replaced and stays: where it stood. `None` when there is none.
    fn replaced(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError>;

    /// Lets the generation that was replaced live again, at the position where it stood, in one transaction; the one
    /// that lived is kept in its place. `None`, and nothing changes, when there is none. A newer version of the fold
    /// that is so switched away from stays away until an operator rebuilds it.
    fn switch_back(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError>;

    /// The store whose log these rows were folded from; `None` while nobody said so.
    fn store(&self) -> Result<Option<StoreId>, ProjectorError>;

    /// Says whose they are.
    fn belong(&self, store: StoreId) -> Result<(), ProjectorError>;

    /// Removes every row and checkpoint of some spaces: they are folded again from zero.
    fn forget(&self, spaces: &[SpaceId]) -> Result<(), ProjectorError>;
}

/// What the rows know of the log that they were folded from: the last fact that any projection of a space took.
///
/// # Errors
/// When the store does not answer.
pub fn witness(rows: &dyn RowStore, name: String) -> Result<Witness, ProjectorError> {
    let mut marks = Vec::new();
    for space in rows.spaces()? {
        let furthest = rows.standing(&space)?.into_values().map(|it| it.mark).max_by_key(|mark| mark.position);
        if let Some(Mark { position, fact: Some((recorded_at, fact)) }) = furthest {
            marks.push(LogMark { space, position, recorded_at, fact });
        }
    }
    Ok(Witness { name, store: rows.store()?, marks })
}
