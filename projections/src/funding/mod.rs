//! Money: what was asked for, granted, paid, allocated and spent, by object, years and funder. Whole cents. What is
//! given in kind stands apart.
//!
//! # Layout
//! * [`rows`]: what is kept; this file: the fold; `standing`: what stood at the end of a period, and what does not add
//!   up; `answer`, `tables`: figures and tables.

mod answer;
pub mod rows;
mod standing;
mod tables;

#[cfg(test)]
mod tests;

use maillage_events::action::ActionRecorded;
use maillage_events::contract::ContractPrepared;
use maillage_events::fiche::{FicheRecorded, FicheRenumbered};
use maillage_events::funding::{
    BudgetDeclared, FundingAllocated, FundingContributed, FundingDeclined, FundingNotified, FundingPaid,
    FundingRefunded, FundingReleased, FundingRequested, FundingRevised, FundingSpent, Grant,
};
use maillage_events::organisation::{OrganisationRecorded, OrganisationRenamed};
use maillage_events::pole::PoleOpened;
use maillage_events::timeline::begins;
use maillage_events::view::FactView;

use crate::fold;
use crate::names::Names;
use crate::titles::Title;
use rows::{BudgetRow, Declined, FundingRow, Gift, Moved, Movement};

fold! {
    /// The funding of a space.
    pub struct Funding "funding" 6;
    tables {
        fundings: FundingRow, ById;
        budgets: BudgetRow, Shared;
        organisations: Names, ById;
        titles: Title, ByStream;
    }
    on {
        FundingRequested => requested;
        FundingDeclined => declined;
        FundingNotified => notified;
        FundingRevised => revised;
        FundingPaid => paid;
        FundingRefunded => refunded;
        FundingSpent => spent;
        FundingAllocated => allocated;
        FundingReleased => released;
        FundingContributed => contributed;
        BudgetDeclared => budget;
        OrganisationRecorded => organisations.take_name::<OrganisationRecorded>;
        OrganisationRenamed => organisations.take_name::<OrganisationRenamed>;
        ContractPrepared => titles.take_title::<ContractPrepared>;
        ActionRecorded => titles.take_title::<ActionRecorded>;
        FicheRecorded => titles.take_title::<FicheRecorded>;
        FicheRenumbered => titles.take_number;
        PoleOpened => titles.take_title::<PoleOpened>;
    }
}

impl Funding {
    /// The row of a fact, which now knows whose money it is where the fact says so.
    fn row(&mut self, fact: &FactView<'_>, grant: Option<Grant>) -> &mut FundingRow {
        let row = self.fundings.entry(fact.stream_id());
        if let Some(grant) = grant {
            (row.funder, row.object) = (Some(grant.funder.to_string()), Some(grant.object.to_string()));
            row.years = grant.years.or(row.years);
        }
        row
    }

    fn moved(&mut self, fact: &FactView<'_>, what: Moved, cents: u64, grant: Option<Grant>) {
        let movement = Movement { on: fact.occurred(), what, cents };
        self.row(fact, grant).movements.push(movement);
    }

    fn requested(&mut self, fact: &FactView<'_>, it: FundingRequested) {
        let grant = Grant { funder: it.funder, object: it.object, years: it.years };
        self.row(fact, Some(grant)).requested.state(begins(fact.occurred()), it.cents);
    }

    fn declined(&mut self, fact: &FactView<'_>, it: FundingDeclined) {
        let declined = Declined { on: fact.occurred(), motive: it.motive.map(|words| words.0) };
        self.row(fact, it.grant).declined.state(begins(declined.on), declined);
    }

    fn notified(&mut self, fact: &FactView<'_>, it: FundingNotified) {
        let grant = Grant { funder: it.funder, object: it.object, years: it.years };
        self.row(fact, Some(grant)).notified.say(&it.notification, fact.occurred(), it.cents);
    }

    fn revised(&mut self, fact: &FactView<'_>, it: FundingRevised) {
        self.row(fact, None).notified.say(&it.notification, fact.occurred(), it.cents);
    }

    fn paid(&mut self, fact: &FactView<'_>, it: FundingPaid) {
        self.moved(fact, Moved::Paid, it.cents, it.grant);
    }

    fn refunded(&mut self, fact: &FactView<'_>, it: FundingRefunded) {
        self.moved(fact, Moved::Refunded, it.cents, it.grant);
    }

    fn spent(&mut self, fact: &FactView<'_>, it: FundingSpent) {
        self.moved(fact, Moved::Spent, it.cents, it.grant);
    }

    fn allocated(&mut self, fact: &FactView<'_>, it: FundingAllocated) {
        self.moved(fact, Moved::Allocated { fiche: it.fiche }, it.cents, None);
    }

    fn released(&mut self, fact: &FactView<'_>, it: FundingReleased) {
        self.moved(fact, Moved::Released { fiche: it.fiche }, it.cents, None);
    }

    fn contributed(&mut self, fact: &FactView<'_>, it: FundingContributed) {
        let gift = Gift {
            on: fact.occurred(),
            nature: it.nature,
            cents: it.cents,
            fte: it.fte,
            hours: it.hours,
            motive: it.motive.map(|words| words.0),
        };
        self.row(fact, it.grant).gifts.push(gift);
    }

    fn budget(&mut self, fact: &FactView<'_>, it: BudgetDeclared) {
        let origins = it.origins.into_iter().map(|words| words.0).collect();
        let row = BudgetRow { object: it.object.to_string(), year: it.year, cents: it.cents, origins };
        // One stream may state several budgets: the position tells them apart, in their order.
        self.budgets.insert(&format!("{:015}", fact.position), row);
    }
}
