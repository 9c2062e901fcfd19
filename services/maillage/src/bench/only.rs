//! A log of which only some spaces are seen: a bench carries and folds its own facts and no others, whatever the
//! database holds besides.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::id::SpaceId;
use maillage_log::delegate_reads;
use maillage_log::log::{FactReads, Head, ReadError};

/// The log, and the spaces that are seen of it.
#[derive(Debug)]
pub struct Only {
    /// The log.
    pub log: Arc<dyn FactReads>,
    /// Its spaces that are listed; what is asked of another by name is answered all the same.
    pub spaces: Vec<SpaceId>,
}

#[async_trait]
impl FactReads for Only {
    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        Ok(self.spaces.clone())
    }

    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        let all: HashMap<SpaceId, Head> = self.log.heads().await?.into_iter().collect();
        let head = |space: &SpaceId| (space.clone(), all.get(space).copied().unwrap_or_default());
        Ok(self.spaces.iter().map(head).collect())
    }

    delegate_reads!(log: receipt, read, pages, read_stream, read_for_decision, find, versions);
    delegate_reads!(log: head, position_at, scan, digests, appended, appended_spaces, clock);
}
