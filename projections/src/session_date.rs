//! The date of a session: one rule for every report, so that a session lies in the same period everywhere.

use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// What is said of a session's date. Rows keep both apart: either may be said, or corrected, after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SessionDate {
    /// When it is to take place, as last planned or moved.
    pub planned: Option<OccurredOn>,
    /// When it was held, once it is said to have been, even on an unknown day.
    pub held: Option<OccurredOn>,
}

impl SessionDate {
    /// The session's date, which decides its period: the day it was held on where that is known to the day, else the
    /// date it was planned for or moved to, else whatever is known of when it was held. Presences do not date it.
    pub fn on(self) -> OccurredOn {
        let held = self.held.unwrap_or(OccurredOn::Unknown);
        match (held, self.planned.unwrap_or(OccurredOn::Unknown)) {
            (OccurredOn::Day(_), _) | (_, OccurredOn::Unknown) => held,
            (_, planned) => planned,
        }
    }
}
