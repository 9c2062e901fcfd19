//! Heads that had come before, which no sum of distinct persons counts again.

use jiff::civil::Date;
use maillage_events::session::SeenScope;

use super::rows::{SessionRow, SessionState};

/// Heads that said that they "already came", where that was asked about the scope which is counted.
#[derive(Debug, Default)]
pub(super) struct Returning {
    /// How many, and the last day that their session may have been on.
    told: Vec<(u64, Option<Date>)>,
    /// The first days of sessions of which nobody says yet whether they were held: those who came there are counted
    /// nowhere, so who came again is counted.
    untold: Vec<Option<Date>>,
}

impl Returning {
    /// Takes in a session of the scope, if any is counted.
    pub fn take(&mut self, session: &SessionRow, scope: Option<&SeenScope>) {
        let Some(scope) = scope else { return };
        if session.state == SessionState::Planned && !session.has_record() {
            self.untold.push(session.first_day());
        }
        let asked = session.effective_sheets().filter(|sheet| sheet.seen_scope.as_ref() == Some(scope));
        let heads = asked.filter_map(|sheet| sheet.already_seen).fold(0, u64::saturating_add);
        self.told.push((heads, session.date().span().map(|(_, last)| last)));
    }

    /// How many of them surely are counted elsewhere.
    pub fn heads(&self) -> u64 {
        let is_sure = |day: Option<Date>| {
            self.untold.iter().all(|untold| matches!((untold, day), (Some(untold), Some(day)) if day < *untold))
        };
        let sure = self.told.iter().filter(|(_, day)| is_sure(*day));
        sure.map(|(heads, _)| *heads).fold(0, u64::saturating_add)
    }
}
