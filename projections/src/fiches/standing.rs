//! How long a status has stood, and what takes over from a fiche.

use jiff::Unit;
use jiff::civil::Date;
use maillage_events::fiche::Successor;
use maillage_events::messages::Language;
use maillage_events::when::Period;

use super::Fiches;
use super::rows::Status;
use crate::titles;

impl Fiches {
    /// The day that a period is looked at from: its last, but never later than the facts of fiches know of.
    fn looked_at(&self, period: &Period) -> Option<Date> {
        let known = self.fiches.iter().filter_map(|(_, fiche)| fiche.known).max()?;
        Some(period.to.map_or(known, |to| to.min(known)))
    }

    /// Whole days since a status of a known day, at the end of a period.
    pub(super) fn days_since(&self, status: &Status, period: &Period) -> Option<u64> {
        let days = status.on.day()?.until((Unit::Day, self.looked_at(period)?)).ok()?.get_days();
        u64::try_from(days).ok()
    }

    /// What takes over, by its title where it is recorded.
    pub(super) fn successor_shown(&self, language: Language, successor: &Successor) -> String {
        match successor {
            Successor::Words(words) => words.to_string(),
            Successor::Stream(stream) => titles::shown(&self.titles, language, &stream.to_string()),
        }
    }
}
