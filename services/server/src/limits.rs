//! How much is served at once. Each kind of guest has places of its own: nobody who stays long shuts the others out.
//!
//! ```text
//!   connections      [==============================================][==]   the last ones are for operators alone:
//!                     of which live streams [==================]            /healthz, /readyz, /metrics
//!   whole streams    [==]   read into memory at once, whoever asks
//! ```

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::http::problem::Problem;

/// How many may be served at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections of anybody.
    pub connections: usize,
    /// Further connections, that are answered what operators ask and nothing else.
    pub operators: usize,
    /// Live streams.
    pub streams: usize,
    /// Streams of facts that are read whole.
    pub whole_streams: usize,
    /// How long a reader waits for a place among those.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 2048, operators: 32, streams: 1024, whole_streams: 2, patience: Duration::from_secs(10) }
    }
}

/// The places that are left.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    pub(crate) connections: Arc<Semaphore>,
    pub(crate) operators: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    whole_streams: Arc<Semaphore>,
    patience: Duration,
}

/// When a live stream that found no place may come back.
const STREAMS_COME_BACK: Duration = Duration::from_secs(30);
/// When a reader of a whole stream that found no place may come back.
const READERS_COME_BACK: Duration = Duration::from_secs(5);

impl Places {
    pub(crate) fn of(limits: Limits) -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self {
            connections: places(limits.connections),
            operators: places(limits.operators),
            streams: places(limits.streams),
            whole_streams: places(limits.whole_streams),
            patience: limits.patience,
        }
    }

    /// A place for a live stream; nobody waits for one.
    pub(crate) fn for_stream(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let place = self.streams.clone().try_acquire_owned();
        place.map_err(|_| Problem::new("too-many-streams").come_back_in(STREAMS_COME_BACK))
    }

    /// A place for whoever reads a stream whole; waited for a bounded time.
    pub(crate) async fn for_whole_stream(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let place = tokio::time::timeout(self.patience, self.whole_streams.clone().acquire_owned()).await;
        let full = || Problem::new("too-many-readers").come_back_in(READERS_COME_BACK);
        place.map_err(|_| full())?.map_err(|_| full())
    }
}
