//! What facts of a funding have in common: whose money for what, and the movement that some of them are.

use crate::funding::{FundingFact, Grant, Years};
use crate::id::{Id, StreamId};

fn grant(funder: &Id, object: &StreamId, years: Option<Years>) -> Grant {
    Grant { funder: funder.clone(), object: object.clone(), years }
}

impl FundingFact {
    /// Whose money for what, where the fact says it.
    pub fn grant(&self) -> Option<Grant> {
        match self {
            Self::Requested(it) => Some(grant(&it.funder, &it.object, it.years)),
            Self::Notified(it) => Some(grant(&it.funder, &it.object, it.years)),
            Self::Declined(it) => it.grant.clone(),
            Self::Paid(it) => it.grant.clone(),
            Self::Refunded(it) => it.grant.clone(),
            Self::Spent(it) => it.grant.clone(),
            Self::Contributed(it) => it.grant.clone(),
            Self::Revised(_) | Self::Allocated(_) | Self::Released(_) | Self::BudgetDeclared(_) => None,
        }
    }

    /// The movement that it is; statements, notifications and budgets are none.
    pub const fn movement(&self) -> Option<&Id> {
        match self {
            Self::Paid(it) => Some(&it.movement),
            Self::Refunded(it) => Some(&it.movement),
            Self::Spent(it) => Some(&it.movement),
            Self::Allocated(it) => Some(&it.movement),
            Self::Released(it) => Some(&it.movement),
            Self::Contributed(it) => Some(&it.movement),
            Self::Requested(_) | Self::Declined(_) | Self::Notified(_) | Self::Revised(_) | Self::BudgetDeclared(_) => {
                None
            }
        }
    }
}
