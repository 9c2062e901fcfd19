//! What happened at the sessions of poles, and what sources declare that poles reached.

use maillage_events::amount::Amount;
use maillage_events::measure::Unit;
use maillage_events::when::{OccurredOn, Period};

use super::Poles;
use super::rows::{Charge, PoleSession};
use crate::session_count::SessionCount;

/// Of one stream and one period of its source: the amount of each unit.
pub(super) type ReachedLine<'a> = (&'a str, OccurredOn, Vec<(Unit, &'a Amount)>);

impl Poles {
    /// The sessions of a pole in a period.
    fn sessions_of<'a>(&'a self, pole: &'a str, period: &'a Period) -> impl Iterator<Item = &'a PoleSession> {
        let of = self.sessions.iter().map(|(_, row)| row).filter(move |row| row.pole.as_deref() == Some(pole));
        of.filter(|row| period.holds(row.date.on()))
    }

    /// How many sessions a pole held in a period.
    pub(super) fn held(&self, pole: &str, period: &Period) -> SessionCount {
        let held = self.sessions_of(pole, period).filter(|row| row.date.is_held());
        SessionCount::of(held.map(|row| row.stands_for.as_ref()))
    }

    /// How many of them on days on which somebody was in charge.
    pub(super) fn held_under(&self, pole: &str, charge: &Charge<'_>, period: &Period) -> SessionCount {
        let under = |row: &&PoleSession| {
            let day = row.date.on().day();
            row.date.is_held() && day.is_some() && charge.from <= day && charge.until.is_none_or(|end| day < Some(end))
        };
        SessionCount::of(self.sessions_of(pole, period).filter(under).map(|row| row.stands_for.as_ref()))
    }

    /// People whom a pole sent on, and people who were sent to it, in a period.
    pub(super) fn referred(&self, pole: &str, period: &Period) -> (u64, u64) {
        let all = self.sessions_of(pole, period).flat_map(|row| row.referrals.values());
        all.fold((0, 0), |(onwards, here), (is_onwards, heads)| {
            let heads = u64::from(*heads);
            if *is_onwards { (onwards + heads, here) } else { (onwards, here + heads) }
        })
    }

    /// What was declared of some streams in a period: by stream and period of the source, the amount of each unit.
    pub(super) fn reached(&self, of: impl Fn(&str) -> bool, period: &Period) -> Vec<ReachedLine<'_>> {
        let mut lines: Vec<ReachedLine<'_>> = Vec::new();
        let told = self.reached.iter().map(|(_, row)| row);
        for row in told.filter(|row| of(&row.subject) && period.holds(row.period)) {
            let Some((unit, amount)) = row.said.last().filter(|(unit, _)| is_of_persons(*unit)) else { continue };
            // Two totals of one unit, of two sources, are two lines.
            let fits = |(subject, on, amounts): &&mut ReachedLine<'_>| {
                *subject == row.subject && *on == row.period && amounts.iter().all(|(told, _)| told != unit)
            };
            match lines.iter_mut().find(fits) {
                Some((.., amounts)) => amounts.push((*unit, amount)),
                None => lines.push((row.subject.as_str(), row.period, vec![(*unit, amount)])),
            }
        }
        lines.sort_by_key(|(subject, on, _)| (*subject, on.span()));
        lines
    }
}

const fn is_of_persons(unit: Unit) -> bool {
    match unit {
        Unit::Persons | Unit::PersonsInformed | Unit::PersonsAccompanied => true,
        Unit::Passages | Unit::Partners | Unit::Fiches | Unit::Sessions | Unit::Other => false,
    }
}
