//! Which organisations are involved partners, and by what.

use std::collections::{BTreeMap, BTreeSet};

use super::{Directory, agreements};
use crate::belongs::Belongs;
use crate::report::Scope;

const PRESENCE: &str = "presence";
const LEADING: &str = "leading";
const FINANCING: &str = "financing";
const AGREEMENT: &str = "agreement";

/// What makes an organisation an involved partner; printed beside the count.
pub(super) const INVOLVED_BY: [&str; 4] = [PRESENCE, LEADING, FINANCING, AGREEMENT];

impl Directory {
    /// Whether a stream is of what the report is narrowed to.
    pub(super) fn is_asked(&self, scope: &Scope, stream: &str) -> bool {
        Belongs::stream(&self.titles, stream).is_asked(&scope.filters)
    }

    /// Organisations with a presence, a session led, a financing or an agreement in the period, and by which of them.
    pub(super) fn involved(&self, scope: &Scope) -> BTreeMap<&str, BTreeSet<&'static str>> {
        let mut involved: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
        let period = &scope.period;
        for (_, session) in self.sessions.iter() {
            if !session.belongs(&self.titles).is_asked(&scope.filters) {
                continue;
            }
            for id in session.organisations(period) {
                let leads = session.leaders().any(|led| led.as_str() == id);
                let present = session.present.iter().chain(session.persons.noted()).any(|of| of.as_str() == id);
                let ways = [(present, PRESENCE), (leads, LEADING)];
                involved.entry(id).or_default().extend(ways.into_iter().filter(|(so, _)| *so).map(|(_, way)| way));
            }
        }
        for (grant, _) in self.funded.iter().filter_map(|(_, funded)| funded.in_period(period)) {
            if !self.is_asked(scope, &grant.object.to_string()) {
                continue;
            }
            involved.entry(grant.funder.as_str()).or_default().insert(FINANCING);
        }
        for (_, row) in self.agreements.iter() {
            let Some((_, signed)) = row.signed.as_ref().filter(|(on, _)| period.holds(*on)) else { continue };
            if !agreements::is_asked(self, scope, signed) {
                continue;
            }
            for party in &signed.parties {
                involved.entry(party.as_str()).or_default().insert(AGREEMENT);
            }
        }
        involved
    }
}
