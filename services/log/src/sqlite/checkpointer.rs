//! Checkpoints while the writer goes on: what the write-ahead log holds is copied into the file by a thread with a
//! connection of its own, so that nobody's answer waits for it.

use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

/// Facts and receipts between two checkpoints: some thousand pages of the write-ahead log, of which each is copied once
/// however often it changed.
const ROWS: usize = 16_384;

/// The writer's end: it says what it wrote.
pub(super) struct Checkpointer {
    calls: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    rows: usize,
}

impl Checkpointer {
    /// Starts the thread.
    pub(super) fn start(path: PathBuf, busy: Duration) -> std::io::Result<Self> {
        let (calls, called) = sync_channel(1);
        let thread = std::thread::Builder::new().name("maillage-log-checkpoints".to_owned()).spawn(move || {
            let connection = match super::open::checkpointer(&path, busy) {
                Ok(connection) => connection,
                Err(error) => {
                    return tracing::warn!(%error, "no connection for checkpoints; the writer makes them itself");
                }
            };
            while called.recv().is_ok() {
                checkpoint(&connection);
            }
        })?;
        Ok(Self { calls: Some(calls), thread: Some(thread), rows: 0 })
    }

    /// So many rows were committed.
    pub(super) fn wrote(&mut self, rows: usize) {
        self.rows += rows;
        if self.rows >= ROWS {
            self.rows = 0;
            // When a call waits already, that one will do.
            let _ = self.calls.as_ref().map(|calls| calls.try_send(()));
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.calls = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread of checkpoints ended badly");
        }
    }
}

/// Copies what no reader holds back; waits for nobody, and nobody waits for it.
fn checkpoint(connection: &Connection) {
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::warn!(%error, "checkpoint failed; it will be tried again");
    }
}

/// The last checkpoint, by the writer itself, so that a store at rest is one file that can be copied. While another
/// process reads, the write-ahead log stays beside.
pub(super) fn last_checkpoint(connection: &Connection) {
    let checkpoint = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    if let Err(error) = checkpoint {
        tracing::warn!(%error, "last checkpoint failed; the write-ahead log was left beside the store");
    }
}
