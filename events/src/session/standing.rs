//! How a sheet stands to those before it, and what "already came" was asked about.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::Id;

/// How a sheet stands to those that count the same thing already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Standing {
    /// It is the first.
    First {},
    /// It counts others than those before it.
    Adds {},
    /// It takes the place of an earlier one.
    Replaces {
        /// Which.
        sheet: Id,
    },
}

impl Default for Standing {
    fn default() -> Self {
        Self::First {}
    }
}

/// What "already came" was asked about: it lowers the distinct bound within that very scope only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum SeenScope {
    /// The pole that holds the session.
    Pole {
        /// In which year; whenever, where it is absent.
        year: Option<i16>,
    },
    /// A fiche that the session is credited to.
    Fiche {
        /// Which.
        fiche: Id,
        /// In which year; whenever, where it is absent.
        year: Option<i16>,
    },
    /// The series that the session belongs to.
    Series {
        /// In which year; whenever, where it is absent.
        year: Option<i16>,
    },
    /// Anything at all, any time before.
    Ever {},
}

impl SeenScope {
    /// The word of the scope, for messages.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Pole { .. } => "pole",
            Self::Fiche { .. } => "fiche",
            Self::Series { .. } => "series",
            Self::Ever {} => "ever",
        }
    }

    /// The year that was asked about.
    pub const fn year(&self) -> Option<i16> {
        match self {
            Self::Pole { year } | Self::Fiche { year, .. } | Self::Series { year } => *year,
            Self::Ever {} => None,
        }
    }
}
