//! The rhythm of each pole: which slots were due, which were held, moved, cancelled, missed, and when the next is due.

mod answer;
mod slots;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use maillage_events::contract::ContractPrepared;
use maillage_events::envelope::RecordedAt;
use maillage_events::pole::{CadenceSet, PoleClosed, PoleOpened};
use maillage_events::session::{SessionCancelled, SessionHeld, SessionMoved, SessionPlanned};
use maillage_events::space::SpaceOpened;
use maillage_events::time_zone::TimeZoneName;
use maillage_events::timeline::ends;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

pub use slots::{PoleRhythm, Slot, SlotState};

use crate::attendance::SessionState;
use crate::fold;
use crate::payload::Unread;
use crate::session_date::SessionDate;
use crate::titles::Title;

/// One rhythm: the first slot on `from`, the next every `days` days, until another rhythm begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The first slot.
    pub from: Date,
    /// Days between two slots, at least 1.
    pub days: u32,
}

/// One pole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PoleRow {
    /// Its name, where its opening is known.
    pub name: Option<String>,
    /// Its rhythms, in the order in which they begin.
    pub rhythms: Vec<Rhythm>,
    /// The day on which it closed: nothing is due from then on.
    pub closed: Option<Date>,
    /// What its own facts tell of a day.
    pub dated: Vec<DatedFact>,
}

/// A day that a fact of a pole tells of, and when it was told. Whether that day had come by then depends on the zone of
/// the space, which is a row of another stream: it is judged when answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedFact {
    /// The day on which it happened, or is to happen.
    pub day: Date,
    /// When it was recorded.
    pub recorded: RecordedAt,
}

/// One session of a pole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// The pole.
    pub pole: String,
    /// The slot that it fills, by its due date, where that was said.
    pub slot: Option<Date>,
    /// When it is planned for now, and when it was held.
    pub date: SessionDate,
    /// How it stands.
    pub state: SessionState,
}

/// The latest days that the facts know of: what slots are judged against, as a fold reads no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Horizon {
    /// The latest day on which something of a session is known to have happened; plans are left out.
    pub happened: Option<Date>,
    /// When the latest fact was recorded.
    pub recorded: Option<RecordedAt>,
}

fold! {
    /// The rhythms of a space.
    pub struct Cadence "cadence" 7;
    tables {
        poles: PoleRow, ById;
        sessions: SessionRow, ById;
        horizon: Horizon, Shared;
        titles: Title, ByStream;
        zones: TimeZoneName, Shared;
    }
    on {
        SpaceOpened => zones.go_by;
        PoleOpened => opened;
        PoleClosed => closed;
        CadenceSet => cadence;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        SessionPlanned => planned;
        SessionMoved => moved;
        SessionCancelled => cancelled;
        SessionHeld => held;
    }
}

const LATEST: &str = "latest";

impl Cadence {
    fn opened(&mut self, fact: &FactView<'_>, it: PoleOpened) {
        self.poles.entry(fact.stream_id()).name = Some(it.name.0.clone());
        self.titles.take_title(fact, it);
        self.tell_of_pole(fact);
    }

    fn closed(&mut self, fact: &FactView<'_>, _: Unread) {
        // What closed without a date has always been closed, as everywhere.
        self.poles.entry(fact.stream_id()).closed = Some(ends(fact.occurred()).unwrap_or(Date::MIN));
        self.tell_of_pole(fact);
    }

    fn cadence(&mut self, fact: &FactView<'_>, it: CadenceSet) {
        let rhythms = &mut self.poles.entry(fact.stream_id()).rhythms;
        rhythms.retain(|rhythm| rhythm.from != it.from);
        rhythms.push(Rhythm { from: it.from, days: it.days.max(1) });
        rhythms.sort_by_key(|rhythm| rhythm.from);
        self.tell_of_pole(fact);
    }

    /// Sessions of no pole are not followed.
    fn planned(&mut self, fact: &FactView<'_>, it: SessionPlanned) {
        if let Some(pole) = it.pole {
            let mut date = SessionDate::default();
            date.plan(it.when);
            let row = SessionRow { pole: pole.to_string(), slot: it.slot, date, state: SessionState::Planned };
            self.sessions.insert(fact.stream_id(), row);
        }
        // The date of a plan is that of the session: nothing has happened yet.
        self.look_further(fact, OccurredOn::Unknown);
    }

    fn moved(&mut self, fact: &FactView<'_>, it: SessionMoved) {
        if let Some(row) = self.sessions.get_mut(fact.stream_id()) {
            row.date.move_to(fact.occurred(), it.when);
        }
        self.look_further(fact, fact.occurred());
    }

    fn cancelled(&mut self, fact: &FactView<'_>, _: Unread) {
        if let Some(row) = self.sessions.get_mut(fact.stream_id()) {
            row.state = SessionState::Cancelled;
        }
        self.look_further(fact, fact.occurred());
    }

    fn held(&mut self, fact: &FactView<'_>, _: Unread) {
        if let Some(row) = self.sessions.get_mut(fact.stream_id()) {
            row.state = SessionState::Held;
            row.date.hold(fact.occurred());
        }
        self.look_further(fact, fact.occurred());
    }

    fn look_further(&mut self, fact: &FactView<'_>, happened: OccurredOn) {
        let known = self.horizon.get(LATEST).copied().unwrap_or_default();
        let recorded = known.recorded.max(Some(fact.recorded_at));
        let latest = Horizon { happened: known.happened.max(happened.day()), recorded };
        if latest != known {
            self.horizon.insert(LATEST, latest);
        }
    }

    /// Keeps the day of a fact of a pole, which may have been told before it came.
    fn tell_of_pole(&mut self, fact: &FactView<'_>) {
        if let Some(day) = fact.occurred().day() {
            let dated = DatedFact { day, recorded: fact.recorded_at };
            self.poles.entry(fact.stream_id()).dated.push(dated);
        }
        self.look_further(fact, OccurredOn::Unknown);
    }

    /// The latest day on which something is known to have happened, and the day on which the latest fact was recorded.
    fn latest_days(&self) -> (Option<Date>, Option<Date>) {
        let horizon = self.horizon.get(LATEST).copied().unwrap_or_default();
        let had_come = |dated: &&DatedFact| dated.day <= self.zones.day(dated.recorded);
        let of_poles =
            self.poles.iter().flat_map(|(_, pole)| &pole.dated).filter(had_come).map(|dated| dated.day).max();
        (horizon.happened.max(of_poles), horizon.recorded.map(|moment| self.zones.day(moment)))
    }
}
