//! The date of a session: one rule for every report, so that a session lies in the same period everywhere.

use maillage_events::timeline::{Timeline, begins};
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// What is said of a session's date. Rows keep the plan, its moves and the day it was held on apart: each may be said,
/// or corrected, after the others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SessionDate {
    /// When it is to take place: as planned, then as moved, each move from the day of its decision.
    planned: Timeline<OccurredOn>,
    /// When it was held, once it is said to have been, even on an unknown day.
    held: Option<OccurredOn>,
}

impl SessionDate {
    /// It is planned for a date.
    pub fn plan(&mut self, when: OccurredOn) {
        self.planned.state(None, when);
    }

    /// It is moved to a date, as was decided on a day.
    pub fn move_to(&mut self, decided: OccurredOn, when: OccurredOn) {
        self.planned.state(begins(decided), when);
    }

    /// It was held.
    pub fn hold(&mut self, on: OccurredOn) {
        self.held = Some(on);
    }

    /// Whether it is said to have been held.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// The session's date, which decides its period: the day it was held on where that is known to the day, else the
    /// date it was planned for or moved to, else whatever is known of when it was held. Presences do not date it.
    pub fn on(&self) -> OccurredOn {
        let held = self.held.unwrap_or(OccurredOn::Unknown);
        match (held, self.planned.last().copied().unwrap_or(OccurredOn::Unknown)) {
            (OccurredOn::Day(_), _) | (_, OccurredOn::Unknown) => held,
            (_, planned) => planned,
        }
    }

    /// The date that it was planned for before any move.
    pub fn first_planned(&self) -> Option<OccurredOn> {
        self.planned.iter().next().map(|(_, when)| *when)
    }

    /// Whether it was moved to another date at least once; another room or hour is no other date.
    pub fn is_moved(&self) -> bool {
        let mut dates = self.planned.iter().map(|(_, when)| *when);
        let first = dates.next();
        dates.any(|when| Some(when) != first)
    }
}
