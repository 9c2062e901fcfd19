//! What the fold of funding keeps.

use maillage_events::decimal::Decimal;
use maillage_events::funding::{KindGift, Notifications, Years};
use maillage_events::id::Id;
use maillage_events::timeline::Timeline;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

/// One funding: one funder, one object.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FundingRow {
    /// Who pays; absent until something says it.
    pub funder: Option<String>,
    /// For what, `family/identifier`; absent until something says it.
    pub object: Option<String>,
    /// For which years; absent when the source does not say.
    pub years: Option<Years>,
    /// Asked for.
    pub requested: Timeline<u64>,
    /// Declined.
    pub declined: Timeline<Declined>,
    /// Granted.
    pub notified: Notifications,
    /// Money that moved, in the order in which it was recorded.
    pub movements: Vec<Movement>,
    /// What was given in kind, likewise.
    pub gifts: Vec<Gift>,
}

/// That the funder grants nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declined {
    /// Since when.
    pub on: OccurredOn,
    /// Why.
    pub motive: Option<String>,
}

/// Money that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// When.
    pub on: OccurredOn,
    /// How.
    pub what: Moved,
    /// How much.
    pub cents: u64,
}

/// How money moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moved {
    /// From the funder.
    Paid,
    /// Back to the funder.
    Refunded,
    /// Out of the house.
    Spent,
    /// To a fiche.
    Allocated {
        /// Which.
        fiche: Id,
    },
    /// Away from a fiche.
    Released {
        /// Which.
        fiche: Id,
    },
}

/// Something given in kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gift {
    /// When.
    pub on: OccurredOn,
    /// What.
    pub nature: KindGift,
    /// What it is worth, where somebody says so.
    pub cents: Option<u64>,
    /// How much of a full-time post.
    pub fte: Option<Decimal>,
    /// How many hours.
    pub hours: Option<Decimal>,
    /// What exactly.
    pub motive: Option<String>,
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
