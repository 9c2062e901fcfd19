//! What happens to a funding: one funder, one object, one year; integer cents.

use crate::declare::{example_id, fact_family, payload};
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::text::Text;

payload! {
    /// Money is asked for.
    pub struct FundingRequested {
        /// From whom.
        pub funder: Id,
        /// For what: `action/…`, `contract/…`, `fiche/…`, `pole/…`.
        pub object: StreamId,
        /// For which year.
        pub year: Option<i16>,
        /// How much, in cents.
        pub cents: u64,
    } = Self {
        funder: example_id("ars"),
        object: StreamId::new(Family::Action, example_id("animation-2016")),
        year: Some(2016),
        cents: 1_500_000,
    };
    /// Money is granted.
    pub struct FundingNotified {
        /// By whom.
        pub funder: Id,
        /// For what.
        pub object: StreamId,
        /// For which year; absent when the source does not say.
        pub year: Option<i16>,
        /// How much, in cents.
        pub cents: u64,
    } = Self {
        funder: example_id("ars"),
        object: StreamId::new(Family::Action, example_id("animation-2016")),
        year: Some(2016),
        cents: 1_500_000,
    };
    /// Money is paid out.
    pub struct FundingPaid {
        /// How much, in cents.
        pub cents: u64,
    } = Self { cents: 750_000 };
    /// Part of the granted money goes to a fiche.
    pub struct FundingAllocated {
        /// Which fiche.
        pub fiche: Id,
        /// How much, in cents.
        pub cents: u64,
    } = Self { fiche: example_id("f-4"), cents: 200_000 };
    /// Money is spent.
    pub struct FundingSpent {
        /// How much, in cents.
        pub cents: u64,
    } = Self { cents: 100_000 };
    /// A budget that a source states for something, without saying who pays how much.
    pub struct BudgetDeclared {
        /// For what.
        pub object: StreamId,
        /// How much, in cents.
        pub cents: u64,
        /// For which year; absent when the source does not say.
        pub year: Option<i16>,
        /// Who pays, in the source's words.
        #[serde(default)]
        pub origins: Vec<Text>,
    } = Self {
        object: StreamId::new(Family::Contract, example_id("poles-ressources-sante")),
        cents: 8_000_000,
        year: None,
        origins: vec!["Ville de Lille".into()],
    };
}

fact_family! {
    /// Facts of funding.
    FundingFact {
        /// A funding was requested.
        Requested(FundingRequested) = "funding.requested", 1, First, Statement, Public, Amendable;
        /// A funding was notified.
        Notified(FundingNotified) = "funding.notified", 1, First, Event, Public, Amendable;
        /// A funding was paid.
        Paid(FundingPaid) = "funding.paid", 1, Later, Event, Public, Amendable;
        /// Part of it was allocated to a fiche.
        Allocated(FundingAllocated) = "funding.allocated", 1, Later, Event, Public, Amendable;
        /// Part of it was spent.
        Spent(FundingSpent) = "funding.spent", 1, Later, Event, Public, Amendable;
        /// A budget was declared.
        BudgetDeclared(BudgetDeclared) = "funding.budget_declared", 1, First, Statement, Public, Amendable;
    }
}
