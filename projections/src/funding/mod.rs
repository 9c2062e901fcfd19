//! Money: what was asked for, granted, paid, allocated and spent, by object, year and funder. Whole cents.

mod answer;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use maillage_events::action::ActionRecorded;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::FicheRecorded;
use maillage_events::funding::{
    BudgetDeclared, FundingAllocated, FundingNotified, FundingPaid, FundingRequested, FundingSpent,
};
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::pole::PoleOpened;
use maillage_events::view::FactView;
use serde::{Deserialize, Serialize};

use crate::fold;
use crate::names::Names;
use crate::titles::Title;

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

fold! {
    /// The funding of a space.
    pub struct Funding "funding" 2;
    tables {
        fundings: FundingRow, ById;
        budgets: BudgetRow, Shared;
        organisations: Names, ById;
        titles: Title, ByStream;
    }
    on {
        FundingRequested => requested;
        FundingNotified => notified;
        FundingPaid => paid;
        FundingAllocated => allocated;
        FundingSpent => spent;
        BudgetDeclared => budget;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        PoleOpened => titles.take_title::<PoleOpened>;
    }
}

/// Adds to a sum that is unknown until something is added.
fn add(sum: &mut Option<u64>, cents: u64) {
    *sum = Some(sum.unwrap_or(0).saturating_add(cents));
}

impl Funding {
    fn requested(&mut self, fact: &FactView<'_>, it: FundingRequested) {
        let row = self.fundings.entry(fact.stream_id());
        (row.funder, row.object, row.year) = (Some(it.funder.to_string()), Some(it.object.to_string()), it.year);
        row.requested = Some(it.cents);
    }

    fn notified(&mut self, fact: &FactView<'_>, it: FundingNotified) {
        let row = self.fundings.entry(fact.stream_id());
        (row.funder, row.object, row.year) = (Some(it.funder.to_string()), Some(it.object.to_string()), it.year);
        row.notified = Some(it.cents);
    }

    fn paid(&mut self, fact: &FactView<'_>, it: FundingPaid) {
        add(&mut self.fundings.entry(fact.stream_id()).paid, it.cents);
    }

    fn spent(&mut self, fact: &FactView<'_>, it: FundingSpent) {
        add(&mut self.fundings.entry(fact.stream_id()).spent, it.cents);
    }

    fn allocated(&mut self, fact: &FactView<'_>, it: FundingAllocated) {
        let allocated = &mut self.fundings.entry(fact.stream_id()).allocated;
        *allocated.entry(it.fiche.to_string()).or_default() += it.cents;
    }

    fn budget(&mut self, fact: &FactView<'_>, it: BudgetDeclared) {
        let origins = it.origins.into_iter().map(|words| words.0).collect();
        let row = BudgetRow { object: it.object.to_string(), year: it.year, cents: it.cents, origins };
        // One stream may state several budgets: the position tells them apart, in their order.
        self.budgets.insert(&format!("{:015}", fact.position), row);
    }
}
