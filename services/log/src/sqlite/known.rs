//! What the writer remembers between batches: ends of spaces and versions of streams.
//!
//! Memory is trusted only while nobody else wrote: each batch compares SQLite's `data_version` under the lock, and
//! forgets when it moved.

use std::collections::HashMap;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{SpaceId, StreamId};

/// Beyond this many streams the writer forgets and reads again: about 20 MiB.
const MOST_STREAMS: usize = 100_000;

/// A space as the writer knows it.
#[derive(Debug)]
pub(super) struct KnownSpace {
    pub(super) number: i64,
    pub(super) position: u64,
    pub(super) recorded_at: RecordedAt,
    pub(super) streams: HashMap<StreamId, KnownStream>,
}

/// A stream as the writer knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownStream {
    /// `None` until its first fact.
    pub(super) number: Option<i64>,
    pub(super) version: u64,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Known {
    data_version: i64,
    pub(super) spaces: HashMap<SpaceId, KnownSpace>,
}

impl Known {
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
