//! What a period shows of each fiche.

use std::collections::BTreeMap;

use maillage_events::session::Quality;
use maillage_events::when::{OccurredOn, Period};

use super::Fiches;
use super::rows::{Credited, Fiche, Recorded, Year};
use crate::figures::percent;
use crate::session_count::SessionCount;
use crate::spans::latest;

/// A session that was held in the period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held<'a> {
    pub id: &'a str,
    pub session: &'a Credited,
    pub on: OccurredOn,
}

impl Held<'_> {
    /// Whether it is credited to other fiches as well.
    pub fn shared(&self) -> bool {
        self.session.credited_to().len() > 1
    }
}

/// How many sessions these are.
pub(super) fn count<'a>(held: impl IntoIterator<Item = &'a Held<'a>>) -> SessionCount {
    SessionCount::of(held.into_iter().map(|held| held.session.stands_for.as_ref()))
}

/// A fiche of which something lies in the period.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub id: &'a str,
    pub fiche: &'a Fiche,
    pub recorded: &'a Recorded,
    /// Its number at the end of the period.
    pub number: u32,
    /// Years that lie in the period.
    pub years: BTreeMap<i16, &'a Year>,
    /// Sessions held in the period and credited to it.
    pub sessions: Vec<Held<'a>>,
}

impl<'a> Seen<'a> {
    /// The years to show: those of the fiche, and those of its sessions.
    pub fn each_year(&self) -> Vec<(i16, Option<&'a Year>, Vec<Held<'a>>)> {
        let mut years: BTreeMap<i16, (Option<&'a Year>, Vec<Held<'a>>)> =
            self.years.iter().map(|(year, row)| (*year, (Some(*row), vec![]))).collect();
        for held in &self.sessions {
            if let Some(year) = held.on.year() {
                years.entry(year).or_default().1.push(*held);
            }
        }
        years.into_iter().map(|(year, (row, sessions))| (year, row, sessions)).collect()
    }

    /// The date of the latest fact about it in the period.
    pub fn last(&self, period: &Period) -> Option<OccurredOn> {
        let dates = self.years.values().filter_map(|year| year.last).chain(self.sessions.iter().map(|held| held.on));
        latest(dates.chain([self.recorded.on]).filter(|on| period.holds(*on) && *on != OccurredOn::Unknown))
    }

    /// Named presences in its sessions, by quality.
    pub fn presences(&self) -> Presence {
        let mut counts = Presence::default();
        for (_, quality) in self.sessions.iter().flat_map(|held| held.session.present.iter()) {
            counts.all += 1;
            match quality {
                Quality::Inhabitant | Quality::RelayInhabitant | Quality::User | Quality::Carer => counts.users += 1,
                Quality::Professional => counts.professionals += 1,
                Quality::Elected | Quality::Volunteer => {}
                Quality::Unknown => counts.unknown += 1,
            }
        }
        let sheets = self.sessions.iter().flat_map(|held| held.session.heads.values()).filter(|sheet| !sheet.replaced);
        for (quality, heads) in sheets.flat_map(|sheet| &sheet.by_quality) {
            match quality {
                Quality::Inhabitant | Quality::RelayInhabitant | Quality::User | Quality::Carer => {
                    counts.head_users += heads;
                    counts.heads_known += heads;
                }
                Quality::Professional | Quality::Elected | Quality::Volunteer => counts.heads_known += heads,
                Quality::Unknown => {}
            }
        }
        counts
    }
}

/// Named presences of a fiche.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Presence {
    pub all: u64,
    /// Of inhabitants, relay inhabitants, users and carers.
    pub users: u64,
    pub professionals: u64,
    /// Of those whose quality was not said.
    pub unknown: u64,
    /// People counted without names who said their quality.
    pub heads_known: u64,
    /// Of them, users.
    pub head_users: u64,
}

impl Presence {
    /// Users among those whose quality is known, named or not, in percent.
    pub fn users_share(self) -> Option<String> {
        percent(self.users + self.head_users, self.all - self.unknown + self.heads_known)
    }
}

/// The fiches with something in the period, by contract, then number.
pub(super) fn seen<'a>(state: &'a Fiches, period: &Period) -> Vec<Seen<'a>> {
    let held: Vec<Held<'a>> = state
        .sessions
        .iter()
        .filter(|(_, session)| session.date.is_held())
        .map(|(id, session)| Held { id, session, on: session.date.on() })
        .filter(|held| period.holds(held.on))
        .collect();
    let mut all: Vec<Seen<'a>> = state
        .fiches
        .iter()
        .filter_map(|(id, fiche)| {
            let (recorded, number) = (fiche.recorded.as_ref()?, fiche.number(period)?);
            let years: BTreeMap<i16, &Year> = fiche
                .years
                .iter()
                .filter(|(year, _)| Period::year(**year).meets(period))
                .map(|(year, row)| (*year, row))
                .collect();
            let sessions: Vec<Held<'a>> = held
                .iter()
                .filter(|held| held.session.credited_to().iter().any(|fiche| fiche.as_str() == id))
                .copied()
                .collect();
            let any = !years.is_empty() || !sessions.is_empty() || period.holds(recorded.on);
            any.then_some(Seen { id, fiche, recorded, number, years, sessions })
        })
        .collect();
    all.sort_by(|a, b| (a.recorded.contract.as_str(), a.number).cmp(&(b.recorded.contract.as_str(), b.number)));
    all
}
