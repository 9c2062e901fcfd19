//! What the writer remembers between batches: ends of spaces and versions of streams.
//!
//! It is trusted only while nobody else wrote: each batch compares SQLite's `data_version` under the lock, and forgets
//! when it moved.

use std::collections::HashMap;

use maillage_events::id::{SpaceId, StreamId};

use crate::log::Head;
use crate::writer_cache::{CachedStream, MOST_STREAMS};

/// A space as the writer remembers it.
#[derive(Debug)]
pub(super) struct CachedSpace {
    pub(super) number: i64,
    pub(super) head: Head,
    /// Where the last fact of the register stands; 0 when there is none.
    pub(super) register: u64,
    /// `None` for a stream that has no fact.
    pub(super) streams: HashMap<StreamId, Option<CachedStream>>,
}

/// Every space that is remembered.
#[derive(Debug, Default)]
pub(super) struct WriterCache {
    data_version: i64,
    pub(super) spaces: HashMap<SpaceId, CachedSpace>,
}

impl WriterCache {
    /// Forgets when another connection wrote since the last batch, or when there is too much to remember.
    pub(super) fn refresh(&mut self, data_version: i64) {
        let streams: usize = self.spaces.values().map(|space| space.streams.len()).sum();
        if self.data_version != data_version || streams > MOST_STREAMS {
            self.forget();
        }
        self.data_version = data_version;
    }

    /// After a batch that did not commit, what was noted during it is wrong.
    pub(super) fn forget(&mut self) {
        self.spaces.clear();
    }
}
