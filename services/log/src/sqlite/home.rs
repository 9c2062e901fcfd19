//! Bringing the write-ahead log home while the writer goes on: a thread and a connection of their own, so that nobody's
//! answer waits for it.

use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

/// Facts and receipts between two calls: some thousand pages of the write-ahead log, of which each is brought home once
/// however often it changed.
const ROWS: usize = 16_384;

/// The writer's end: it says what it wrote.
pub(super) struct Home {
    calls: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    rows: usize,
}

impl Home {
    /// Starts the thread.
    pub(super) fn start(path: PathBuf, busy: Duration) -> std::io::Result<Self> {
        let (calls, called) = sync_channel(1);
        let thread = std::thread::Builder::new().name("maillage-log-home".to_owned()).spawn(move || {
            let connection = match super::open::keeper(&path, busy) {
                Ok(connection) => connection,
                Err(error) => return tracing::warn!(%error, "the write-ahead log is brought home by the writer alone"),
            };
            while called.recv().is_ok() {
                bring(&connection);
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

impl Drop for Home {
    fn drop(&mut self) {
        self.calls = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that brings the write-ahead log home ended badly");
        }
    }
}

/// Copies what no reader holds back; waits for nobody, and nobody waits for it.
fn bring(connection: &Connection) {
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the write-ahead log could not be brought home; it will be tried again");
    }
}
