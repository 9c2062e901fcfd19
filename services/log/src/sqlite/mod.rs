//! The embedded store: one SQLite file, one writer, a few readers.
//!
//! # Layout
//! * `options`: how it is opened; `at_rest`: what is looked at before; `open`: the file's kind and durability;
//!   `schema.sql`, `store.sql`, `alive.sql`: its tables.
//! * `marks`, `store_marks`: who the store is, and what stands beside it; `standing`: where it stands.
//! * [`crate::queue`] → `writer` → `admit` (with `statements`, `writer_cache`, `receipt_filter`): the way of an append;
//!   `checkpointer`: its write-ahead log, copied into the file beside it.
//! * `readers`, with `pool`, `reads`, `heads`, `walk`: the ways of a read.

mod admit;
pub(crate) mod at_rest;
mod checkpointer;
mod heads;
mod marks;
mod open;
mod options;
mod pool;
mod readers;
mod reads;
mod receipt_filter;
pub(crate) mod standing;
mod statements;
mod store_marks;
mod walk;
mod writer;
mod writer_cache;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use async_trait::async_trait;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use tokio::sync::watch;

use self::checkpointer::Checkpointer;
pub use self::options::{OpenError, SqliteOptions, Synchronous};
use self::pool::Pool;
use self::readers::Readers;
use self::writer::Writer;
use self::writer_cache::WriterCache;
use crate::appends::Appends;
use crate::clock::Clock;
use crate::judged_clock::JudgedClock;
use crate::log::{
    Append, AppendError, AppendedSpaces, DecisionInput, Digests, FactLog, FactReads, Head, Page, ReadError, Receipt,
    StoreHealth, StoredFact, Visit, one_by_one,
};
use crate::queue::{Queue, queue};

/// The log in one SQLite file. Several processes may open the same file; each writes under SQLite's lock.
pub struct SqliteLog {
    /// `None` once the log is being closed.
    queue: Option<Queue>,
    writer: Mutex<Option<JoinHandle<()>>>,
    reads: Arc<Readers>,
    appended: Appends,
    health: watch::Receiver<StoreHealth>,
    clock: Arc<dyn Clock>,
    marks: marks::Marks,
}

impl fmt::Debug for SqliteLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteLog").field("pool", &self.reads.pool).finish_non_exhaustive()
    }
}

impl SqliteLog {
    /// Opens a log, or creates it in an empty file, with the durability that is promised.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Arc<Self>, OpenError> {
        Self::open_with(path, clock, &SqliteOptions::default())
    }

    /// Opens a log with options of one's own; weaker durability is refused unless the options accept loss.
    pub fn open_with(path: &Path, clock: Arc<dyn Clock>, options: &SqliteOptions) -> Result<Arc<Self>, OpenError> {
        let opened = open::writer(path, options)?;
        let marks = marks::Marks::of(&opened, path, options)?;
        let connection = opened.connection;
        let appended = Appends::default();
        let (health_sender, health) = watch::channel(StoreHealth::default());
        let filter = Arc::new(Mutex::default());
        let (queue, batches) = queue(writer::QUEUE);
        let checkpointer =
            Checkpointer::start(path.to_owned(), queue.pulses(), health_sender.clone()).map_err(OpenError::Thread)?;
        let writer = Writer {
            clock: JudgedClock::new(clock.clone()),
            filter: Arc::clone(&filter),
            appended: appended.clone(),
            checkpointer,
            health: health_sender,
            cache: WriterCache::default(),
            alive: None,
            marks: marks.clone(),
            seen: None,
        };
        let writer = writer.start(connection, batches).map_err(OpenError::Thread)?;
        let reads = Arc::new(Readers::new(Pool::new(path.to_owned(), options.busy), filter));
        Ok(Arc::new(Self {
            queue: Some(queue),
            writer: Mutex::new(Some(writer)),
            reads,
            appended,
            health,
            clock,
            marks,
        }))
    }
}

impl Drop for SqliteLog {
    /// Waits for what was queued, so that the file is at rest when the log is gone.
    fn drop(&mut self) {
        self.queue = None;
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer
            && writer.join().is_err()
        {
            tracing::error!("the writer of the log ended badly");
        }
    }
}

#[async_trait]
impl FactLog for SqliteLog {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        let gone = || AppendError::Unavailable("the log is being closed".to_owned());
        self.queue.as_ref().ok_or_else(gone)?.append(append).await
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.health.clone()
    }
}

#[async_trait]
impl FactReads for SqliteLog {
    async fn receipt(&self, space: &SpaceId, command: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
        let space = space.clone();
        self.reads
            .blocking(move |reads| {
                reads.in_space(&space, |connection, number| reads::receipt(connection, &reads.filter, number, command))
            })
            .await
    }

    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        let space = space.clone();
        self.reads
            .blocking(move |reads| {
                reads.in_space(&space, |connection, number| reads::page(connection, &space, number, after, limit))
            })
            .await
    }

    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError> {
        let (space, stream) = (space.clone(), stream.clone());
        self.reads
            .blocking(move |reads| {
                reads.in_space(&space, |connection, number| reads::stream(connection, &space, number, &stream))
            })
            .await
    }

    async fn read_for_decision(
        &self,
        space: &SpaceId,
        command: CommandId,
        streams: &[StreamId],
    ) -> Result<DecisionInput, ReadError> {
        one_by_one::read_for_decision(self, space, command, streams).await
    }

    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
        one_by_one::pages(self, pages).await
    }

    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError> {
        let space = space.clone();
        self.reads
            .blocking(move |reads| {
                reads.in_space(&space, |connection, number| reads::find(connection, &space, number, id))
            })
            .await
    }

    async fn versions(&self, space: &SpaceId, streams: &[StreamId]) -> Result<Vec<u64>, ReadError> {
        let (space, streams) = (space.clone(), streams.to_vec());
        self.reads
            .blocking(move |reads| {
                let mut versions =
                    reads.in_space(&space, |connection, number| reads::versions(connection, number, &streams))?;
                versions.resize(streams.len(), 0);
                Ok(versions)
            })
            .await
    }

    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        let space = space.clone();
        self.reads
            .blocking(move |reads| reads.in_space(&space, |connection, number| reads::head(connection, &space, number)))
            .await
    }

    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError> {
        let space = space.clone();
        self.reads
            .blocking(move |reads| {
                reads.in_space(&space, |connection, number| reads::position_at(connection, &space, number, moment))
            })
            .await
    }

    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        self.reads.blocking(|reads| reads.pool.with(reads::spaces)).await
    }

    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        self.reads.blocking(|reads| reads.heads.read(&reads.pool)).await
    }

    fn scan(
        &self,
        space: &SpaceId,
        after: u64,
        until: Option<u64>,
        kinds: Option<&[&str]>,
        visit: Visit<'_>,
    ) -> Result<u64, ReadError> {
        let reached = self.reads.in_space(space, |connection, number| {
            let head = reads::last_position(connection, number)?;
            let until = until.map_or(head, |until| until.min(head));
            let stretch = walk::Walk { name: space, number, after, until };
            let reached = match kinds {
                Some(kinds) => stretch.pick(connection, kinds, &mut |fact, _| visit(fact)),
                None => stretch.run(connection, &mut |fact, _| visit(fact)),
            };
            reached.map(Some)
        })?;
        Ok(reached.unwrap_or(after))
    }

    async fn digests(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Digests, ReadError> {
        one_by_one::digests(self, space, after, limit).await
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.appended.counted()
    }

    fn appended_spaces(&self) -> AppendedSpaces {
        self.appended.spaces()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }
}
