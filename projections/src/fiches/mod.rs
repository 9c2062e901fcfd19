//! The progress of each fiche, year by year, and what a contract may add up.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `seen`: what a period shows of each fiche;
//!   `totals`: what holds for a whole contract; `answer`: figures and tables; `overview`: what a page shows.

mod answer;
mod overview;
pub mod rows;
mod seen;
mod totals;

pub use overview::{ContractOverview, FicheOverview, YearOverview};

use maillage_events::contract::{AxisDefined, ContractPrepared};
use maillage_events::fiche::{
    CategoryRetained, FicheAttached, FicheDetached, FicheNarrated, FicheRecorded, FicheRoleNamed, FicheStatusDeclared,
    FicheYearOpened, MilestonePassed, ResultAchieved, ResultExpected,
};
use maillage_events::messages::Language;
use maillage_events::session::{AttendanceObserved, AttendanceWithdrawn, SessionCredited, SessionPlanned};
use maillage_events::view::FactView;

use crate::catalogue::Answer;
use crate::known::{learn_name, read};
use crate::names::Names;
use crate::projection::{FoldError, Projection};
use crate::report::{Body, Scope};
use crate::table::{AnyTable, Table};
use rows::{
    Attachment, Axis, Contract, Credited, Fiche, Milestone, Narrated, Opened, Outcome, Recorded, Role, Status, Year,
};

/// The state of the fold.
#[derive(Debug)]
pub struct Fiches {
    contracts: Table<Contract>,
    fiches: Table<Fiche>,
    sessions: Table<Credited>,
    organisations: Table<Names>,
}

impl Default for Fiches {
    fn default() -> Self {
        Self {
            contracts: Table::new("contracts"),
            fiches: Table::new("fiches"),
            sessions: Table::new("sessions"),
            organisations: Table::new("organisations"),
        }
    }
}

impl Projection for Fiches {
    const NAME: &'static str = "fiches";
    const VERSION: u32 = 1;
    const KINDS: &'static [&'static str] = &[
        "contract.prepared",
        "contract.axis_defined",
        "fiche.recorded",
        "fiche.attached",
        "fiche.detached",
        "fiche.role_named",
        "fiche.year_opened",
        "fiche.status_declared",
        "fiche.milestone_passed",
        "fiche.result_expected",
        "fiche.result_achieved",
        "fiche.narrated",
        "fiche.category_retained",
        "session.planned",
        "session.held",
        "session.credited",
        "attendance.observed",
        "attendance.withdrawn",
        "organisation.recorded",
        "organisation.renamed",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        match fact.kind.split_once('.') {
            Some(("fiche", _)) => self.fiche(fact),
            Some(("contract", _)) => self.contract(fact),
            Some(("session" | "attendance", _)) => self.session(fact),
            _ => learn_name(&mut self.organisations, fact).map(|_| ()),
        }
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.contracts, &mut self.fiches, &mut self.sessions, &mut self.organisations]
    }
}

impl Answer for Fiches {
    fn answer(&self, scope: &Scope, language: Language) -> Body {
        answer::body(self, &scope.period, language)
    }
}

impl Fiches {
    fn contract(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let row = self.contracts.entry(fact.stream_id());
        match fact.kind {
            "contract.prepared" => row.title = Some(read::<ContractPrepared>(fact)?.title),
            _ => {
                let it: AxisDefined = read(fact)?;
                row.axes.insert(it.code.to_string(), Axis { rank: it.rank, label: it.label });
            }
        }
        Ok(())
    }

    fn fiche(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        let row = self.fiches.entry(fact.stream_id());
        match fact.kind {
            "fiche.recorded" => {
                let it: FicheRecorded = read(fact)?;
                row.recorded = Some(Recorded { contract: it.contract, number: it.number, title: it.title, on });
            }
            "fiche.attached" => {
                row.axes.push(Attachment { axis: read::<FicheAttached>(fact)?.axis, from: on, until: None })
            }
            "fiche.detached" => {
                let axis = read::<FicheDetached>(fact)?.axis;
                if let Some(open) =
                    row.axes.iter_mut().find(|attached| attached.axis == axis && attached.until.is_none())
                {
                    open.until = Some(on);
                }
            }
            "fiche.role_named" => {
                let it: FicheRoleNamed = read(fact)?;
                row.roles.push(Role { organisation: it.organisation, role: it.role, from: on });
            }
            "fiche.category_retained" => row.categories.push((read::<CategoryRetained>(fact)?.code, on)),
            "fiche.year_opened" => {
                let it: FicheYearOpened = read(fact)?;
                row.year(it.year, on).opened = Some(Opened { chained_to: it.chained_to, on });
            }
            "fiche.status_declared" => {
                let it: FicheStatusDeclared = read(fact)?;
                let status =
                    Status { status: it.status, motive: it.motive, successor: it.successor, to_year: it.to_year, on };
                row.year(it.year, on).statuses.push(status);
            }
            "fiche.milestone_passed" => {
                let it: MilestonePassed = read(fact)?;
                row.year(it.year, on).milestones.push(Milestone { label: it.label, on });
            }
            "fiche.result_expected" => {
                let it: ResultExpected = read(fact)?;
                Year::put(
                    &mut row.year(it.year, on).expected,
                    Outcome { result: it.result, what: it.what, quantity: it.quantity },
                );
            }
            "fiche.result_achieved" => {
                let it: ResultAchieved = read(fact)?;
                Year::put(
                    &mut row.year(it.year, on).achieved,
                    Outcome { result: it.result, what: it.what, quantity: it.quantity },
                );
            }
            _ => {
                let it: FicheNarrated = read(fact)?;
                row.year(it.year, on).narrated.push(Narrated { rank: it.rank, text: it.text });
            }
        }
        Ok(())
    }

    fn session(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let row = self.sessions.entry(fact.stream_id());
        match fact.kind {
            "session.planned" => {
                let it: SessionPlanned = read(fact)?;
                row.title = Some(it.title);
                row.fiches.extend(it.fiches);
            }
            "session.held" => row.held = Some(fact.occurred()),
            "session.credited" => {
                row.fiches.insert(read::<SessionCredited>(fact)?.fiche);
            }
            "attendance.observed" => {
                let it: AttendanceObserved = read(fact)?;
                row.present.insert(it.person.to_string(), it.quality);
            }
            _ => {
                row.present.remove(&read::<AttendanceWithdrawn>(fact)?.person.to_string());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
