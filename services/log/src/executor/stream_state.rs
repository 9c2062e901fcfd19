//! A stream while its command is decided.

use maillage_events::decide::Ongoing;

/// A stream, and how much of it the log holds.
pub(super) struct StreamState {
    pub(super) ongoing: Ongoing,
    /// Its version in the log.
    pub(super) stored: u64,
}

impl StreamState {
    /// A stream as it stands before the command.
    pub(super) fn new(ongoing: Ongoing) -> Self {
        Self { stored: ongoing.past().len() as u64, ongoing }
    }

    /// Whether the command adds a fact to it: the append then says whether its version still holds.
    pub(super) fn has_new_facts(&self) -> bool {
        self.ongoing.past().len() as u64 > self.stored
    }
}
