//! Checkpoints while the writer goes on: what the write-ahead log holds is copied into the file by a thread with a
//! connection of its own, so that nobody's answer waits for it. The same thread is the writer's pulse.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::watch;

use crate::log::StoreHealth;
use crate::queue::{PULSE, Pulses};

/// Facts and receipts between two checkpoints: some thousand pages of the write-ahead log, of which each is copied once
/// however often it changed.
const ROWS: usize = 16_384;
/// Pages of the write-ahead log at which the writer itself makes a checkpoint, when the thread is behind: 128 MiB of
/// log at most when nobody reads.
const MOST_PAGES: u64 = 32_768;
/// How long nothing is written before the write-ahead log is given back.
const REST: Duration = Duration::from_secs(2);
/// The first and the longest pause after a checkpoint that failed.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// How a checkpoint goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Copies what no reader holds back; waits for nobody, and nobody waits for it.
    Passive,
    /// Copies all and gives the room of the write-ahead log back, unless somebody reads or writes.
    Truncate,
}

/// What the writer and the thread tell each other.
#[derive(Debug, Default)]
struct Shared {
    /// Batches that were written.
    batches: AtomicU64,
    /// Pages of the write-ahead log at the last checkpoint of the thread.
    pages: AtomicU64,
}

/// The writer's end: it says what it wrote.
pub(super) struct Checkpointer {
    calls: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    rows: usize,
    shared: Arc<Shared>,
    own: Checkpoints,
}

impl Checkpointer {
    /// Starts the thread.
    pub(super) fn start(path: PathBuf, pulses: Pulses, health: watch::Sender<StoreHealth>) -> std::io::Result<Self> {
        let (calls, called) = sync_channel(1);
        let (shared, own) = (Arc::new(Shared::default()), Checkpoints::of(&path, health));
        let (with_writer, checkpoints) = (Arc::clone(&shared), own.clone());
        let thread = std::thread::Builder::new()
            .name("maillage-log-checkpoints".to_owned())
            .spawn(move || turns(&path, &called, &pulses, &with_writer, checkpoints))?;
        Ok(Self { calls: Some(calls), thread: Some(thread), rows: 0, shared, own })
    }

    /// A checkpoint by the writer itself, however little was committed.
    pub(super) fn at_once(&mut self, connection: &Connection) {
        self.own.make(connection, Kind::Passive);
    }

    /// So many rows were committed on this connection.
    pub(super) fn wrote(&mut self, connection: &Connection, rows: usize) {
        self.shared.batches.fetch_add(1, Ordering::Relaxed);
        self.rows += rows;
        if self.rows >= ROWS {
            self.rows = 0;
            // When a call waits already, that one will do.
            let _ = self.calls.as_ref().map(|calls| calls.try_send(()));
            if self.shared.pages.load(Ordering::Relaxed) >= MOST_PAGES {
                self.shared.pages.store(0, Ordering::Relaxed);
                self.own.make(connection, Kind::Passive);
            }
        }
    }

    /// Gives the room of the write-ahead log back, by the writer itself: at the end, so that a store at rest is one
    /// file that can be copied, and on a full disk.
    pub(super) fn give_back(&mut self, connection: &Connection) {
        self.own.make(connection, Kind::Truncate);
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

/// The thread: a checkpoint at each call, a pulse a second, and the write-ahead log given back at rest.
fn turns(path: &Path, called: &Receiver<()>, pulses: &Pulses, shared: &Shared, mut checkpoints: Checkpoints) {
    let mut connection = None;
    let (mut batches, mut rests_since) = (0, Instant::now());
    loop {
        let call = called.recv_timeout(PULSE);
        if call == Err(RecvTimeoutError::Disconnected) {
            return;
        }
        pulses.send();
        let written = shared.batches.load(Ordering::Relaxed);
        if written != batches {
            (batches, rests_since) = (written, Instant::now());
        }
        let wal = checkpoints.wal_bytes();
        checkpoints.health.send_if_modified(|health| std::mem::replace(&mut health.wal_bytes, wal) != wal);
        let kind = match call {
            Ok(()) => Kind::Passive,
            Err(_) if rests_since.elapsed() >= REST && wal > 0 => Kind::Truncate,
            Err(_) => continue,
        };
        if connection.is_none() {
            connection = super::open::checkpointer(path)
                .map_err(|error| tracing::warn!(%error, "no connection for checkpoints; it is tried again"))
                .ok();
        }
        if let Some(connection) = &connection
            && let Some(pages) = checkpoints.make(connection, kind)
        {
            shared.pages.store(pages, Ordering::Relaxed);
            // Whoever reads keeps the log: it is tried again when the store has rested as long again.
            rests_since = Instant::now();
        }
    }
}

/// Checkpoints by one connection: each failure is said and counted, and the next is tried after a pause.
#[derive(Debug, Clone)]
struct Checkpoints {
    wal: PathBuf,
    health: watch::Sender<StoreHealth>,
    pause: Duration,
    not_before: Option<Instant>,
}

impl Checkpoints {
    fn of(path: &Path, health: watch::Sender<StoreHealth>) -> Self {
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        Self { wal: wal.into(), health, pause: PAUSES.0, not_before: None }
    }

    fn wal_bytes(&self) -> u64 {
        std::fs::metadata(&self.wal).map_or(0, |wal| wal.len())
    }

    /// Makes one, unless the last failed a moment ago; gives the pages that the write-ahead log then has.
    fn make(&mut self, connection: &Connection, kind: Kind) -> Option<u64> {
        // What was not confirmed must not be copied as if it were.
        if self.health.borrow().is_broken() || self.not_before.is_some_and(|at| Instant::now() < at) {
            return None;
        }
        let pragma = match kind {
            Kind::Passive => "PRAGMA wal_checkpoint(PASSIVE)",
            Kind::Truncate => "PRAGMA wal_checkpoint(TRUNCATE)",
        };
        match connection.query_row(pragma, [], |row| row.get::<_, i64>(1)) {
            Ok(pages) => {
                (self.pause, self.not_before) = (PAUSES.0, None);
                Some(u64::try_from(pages).unwrap_or(0))
            }
            Err(error) => {
                tracing::error!(%error, again_in = ?self.pause, "a checkpoint of the log failed: nothing is lost, the \
                                write-ahead log grows");
                self.health.send_modify(|health| health.checkpoints_failed += 1);
                self.not_before = Some(Instant::now() + self.pause);
                self.pause = (self.pause * 2).min(PAUSES.1);
                None
            }
        }
    }
}
