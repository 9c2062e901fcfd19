//! Who signed up, who came, how many: sessions, signups, presences, headcounts, passages, distinct persons.
//!
//! Facts change one session each, so a live counter costs no more than its session; figures of a pole or a period are
//! counted from sessions when they are asked for.
//!
//! `overview` counts what a page shows before any question is asked.

mod answer;
mod counters;
mod groups;
mod marginals;
mod overview;
mod rows;
mod tally;
mod views;

#[cfg(test)]
mod tests;

use maillage_events::declare::Payload;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::Deserialize;
use uuid::Uuid;

pub use counters::{PoleCounters, SessionCounter};
pub use overview::{Overview, PoleOverview};
pub use rows::*;
pub use tally::{Span, Tally};

use crate::projection::{FoldError, Projection};
use crate::table::{AnyTable, Table};
use crate::titles::{self, Title};

/// The attendance of a space.
#[derive(Debug)]
pub struct Attendance {
    sessions: Table<SessionRow>,
    poles: Table<PoleRow>,
    merges: Table<MergeRow>,
    titles: Table<Title>,
}

impl Default for Attendance {
    fn default() -> Self {
        Self {
            sessions: Table::new("sessions"),
            poles: Table::new("poles"),
            merges: Table::new("merges"),
            titles: Table::new("titles"),
        }
    }
}

impl Projection for Attendance {
    const NAME: &'static str = "attendance";
    const VERSION: u32 = 2;
    const KINDS: &'static [&'static str] = &[
        "attendance.observed",
        "signup.requested",
        "signup.confirmed",
        "signup.waiting",
        "signup.cancelled",
        "attendance.headcount_recorded",
        "attendance.withdrawn",
        "attendance.absence_observed",
        "attendance.visits_recorded",
        "attendance.connections_recorded",
        "session.planned",
        "session.moved",
        "session.cancelled",
        "session.held",
        "session.credited",
        "session.capacity_changed",
        "pole.opened",
        "fiche.recorded",
        "person.merged",
        "person.unmerged",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        match fact.kind {
            "attendance.observed" | "attendance.withdrawn" | "attendance.absence_observed" => self.presence(fact),
            "attendance.headcount_recorded" | "attendance.visits_recorded" | "attendance.connections_recorded" => {
                self.sheet(fact)
            }
            "signup.requested" | "signup.confirmed" | "signup.waiting" | "signup.cancelled" => self.signup(fact),
            "pole.opened" => {
                self.poles.entry(fact.stream_id()).name = Some(read::<views::PoleName>(fact)?.name);
                Ok(())
            }
            "fiche.recorded" => titles::learn(&mut self.titles, fact),
            "person.merged" => {
                let into = read::<views::Merged>(fact)?.into;
                self.merges.insert(fact.stream_id(), MergeRow { into });
                Ok(())
            }
            "person.unmerged" => {
                self.merges.remove(fact.stream_id());
                Ok(())
            }
            _ => self.session(fact),
        }
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.sessions, &mut self.poles, &mut self.merges, &mut self.titles]
    }
}

fn read<'a, T: Payload + Deserialize<'a>>(fact: &FactView<'a>) -> Result<T, FoldError> {
    fact.data().map_err(|why| FoldError::at(fact, &why))
}

impl Attendance {
    fn presence(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let row = self.sessions.entry(fact.stream_id());
        match fact.kind {
            "attendance.observed" => {
                let views::Observed { person, quality, organisation, age } = read(fact)?;
                row.absent.remove(&person);
                row.present.insert(person, Presence { quality, organisation, age });
            }
            "attendance.withdrawn" => {
                row.present.remove(&read::<views::Withdrawn>(fact)?.person);
            }
            _ => {
                let it: views::Absent = read(fact)?;
                row.absent.insert(it.person, it.excused);
            }
        }
        Ok(())
    }

