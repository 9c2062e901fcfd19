//! Money: what was asked for, granted, paid, allocated and spent, by object, year and funder. Whole cents.

mod answer;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use maillage_events::declare::Payload;
use maillage_events::funding::{
    BudgetDeclared, FundingAllocated, FundingNotified, FundingPaid, FundingRequested, FundingSpent,
};
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::view::FactView;
use serde::{Deserialize, Serialize};

use crate::names::Names;
use crate::projection::{FoldError, Projection};
use crate::table::{AnyTable, Table};
use crate::titles::{self, Title};

/// One funding: one funder, one object, one year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FundingRow {
    /// Who pays; absent until it was asked or granted.
    pub funder: Option<String>,
    /// For what, `family/identifier`.
    pub object: Option<String>,
    /// For which year; absent when the source does not say.
    pub year: Option<i16>,
    /// Asked for, as last said.
    pub requested: Option<u64>,
    /// Granted, as last said.
    pub notified: Option<u64>,
    /// Paid, all payments together.
    pub paid: Option<u64>,
    /// Allocated, by fiche.
    pub allocated: BTreeMap<String, u64>,
    /// Spent, all spendings together.
    pub spent: Option<u64>,
}

/// A budget that a source states.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BudgetRow {
    /// For what.
    pub object: String,
    /// For which year; absent when the source does not say.
    pub year: Option<i16>,
    /// How much.
    pub cents: u64,
    /// Who pays, in the source's words.
    pub origins: Vec<String>,
}

/// The funding of a space.
#[derive(Debug)]
pub struct Funding {
    fundings: Table<FundingRow>,
    budgets: Table<BudgetRow>,
    organisations: Table<Names>,
    titles: Table<Title>,
}

impl Default for Funding {
    fn default() -> Self {
        Self {
            fundings: Table::new("fundings"),
            budgets: Table::new("budgets"),
            organisations: Table::new("organisations"),
            titles: Table::new("titles"),
        }
    }
}

impl Projection for Funding {
    const NAME: &'static str = "funding";
    const VERSION: u32 = 2;
    const KINDS: &'static [&'static str] = &[
        FundingRequested::KIND,
        FundingNotified::KIND,
        FundingPaid::KIND,
        FundingAllocated::KIND,
        FundingSpent::KIND,
        BudgetDeclared::KIND,
        OrganisationRecorded::KIND,
        OrganisationRenamed::KIND,
        "contract.prepared",
        "action.recorded",
        "fiche.recorded",
        "pole.opened",
    ];

    fn apply(&mut self, fact: &FactView<'_>) -> Result<(), FoldError> {
        let stream = fact.stream_id();
        let add = |sum: &mut Option<u64>, cents: u64| *sum = Some(sum.unwrap_or(0).saturating_add(cents));
        match fact.kind {
            FundingRequested::KIND => {
                let it: FundingRequested = read(fact)?;
                let row = self.fundings.entry(stream);
                (row.funder, row.object, row.year) =
                    (Some(it.funder.to_string()), Some(it.object.to_string()), it.year);
                row.requested = Some(it.cents);
            }
            FundingNotified::KIND => {
                let it: FundingNotified = read(fact)?;
                let row = self.fundings.entry(stream);
                (row.funder, row.object, row.year) =
                    (Some(it.funder.to_string()), Some(it.object.to_string()), it.year);
                row.notified = Some(it.cents);
            }
            FundingPaid::KIND => add(&mut self.fundings.entry(stream).paid, read::<FundingPaid>(fact)?.cents),
            FundingSpent::KIND => add(&mut self.fundings.entry(stream).spent, read::<FundingSpent>(fact)?.cents),
            FundingAllocated::KIND => {
                let it: FundingAllocated = read(fact)?;
                *self.fundings.entry(stream).allocated.entry(it.fiche.to_string()).or_default() += it.cents;
            }
            BudgetDeclared::KIND => {
                let it: BudgetDeclared = read(fact)?;
                let origins = it.origins.into_iter().map(|words| words.0).collect();
                let row = BudgetRow { object: it.object.to_string(), year: it.year, cents: it.cents, origins };
                // One stream may state several budgets: the position tells them apart, in their order.
                self.budgets.insert(&format!("{:015}", fact.position), row);
            }
            OrganisationRecorded::KIND => {
                let name = read::<OrganisationRecorded>(fact)?.name.0;
                self.organisations.entry(stream).bear(fact.occurred(), name);
            }
            OrganisationRenamed::KIND => {
                let name = read::<OrganisationRenamed>(fact)?.name.0;
                self.organisations.entry(stream).bear(fact.occurred(), name);
            }
            _ => titles::learn(&mut self.titles, fact)?,
        }
        Ok(())
    }

    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        vec![&mut self.fundings, &mut self.budgets, &mut self.organisations, &mut self.titles]
    }
}

fn read<'a, T: Payload + Deserialize<'a>>(fact: &FactView<'a>) -> Result<T, FoldError> {
    fact.data().map_err(|why| FoldError::at(fact, &why))
}
