//! What a period shows of each fiche.

use std::collections::BTreeMap;

use maillage_events::when::{OccurredOn, Period};

use super::Fiches;
use super::credited::Credited;
use super::presence::Presence;
use super::rows::{Fiche, Recorded, Year};
use crate::session_count::SessionCount;

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
    /// Who came, to those and to sessions of which nobody said that they were held.
    pub presences: Presence,
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

    /// The date of the latest fact of the period about it or one of its sessions: the most precise of those that end on
    /// one day.
    pub fn last(&self, period: &Period) -> Option<OccurredOn> {
        let said = self.fiche.dates.iter().filter_map(|on| on.parse::<OccurredOn>().ok());
        let dates = said.chain(self.sessions.iter().map(|held| held.on)).filter(|on| period.holds(*on));
        dates.filter_map(|on| Some((on.span()?, on))).max_by_key(|((first, last), _)| (*last, *first)).map(|(_, on)| on)
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
    let counts_for = |session: &Credited, id: &str| session.credited_to().iter().any(|fiche| fiche.as_str() == id);
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
            let sessions: Vec<Held<'a>> = held.iter().filter(|held| counts_for(held.session, id)).copied().collect();
            let mine = state.sessions.iter().map(|(_, session)| session).filter(|session| counts_for(session, id));
            let (inside, outside): (Vec<&Credited>, Vec<&Credited>) =
                mine.partition(|session| period.holds(session.date.on()));
            let perhaps = outside.into_iter().filter(|session| period.may_hold(session.date.on()));
            let perhaps = Presence::of(state, perhaps);
            let presences = Presence::of(state, inside.into_iter()).perhaps(perhaps);
            let any = !years.is_empty() || !sessions.is_empty() || period.holds(recorded.on);
            any.then_some(Seen { id, fiche, recorded, number, years, sessions, presences })
        })
        .collect();
    all.sort_by(|a, b| (a.recorded.contract.as_str(), a.number).cmp(&(b.recorded.contract.as_str(), b.number)));
    all
}
