//! Who takes part, says or takes over: not everybody is recorded.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::family::Family;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::not_blank;
use crate::text::Text;

/// An organisation, a category of organisations, or words for somebody who is not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// A recorded organisation.
    Organisation(Id),
    /// A category of organisations.
    Category(Id),
    /// Somebody else, in the words of the source.
    Words(Text),
}

impl Party {
    /// Gathers what it names.
    pub(crate) fn references(&self, named: &mut References) {
        match self {
            Self::Organisation(id) => named.id(Family::Organisation, id),
            Self::Category(id) => named.id(Family::Category, id),
            Self::Words(_) => {}
        }
    }

    /// Refuses words that say nothing.
    pub(crate) fn sound(&self, field: &'static str) -> Result<(), Refusal> {
        match self {
            Self::Organisation(_) | Self::Category(_) => Ok(()),
            Self::Words(words) => not_blank(field, words),
        }
    }
}
