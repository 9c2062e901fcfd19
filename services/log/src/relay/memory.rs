//! A relay's lease and positions in memory: for tests and for trying things out. They go away with the process.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use maillage_events::id::SpaceId;

use super::{Epoch, Move, MoveOutcome, PositionsUnavailable, RelayPositions};

#[derive(Debug, Default)]
struct Sink {
    epoch: u64,
    /// `None` when it was given back.
    until: Option<Instant>,
    positions: BTreeMap<SpaceId, u64>,
}

impl Sink {
    fn holds(&self, epoch: Epoch) -> bool {
        self.epoch == epoch.0 && self.until.is_some()
    }
}

/// Leases and positions of one process.
#[derive(Debug, Default)]
pub struct MemoryPositions(Mutex<BTreeMap<String, Sink>>);

impl MemoryPositions {
    fn sinks(&self) -> MutexGuard<'_, BTreeMap<String, Sink>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl RelayPositions for MemoryPositions {
    async fn acquire(&self, sink: &str, _holder: &str, term: Duration) -> Result<Option<Epoch>, PositionsUnavailable> {
        let mut sinks = self.sinks();
        let sink = sinks.entry(sink.to_owned()).or_default();
        let now = Instant::now();
        if sink.until.is_some_and(|until| now < until) {
            return Ok(None);
        }
        sink.epoch += 1;
        sink.until = Some(now + term);
        Ok(Some(Epoch(sink.epoch)))
    }

    async fn claim(&self, sink: &str, _holder: &str) -> Result<(Epoch, Duration), PositionsUnavailable> {
        let mut sinks = self.sinks();
        let sink = sinks.entry(sink.to_owned()).or_default();
        let now = Instant::now();
        let end = sink.until.map_or(now, |until| until.max(now));
        sink.epoch += 1;
        sink.until = Some(end);
        Ok((Epoch(sink.epoch), end - now))
    }

    async fn renew(&self, sink: &str, epoch: Epoch, term: Duration) -> Result<bool, PositionsUnavailable> {
        let mut sinks = self.sinks();
        let held = sinks.get_mut(sink).filter(|sink| sink.holds(epoch));
        Ok(held.map(|sink| sink.until = Some(Instant::now() + term)).is_some())
    }

    async fn release(&self, sink: &str, epoch: Epoch) -> Result<(), PositionsUnavailable> {
        if let Some(sink) = self.sinks().get_mut(sink).filter(|sink| sink.holds(epoch)) {
            sink.until = None;
        }
        Ok(())
    }

    async fn is_held(&self, sink: &str) -> Result<bool, PositionsUnavailable> {
        Ok(self.sinks().get(sink).and_then(|sink| sink.until).is_some_and(|until| Instant::now() < until))
    }

    async fn load(&self, sink: &str) -> Result<BTreeMap<SpaceId, u64>, PositionsUnavailable> {
        Ok(self.sinks().get(sink).map(|sink| sink.positions.clone()).unwrap_or_default())
    }

    async fn advance(&self, sink: &str, epoch: Epoch, moves: &[Move]) -> Result<MoveOutcome, PositionsUnavailable> {
        let mut sinks = self.sinks();
        let Some(sink) = sinks.get_mut(sink).filter(|sink| sink.holds(epoch)) else { return Ok(MoveOutcome::Fenced) };
        if moves.iter().any(|change| sink.positions.get(&change.space).copied().unwrap_or(0) != change.from) {
            return Ok(MoveOutcome::Elsewhere);
        }
        sink.positions.extend(moves.iter().map(|change| (change.space.clone(), change.to)));
        Ok(MoveOutcome::Saved)
    }

    async fn forget(&self, sink: &str, epoch: Epoch) -> Result<MoveOutcome, PositionsUnavailable> {
        let mut sinks = self.sinks();
        let Some(sink) = sinks.get_mut(sink).filter(|sink| sink.holds(epoch)) else { return Ok(MoveOutcome::Fenced) };
        sink.positions.clear();
        Ok(MoveOutcome::Saved)
    }
}
