//! The tree of contracts as it stood: generations, parties, axes and their fiches, nested councils, mandates and
//! bodies.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `tree`: figures; `answer`: tables for people.

mod answer;
pub mod rows;
mod tree;

use maillage_events::body::{BodyConstituted, SeatGiven, SeatLeft};
use maillage_events::contract::AxisDefined;
use maillage_events::fiche::{FicheAttached, FicheDetached, FicheRecorded};
use maillage_events::mandate::{MandateEnded, MandateExtended, MandateGranted};
use maillage_events::messages::Language;
use maillage_events::view::FactView;

use crate::catalogue::Answer;
use crate::known::{learn_name, read};
use crate::names::Names;
use crate::projection::{FoldError, Projection};
use crate::report;
use crate::table::{AnyTable, Table};
use rows::{Axis, Body, Constitution, Contract, Dated, Fiche, Grant, Mandate, Seat};

/// The state of the fold.
#[derive(Debug)]
pub struct Contracts {
    contracts: Table<Contract>,
    fiches: Table<Fiche>,
    mandates: Table<Mandate>,
    bodies: Table<Body>,
    organisations: Table<Names>,
}

impl Default for Contracts {
    fn default() -> Self {
        Self {
            contracts: Table::new("contracts"),
            fiches: Table::new("fiches"),
            mandates: Table::new("mandates"),
            bodies: Table::new("bodies"),
            organisations: Table::new("organisations"),
        }
    }
}

impl Projection for Contracts {
    const NAME: &'static str = "contracts";
    const VERSION: u32 = 1;
    const KINDS: &'static [&'static str] = &[
        "contract.prepared",
        "contract.axis_defined",
        "contract.party_engaged",
        "contract.signed",
        "contract.amended",
        "contract.completed",
        "contract.context_recorded",
        "contract.evaluated",
        "fiche.recorded",
        "fiche.attached",
        "fiche.detached",
        "mandate.granted",
        "mandate.extended",
        "mandate.ended",
        "body.constituted",
        "body.seat_given",
        "body.seat_left",
        "organisation.recorded",
        "organisation.renamed",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        match fact.kind.split_once('.') {
            Some(("contract", _)) => self.contract(fact),
            Some(("fiche", _)) => self.fiche(fact),
            Some(("mandate", _)) => self.mandate(fact),
            Some(("body", _)) => self.body(fact),
            _ => learn_name(&mut self.organisations, fact).map(|_| ()),
        }
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.contracts, &mut self.fiches, &mut self.mandates, &mut self.bodies, &mut self.organisations]
    }
}

impl Answer for Contracts {
    fn answer(&self, scope: &report::Scope, language: Language) -> report::Body {
        answer::body(self, &scope.period, language)
    }
}

impl Contracts {
    fn contract(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        let row = self.contracts.entry(fact.stream_id());
        match fact.kind {
            "contract.prepared" => row.prepared = Some(Dated { on, it: read(fact)? }),
            "contract.axis_defined" => {
                let it: AxisDefined = read(fact)?;
                row.axes
                    .push(Dated { on, it: Axis { code: it.code, rank: it.rank, label: it.label, nature: it.nature } });
            }
            "contract.party_engaged" => row.parties.push(Dated { on, it: read(fact)? }),
            "contract.signed" => row.signed = Some(on),
            "contract.amended" => row.amendments.push(Dated { on, it: read(fact)? }),
            "contract.completed" => row.completed = Some(on),
            "contract.context_recorded" => row.context.push(Dated { on, it: read(fact)? }),
            _ => row.evaluations.push(Dated { on, it: read(fact)? }),
        }
        Ok(())
    }

    fn fiche(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        let row = self.fiches.entry(fact.stream_id());
        match fact.kind {
            "fiche.recorded" => {
                let it: FicheRecorded = read(fact)?;
                row.recorded = Some(Dated { on, it: (it.contract, it.number, it.title) });
            }
            "fiche.attached" => row.axes.push((read::<FicheAttached>(fact)?.axis, on, None)),
            _ => {
                let axis = read::<FicheDetached>(fact)?.axis;
                if let Some(open) =
                    row.axes.iter_mut().find(|(attached, _, until)| *attached == axis && until.is_none())
                {
                    open.2 = Some(on);
                }
            }
        }
        Ok(())
    }

    fn mandate(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        let row = self.mandates.entry(fact.stream_id());
        match fact.kind {
            "mandate.granted" => {
                let it: MandateGranted = read(fact)?;
                row.contracts.extend(it.contracts.into_iter().map(|contract| Dated { on, it: contract }));
                row.granted = Some(Dated {
                    on,
                    it: Grant {
                        principal: it.principal,
                        operator: it.operator,
                        missions: it.missions,
                        object: it.object,
                    },
                });
            }
            "mandate.extended" => row.contracts.push(Dated { on, it: read::<MandateExtended>(fact)?.contract }),
            _ => row.ended = Some(Dated { on, it: read::<MandateEnded>(fact)?.motive }),
        }
        Ok(())
    }

    fn body(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let on = fact.occurred();
        let row = self.bodies.entry(fact.stream_id());
        match fact.kind {
            "body.constituted" => {
                let it: BodyConstituted = read(fact)?;
                let it = Constitution {
                    kind: it.kind,
                    title: it.title,
                    contracts: it.contracts,
                    pole: it.pole,
                    colleges: it.colleges,
                };
                row.constituted = Some(Dated { on, it });
            }
            "body.seat_given" => {
                let it: SeatGiven = read(fact)?;
                row.seats.push(Seat { organisation: it.organisation, college: it.college, from: on, until: None });
            }
            _ => {
                let it: SeatLeft = read(fact)?;
                if let Some(open) =
                    row.seats.iter_mut().find(|seat| seat.organisation == it.organisation && seat.until.is_none())
                {
                    open.until = Some(on);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
