//! The agenda: every session by date, with its state, place, pole and fiches.

mod answer;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use maillage_events::declare::Payload;
use maillage_events::fiche::FicheRecorded;
use maillage_events::pole::PoleOpened;
use maillage_events::session::{
    SessionCancelled, SessionCredited, SessionHeld, SessionKind, SessionMoved, SessionPlanned,
};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::attendance::SessionState;
use crate::projection::{FoldError, Projection};
use crate::table::{AnyTable, Table};
use crate::titles::{self, Title};

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaRow {
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: SessionKind,
    /// When it takes or took place, as last said.
    pub when: OccurredOn,
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

/// The agenda of a space.
#[derive(Debug)]
pub struct Agenda {
    sessions: Table<AgendaRow>,
    poles: Table<String>,
    titles: Table<Title>,
}

impl Default for Agenda {
    fn default() -> Self {
        Self { sessions: Table::new("sessions"), poles: Table::new("poles"), titles: Table::new("titles") }
    }
}

impl Projection for Agenda {
    const NAME: &'static str = "agenda";
    const VERSION: u32 = 2;
    const KINDS: &'static [&'static str] = &[
        SessionPlanned::KIND,
        SessionMoved::KIND,
        SessionCancelled::KIND,
        SessionHeld::KIND,
        SessionCredited::KIND,
        PoleOpened::KIND,
        FicheRecorded::KIND,
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let id = fact.stream_id();
        match fact.kind {
            FicheRecorded::KIND => titles::learn(&mut self.titles, fact)?,
            PoleOpened::KIND => self.poles.insert(id, read::<PoleOpened>(fact)?.name.0),
            SessionPlanned::KIND => {
                let it: SessionPlanned = read(fact)?;
                let row = AgendaRow {
                    title: it.title.0,
                    kind: it.kind,
                    when: it.when,
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
                self.sessions.insert(id, row);
            }
            _ => self.follow(id, fact)?,
        }
        Ok(())
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.sessions, &mut self.poles, &mut self.titles]
    }
}

impl Agenda {
    /// What becomes of a session; one whose planning was cancelled as a mistake is on no agenda.
    fn follow(&mut self, id: &str, fact: &FactView<'_>) -> Result<(), FoldError> {
        let Some(row) = self.sessions.get_mut(id) else { return Ok(()) };
        match fact.kind {
            SessionMoved::KIND => {
                let it: SessionMoved = read(fact)?;
                row.first_planned.get_or_insert(row.when);
                row.when = it.when;
                row.time = it.time.or_else(|| row.time.take());
                row.motive = Some(it.motive.0);
            }
            SessionCancelled::KIND => {
                row.state = SessionState::Cancelled;
                row.motive = Some(read::<SessionCancelled>(fact)?.motive.0);
            }
            SessionCredited::KIND => {
                row.fiches.insert(read::<SessionCredited>(fact)?.fiche.into());
            }
            _ => {
                row.state = SessionState::Held;
                row.minutes = read::<SessionHeld>(fact)?.minutes.or(row.minutes);
                if fact.occurred().day().is_some() {
                    row.when = fact.occurred();
                }
            }
        }
        Ok(())
    }

    /// Every session by identifier, for calendars.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &AgendaRow)> {
        self.sessions.iter()
    }
}

fn read<'a, T: Payload + Deserialize<'a>>(fact: &FactView<'a>) -> Result<T, FoldError> {
    fact.data().map_err(|why| FoldError::at(fact, &why))
}
