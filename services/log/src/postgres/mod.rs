//! The store of a region: PostgreSQL, any number of nodes, one writer in each.
//!
//! # Layout
//! * [`connect`]: an address, TLS, a pool of sessions; `options`: what is refused at the start; `migrate`: the schema.
//! * [`crate::queue`] → `writer` → `session`: the way of an append, a `batch` at a time. `lookups` reads under the
//!   lock, `batch_decision` decides into `new_rows`, `inserts` writes them; `writer_cache` spares the reading.
//! * `reads`, `batch_reads`, `scan`: the ways of a read; `listen`: what nodes tell each other.
//! * `failure`: what an error means; `batch_error`: why a batch was not written; `marks`: the identity; [`relay`]: the
//!   lease and the positions of a relay.

mod batch;
mod batch_decision;
mod batch_error;
mod batch_reads;
pub mod connect;
mod failure;
mod inserts;
mod listen;
mod lookups;
mod marks;
mod migrate;
mod new_rows;
mod options;
mod reads;
pub mod relay;
mod scan;
mod session;
mod writer;
mod writer_cache;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use deadpool_postgres::Pool;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

use self::connect::PostgresAddress;
pub(crate) use self::failure::error_text;
pub(crate) use self::migrate::ensure;
pub use self::migrate::migrate;
pub(crate) use self::migrate::version as schema_version;
pub(crate) use self::options::durable;
pub use self::options::{OpenError, PostgresOptions};
pub(crate) use self::scan::blocking;
pub(crate) use self::session::SETUP;
use self::session::Session;
use self::writer::Writer;
use crate::appends::Appends;
use crate::clock::Clock;
use crate::identity::StoreId;
use crate::judged_clock::JudgedClock;
use crate::log::{
    Append, AppendError, AppendedSpaces, DecisionInput, Digests, FactLog, FactReads, Head, Page, ReadError, Receipt,
    StoreHealth, StoredFact, Visit,
};
use crate::queue::Queue;

/// The log in a PostgreSQL database. Any number of processes may open it; the lock of each space puts their appends in
/// one order.
pub struct PostgresLog {
    queue: Queue,
    reads: Arc<Reads>,
    appended: Appends,
    health: watch::Receiver<StoreHealth>,
    clock: Arc<dyn Clock>,
    runtime: Handle,
    listener: AbortHandle,
    address: PostgresAddress,
    store: StoreId,
}

/// What reads share.
struct Reads {
    pool: Pool,
    /// Numbers of spaces; they never change.
    numbers: RwLock<HashMap<SpaceId, i32>>,
}

impl fmt::Debug for PostgresLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresLog({})", self.address)
    }
}

impl PostgresLog {
    /// Opens the log in a database, whose schema must be that of this build (it is migrated when the role of the
    /// address owns it), with the durability that is promised. Its writer and its listener live on the runtime that
    /// this is called on.
    pub async fn open(
        address: &PostgresAddress,
        clock: Arc<dyn Clock>,
        options: &PostgresOptions,
    ) -> Result<Arc<Self>, OpenError> {
        migrate::ensure(address, options).await?;
        let session = Session::open(address, options).await?;
        let store = marks::identity(session.client()).await?;
        let pool = address.pool_with(options.pool.max(1), options.authorities.as_deref(), SETUP)?;
        let appended = Appends::default();
        let (health_sender, health) = watch::channel(StoreHealth::default());
        let news = Arc::new(Notify::new());
        let listener = tokio::spawn(listen::listen(address.clone(), options.clone(), appended.clone(), news.clone()))
            .abort_handle();
        let writer = Writer {
            address: address.clone(),
            options: options.clone(),
            clock: JudgedClock::new(clock.clone()),
            appended: appended.clone(),
            health: health_sender,
            alive: None,
            has_learnt: false,
            news,
            numbers: HashMap::new(),
            cache: writer_cache::WriterCache::default(),
            session: Some(session),
        };
        let reads = Arc::new(Reads { pool, numbers: RwLock::default() });
        let (queue, runtime, address) = (writer.start(), Handle::current(), address.clone());
        Ok(Arc::new(Self { queue, reads, appended, health, clock, runtime, listener, address, store }))
    }

