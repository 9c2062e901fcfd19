//! Slots of a rhythm and the sessions that fill them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::Unit;
use jiff::civil::Date;
use maillage_events::when::{OccurredOn, Period};
use serde::Serialize;

use super::{Cadence, PoleRow, Rhythm, SessionRow};
use crate::attendance::SessionState;

/// More slots than any pole has: a daily rhythm over forty years. A rhythm that would give more is cut there.
const MOST_SLOTS: usize = 15_000;

/// What became of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// Its session was held.
    Held,
    /// Its session was moved and is still to come.
    Moved,
    /// Its session was cancelled.
    Cancelled,
    /// It was due and no session was ever planned for it.
    Missed,
    /// Its session's day has passed and nobody said what became of it.
    Pending,
    /// It is to come.
    Upcoming,
}

impl SlotState {
    /// The word in figures and labels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Missed => "missed",
            Self::Pending => "pending",
            Self::Upcoming => "upcoming",
        }
    }
}

/// One slot of a pole's rhythm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// When it is due: its name, which no other rhythm changes.
    pub due: Date,
    /// What became of it.
    pub state: SlotState,
    /// The session that fills it.
    pub session: Option<String>,
    /// When that session is planned or was held, as far as is known.
    pub when: Option<String>,
    /// Whether that session was moved at least once.
    pub moved: bool,
    /// Days from due to held; negative when it was held early.
    pub delay_days: Option<i32>,
}

/// The rhythm of one pole, judged on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PoleRhythm {
    /// The pole.
    pub pole: String,
    /// Its name, where its opening is known.
    pub name: Option<String>,
    /// Days between two slots now; `None` when no rhythm was set.
    pub days: Option<u32>,
    /// The slots of the period, and those to come that a session is already planned for.
    pub slots: Vec<Slot>,
    /// Sessions of the period that fill no slot.
    pub off_rhythm: u64,
    /// The first slot after the day, from the planned rhythm and not from the last session held.
    pub next_due: Option<Date>,
}

impl PoleRhythm {
    /// Slots of a state that were due by the day.
    pub fn due_as(&self, day: Date, state: SlotState) -> u64 {
        self.slots.iter().filter(|slot| slot.due <= day && slot.state == state).count() as u64
    }

    /// Slots that were due by the day.
    pub fn due(&self, day: Date) -> u64 {
        self.slots.iter().filter(|slot| slot.due <= day).count() as u64
    }
}

type Sessions<'a> = Vec<(&'a str, &'a SessionRow)>;

impl Cadence {
    /// The day that slots are judged on: the end of the period, but never later than the facts know of; without an end,
    /// the latest day on which something is known to have happened.
    pub fn judged_on(&self, period: &Period) -> Option<Date> {
        let (happened, recorded) = self.latest_days();
        let latest = happened.max(recorded);
        match period.to {
            Some(to) => latest.map(|latest| latest.min(to)),
            None => happened.or(recorded),
        }
    }

    /// Every pole, judged on a day.
    pub fn rhythms(&self, period: &Period, day: Date) -> Vec<PoleRhythm> {
        let mut sessions: BTreeMap<&str, Sessions<'_>> = BTreeMap::new();
        for (id, row) in self.sessions.iter() {
            sessions.entry(&row.pole).or_default().push((id, row));
        }
        self.poles
            .iter()
            .map(|(pole, row)| rhythm(pole, row, sessions.remove(pole).unwrap_or_default(), period, day))
            .collect()
    }
}

