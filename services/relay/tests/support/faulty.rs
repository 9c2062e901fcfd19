//! A log and a store of positions that fail on demand.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use maillage_events::id::SpaceId;
use maillage_log::delegate_reads;
use maillage_log::log::{FactLog, FactReads, Page, ReadError, StoredFact, one_by_one};
use maillage_log::relay::{Epoch, Move, MoveOutcome, PositionsUnavailable, RelayPositions};

/// A log that lacks a position, and does not say so.
#[derive(Debug)]
pub struct HoledLog {
    pub log: Arc<dyn FactLog>,
    /// The position that is left out of every page; 0 for none.
    pub lacks: AtomicU64,
    /// Whether it answers no read.
    pub down: AtomicBool,
}

impl HoledLog {
    pub fn over(log: &Arc<dyn FactLog>, lacks: u64) -> Arc<Self> {
        Arc::new(Self { log: Arc::clone(log), lacks: AtomicU64::new(lacks), down: AtomicBool::new(false) })
    }
}

#[async_trait]
impl FactReads for HoledLog {
    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(ReadError::Unavailable("the test says so".to_owned()));
        }
        let mut page = self.log.read(space, after, limit).await?;
        page.retain(|fact| fact.position != self.lacks.load(Ordering::SeqCst));
        Ok(page)
    }

    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
        one_by_one::pages(self, pages).await
    }

    delegate_reads!(log: receipt, read_stream, read_for_decision, find, versions);
    delegate_reads!(log: head, heads, position_at, spaces, scan, digests, appended, appended_spaces, clock);
}

/// How one relay sees a store of positions that others see as it is.
#[derive(Debug)]
pub struct FaultyPositions {
    pub positions: Arc<dyn RelayPositions>,
    /// Renewals get no answer, as on a machine that is cut off from the store.
    pub cut_off: AtomicBool,
    /// Every renewal is answered as if it had worked: a relay that takes its lease for granted.
    pub renews_always: AtomicBool,
    /// Whoever claims a lease is answered that nobody counts on it any more.
    pub claims_at_once: AtomicBool,
    /// Moves are answered as saved and dropped: a crash before the position is saved, each time.
    pub drops_moves: AtomicBool,
    /// Moves get an error.
    pub fails_moves: AtomicBool,
    /// How many times the lease was claimed.
    pub claimed: AtomicU64,
    /// How many moves were refused because another holds the lease.
    pub fenced: AtomicU64,
}

impl FaultyPositions {
    pub fn over(positions: &Arc<dyn RelayPositions>) -> Arc<Self> {
        let off = || AtomicBool::new(false);
        Arc::new(Self {
            positions: Arc::clone(positions),
            cut_off: off(),
            renews_always: off(),
            claims_at_once: off(),
            drops_moves: off(),
            fails_moves: off(),
            claimed: AtomicU64::new(0),
            fenced: AtomicU64::new(0),
        })
    }
}

#[async_trait]
impl RelayPositions for FaultyPositions {
    async fn acquire(&self, sink: &str, holder: &str, term: Duration) -> Result<Option<Epoch>, PositionsUnavailable> {
        if self.cut_off.load(Ordering::SeqCst) {
            return Err(PositionsUnavailable("cut off".to_owned()));
        }
        self.positions.acquire(sink, holder, term).await
    }
    async fn claim(&self, sink: &str, holder: &str) -> Result<(Epoch, Duration), PositionsUnavailable> {
        let (epoch, left) = self.positions.claim(sink, holder).await?;
        self.claimed.fetch_add(1, Ordering::SeqCst);
        Ok((epoch, if self.claims_at_once.load(Ordering::SeqCst) { Duration::ZERO } else { left }))
    }
    async fn renew(&self, sink: &str, epoch: Epoch, term: Duration) -> Result<bool, PositionsUnavailable> {
        if self.cut_off.load(Ordering::SeqCst) {
            return std::future::pending().await;
        }
        if self.renews_always.load(Ordering::SeqCst) {
            return Ok(true);
        }
        self.positions.renew(sink, epoch, term).await
    }
    async fn release(&self, sink: &str, epoch: Epoch) -> Result<(), PositionsUnavailable> {
        self.positions.release(sink, epoch).await
    }
    async fn is_held(&self, sink: &str) -> Result<bool, PositionsUnavailable> {
        self.positions.is_held(sink).await
    }
    async fn load(&self, sink: &str) -> Result<BTreeMap<SpaceId, u64>, PositionsUnavailable> {
        self.positions.load(sink).await
    }
    async fn advance(&self, sink: &str, epoch: Epoch, moves: &[Move]) -> Result<MoveOutcome, PositionsUnavailable> {
        if self.drops_moves.load(Ordering::SeqCst) {
            return Ok(MoveOutcome::Saved);
        }
        if self.fails_moves.load(Ordering::SeqCst) {
            return Err(PositionsUnavailable("the test says so".to_owned()));
        }
        let moved = self.positions.advance(sink, epoch, moves).await?;
        if moved == MoveOutcome::Fenced {
            self.fenced.fetch_add(1, Ordering::SeqCst);
        }
        Ok(moved)
    }
    async fn forget(&self, sink: &str, epoch: Epoch) -> Result<MoveOutcome, PositionsUnavailable> {
        self.positions.forget(sink, epoch).await
    }
}
