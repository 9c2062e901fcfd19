//! What the writers of both stores remember of a stream, and when they look up an id.
//!
//! Each store has its own cache of spaces (`writer_cache` in its folder), since each trusts it for a reason of its own.

/// Beyond this many streams a cache forgets and reads again: about 20 MiB.
pub(crate) const MOST_STREAMS: usize = 100_000;

/// A stream as a writer remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CachedStream {
    pub(crate) number: i64,
    pub(crate) version: u64,
}

/// Whether each fact's id is looked up before its insertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactIds {
    /// No: the index refuses one that is there already, and with it the whole transaction.
    Trusted,
    /// Yes: only its request is refused.
    LookedUp,
}
