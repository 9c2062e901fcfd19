//! What this process remembers of streams between commands, so that one that is written to often is not read again each
//! time.
//!
//! Memory is never believed for good. What it decides is appended only if the log still has every stream at the version
//! that it remembers; a refusal, or an answer that adds nothing to a stream, is decided again on what the log holds
//! now. That a stream has a fact is the one thing that, once true, stays so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use maillage_events::decide::Ongoing;
use maillage_events::id::{SpaceId, StreamId};
use quick_cache::unsync::Cache;
use quick_cache::{UnitWeighter, Weighter};

use super::attempt::Working;

/// Facts remembered at most, over all streams: about 30 MiB.
const MOST_FACTS: u64 = 65_536;

/// What a stream weighs beside its facts.
const BESIDE: u64 = 4;

/// Streams remembered at most to have a fact.
const MOST_STREAMS: usize = 16_384;

type Key = (SpaceId, StreamId);

#[derive(Clone)]
struct ByFacts;

impl Weighter<Key, Ongoing> for ByFacts {
    fn weight(&self, _: &Key, stream: &Ongoing) -> u64 {
        stream.past().len() as u64 + BESIDE
    }
}

/// Cheap to clone; clones share it.
#[derive(Clone)]
pub(super) struct Memory {
    remembered: Arc<Mutex<Remembered>>,
    /// Only for the test that shows what asking again prevents.
    #[cfg(test)]
    pub(super) credulous: Arc<std::sync::atomic::AtomicBool>,
}

struct Remembered {
    streams: Cache<Key, Ongoing, ByFacts>,
    there: Cache<Key, (), UnitWeighter>,
}

impl Default for Memory {
    fn default() -> Self {
        let streams = Cache::with_weighter(1024, MOST_FACTS, ByFacts);
        let remembered = Arc::new(Mutex::new(Remembered { streams, there: Cache::new(MOST_STREAMS) }));
        Self {
            remembered,
            #[cfg(test)]
            credulous: Arc::default(),
        }
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("streams", &self.lock().streams.len()).finish_non_exhaustive()
    }
}

impl Memory {
    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether what it says is believed without asking the log: never, but in the test that shows why.
    #[cfg(test)]
    pub(super) fn is_credulous(&self) -> bool {
        self.credulous.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Whether what it says is believed without asking the log: never.
    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "the same question as in the test that shows why")]
    pub(super) const fn is_credulous(&self) -> bool {
        false
    }

    /// Takes streams out, for whoever has the turn on them; `None` unless every one is remembered.
    pub(super) fn take(&self, space: &SpaceId, streams: &BTreeSet<StreamId>) -> Option<BTreeMap<StreamId, Working>> {
        let mut remembered = self.lock();
        let keys: Vec<Key> = streams.iter().map(|stream| (space.clone(), stream.clone())).collect();
        if !keys.iter().all(|key| remembered.streams.contains_key(key)) {
            return None;
        }
        let taken = keys.into_iter().filter_map(|key| remembered.streams.remove(&key));
        Some(taken.map(|((_, stream), ongoing)| (stream, Working::new(ongoing))).collect())
    }

    /// Remembers streams as a command left them, or found them.
    pub(super) fn keep(&self, space: &SpaceId, working: BTreeMap<StreamId, Working>) {
        let mut remembered = self.lock();
        for (stream, working) in working {
            // A stream without a fact may be given one anywhere at any moment: the log is asked.
            if !working.ongoing.past().is_empty() {
                remembered.there.insert((space.clone(), stream.clone()), ());
                remembered.streams.insert((space.clone(), stream), working.ongoing);
            }
        }
    }

    /// Notes that streams have a fact.
    pub(super) fn are_there<'s>(&self, space: &SpaceId, streams: impl Iterator<Item = &'s StreamId>) {
        let mut remembered = self.lock();
        streams.for_each(|stream| remembered.there.insert((space.clone(), stream.clone()), ()));
    }

    /// Whether a stream is known to have a fact; `false` says nothing.
    pub(super) fn is_there(&self, space: &SpaceId, stream: &StreamId) -> bool {
        self.lock().there.get(&(space.clone(), stream.clone())).is_some()
    }
}
