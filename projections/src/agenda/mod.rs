//! The agenda: every session by date, with its state, place, pole and fiches.

mod answer;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::Date;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::pole::PoleOpened;
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    SessionCancelled, SessionCredited, SessionHeld, SessionKind, SessionMoved, SessionPlanned, SessionRenamed,
    SessionUncredited, Whereabouts,
};
use maillage_events::timeline::{Timeline, begins};
use maillage_events::view::FactView;
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::attendance::SessionState;
use crate::fold;
use crate::session_date::SessionDate;
use crate::stays::Stays;
use crate::titles::Title;

/// One session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AgendaRow {
    /// Its title: as planned, then as renamed, by the days that each counts from.
    pub title: Timeline<String>,
    /// Its kind.
    pub kind: SessionKind,
    /// When it takes or took place.
    pub date: SessionDate,
    /// When, where and how it was planned to take place.
    pub planned: Whereabouts,
    /// Its moves, by the days of their decisions.
    pub moves: Timeline<SessionMoved>,
    /// Its last day, where it lasts several.
    pub ends: Option<OccurredOn>,
    /// The hour and the length that it really had, where that is said.
    pub really: (Option<String>, Option<u32>),
    /// The organisation that organises it.
    pub organiser: Option<String>,
    /// The pole that holds it.
    pub pole: Option<String>,
    /// The slot of the pole's rhythm that it fills, by its due date.
    pub slot: Option<Date>,
    /// The contracts that it counts for.
    pub contracts: Vec<String>,
    /// The body that meets.
    pub body: Option<String>,
    /// The fiches that it is or was credited to.
    pub fiches: Stays<String>,
    /// How it stands.
    pub state: SessionState,
    /// How many sessions it stands for, where it is not one.
    pub stands_for: Option<Quantity>,
    /// Why it was cancelled.
    pub cancelled: Option<String>,
}

fold! {
    /// The agenda of a space.
    pub struct Agenda "agenda" 5;
    tables {
        sessions: AgendaRow, ById;
        poles: String, ById;
        titles: Title, ByStream;
    }
    on {
        SessionPlanned => planned;
        SessionMoved => moved;
        SessionCancelled => cancelled;
        SessionHeld => held;
        SessionRenamed => renamed;
        SessionCredited => credited;
        SessionUncredited => uncredited;
        PoleOpened => pole;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        FicheRenumbered => titles.take_number;
    }
}

impl Agenda {
    fn planned(&mut self, fact: &FactView<'_>, it: SessionPlanned) {
        let mut row = AgendaRow {
            planned: Whereabouts::planned(&it),
            title: Timeline::default(),
            kind: it.kind,
            date: SessionDate::default(),
            moves: Timeline::default(),
            ends: it.ends,
            really: (None, None),
            organiser: it.organiser.map(Into::into),
            pole: it.pole.map(Into::into),
            slot: it.slot,
            contracts: it.contracts.into_iter().map(Into::into).collect(),
            body: it.body.map(Into::into),
            fiches: Stays::default(),
            state: SessionState::Planned,
            stands_for: it.stands_for.map(|number| *number),
            cancelled: None,
        };
        row.title.state(None, it.title.0);
        row.date.plan(it.when);
        it.fiches.into_iter().for_each(|fiche| row.fiches.begin(fiche.into(), OccurredOn::Unknown, None));
        self.sessions.insert(fact.stream_id(), row);
    }

    // A session whose planning was cancelled as a mistake is on no agenda, whatever else is said of it.

    fn moved(&mut self, fact: &FactView<'_>, it: SessionMoved) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.date.move_to(fact.occurred(), it.when);
        row.moves.state(begins(fact.occurred()), it);
    }

    fn renamed(&mut self, fact: &FactView<'_>, it: SessionRenamed) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.title.state(begins(fact.occurred()), it.title.0);
    }

    fn cancelled(&mut self, fact: &FactView<'_>, it: SessionCancelled) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.state = SessionState::Cancelled;
        row.cancelled = Some(it.motive.0);
    }

    fn held(&mut self, fact: &FactView<'_>, it: SessionHeld) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.state = SessionState::Held;
        row.really = (it.time, it.minutes);
        row.date.hold(fact.occurred());
    }

    fn credited(&mut self, fact: &FactView<'_>, it: SessionCredited) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.fiches.begin(it.fiche.into(), fact.occurred(), None);
    }

    fn uncredited(&mut self, fact: &FactView<'_>, it: SessionUncredited) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.fiches.end(it.fiche.into(), fact.occurred());
    }

    fn pole(&mut self, fact: &FactView<'_>, it: PoleOpened) {
        self.poles.insert(fact.stream_id(), it.name.0.clone());
        self.titles.take_title(fact, it);
    }

    /// The title of a session as it reads now.
    pub fn title_of(&self, session: &str) -> Option<&str> {
        self.sessions.get(session).map(AgendaRow::title)
    }

    /// Every session by identifier, for calendars.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &AgendaRow)> {
        self.sessions.iter()
    }
}

impl AgendaRow {
    /// Its title, as it was renamed last.
    pub fn title(&self) -> &str {
        self.title.last().map_or("", String::as_str)
    }

    /// When, where and how it takes place, as moved; once it was held, with the hour and the length that it really had.
    pub fn whereabouts(&self) -> Whereabouts {
        let stands = self.planned.clone().after_all(&self.moves);
        let (time, minutes) = self.really.clone();
        Whereabouts { time: time.or(stands.time), minutes: minutes.or(stands.minutes), ..stands }
    }

    /// When it was planned for, where it was moved to another date since.
    pub fn first_planned(&self) -> Option<OccurredOn> {
        self.date.first_planned().filter(|_| self.date.is_moved())
    }

    /// The fiches that it is credited to.
    pub fn credited_to(&self) -> BTreeSet<&String> {
        self.fiches.at(&Period::default()).map(|stay| stay.of).collect()
    }

    /// Why it was cancelled, else why it was last moved.
    pub fn motive(&self) -> Option<&str> {
        self.cancelled.as_deref().or_else(|| self.moves.last().map(|moved| moved.motive.as_str()))
    }
}