    fn sheet(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let row = self.sessions.entry(fact.stream_id());
        match fact.kind {
            "attendance.headcount_recorded" => {
                let it: views::Headcount = read(fact)?;
                if let Some(earlier) = it.replaces.as_ref().and_then(|sheet| row.sheets.get_mut(sheet)) {
                    earlier.replaced = true;
                }
                let views::Headcount { sheet, total, already_seen, seen_scope, marginals, .. } = it;
                row.sheets.insert(sheet, Sheet { total, already_seen, seen_scope, marginals, replaced: false });
            }
            "attendance.visits_recorded" => {
                let it: views::Visits = read(fact)?;
                row.visits.insert(it.sheet, it.passages);
            }
            _ => {
                let it: views::Connections = read(fact)?;
                row.connections.insert(it.sheet, it.connections);
            }
        }
        Ok(())
    }

    fn signup(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let signups = &mut self.sessions.entry(fact.stream_id()).signups;
        match fact.kind {
            "signup.requested" => {
                let it: views::Requested = read(fact)?;
                signups.entry(it.signup).or_default().person = it.person;
            }
            "signup.confirmed" => {
                let signup = named(signups, &read::<views::Confirmed<'_>>(fact)?.signup);
                signup.state = SignupState::Confirmed;
                signup.had_place = true;
            }
            "signup.waiting" => {
                let it: views::Waiting<'_> = read(fact)?;
                let signup = named(signups, &it.signup);
                signup.state = SignupState::Waiting;
                signup.rank = Some(it.rank);
            }
            _ => {
                let signup = named(signups, &read::<views::Cancelled<'_>>(fact)?.signup);
                signup.state = SignupState::Cancelled;
                signup.cancelled_on = Some(fact.occurred());
            }
        }
        Ok(())
    }

    fn session(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let id = fact.stream_id();
        let row = self.sessions.entry(id);
        match fact.kind {
            "session.planned" => {
                let it: views::Planned = read(fact)?;
                if let Some(pole) = &it.pole {
                    self.poles.entry(pole).sessions.insert(id.to_owned());
                }
                (row.title, row.kind, row.when, row.time) = (it.title, Some(it.kind), Some(it.when), it.time);
                (row.pole, row.contract, row.capacity) = (it.pole, it.contract, it.capacity);
                row.fiches.extend(it.fiches);
            }
            "session.moved" => {
                let it: views::Moved = read(fact)?;
                row.when = Some(it.when);
                row.time = it.time.or_else(|| row.time.take());
                row.moved += 1;
            }
            "session.cancelled" => row.state = SessionState::Cancelled,
            "session.held" => {
                row.state = SessionState::Held;
                row.held_on = Some(fact.occurred()).filter(|when| *when != OccurredOn::Unknown);
            }
            "session.credited" => {
                row.fiches.insert(read::<views::Credited<'_>>(fact)?.fiche.into_owned());
            }
            _ => row.capacity = read::<views::Capacity>(fact)?.capacity,
        }
        Ok(())
    }

    /// Every session, by identifier.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &SessionRow)> {
        self.sessions.iter()
    }

    /// The person that stays for this reference once active merges are followed.
    pub fn root(&self, person: Uuid) -> Uuid {
        let mut root = person;
        let mut text = Uuid::encode_buffer();
        // A cycle is refused by the rules; were there one, following stops after as many steps as there are merges.
        for _ in 0..self.merges.len() {
            match self.merges.get(root.hyphenated().encode_lower(&mut text)) {
                Some(merge) => root = merge.into,
                None => break,
            }
        }
        root
    }
}

fn named<'a>(signups: &'a mut std::collections::BTreeMap<String, Signup>, name: &str) -> &'a mut Signup {
    if !signups.contains_key(name) {
        signups.insert(name.to_owned(), Signup::default());
    }
    signups.get_mut(name).unwrap_or_else(|| unreachable!("the signup was just inserted"))
}