    /// Where it is.
    pub fn address(&self) -> &PostgresAddress {
        &self.address
    }
}

impl Drop for PostgresLog {
    /// The writer ends by itself, after what was queued.
    fn drop(&mut self) {
        self.listener.abort();
    }
}

impl Reads {
    /// The number of a space; `None` while nothing was ever written there.
    async fn number(&self, space: &SpaceId) -> Result<Option<i32>, ReadError> {
        let cached = self.numbers.read().unwrap_or_else(PoisonError::into_inner).get(space).copied();
        if cached.is_some() {
            return Ok(cached);
        }
        let number = reads::space_number(&self.pool.get().await?, space).await?;
        if let Some(number) = number {
            self.numbers.write().unwrap_or_else(PoisonError::into_inner).insert(space.clone(), number);
        }
        Ok(number)
    }

    /// A session for a read that knows the space's number; `None` while nothing was ever written there.
    async fn in_space(&self, space: &SpaceId) -> Result<Option<(deadpool_postgres::Client, i32)>, ReadError> {
        match self.number(space).await? {
            Some(number) => Ok(Some((self.pool.get().await?, number))),
            None => Ok(None),
        }
    }
}

#[async_trait]
impl FactLog for PostgresLog {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        self.queue.append(append).await
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.health.clone()
    }
}

#[async_trait]
impl FactReads for PostgresLog {
    async fn receipt(&self, space: &SpaceId, command: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(None) };
        reads::receipt(&client, number, command).await
    }

    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(Vec::new()) };
        reads::page(&client, space, number, after, limit).await
    }

    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(Vec::new()) };
        reads::stream(&client, space, number, stream).await
    }

    async fn read_for_decision(
        &self,
        space: &SpaceId,
        command: CommandId,
        streams: &[StreamId],
    ) -> Result<DecisionInput, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else {
            return Ok(DecisionInput { receipt: None, streams: vec![Vec::new(); streams.len()] });
        };
        batch_reads::read_for_decision(&client, space, number, command, streams).await
    }

    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
        // A space where nothing was ever written has nothing to show.
        let (mut facts, mut places, mut numbered) = (vec![Vec::new(); pages.len()], Vec::new(), Vec::new());
        for (place, page) in pages.iter().enumerate() {
            if let Some(number) = self.reads.number(&page.space).await? {
                places.push(place);
                numbered.push((number, page));
            }
        }
        if !numbered.is_empty() {
            let read = batch_reads::pages(&self.reads.pool.get().await?, &numbered).await?;
            places.into_iter().zip(read).for_each(|(place, read)| facts[place] = read);
        }
        Ok(facts)
    }

    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(None) };
        reads::find(&client, space, number, id).await
    }

    async fn versions(&self, space: &SpaceId, streams: &[StreamId]) -> Result<Vec<u64>, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(vec![0; streams.len()]) };
        reads::versions(&client, number, streams).await
    }

    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(Head::default()) };
        reads::head(&client, space, number).await
    }

    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(0) };
        reads::position_at(&client, space, number, moment).await
    }

    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        reads::spaces(&self.reads.pool.get().await?).await
    }

    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        reads::heads(&self.reads.pool.get().await?).await
    }

    fn scan(
        &self,
        space: &SpaceId,
        after: u64,
        until: Option<u64>,
        kinds: Option<&[&str]>,
        visit: Visit<'_>,
    ) -> Result<u64, ReadError> {
        let kinds = kinds.map(|kinds| kinds.iter().map(|kind| (*kind).to_owned()).collect());
        scan::scan(&self.reads, &self.runtime, scan::Stretch { space: space.clone(), after, until, kinds }, visit)
    }

    async fn digests(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Digests, ReadError> {
        let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(Digests::default()) };
        batch_reads::digests(&client, space, number, after, limit).await
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
