//! A stream while its command is decided.

use maillage_events::decide::StreamPast;

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

    /// Whether the command adds a fact to it: the append then says whether its version still holds.
    pub(super) fn has_new_facts(&self) -> bool {
        self.past.facts().len() as u64 > self.stored
    }
}
