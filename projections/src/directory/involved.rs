//! Which organisations are involved partners, and by what.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::when::Period;

use super::Directory;

const PRESENCE: &str = "presence";
const LEADING: &str = "leading";
const FINANCING: &str = "financing";
const AGREEMENT: &str = "agreement";

/// What makes an organisation an involved partner; printed beside the count.
pub(super) const INVOLVED_BY: [&str; 4] = [PRESENCE, LEADING, FINANCING, AGREEMENT];

impl Directory {
    /// Organisations with a presence, a session led, a financing or an agreement in the period, and by which of them.
    pub(super) fn involved(&self, period: &Period) -> BTreeMap<&str, BTreeSet<&'static str>> {
        let mut involved: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
        for (_, session) in self.sessions.iter() {
            for id in session.organisations(period) {
                let leads = session.leaders().any(|led| led.as_str() == id);
                let present =
                    session.present.iter().chain(session.persons.iter().map(|(_, of)| of)).any(|of| of.as_str() == id);
                let ways = [(present, PRESENCE), (leads, LEADING)];
                involved.entry(id).or_default().extend(ways.into_iter().filter(|(so, _)| *so).map(|(_, way)| way));
            }
        }
        for (grant, _) in self.funded.iter().filter_map(|(_, funded)| funded.in_period(period)) {
            involved.entry(grant.funder.as_str()).or_default().insert(FINANCING);
        }
        for (_, row) in self.agreements.iter() {
            let Some((_, signed)) = row.signed.as_ref().filter(|(on, _)| period.holds(*on)) else { continue };
            for party in &signed.parties {
                involved.entry(party.as_str()).or_default().insert(AGREEMENT);
            }
        }
        involved
    }
}
