//! What somebody or something belongs to, from when to when: axes of a fiche, seats of a body, roles of an
//! organisation.

use maillage_events::timeline::{Timeline, begins, ends};
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::spans::ran;

/// Stays by what is stayed in, in the order in which each was spoken of first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stays<K>(Vec<(K, Timeline<Turn>)>);

/// A beginning or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Turn {
    on: OccurredOn,
    stays: bool,
}

/// One stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay<'a, K> {
    /// In what.
    pub of: &'a K,
    /// From when.
    pub from: OccurredOn,
    /// Until when, where its end is known.
    pub until: Option<OccurredOn>,
}

impl<K> Default for Stays<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq> Stays<K> {
    /// A stay begins; said again while it lasts, it goes on.
    pub fn begin(&mut self, of: K, on: OccurredOn) {
        self.timeline(of).state(begins(on), Turn { on, stays: true });
    }

    /// It ends.
    pub fn end(&mut self, of: K, on: OccurredOn) {
        self.timeline(of).state(ends(on), Turn { on, stays: false });
    }

    /// The stays that last at the end of a period.
    pub fn at<'a>(&'a self, period: &Period) -> impl Iterator<Item = Stay<'a, K>> + use<'a, K> {
        let period = *period;
        let lasts = move |stay: &Stay<'a, K>| match period.to {
            Some(_) => begins(stay.from) <= period.to && stay.until.is_none_or(|until| ends(until) > period.to),
            None => stay.until.is_none(),
        };
        self.0.iter().flat_map(|(of, turns)| stays(of, turns)).filter(lasts)
    }

    /// The stays of which some day lies in a period.
    pub fn during<'a>(&'a self, period: &Period) -> impl Iterator<Item = Stay<'a, K>> + use<'a, K> {
        let period = *period;
        self.0.iter().flat_map(|(of, turns)| stays(of, turns)).filter(move |stay| ran(stay.from, stay.until, &period))
    }

    fn timeline(&mut self, of: K) -> &mut Timeline<Turn> {
        let at = self.0.iter().position(|(known, _)| *known == of).unwrap_or_else(|| {
            self.0.push((of, Timeline::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

/// Beginnings and ends paired, by their days.
fn stays<'a, K>(of: &'a K, turns: &Timeline<Turn>) -> Vec<Stay<'a, K>> {
    let mut all: Vec<Stay<'a, K>> = Vec::new();
    for (_, turn) in turns.iter() {
        match (turn.stays, all.last_mut()) {
            (true, Some(Stay { until: None, .. })) => {}
            (true, _) => all.push(Stay { of, from: turn.on, until: None }),
            (false, Some(open)) if open.until.is_none() => open.until = Some(turn.on),
            (false, _) => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> OccurredOn {
        text.parse().unwrap()
    }

    #[test]
    fn stays_are_paired_by_their_days_and_not_by_the_order_of_entry() {
        let mut stays = Stays::default();
        stays.begin("a", on("2013"));
        stays.begin("a", on("2014"));
        stays.end("a", on("2015"));
        // A first stay, typed late.
        stays.begin("a", on("2010-02"));
        stays.end("a", on("2011"));
        let all: Vec<_> = stays.during(&Period::default()).map(|stay| (stay.from, stay.until)).collect();
        assert_eq!(all, [(on("2010-02"), Some(on("2011"))), (on("2013"), Some(on("2015")))]);
        let at = |year| stays.at(&Period::year(year)).count();
        assert_eq!([2009, 2010, 2012, 2013, 2014, 2015].map(at), [0, 1, 0, 1, 1, 0]);
        assert_eq!(stays.during(&Period::year(2012)).count(), 0);
    }
}
