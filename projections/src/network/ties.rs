//! The ties of a period, observed and declared.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use maillage_events::charge::Charge;
use maillage_events::family::Family;
use maillage_events::id::StreamId;
use maillage_events::when::Period;

use super::Network;
use super::graph::{Graph, MICRO};
use crate::belongs::Belongs;
use crate::report::Scope;
use crate::report::filter::Filters;
use crate::spans::ran;

/// Where a pair is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TieSource {
    Both,
    ObservedOnly,
    DeclaredOnly,
}

impl TieSource {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::ObservedOnly => "observed_only",
            Self::DeclaredOnly => "declared_only",
        }
    }
}

impl Network {
    /// Who met in the period; whoever was followed by another organisation by the end of `known` counts as that one.
    pub(super) fn observed(&self, period: &Period, known: &Period, filters: &Filters) -> Graph {
        let mut graph = Graph::default();
        for (id, session) in self.sessions.iter() {
            if !session.belongs(&self.titles).is_asked(filters) {
                continue;
            }
            let met = session.organisations(period).into_iter().map(|it| self.successions.last_of(it, known));
            graph.meet(&met.collect(), id);
        }
        graph
    }

    fn is_asked(&self, stream: &str, asked: &Scope) -> bool {
        Belongs::stream(&self.titles, stream).is_asked(&asked.filters)
    }

    /// Party and scope of the partnerships of the period that are asked for.
    fn partnerships<'a>(&'a self, asked: &'a Scope) -> impl Iterator<Item = (&'a StreamId, &'a StreamId)> {
        let ran = self.declared.iter().filter_map(|(_, row)| row.in_period(&asked.period));
        ran.filter(|(_, scope)| self.is_asked(&scope.to_string(), asked))
    }

    /// Ties two organisations that are declared partners, or those that follow them.
    fn tie(&self, graph: &mut Graph, period: &Period, party: &str, other: &str, scope: &str) {
        let (party, other) = (self.successions.last_of(party, period), self.successions.last_of(other, period));
        if party != other {
            graph.tie(party, other, MICRO, scope);
        }
    }

    /// Who is declared a partner of whom in the period: of the other organisation named, or of the carrier of the
    /// action.
    pub(super) fn declared(&self, asked: &Scope) -> Graph {
        let mut graph = Graph::default();
        let period = &asked.period;
        for (party, scope) in self.partnerships(asked) {
            if party.family != Family::Organisation {
                continue;
            }
            let party = party.id.as_str();
            match scope.family {
                Family::Organisation => self.tie(&mut graph, period, party, scope.id.as_str(), &scope.to_string()),
                Family::Action => {
                    let charge = self.carriers.get(scope.id.as_str()).into_iter().flat_map(Charge::stretches);
                    let carriers: BTreeSet<_> =
                        charge.filter(|(_, held)| ran(held.from, held.until, period)).map(|(id, _)| id).collect();
                    for carrier in carriers {
                        self.tie(&mut graph, period, party, carrier.as_str(), &scope.to_string());
                    }
                }
                Family::Space
                | Family::Contract
                | Family::Mandate
                | Family::Body
                | Family::Fiche
                | Family::Pole
                | Family::Session
                | Family::Category
                | Family::Partnership
                | Family::Agreement
                | Family::Funding
                | Family::Measure
                | Family::Person
                | Family::Discrepancy
                | Family::Import => {}
            }
        }
        graph
    }

    /// Members of each body in the period, by seat or by partnership.
    pub(super) fn members<'a>(&'a self, asked: &'a Scope) -> BTreeMap<&'a str, BTreeMap<&'a str, &'static str>> {
        let mut members: BTreeMap<&str, BTreeMap<&str, &'static str>> = BTreeMap::new();
        let period = &asked.period;
        for (party, scope) in self.partnerships(asked) {
            if party.family == Family::Organisation && scope.family == Family::Body {
                let party = self.successions.last_of(party.id.as_str(), period);
                members.entry(scope.id.as_str()).or_default().insert(party, "partnership");
            }
        }
        for (id, body) in self.bodies.iter().filter(|(id, _)| self.is_asked(&format!("body/{id}"), asked)) {
            for stay in body.seats.during(period) {
                let holder = self.successions.last_of(stay.of.organisation.as_str(), period);
                members.entry(id).or_default().insert(holder, "seat");
            }
        }
        members
    }

    /// Categories declared in the period, with what they are declared for: listed, never nodes.
    pub(super) fn listed_categories<'a>(&'a self, asked: &'a Scope) -> BTreeMap<&'a str, BTreeSet<String>> {
        let mut listed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (party, scope) in self.partnerships(asked) {
            if party.family == Family::Category {
                listed.entry(party.id.as_str()).or_default().insert(scope.to_string());
            }
        }
        listed
    }
}

/// Every pair that either graph knows, and from where.
pub(super) fn reconciled<'a>(observed: &'a Graph, declared: &'a Graph) -> BTreeMap<&'a (String, String), TieSource> {
    let mut pairs: BTreeMap<&(String, String), TieSource> =
        declared.ties.keys().map(|pair| (pair, TieSource::DeclaredOnly)).collect();
    for pair in observed.ties.keys() {
        let known = if declared.ties.contains_key(pair) { TieSource::Both } else { TieSource::ObservedOnly };
        pairs.insert(pair, known);
    }
    pairs
}

/// The period of the same length just before a bounded one. Whole months go back by months, so that a year follows a
/// year, leap or not.
pub(super) fn previous(period: &Period) -> Option<Period> {
    let (from, to) = (period.from?, period.to?);
    let last = from.yesterday().ok()?;
    let first = if from.day() == 1 && to == to.last_of_month() {
        let months =
            (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month()) + 1;
        from.checked_sub(months.months()).ok()?
    } else {
        let days = from.until(to).ok()?.get_days();
        last.checked_sub(days.days()).ok()?
    };
    (from <= to).then_some(Period { from: Some(first), to: Some(last) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_follows_a_year_and_days_follow_days() {
        assert_eq!(previous(&Period::year(2017)), Some(Period::year(2016)));
        assert_eq!(previous(&Period::year(2016)), Some(Period::year(2015)));
        let days = |from: &str, to: &str| Period { from: from.parse().ok(), to: to.parse().ok() };
        assert_eq!(previous(&days("2016-03-10", "2016-03-19")), Some(days("2016-02-29", "2016-03-09")));
        assert_eq!(previous(&days("2016-03-01", "2016-03-31")), Some(days("2016-02-01", "2016-02-29")));
        assert_eq!(previous(&Period::default()), None);
    }
}
