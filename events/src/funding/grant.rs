//! Whose money for what, and what was granted on a day.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::{Id, StreamId};
use crate::timeline::{Timeline, begins};
use crate::when::{OccurredOn, Period};

/// Civil years, both included; one year has both ends alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first.
    pub from: i16,
    /// The last.
    pub to: i16,
}

impl Years {
    /// One civil year.
    pub const fn one(year: i16) -> Self {
        Self { from: year, to: year }
    }

    /// The year, where it is one alone.
    pub fn single(self) -> Option<i16> {
        (self.from == self.to).then_some(self.from)
    }

    /// Whether all of them lie in a period.
    pub fn lie_in(self, period: &Period) -> bool {
        [self.from, self.to].into_iter().all(|year| period.holds(OccurredOn::Year(year)))
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.single() {
            Some(year) => write!(f, "{year}"),
            None => write!(f, "{}–{}", self.from, self.to),
        }
    }
}

/// Whose money for what: the same for a whole funding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Who gives.
    pub funder: Id,
    /// For what.
    pub object: StreamId,
    /// For which years; absent when the source does not say.
    pub years: Option<Years>,
}

/// What was notified, notification by notification, each with its revisions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notifications(BTreeMap<String, Timeline<u64>>);

impl Notifications {
    /// A notification comes to an amount from a day on.
    pub fn say(&mut self, notification: &Id, on: OccurredOn, cents: u64) {
        self.0.entry(notification.to_string()).or_default().state(begins(on), cents);
    }

    /// The sum, in cents, of what each notification comes to on a day, or at last; `None` where there is none.
    pub fn amount(&self, day: Option<Date>) -> Option<u64> {
        self.0.values().filter_map(|amounts| amounts.at_end(day)).copied().reduce(u64::saturating_add)
    }

    /// Which notifications there are.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> OccurredOn {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_notified_on_a_day_is_the_last_revision_of_each_notification() {
        let (first, second) = (Id::new("n-1").unwrap(), Id::new("n-2").unwrap());
        let mut all = Notifications::default();
        assert_eq!(all.amount(None), None, "nothing notified is not zero");
        all.say(&first, day("2016-03-01"), 15_000);
        all.say(&second, day("2016-09-01"), 2_000);
        all.say(&first, day("2016-06-01"), 12_000);
        let on = |text: &str| all.amount(day(text).day());
        assert_eq!(
            [on("2016-02-29"), on("2016-03-01"), on("2016-06-01"), on("2016-12-31"), all.amount(None)],
            [None, Some(15_000), Some(12_000), Some(14_000), Some(14_000)]
        );
    }

    #[test]
    fn a_revision_typed_late_never_hides_a_later_one() {
        let id = Id::new("n-1").unwrap();
        let mut all = Notifications::default();
        for (on, cents) in [("2016-03-01", 15_000), ("2016-09-01", 9_000), ("2016-06-01", 12_000)] {
            all.say(&id, day(on), cents);
        }
        assert_eq!((all.amount(None), all.amount(day("2016-07-01").day())), (Some(9_000), Some(12_000)));
    }
}
