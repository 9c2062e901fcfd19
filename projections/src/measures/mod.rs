//! Declared totals: what somebody said a year came to, each year beside the one before. Never turned into invented
//! sessions.

mod answer;

#[cfg(test)]
mod tests;

use maillage_events::declare::Payload;
use maillage_events::measure::{MeasureDeclared, Unit};
use maillage_events::quantity::Quantity;
use maillage_events::view::FactView;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use crate::projection::{FoldError, Projection};
use crate::table::{AnyTable, Table};
use crate::titles::{self, Title};

/// One total, as last declared on its stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    /// About what, `family/identifier`.
    pub subject: String,
    /// What links one period's figure to the next.
    pub indicator: String,
    /// Its label, with the definition of the source.
    pub label: String,
    /// The period that it covers.
    pub period: OccurredOn,
    /// How many.
    pub quantity: Quantity,
    /// Of what.
    pub unit: Unit,
    /// The source's words.
    pub as_said: Option<String>,
}

/// The declared totals of a space.
#[derive(Debug)]
pub struct Measures {
    declared: Table<DeclaredRow>,
    titles: Table<Title>,
}

impl Default for Measures {
    fn default() -> Self {
        Self { declared: Table::new("declared"), titles: Table::new("titles") }
    }
}

impl Projection for Measures {
    const NAME: &'static str = "measures";
    const VERSION: u32 = 2;
    const KINDS: &'static [&'static str] = &[
        MeasureDeclared::KIND,
        "contract.prepared",
        "action.recorded",
        "fiche.recorded",
        "pole.opened",
        "body.constituted",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        if fact.kind != MeasureDeclared::KIND {
            return titles::learn(&mut self.titles, fact);
        }
        let it: MeasureDeclared = fact.data().map_err(|why| FoldError::at(fact, &why))?;
        let (subject, indicator) = (it.subject.to_string(), it.indicator.to_string());
        // One stream may tell several periods; saying the same period again replaces what was said.
        let key = format!("{} {subject} {indicator} {}", fact.stream_id(), it.period);
        let as_said = it.as_said.map(|words| words.0);
        self.declared.insert(
            &key,
            DeclaredRow {
                subject,
                indicator,
                label: it.label.0,
                period: it.period,
                quantity: it.quantity,
                unit: it.unit,
                as_said,
            },
        );
        Ok(())
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.declared, &mut self.titles]
    }
}
