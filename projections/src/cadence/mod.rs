//! The rhythm of each pole: which slots were due, which were held, moved, cancelled, missed, and when the next is due.

mod answer;
mod slots;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use maillage_events::declare::Payload;
use maillage_events::pole::{CadenceSet, PoleOpened};
use maillage_events::session::{SessionCancelled, SessionHeld, SessionMoved, SessionPlanned};
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

pub use slots::{PoleRhythm, Slot, SlotState};

use crate::attendance::SessionState;
use crate::civil;
use crate::projection::{FoldError, Projection};
use crate::table::{AnyTable, Table};

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
}

/// One session of a pole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// The pole.
    pub pole: String,
    /// The slot that it was planned for, where it was said.
    pub occurrence: Option<u32>,
    /// When it was first planned for.
    pub planned: OccurredOn,
    /// When it is planned for now, or was held.
    pub when: OccurredOn,
    /// How it stands.
    pub state: SessionState,
    /// How many times it was moved.
    pub moved: u32,
}

/// The latest days that the facts know of: what slots are judged against, as a fold reads no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Horizon {
    /// The latest day on which something is known to have happened; plans are left out.
    pub happened: Option<Date>,
    /// The civil day on which the latest fact was recorded.
    pub recorded: Option<Date>,
}

/// The rhythms of a space.
#[derive(Debug)]
pub struct Cadence {
    poles: Table<PoleRow>,
    sessions: Table<SessionRow>,
    horizon: Table<Horizon>,
}

impl Default for Cadence {
    fn default() -> Self {
        Self { poles: Table::new("poles"), sessions: Table::new("sessions"), horizon: Table::new("horizon") }
    }
}

const LATEST: &str = "latest";

impl Projection for Cadence {
    const NAME: &'static str = "cadence";
    const VERSION: u32 = 1;
    const KINDS: &'static [&'static str] = &[
        PoleOpened::KIND,
        CadenceSet::KIND,
        SessionPlanned::KIND,
        SessionMoved::KIND,
        SessionCancelled::KIND,
        SessionHeld::KIND,
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let id = fact.stream_id();
        match fact.kind {
            PoleOpened::KIND => self.poles.entry(id).name = Some(read::<PoleOpened>(fact)?.name.0),
            CadenceSet::KIND => {
                let it: CadenceSet = read(fact)?;
                let rhythms = &mut self.poles.entry(id).rhythms;
                rhythms.retain(|rhythm| rhythm.from != it.from);
                rhythms.push(Rhythm { from: it.from, days: it.days.max(1) });
                rhythms.sort_by_key(|rhythm| rhythm.from);
            }
            SessionPlanned::KIND => {
                let it: SessionPlanned = read(fact)?;
                if let Some(pole) = it.pole {
                    let state = SessionState::Planned;
                    let row = SessionRow {
                        pole: pole.to_string(),
                        occurrence: it.occurrence,
                        planned: it.when,
                        when: it.when,
                        state,
                        moved: 0,
                    };
                    self.sessions.insert(id, row);
                }
            }
            _ => self.follow(id, fact)?,
        }
        self.look_further(fact);
        Ok(())
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.poles, &mut self.sessions, &mut self.horizon]
    }
}

impl Cadence {
    /// What becomes of a planned session; sessions of no pole are not followed.
    fn follow(&mut self, id: &str, fact: &FactView<'_>) -> Result<(), FoldError> {
        let Some(row) = self.sessions.get_mut(id) else { return Ok(()) };
        match fact.kind {
            SessionMoved::KIND => {
                row.when = read::<SessionMoved>(fact)?.when;
                row.moved += 1;
            }
            SessionCancelled::KIND => row.state = SessionState::Cancelled,
            _ => {
                row.state = SessionState::Held;
                if fact.occurred().day().is_some() {
                    row.when = fact.occurred();
                }
            }
        }
        Ok(())
    }

    fn look_further(&mut self, fact: &FactView<'_>) {
        let happened = fact.occurred().day().filter(|_| fact.kind != SessionPlanned::KIND);
        let recorded = Some(civil::day(fact.recorded_at));
        let known = self.horizon.get(LATEST).copied().unwrap_or_default();
        let latest = Horizon { happened: known.happened.max(happened), recorded: known.recorded.max(recorded) };
        if latest != known {
            self.horizon.insert(LATEST, latest);
        }
    }
}

fn read<'a, T: Payload + Deserialize<'a>>(fact: &FactView<'a>) -> Result<T, FoldError> {
    fact.data().map_err(|why| FoldError::at(fact, &why))
}
