//! Who has taken over from whom: what an organisation did counts for the one that follows it.

use std::collections::BTreeSet;

use maillage_events::id::Id;
use maillage_events::organisation::OrganisationSucceeded;
use maillage_events::view::FactView;
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::spans::begun;
use crate::table::Table;

/// Who took over, and when.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Succession(Option<(Id, OccurredOn)>);

impl Table<Succession> {
    /// Takes a succession.
    pub(crate) fn succeeded(&mut self, fact: &FactView<'_>, it: OrganisationSucceeded) {
        self.entry(fact.stream_id()).0 = Some((it.successor, fact.occurred()));
    }

    /// Who has taken over by the end of a period, the last in turn; itself where nobody did.
    pub(crate) fn last_of<'a>(&'a self, id: &'a str, period: &Period) -> &'a str {
        last_of(id, period, |id| self.get(id).and_then(|row| row.0.as_ref()))
    }
}

/// The same, wherever successions are kept.
pub(crate) fn last_of<'a>(
    id: &'a str,
    period: &Period,
    successor: impl Fn(&str) -> Option<&'a (Id, OccurredOn)>,
) -> &'a str {
    let (mut last, mut seen) = (id, BTreeSet::from([id]));
    while let Some((next, _)) = successor(last).filter(|(next, on)| begun(*on, period) && seen.insert(next.as_str())) {
        last = next.as_str();
    }
    last
}
