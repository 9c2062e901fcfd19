//! A log of which only some spaces are seen: a bench carries and folds its own facts and no others, whatever the
//! database holds besides.

use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use maillage_log::clock::Clock;
use maillage_log::log::{Append, AppendError, FactLog, Head, ReadError, Receipt, StoredFact, Visit};
use tokio::sync::watch;

/// The log, and the spaces that are seen of it.
#[derive(Debug)]
pub struct Only {
    /// The log.
    pub log: Arc<dyn FactLog>,
    /// Its spaces that are listed; what is asked of another by name is answered all the same.
    pub spaces: Vec<SpaceId>,
}

#[async_trait]
impl FactLog for Only {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        self.log.append(append).await
    }

    async fn receipt(&self, space: &SpaceId, command: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
        self.log.receipt(space, command).await
    }

    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        self.log.read(space, after, limit).await
    }

    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError> {
        self.log.read_stream(space, stream).await
    }

    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError> {
        self.log.find(space, id).await
    }

    async fn versions(&self, space: &SpaceId, streams: &[StreamId]) -> Result<Vec<u64>, ReadError> {
        self.log.versions(space, streams).await
    }

    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        self.log.head(space).await
    }

    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError> {
        self.log.position_at(space, moment).await
    }

    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        Ok(self.spaces.clone())
    }

    fn scan(
        &self,
        space: &SpaceId,
        after: u64,
        until: Option<u64>,
        kinds: Option<&[&str]>,
        visit: Visit<'_>,
    ) -> Result<u64, ReadError> {
        self.log.scan(space, after, until, kinds, visit)
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.log.appended()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.log.clock()
    }
}
