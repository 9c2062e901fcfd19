//! The streams that this process caches between commands, so that one that is written to often is not read again each
//! time.
//!
//! The cache never decides alone. Facts decided on it are appended only if the log still has every stream at the cached
//! version; a refusal, or an answer that adds nothing to a stream, is decided again on what the log holds now. Only
//! `existing` never goes stale: facts are never deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use maillage_events::decide::StreamPast;
use maillage_events::id::{SpaceId, StreamId};
use quick_cache::unsync::Cache;
use quick_cache::{UnitWeighter, Weighter};

use super::stream_state::StreamState;

/// Facts cached at most, over all streams: about 30 MiB.
const MOST_FACTS: u64 = 65_536;

/// Fixed cost of a cached stream, counted in facts.
const STREAM_COST: u64 = 4;

/// Streams known at most to have a fact.
const MOST_STREAMS: usize = 16_384;

type Key = (SpaceId, StreamId);

#[derive(Clone)]
struct ByFacts;

impl Weighter<Key, StreamPast> for ByFacts {
    fn weight(&self, _: &Key, stream: &StreamPast) -> u64 {
        stream.facts().len() as u64 + STREAM_COST
    }
}

/// Cheap to clone; clones share it.
#[derive(Clone)]
pub(super) struct StreamCache(Arc<Mutex<Caches>>);

struct Caches {
    /// Whole streams.
    streams: Cache<Key, StreamPast, ByFacts>,
    /// Streams that are known to have a fact.
    existing: Cache<Key, (), UnitWeighter>,
}

impl Default for StreamCache {
    fn default() -> Self {
        let streams = Cache::with_weighter(1024, MOST_FACTS, ByFacts);
        Self(Arc::new(Mutex::new(Caches { streams, existing: Cache::new(MOST_STREAMS) })))
    }
}

impl std::fmt::Debug for StreamCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StreamCache").field("streams", &self.lock().streams.len()).finish_non_exhaustive()
    }
}

impl StreamCache {
    fn lock(&self) -> MutexGuard<'_, Caches> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes streams out, for whoever has the turn on them; `None` unless every one is cached.
    pub(super) fn take(
        &self,
        space: &SpaceId,
        streams: &BTreeSet<StreamId>,
    ) -> Option<BTreeMap<StreamId, StreamState>> {
        let mut caches = self.lock();
        let keys: Vec<Key> = streams.iter().map(|stream| (space.clone(), stream.clone())).collect();
        if !keys.iter().all(|key| caches.streams.contains_key(key)) {
            return None;
        }
        let taken = keys.into_iter().filter_map(|key| caches.streams.remove(&key));
        Some(taken.map(|((_, stream), past)| (stream, StreamState::new(past))).collect())
    }

    /// Caches streams as a command left them, or found them.
    pub(super) fn keep(&self, space: &SpaceId, streams: BTreeMap<StreamId, StreamState>) {
        let mut caches = self.lock();
        for (stream, state) in streams {
            // An empty stream is not cached: another process may fill it at any moment.
            if !state.past.facts().is_empty() {
                caches.existing.insert((space.clone(), stream.clone()), ());
                caches.streams.insert((space.clone(), stream), state.past);
            }
        }
    }

    /// Notes that streams have a fact.
    pub(super) fn note_existing<'s>(&self, space: &SpaceId, streams: impl Iterator<Item = &'s StreamId>) {
        let mut caches = self.lock();
        streams.for_each(|stream| caches.existing.insert((space.clone(), stream.clone()), ()));
    }

    /// Whether a stream is known to have a fact; `false` means unknown.
    pub(super) fn exists(&self, space: &SpaceId, stream: &StreamId) -> bool {
        self.lock().existing.get(&(space.clone(), stream.clone())).is_some()
    }
}
