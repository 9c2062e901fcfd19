//! A stream while its command is decided.

use maillage_events::decide::{Amended, StreamPast};
use maillage_events::id::StreamId;

/// A stream, and how much of it the log holds.
pub(super) struct StreamState {
    pub(super) past: StreamPast,
    /// Its version in the log.
    pub(super) stored: u64,
}

impl StreamState {
    /// A stream as it stands before the command.
    pub(super) fn new(past: StreamPast) -> Self {
        Self { stored: past.facts().len() as u64, past }
    }

    /// The stream as the command found it, and as it would leave it.
    pub(super) fn amended<'s>(&'s self, stream: &'s StreamId) -> Amended<'s> {
        let after = self.past.facts();
        let stored = usize::try_from(self.stored).unwrap_or(usize::MAX);
        Amended { stream, before: after.get(..stored).unwrap_or(after), after }
    }

    /// Whether the command adds a fact to it: the append then says whether its version still holds.
    pub(super) fn has_new_facts(&self) -> bool {
        self.past.facts().len() as u64 > self.stored
    }
}
