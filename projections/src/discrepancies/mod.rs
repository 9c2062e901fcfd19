//! Sayings that differ, side by side: those that somebody flagged and those that the facts show by themselves. None is
//! "fixed".

mod answer;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use maillage_events::action::ActionRecorded;
use maillage_events::contract::ContractEvaluated;
use maillage_events::declare::Payload;
use maillage_events::discrepancy::{DiscrepancyExplained, DiscrepancyFlagged, DiscrepancyNature};
use maillage_events::fiche::FicheRecorded;
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::quantity::Quantity;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::projection::{FoldError, Projection};
use crate::table::{AnyTable, Table};
use crate::titles::{self, Title};

/// A flagged discrepancy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlaggedRow {
    /// About what, `family/identifier`.
    pub about: String,
    /// What differs.
    pub nature: DiscrepancyNature,
    /// What the source says.
    pub declared: Option<String>,
    /// What the facts give.
    pub derived: Option<String>,
    /// In words.
    pub note: String,
    /// When.
    pub on: OccurredOn,
    /// How it was explained since.
    pub explanation: Option<String>,
}

/// A declared number of fiches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    /// Of which contract or action, `family/identifier`.
    pub subject: String,
    /// Which period the source speaks of.
    pub period: OccurredOn,
    /// How many.
    pub quantity: Quantity,
    /// The source's words.
    pub as_said: Option<String>,
    /// Its label, or who says so.
    pub label: String,
}

/// The fiche numbers that a contract has given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContractRow {
    /// Numbers, in order.
    pub numbers: BTreeSet<u32>,
    /// Fiches.
    pub fiches: BTreeSet<String>,
}

/// The discrepancies of a space.
#[derive(Debug)]
pub struct Discrepancies {
    flagged: Table<FlaggedRow>,
    declared: Table<DeclaredRow>,
    contracts: Table<ContractRow>,
    actions: Table<Option<String>>,
    titles: Table<Title>,
}

impl Default for Discrepancies {
    fn default() -> Self {
        Self {
            flagged: Table::new("flagged"),
            declared: Table::new("declared"),
            contracts: Table::new("contracts"),
            actions: Table::new("actions"),
            titles: Table::new("titles"),
        }
    }
}

impl Projection for Discrepancies {
    const NAME: &'static str = "discrepancies";
    const VERSION: u32 = 2;
    const KINDS: &'static [&'static str] = &[
        DiscrepancyFlagged::KIND,
        DiscrepancyExplained::KIND,
        MeasureDeclared::KIND,
        ContractEvaluated::KIND,
        FicheRecorded::KIND,
        ActionRecorded::KIND,
        "contract.prepared",
        "pole.opened",
        "body.constituted",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let id = fact.stream_id();
        titles::learn(&mut self.titles, fact)?;
        match fact.kind {
            DiscrepancyFlagged::KIND => {
                let it: DiscrepancyFlagged = read(fact)?;
                let (declared, derived) = (it.declared.map(|words| words.0), it.derived.map(|words| words.0));
                let (about, on) = (it.about.to_string(), fact.occurred());
                self.flagged.insert(
                    id,
                    FlaggedRow { about, nature: it.nature, declared, derived, note: it.note.0, on, explanation: None },
                );
            }
            DiscrepancyExplained::KIND => {
                if let Some(row) = self.flagged.get_mut(id) {
                    row.explanation = Some(read::<DiscrepancyExplained>(fact)?.explanation.0);
                }
            }
            MeasureDeclared::KIND => {
                let it: MeasureDeclared = read(fact)?;
                if it.unit == Unit::Fiches {
                    let as_said = it.as_said.map(|words| words.0);
                    let row = DeclaredRow {
                        subject: it.subject.to_string(),
                        period: it.period,
                        quantity: it.quantity,
                        as_said,
                        label: it.label.0,
                    };
                    self.declared.insert(&format!("{} {}", fact.stream, it.period), row);
                }
            }
            ContractEvaluated::KIND => {
                let it: ContractEvaluated = read(fact)?;
                if let Some(quantity) = it.fiches {
                    let row = DeclaredRow {
                        subject: fact.stream.to_owned(),
                        period: fact.occurred(),
                        quantity,
                        as_said: None,
                        label: it.evaluator.0,
                    };
                    self.declared.insert(&format!("{} {}", fact.stream, fact.position), row);
                }
            }
            FicheRecorded::KIND => {
                let it: FicheRecorded = read(fact)?;
                let row = self.contracts.entry(it.contract.as_str());
                row.numbers.insert(it.number);
                row.fiches.insert(id.to_owned());
            }
            ActionRecorded::KIND => self.actions.insert(id, read::<ActionRecorded>(fact)?.contract.map(Into::into)),
            _ => {}
        }
        Ok(())
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.flagged, &mut self.declared, &mut self.contracts, &mut self.actions, &mut self.titles]
    }
}

impl Discrepancies {
    /// The contract that a stream speaks of: itself, or the one that an action serves.
    fn contract_of<'a>(&'a self, stream: &'a str) -> Option<&'a str> {
        match stream.split_once('/')? {
            ("contract", contract) => Some(contract),
            ("action", action) => self.actions.get(action)?.as_deref(),
            _ => None,
        }
    }
}

fn read<'a, T: Payload + Deserialize<'a>>(fact: &FactView<'a>) -> Result<T, FoldError> {
    fact.data().map_err(|why| FoldError::at(fact, &why))
}
