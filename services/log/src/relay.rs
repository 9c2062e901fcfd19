//! Leases and positions of relays: which relay carries facts just now, and how far each space has been carried.
//!
//! 1. At most one holder: a lease is given when it is free or has lapsed, and each giving has a higher epoch than the
//!    one before.
//! 2. Only the holder of the newest epoch moves a position, from the very position that it believes: whoever was
//!    overtaken moves none.
//! 3. Moves of several spaces happen all together or not at all.
//! 4. A lease may be claimed from its holder: the answer says until when the holder may count on it, so that none
//!    need carry beside another.
//!
//! Two stores keep these promises: [`crate::postgres::relay`], and [`memory`] for tests.
//!
//! A position is a place to go on from. When its last moves are lost, facts are carried twice, never left out.

pub mod memory;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use maillage_events::id::SpaceId;

/// The number of a holding of the lease; a later one is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epoch(pub u64);

/// One space has been carried further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The space.
    pub space: SpaceId,
    /// The position that the store is believed to hold; 0 when it knows nothing of the space.
    pub from: u64,
    /// The last position that was acknowledged without a gap.
    pub to: u64,
}

/// What became of moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveOutcome {
    /// All are saved.
    Saved,
    /// None is saved: another holds the lease.
    Fenced,
    /// None is saved: some position was not where it was believed to be.
    Elsewhere,
}

/// The store did not answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the store of the relay's positions is unavailable: {0}")]
pub struct PositionsUnavailable(pub String);

/// A store of leases and positions, for each sink (a topic) its own.
#[async_trait]
pub trait RelayPositions: Debug + Send + Sync {
    /// Takes the lease for `term` when nobody holds it; `None` when somebody does. The holder's name is for those who
    /// look, and judges nothing.
    async fn acquire(&self, sink: &str, holder: &str, term: Duration) -> Result<Option<Epoch>, PositionsUnavailable>;

    /// Takes the lease from whoever holds it, and says for how long that one may still count on it (zero when it was
    /// free). Its holder renews it no more and moves no position. The lease ends at that moment, unless it is renewed.
    async fn claim(&self, sink: &str, holder: &str) -> Result<(Epoch, Duration), PositionsUnavailable>;

    /// Holds the lease for another `term` from now. `false` when another has it: then it is lost for good.
    async fn renew(&self, sink: &str, epoch: Epoch, term: Duration) -> Result<bool, PositionsUnavailable>;

    /// Gives the lease back, so that the next need not wait for its end. Nothing happens when another has it.
    async fn release(&self, sink: &str, epoch: Epoch) -> Result<(), PositionsUnavailable>;

    /// Whether anybody holds the lease just now.
    async fn is_held(&self, sink: &str) -> Result<bool, PositionsUnavailable>;

    /// How far each space was carried; a space that never was is absent.
    async fn load(&self, sink: &str) -> Result<BTreeMap<SpaceId, u64>, PositionsUnavailable>;

    /// Saves moves, each from the position that it names, if `epoch` still holds the lease.
    async fn advance(&self, sink: &str, epoch: Epoch, moves: &[Move]) -> Result<MoveOutcome, PositionsUnavailable>;

    /// Forgets every position of a sink whose content is lost, if `epoch` still holds the lease: all is then carried
    /// again from position 1.
    async fn forget(&self, sink: &str, epoch: Epoch) -> Result<MoveOutcome, PositionsUnavailable>;
}
