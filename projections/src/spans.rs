//! What was so in a period, and which of two dates is the later one.

use maillage_events::when::{OccurredOn, Period};

/// Whether what began on a date was so by the end of a period. What has no date has always been so.
pub(crate) fn begun(on: OccurredOn, period: &Period) -> bool {
    match (on.span(), period.to) {
        (Some((first, _)), Some(to)) => first <= to,
        _ => true,
    }
}

/// Whether what ended on a date was over by the end of a period: an end counts from the last day of its date. What
/// ended without a date has always been over.
pub(crate) fn over(on: OccurredOn, period: &Period) -> bool {
    match (order(on), period.to) {
        (Some(last), Some(to)) => last <= to,
        _ => true,
    }
}

/// Orders facts by the first clock: by the last day that they may mean; what has no date comes first.
pub(crate) fn order(on: OccurredOn) -> Option<jiff::civil::Date> {
    on.span().map(|(_, last)| last)
}

/// Of two ends the one that comes first; one that is not said, or of unknown date, is no end.
pub(crate) fn earlier(a: Option<OccurredOn>, b: Option<OccurredOn>) -> Option<OccurredOn> {
    match (a, b) {
        (Some(a), Some(b)) if order(b).is_some_and(|b| order(a).is_none_or(|a| b < a)) => Some(b),
        (Some(a), _) => Some(a),
        (None, b) => b,
    }
}

/// Whether what ran from one date until another, if any, was so at some time of a period.
pub(crate) fn ran(from: OccurredOn, until: Option<OccurredOn>, period: &Period) -> bool {
    let over = match (until.and_then(order), period.from) {
        (Some(last), Some(first)) => last < first,
        _ => false,
    };
    begun(from, period) && !over
}
