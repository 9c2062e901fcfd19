//! What the writer remembers between batches: ends of spaces, versions of streams.
//!
//! The cache is trusted in two ways only. Under the lock, when the head that was read is the one remembered: facts are
//! only ever added, so nobody wrote. Or without reading, when the batch adds a fact right after the remembered head:
//! `facts_by_position` refuses it if anybody wrote since, and the whole transaction with it.

use foldhash::HashMap;
use maillage_events::id::StreamId;

use crate::log::Head;
use crate::writer_cache::{CachedStream, MOST_STREAMS};

/// Batches without a foreign fact after which a space is again appended to without reading first.
const PATIENCE: i32 = 16;

/// Where a space ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SpaceEnd {
    pub(super) head: Head,
    /// The number of its newest stream.
    pub(super) newest_stream: i64,
    /// Where the last fact of its register stands; 0 when there is none.
    pub(super) register: u64,
}

/// A space, as far as it is remembered.
#[derive(Debug, Default)]
pub(super) struct CachedSpace {
    pub(super) end: SpaceEnd,
    pub(super) streams: HashMap<StreamId, CachedStream>,
    /// Negative while other processes write to the space too.
    quiet: i32,
}

/// What a batch makes of a space, to be remembered once it is committed: where it stands then, and the streams that
/// grew.
#[derive(Debug, Default)]
pub(super) struct SpaceGrowth<'b> {
    pub(super) end: SpaceEnd,
    pub(super) streams: HashMap<&'b StreamId, CachedStream>,
}

impl CachedSpace {
    /// Keeps to the bound, whatever way batches go.
    fn forget_too_many(&mut self) {
        if self.streams.len() > MOST_STREAMS {
            self.streams.clear();
        }
    }
}

/// All that is remembered, by the number of the space.
#[derive(Debug, Default)]
pub(super) struct WriterCache {
    spaces: HashMap<i32, CachedSpace>,
}

impl WriterCache {
    pub(super) fn space(&self, number: i32) -> Option<&CachedSpace> {
        self.spaces.get(&number)
    }

    /// Whether a space may be appended to without reading first.
    pub(super) fn is_quiet(&self, number: i32) -> bool {
        self.spaces.get(&number).is_some_and(|space| space.quiet >= 0)
    }

    /// Takes what was read under the lock. When the head moved, another process wrote, and what is remembered of
    /// streams may be wrong.
    pub(super) fn read_head(&mut self, number: i32, end: SpaceEnd) {
        let fresh = !self.spaces.contains_key(&number);
        let space = self.spaces.entry(number).or_default();
        if fresh || space.end.head.position == end.head.position {
            space.quiet = space.quiet.saturating_add(1).min(0);
        } else {
            space.quiet = -PATIENCE;
        }
        if space.end.head.position != end.head.position {
            space.streams.clear();
        }
        space.forget_too_many();
        space.end = end;
    }

    /// Takes a stream's version as it was read under the lock.
    pub(super) fn read_stream(&mut self, space: i32, stream: StreamId, read: Option<CachedStream>) {
        let streams = &mut self.spaces.entry(space).or_default().streams;
        match read {
            Some(read) => streams.insert(stream, read),
            None => streams.remove(&stream),
        };
    }

    /// Takes what a committed batch added.
    pub(super) fn committed(&mut self, number: i32, growth: SpaceGrowth<'_>) {
        let space = self.spaces.entry(number).or_default();
        space.end = growth.end;
        space.forget_too_many();
        for (stream, stands) in growth.streams {
            match space.streams.get_mut(stream) {
                Some(stood) => *stood = stands,
                None => _ = space.streams.insert(stream.clone(), stands),
            }
        }
    }

    /// Somebody wrote to these spaces since: they are read before they are appended to, for a while.
    pub(super) fn overtaken(&mut self, numbers: impl IntoIterator<Item = i32>) {
        for number in numbers {
            self.spaces.entry(number).or_default().quiet = -PATIENCE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_that_others_write_to_is_read_first_until_it_was_quiet_for_a_while() {
        let mut cache = WriterCache::default();
        assert!(!cache.is_quiet(1), "nothing is known of it");
        let recorded_at = maillage_events::envelope::RecordedAt(1);
        let head = |position| SpaceEnd { head: Head { position, recorded_at }, newest_stream: 2, register: 0 };
        cache.read_head(1, head(5));
        assert!(cache.is_quiet(1));
        let stream: StreamId = "session/s-1".parse().unwrap();
        cache.read_stream(1, stream.clone(), Some(CachedStream { number: 1, version: 4 }));
        cache.read_head(1, head(6));
        assert!(!cache.is_quiet(1) && cache.space(1).unwrap().streams.is_empty());
        for _ in 0..PATIENCE {
            assert!(!cache.is_quiet(1));
            cache.read_head(1, head(6));
        }
        assert!(cache.is_quiet(1));
        cache.overtaken([1]);
        assert!(!cache.is_quiet(1));
    }

    #[test]
    fn streams_are_forgotten_beyond_the_bound_though_nothing_is_read_any_more() {
        let mut cache = WriterCache::default();
        for number in 0..=i64::try_from(MOST_STREAMS).unwrap() + 2 {
            let stream: StreamId = format!("session/s-{number}").parse().unwrap();
            let streams = HashMap::from_iter([(&stream, CachedStream { number, version: 1 })]);
            cache.committed(1, SpaceGrowth { end: SpaceEnd::default(), streams });
        }
        assert!(cache.space(1).unwrap().streams.len() <= MOST_STREAMS + 1);
    }
}
