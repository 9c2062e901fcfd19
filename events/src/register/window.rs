//! A stretch of days, of which as much is known as was said.
//!
//! ```text
//!   from 2016 to 2018-03:    possible  |2016-01-01 ······································· 2018-03-31|
//!                            certain              |2016-12-31 ─────────── 2018-03-01|
//! ```
//! What is refused for overlapping must certainly overlap; what is refused for lying outside must certainly lie
//! outside.

use jiff::civil::Date;

use crate::timeline::begins;
use crate::when::OccurredOn;

/// From when to when; no end while it goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub(super) from: OccurredOn,
    pub(super) to: Option<OccurredOn>,
}

impl Window {
    /// The days on which it certainly stands; a beginning that is not known stands before all days.
    fn certain(&self) -> Option<(Date, Date)> {
        let first = self.from.span().map_or(Date::MIN, |(_, last)| last);
        let last = match self.to {
            None => Date::MAX,
            Some(end) => end.span()?.0,
        };
        (first <= last).then_some((first, last))
    }

    /// Whether both certainly stand at once, for longer than the day on which one follows the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let (Some((a, b)), Some((c, d))) = (self.certain(), other.certain()) else { return false };
        a < d && c < b
    }

    /// Whether something that happened then may have happened inside.
    pub(super) fn may_hold(&self, when: OccurredOn) -> bool {
        let Some((first, last)) = when.span() else { return true };
        let begins = self.from.span().map_or(Date::MIN, |(first, _)| first);
        let ends = self.to.and_then(OccurredOn::span).map_or(Date::MAX, |(_, last)| last);
        begins <= last && first <= ends
    }
}

/// The one that ends first; an end that is not said is no end.
pub(super) fn earlier(a: Option<OccurredOn>, b: Option<OccurredOn>) -> Option<OccurredOn> {
    match (a, b) {
        (Some(a), Some(b)) if last_day(b) < last_day(a) => Some(b),
        (Some(a), _) => Some(a),
        (None, b) => b,
    }
}

/// The one that ends last, of those that are said.
pub(super) fn later(a: Option<OccurredOn>, b: Option<OccurredOn>) -> Option<OccurredOn> {
    match (a, b) {
        (Some(a), Some(b)) if last_day(b) > last_day(a) => Some(b),
        (Some(a), _) => Some(a),
        (None, b) => b,
    }
}

fn last_day(when: OccurredOn) -> Date {
    when.span().map_or(Date::MAX, |(_, last)| last)
}

/// In the order of the first clock, as statements follow each other: unknown first, one day in the order recorded.
pub(super) fn in_time<T>(statements: &mut [(OccurredOn, T)]) {
    statements.sort_by_key(|(on, _)| begins(*on));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: &str, to: &str) -> Window {
        Window { from: from.parse().unwrap(), to: (!to.is_empty()).then(|| to.parse().unwrap()) }
    }

    #[test]
    fn windows_overlap_only_when_it_is_certain() {
        for (a, b) in [
            (("2013", "2018"), ("2016", "2021")),
            (("2013", ""), ("2016", "2021")),
            (("unknown", ""), ("unknown", "")),
            (("unknown", ""), ("2016", "")),
            (("2016", "2016"), ("2016", "2016")),
        ] {
            assert!(window(a.0, a.1).overlaps(&window(b.0, b.1)), "{a:?} {b:?}");
        }
        for (a, b) in [
            (("2013", "2018"), ("2018", "2023")),
            (("2013", "2018-12-31"), ("2018-12-31", "2023")),
            (("2013", "unknown"), ("2016", "2021")),
            (("2013", "2018"), ("2019-09-01", "")),
        ] {
            assert!(!window(a.0, a.1).overlaps(&window(b.0, b.1)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn what_may_lie_inside_is_not_outside() {
        let contract = window("2013-11", "2018-03");
        for inside in ["2013", "2015", "2018", "unknown"] {
            assert!(contract.may_hold(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["2012", "2019", "2018-04-01"] {
            assert!(!contract.may_hold(outside.parse().unwrap()), "{outside}");
        }
    }
}
