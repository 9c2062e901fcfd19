//! Positions saved while facts go on being carried: one change at a time, not for every acknowledgement.

use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_log::relay::{Epoch, Move, MoveOutcome, PositionsUnavailable, RelayPositions};
use tokio::task::JoinHandle;

use crate::error::Trouble;
use crate::lanes::Lanes;

/// How far apart two changes are at least: few writes, and at most this much is carried again after a crash.
const APART: Duration = Duration::from_millis(100);

/// How long to wait when the store did not answer.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

type Change = JoinHandle<(Vec<Move>, Result<MoveOutcome, PositionsUnavailable>)>;

/// What a change came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SaveOutcome {
    /// Saved, or to be tried again.
    GoOn,
    /// Another holds the lease.
    Fenced,
}

/// Saves positions during one holding of the lease.
#[derive(Debug)]
pub(crate) struct PositionSaver {
    positions: Arc<dyn RelayPositions>,
    sink: String,
    epoch: Epoch,
    change: Option<Change>,
    not_before: Instant,
}

impl PositionSaver {
    pub(crate) fn new(positions: Arc<dyn RelayPositions>, sink: &str, epoch: Epoch) -> Self {
        Self { positions, sink: sink.to_owned(), epoch, change: None, not_before: Instant::now() }
    }

    /// Begins to save what was acknowledged, when it is time.
    pub(crate) fn begin(&mut self, lanes: &Lanes) {
        if self.change.is_some() || Instant::now() < self.not_before {
            return;
        }
        let moves = lanes.moves();
        if !moves.is_empty() {
            let (positions, sink, epoch) = (Arc::clone(&self.positions), self.sink.clone(), self.epoch);
            self.change = Some(tokio::spawn(async move {
                let outcome = positions.advance(&sink, epoch, &moves).await;
                (moves, outcome)
            }));
        }
    }

    /// Waits for the change that is under way, for ever when there is none, and takes what it came to.
    pub(crate) async fn next(&mut self, lanes: &mut Lanes) -> Result<SaveOutcome, Trouble> {
        let Some(change) = self.change.as_mut() else { return std::future::pending().await };
        let ended = change.await;
        self.change = None;
        self.not_before = Instant::now() + APART;
        match ended {
            Ok((moves, Ok(MoveOutcome::Saved))) => lanes.saved(&moves),
            Ok((_, Ok(MoveOutcome::Fenced))) => return Ok(SaveOutcome::Fenced),
            Ok((_, Ok(MoveOutcome::Elsewhere))) => return Err(Trouble::Elsewhere),
            Ok((_, Err(error))) => {
                tracing::warn!(%error, "positions were not saved; trying again");
                self.not_before = Instant::now() + AFTER_FAILURE;
            }
            Err(error) => return Err(PositionsUnavailable(error.to_string()).into()),
        }
        Ok(SaveOutcome::GoOn)
    }

    /// When there is something to save and nothing under way: the moment to begin.
    pub(crate) fn due(&self, lanes: &Lanes) -> Option<Instant> {
        (self.change.is_none() && !lanes.moves().is_empty()).then_some(self.not_before)
    }

    /// Saves the rest before an end, as well as it can: what is not saved is carried again.
    pub(crate) async fn finish(mut self, lanes: &mut Lanes) {
        let last = async {
            if self.change.is_some() && !matches!(self.next(lanes).await, Ok(SaveOutcome::GoOn)) {
                return;
            }
            self.not_before = Instant::now();
            self.begin(lanes);
            if self.change.is_some() {
                drop(self.next(lanes).await);
            }
        };
        if tokio::time::timeout(AFTER_FAILURE * 2, last).await.is_err() {
            tracing::warn!("the last positions were not saved; their facts will be carried again");
        }
    }
}
