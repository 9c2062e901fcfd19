//! What a page shows before any question is asked: every session, and those of each pole.

use super::counting::{Counted, tally};
use super::tally::Tally;
use super::{Attendance, SessionRow};

/// All sessions whatever their date, counted. Newcomers are not: they cost a walk of every presence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// All of them, each once.
    pub total: Tally,
    /// Those of each pole, by identifier.
    pub poles: Vec<PoleOverview>,
}

/// The sessions of one pole, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoleOverview {
    /// The pole.
    pub pole: String,
    /// Its name; its identifier where its opening is not known.
    pub name: String,
    /// What its sessions come to.
    pub tally: Tally,
}

impl Attendance {
    /// Counts every session now. Costs all rows of sessions, twice.
    pub fn overview(&self) -> Overview {
        let poles = self.poles.iter().map(|(pole, row)| PoleOverview {
            pole: pole.to_owned(),
            name: row.name.clone().unwrap_or_else(|| pole.to_owned()),
            tally: self.count(self.sessions_of(pole)),
        });
        Overview { total: self.count(self.sessions().map(|(_, row)| row)), poles: poles.collect() }
    }

    fn count<'a>(&self, sessions: impl Iterator<Item = &'a SessionRow>) -> Tally {
        tally(sessions, Counted::default(), |person| self.root(person))
    }
}
