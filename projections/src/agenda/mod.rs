//! The agenda: every session by date, with its state, place, pole and fiches.

mod answer;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::pole::PoleOpened;
use maillage_events::session::{
    SessionCancelled, SessionCredited, SessionHeld, SessionKind, SessionMoved, SessionPlanned,
};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::attendance::SessionState;
use crate::fold;
use crate::session_date::SessionDate;
use crate::titles::Title;

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaRow {
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: SessionKind,
    /// When it takes or took place.
    pub date: SessionDate,
    /// When it was planned for before it was first moved.
    pub first_planned: Option<OccurredOn>,
    /// Local time of its start.
    pub time: Option<String>,
    /// How long, in minutes.
    pub minutes: Option<u32>,
    /// Where.
    pub place: Option<String>,
    /// The pole that holds it.
    pub pole: Option<String>,
    /// The contract that it counts for.
    pub contract: Option<String>,
    /// The body that meets.
    pub body: Option<String>,
    /// The fiches that it is credited to.
    pub fiches: BTreeSet<String>,
    /// How it stands.
    pub state: SessionState,
    /// Why it was last moved or cancelled.
    pub motive: Option<String>,
}

fold! {
    /// The agenda of a space.
    pub struct Agenda "agenda" 4;
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
        SessionCredited => credited;
        PoleOpened => pole;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        FicheRenumbered => titles.take_number;
    }
}

impl Agenda {
    fn planned(&mut self, fact: &FactView<'_>, it: SessionPlanned) {
        let row = AgendaRow {
            title: it.title.0,
            kind: it.kind,
            date: SessionDate { planned: Some(it.when), held: None },
            first_planned: None,
            time: it.time,
            minutes: it.minutes,
            place: it.place.map(|place| place.0),
            pole: it.pole.map(Into::into),
            contract: it.contract.map(Into::into),
            body: it.body.map(Into::into),
            fiches: it.fiches.into_iter().map(Into::into).collect(),
            state: SessionState::Planned,
            motive: None,
        };
        self.sessions.insert(fact.stream_id(), row);
    }

    // A session whose planning was cancelled as a mistake is on no agenda, whatever else is said of it.

    fn moved(&mut self, fact: &FactView<'_>, it: SessionMoved) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.first_planned = row.first_planned.or(row.date.planned);
        row.date.planned = Some(it.when);
        row.time = it.time.or_else(|| row.time.take());
        row.motive = Some(it.motive.0);
    }

    fn cancelled(&mut self, fact: &FactView<'_>, it: SessionCancelled) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.state = SessionState::Cancelled;
        row.motive = Some(it.motive.0);
    }

    fn held(&mut self, fact: &FactView<'_>, it: SessionHeld) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.state = SessionState::Held;
        row.minutes = it.minutes.or(row.minutes);
        row.date.held = Some(fact.occurred());
    }

    fn credited(&mut self, fact: &FactView<'_>, it: SessionCredited) {
        let Some(row) = self.sessions.get_mut(fact.stream_id()) else { return };
        row.fiches.insert(it.fiche.into());
    }

    fn pole(&mut self, fact: &FactView<'_>, it: PoleOpened) {
        self.poles.insert(fact.stream_id(), it.name.0);
    }

    /// Every session by identifier, for calendars.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &AgendaRow)> {
        self.sessions.iter()
    }
}