fn rhythm(pole: &str, row: &PoleRow, sessions: Sessions<'_>, period: &Period, day: Date) -> PoleRhythm {
    let planned = |session: &SessionRow| session.date.first_planned().and_then(OccurredOn::day);
    let last_session = sessions.iter().filter_map(|(_, session)| planned(session).max(session.slot)).max();
    let until = last_session.map_or(day, |last| last.max(day));
    // Two sessions of the last days may fill two slots that come after them, the second of another rhythm.
    let longest = row.rhythms.iter().map(|it| i64::from(it.days)).max().unwrap_or(0);
    let mut due = due_dates(&row.rhythms, until.checked_add(longest.days()).unwrap_or(Date::MAX));
    due.retain(|date, _| row.closed.is_none_or(|closed| *date < closed));
    let filled = fill(&due, &sessions);
    let from = |date: Date| period.from.is_none_or(|from| from <= date);
    let shown = |date: &Date| from(*date) && (*date <= day || (period.to.is_none() && filled.contains_key(date)));
    // A slot that a session names stays one, also where the rhythm that it was of was changed since.
    let all: BTreeSet<Date> = due.keys().chain(filled.keys()).copied().filter(shown).collect();
    let slots = all.into_iter().map(|date| slot(date, filled.get(&date).copied(), day)).collect();
    let used: BTreeSet<&str> = filled.values().map(|(id, _)| *id).collect();
    let off_rhythm =
        sessions.iter().filter(|(id, session)| !used.contains(id) && period.holds(session.date.on())).count() as u64;
    let next_due = due.keys().copied().find(|date| *date > day);
    PoleRhythm {
        pole: pole.to_owned(),
        name: row.name.clone(),
        days: row.rhythms.iter().rfind(|it| it.from <= day).or(row.rhythms.first()).map(|it| it.days),
        slots,
        off_rhythm,
        next_due,
    }
}

/// Due dates with the days of their rhythm, up to one rhythm after `until`.
fn due_dates(rhythms: &[Rhythm], until: Date) -> BTreeMap<Date, u32> {
    let mut due = BTreeMap::new();
    for (at, rhythm) in rhythms.iter().enumerate() {
        let next = rhythms.get(at + 1).map(|next| next.from);
        let mut date = rhythm.from;
        while next.is_none_or(|next| date < next) && due.len() < MOST_SLOTS {
            due.insert(date, rhythm.days);
            if date > until {
                return due;
            }
            match date.checked_add(i64::from(rhythm.days).days()) {
                Ok(following) => date = following,
                Err(_) => return due,
            }
        }
    }
    due
}

/// Sessions by the due date of the slot that they fill. A session says its slot; one that does not takes the nearest
/// free slot of the rhythm, within half a rhythm of the day it was first planned for. Where two claim one slot, the one
/// that was held has it, then the one not cancelled.
fn fill<'a>(due: &BTreeMap<Date, u32>, sessions: &Sessions<'a>) -> BTreeMap<Date, (&'a str, &'a SessionRow)> {
    let rank = |session: &SessionRow| match session.state {
        SessionState::Held => 0,
        SessionState::Planned => 1,
        SessionState::Cancelled => 2,
    };
    let planned = |session: &SessionRow| session.date.first_planned().and_then(OccurredOn::day);
    let mut order: Sessions<'a> = sessions.clone();
    order.sort_by_key(|(id, session)| (session.slot.is_none(), rank(session), planned(session), *id));
    let mut filled: BTreeMap<Date, (&str, &SessionRow)> = BTreeMap::new();
    for (id, session) in order {
        let nearest = || planned(session).and_then(|day| nearest(due, day, |date| !filled.contains_key(&date)));
        if let Some(date) = session.slot.or_else(nearest) {
            filled.entry(date).or_insert((id, session));
        }
    }
    filled
}

fn nearest(due: &BTreeMap<Date, u32>, day: Date, free: impl Fn(Date) -> bool) -> Option<Date> {
    let near = due.iter().map(|(date, rhythm)| (days_between(*date, day).unsigned_abs(), *date, *rhythm));
    near.filter(|(far, date, rhythm)| far * 2 <= *rhythm && free(*date)).min().map(|(_, date, _)| date)
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).map_or(i32::MAX, |span| span.get_days())
}

fn slot(due: Date, session: Option<(&str, &SessionRow)>, day: Date) -> Slot {
    let Some((id, session)) = session else {
        let state = if due <= day { SlotState::Missed } else { SlotState::Upcoming };
        return Slot { due, state, session: None, when: None, moved: false, delay_days: None };
    };
    let (on, moved) = (session.date.on(), session.date.is_moved());
    let to_come = on.span().is_some_and(|(first, _)| first > day);
    let state = match session.state {
        SessionState::Cancelled => SlotState::Cancelled,
        SessionState::Planned | SessionState::Held if to_come && moved => SlotState::Moved,
        SessionState::Planned | SessionState::Held if to_come => SlotState::Upcoming,
        SessionState::Held => SlotState::Held,
        SessionState::Planned => SlotState::Pending,
    };
    let held = on.day().filter(|_| state == SlotState::Held);
    let delay_days = held.map(|held| days_between(due, held));
    Slot { due, state, session: Some(id.to_owned()), when: Some(on.to_string()), moved, delay_days }
}
