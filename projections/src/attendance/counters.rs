//! Live counters: what a page shows while it is open. Whole numbers and nothing that needs a language.

use serde::Serialize;

use super::counting::{Counted, tally};
use super::span::Span;
use super::tally::Tally;
use super::{Attendance, SessionRow, SessionState};
use crate::session_count::SessionCount;

/// The counters of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionCounter {
    /// The session.
    pub session: String,
    /// Its title.
    pub title: String,
    /// Its date, as precisely as is known.
    pub when: String,
    /// The pole that holds it.
    pub pole: Option<String>,
    /// How it stands.
    pub state: SessionState,
    /// Places in all; `None` when there is no limit.
    pub capacity: Option<u32>,
    /// Places given beyond that: a smaller room takes none away.
    pub overbooked: u64,
    /// Its signups, presences and heads.
    #[serde(flatten)]
    pub count: Count,
}

/// The counters of one pole, over all its sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PoleCounters {
    /// The pole.
    pub pole: String,
    /// Its name, where its opening is known.
    pub name: Option<String>,
    /// Sessions entered.
    pub sessions: u64,
    /// Of them, held.
    pub held: u64,
    /// Held beside those that are counted, of which no source says the number: at least so many.
    pub held_more_at_least: u64,
    /// Held, of which nothing, or a part only, tells who came: no sum of theirs has an upper bound.
    pub held_not_wholly_recorded: u64,
    /// Of them, cancelled.
    pub cancelled: u64,
    /// Of them, neither.
    pub pending: u64,
    /// Their signups, presences and heads.
    #[serde(flatten)]
    pub count: Count,
}

/// What is counted live. A count that is not one number is `None`; its bounds say what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Signups that have a place now.
    pub confirmed: u64,
    /// Signups that wait now.
    pub waiting: u64,
    /// Places left in sessions to come that have a limit.
    pub places_left: Option<u64>,
    /// Named presences.
    pub present: u64,
    /// Anonymous heads.
    pub anonymous: Option<u64>,
    /// Estimates of anonymous heads, added up: beside the bounds, never in them.
    pub anonymous_estimate: Option<u64>,
    /// Named presences and anonymous heads.
    pub passages: Option<u64>,
    /// Passages, at least.
    pub passages_at_least: u64,
    /// Passages, at most.
    pub passages_at_most: Option<u64>,
    /// Distinct known persons.
    pub persons_known: u64,
    /// Distinct persons, at least.
    pub persons_at_least: u64,
    /// Distinct persons, at most; how many "already came" never lowers it, unlike in a report.
    pub persons_at_most: Option<u64>,
}

impl Count {
    fn of(tally: &Tally) -> Self {
        let (passages, distinct) = (tally.passages.unwrap_or(NOT_KNOWN), tally.distinct.unwrap_or(NOT_KNOWN));
        Self {
            confirmed: tally.confirmed,
            waiting: tally.waiting,
            places_left: tally.places_left,
            present: tally.present,
            anonymous: tally.anonymous.and_then(Span::number),
            anonymous_estimate: tally.anonymous.and_then(Span::estimate),
            passages: passages.number(),
            passages_at_least: passages.at_least(),
            passages_at_most: passages.at_most(),
            persons_known: tally.known,
            persons_at_least: distinct.at_least(),
            persons_at_most: distinct.at_most(),
        }
    }
}

/// "Already came" is asked about a scope (this pole this year, this fiche this year, ever) and lowers the distinct
/// bound of that very scope only. A live counter is none of them: it counts one session, or a pole over all its years.
const LIVE: Counted<'static> = Counted { seen: None, quality: None };

fn not_wholly_recorded(tally: &Tally) -> u64 {
    let of = |count: SessionCount| count.counted.saturating_add(count.more_at_least);
    of(tally.held_without_record).saturating_add(of(tally.held_with_partial_record))
}

const NOT_KNOWN: Span = Span::between(0, None);

impl Attendance {
    /// One session, counted now; `None` when nothing is known of it. Costs its own rows.
    pub fn session_counter(&self, session: &str) -> Option<SessionCounter> {
        let row = self.sessions.get(session)?;
        let count = Count::of(&tally(std::iter::once(row), LIVE, |person| self.root(person)));
        Some(SessionCounter {
            session: session.to_owned(),
            title: row.title().to_owned(),
            when: row.date().to_string(),
            pole: row.pole.clone(),
            state: row.state,
            capacity: row.capacity,
            overbooked: row.overbooked(),
            count,
        })
    }

    /// One pole, counted now over all its sessions; zero when it has none.
    pub fn pole_counters(&self, pole: &str) -> PoleCounters {
        let tally = tally(self.sessions_of(pole), LIVE, |person| self.root(person));
        PoleCounters {
            pole: pole.to_owned(),
            name: self.poles.get(pole).and_then(|row| row.name.clone()),
            sessions: tally.sessions.counted,
            held: tally.held.counted,
            held_more_at_least: tally.held.more_at_least,
            held_not_wholly_recorded: not_wholly_recorded(&tally),
            cancelled: tally.cancelled,
            pending: tally.pending,
            count: Count::of(&tally),
        }
    }

    /// Every pole, by identifier.
    pub fn counters(&self) -> Vec<PoleCounters> {
        self.poles.iter().map(|(pole, _)| self.pole_counters(pole)).collect()
    }

    /// The pole of a session, to know which counters a fact moves.
    pub fn pole_of(&self, session: &str) -> Option<&str> {
        self.sessions.get(session)?.pole.as_deref()
    }

    pub(super) fn sessions_of(&self, pole: &str) -> impl Iterator<Item = &SessionRow> {
        let sessions = self.poles.get(pole).into_iter().flat_map(|row| &row.sessions);
        sessions.filter_map(|id| self.sessions.get(id))
    }
}
