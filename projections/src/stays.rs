//! What somebody or something belongs to, from when to when: axes of a fiche, seats of a body, roles of an
//! organisation.

use maillage_events::tenure::{Held, Tenure};
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::spans::ran;

/// Stays by what is stayed in, in the order in which each was spoken of first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stays<K>(Vec<(K, Tenure)>);

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

/// Whether it lasts at the end of a period; where the period has no end, whether no end of it is known.
pub(crate) fn lasts(held: &Held, period: &Period) -> bool {
    if period.to.is_some() { held.on(period.to) } else { held.until.is_none() }
}

impl<K: PartialEq> Stays<K> {
    /// A stay begins, with its end where that is known; said again while it lasts, it goes on.
    pub fn begin(&mut self, of: K, on: OccurredOn, until: Option<OccurredOn>) {
        self.tenure(of).begin(on, until);
    }

    /// It ends.
    pub fn end(&mut self, of: K, on: OccurredOn) {
        self.tenure(of).end(on);
    }

    /// The stays that last at the end of a period.
    pub fn at<'a>(&'a self, period: &Period) -> impl Iterator<Item = Stay<'a, K>> + use<'a, K> {
        let period = *period;
        self.all(move |held| lasts(held, &period))
    }

    /// The stays of which some day lies in a period.
    pub fn during<'a>(&'a self, period: &Period) -> impl Iterator<Item = Stay<'a, K>> + use<'a, K> {
        let period = *period;
        self.all(move |held| ran(held.from, held.until, &period))
    }

    fn all<'a, F: Fn(&Held) -> bool + Copy>(&'a self, wanted: F) -> impl Iterator<Item = Stay<'a, K>> + use<'a, K, F> {
        self.0.iter().flat_map(move |(of, tenure)| {
            let stays = tenure.stretches().into_iter().filter(wanted);
            stays.map(move |held| Stay { of, from: held.from, until: held.until })
        })
    }

    fn tenure(&mut self, of: K) -> &mut Tenure {
        let at = self.0.iter().position(|(known, _)| *known == of).unwrap_or_else(|| {
            self.0.push((of, Tenure::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
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
        stays.begin("a", on("2013"), None);
        stays.begin("a", on("2014"), None);
        stays.end("a", on("2015"));
        // A first stay, typed late.
        stays.begin("a", on("2010-02"), None);
        stays.end("a", on("2011"));
        let all: Vec<_> = stays.during(&Period::default()).map(|stay| (stay.from, stay.until)).collect();
        assert_eq!(all, [(on("2010-02"), Some(on("2011"))), (on("2013"), Some(on("2015")))]);
        let at = |year| stays.at(&Period::year(year)).count();
        assert_eq!([2009, 2010, 2012, 2013, 2014, 2015].map(at), [0, 1, 0, 1, 1, 0]);
        assert_eq!(stays.during(&Period::year(2012)).count(), 0);
    }
}
