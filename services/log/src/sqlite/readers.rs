//! What the reads of a log share: sessions, turns, and what never changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use maillage_events::id::SpaceId;
use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::heads::Heads;
use super::pool::{Failure, Pool};
use super::reads;
use super::receipt_filter::ReceiptFilter;
use crate::log::ReadError;

/// Short reads at once; further ones wait their turn. Scans are counted by those who run them.
const READS_AT_ONCE: usize = 16;

/// What reads share.
pub(super) struct Readers {
    pub(super) pool: Pool,
    /// Short reads at once: each holds a thread and a connection.
    turns: Semaphore,
    pub(super) heads: Heads,
    /// Numbers of spaces; they never change.
    numbers: RwLock<HashMap<SpaceId, i64>>,
    /// Which commands may have a receipt; the writer's too.
    pub(super) filter: Arc<Mutex<ReceiptFilter>>,
}

impl Readers {
    /// With nothing read yet.
    pub(super) fn new(pool: Pool, filter: Arc<Mutex<ReceiptFilter>>) -> Self {
        let (turns, heads) = (Semaphore::new(READS_AT_ONCE), Heads::default());
        Self { pool, turns, heads, numbers: RwLock::default(), filter }
    }

    /// Runs a short read on a thread that may wait, in its turn.
    pub(super) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&Self) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        // Never closed, so whoever waits gets a turn.
        let _turn = self.turns.acquire().await.map_err(|closed| ReadError::Unavailable(closed.to_string()))?;
        let reads = Arc::clone(self);
        match tokio::task::spawn_blocking(move || read(&reads)).await {
            Ok(answer) => answer,
            Err(error) => Err(ReadError::Unavailable(error.to_string())),
        }
    }

    /// Runs a read that knows the space's number; `None` while nothing was ever written there.
    pub(super) fn in_space<T: Default>(
        &self,
        space: &SpaceId,
        read: impl FnOnce(&Connection, i64) -> Result<T, Failure>,
    ) -> Result<T, ReadError> {
        self.pool.with(|connection| {
            let cached = self.numbers.read().unwrap_or_else(PoisonError::into_inner).get(space).copied();
            let number = match cached {
                Some(number) => number,
                None => match reads::space_number(connection, space)? {
                    Some(number) => {
                        self.numbers.write().unwrap_or_else(PoisonError::into_inner).insert(space.clone(), number);
                        number
                    }
                    None => return Ok(T::default()),
                },
            };
            read(connection, number)
        })
    }
}
