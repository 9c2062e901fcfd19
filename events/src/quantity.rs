//! Numbers that keep what is known of them: unknown is not zero.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::Text;

/// A count as it was said. Each form stays what it is up to the printed report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Quantity {
    /// Counted.
    Exact {
        /// How many.
        value: u64,
    },
    /// Estimated: "about 40".
    About {
        /// How many, about.
        value: u64,
    },
    /// Between two bounds, both included.
    Range {
        /// At least.
        min: u64,
        /// At most.
        max: u64,
    },
    /// Not known, with the words of the source and the least that they imply ("several times": at least 2).
    Unknown {
        /// The least that the words imply.
        at_least: Option<u64>,
        /// The words themselves.
        as_said: Option<Text>,
    },
}

impl Quantity {
    /// A counted number.
    pub const fn exact(value: u64) -> Self {
        Self::Exact { value }
    }

    /// Not known at all.
    pub const fn unknown() -> Self {
        Self::Unknown { at_least: None, as_said: None }
    }

    /// The number, only where it was counted.
    pub const fn counted(&self) -> Option<u64> {
        if let Self::Exact { value } = self { Some(*value) } else { None }
    }

    /// The least and the most that it may be; an estimate stands for itself, no upper bound is `None`.
    pub const fn bounds(&self) -> (u64, Option<u64>) {
        match self {
            Self::Exact { value } | Self::About { value } => (*value, Some(*value)),
            Self::Range { min, max } => (*min, Some(*max)),
            Self::Unknown { at_least, .. } => (
                match at_least {
                    Some(n) => *n,
                    None => 0,
                },
                None,
            ),
        }
    }

    /// The word for how it is known: `counted`, `estimated`, `range`, `unknown`.
    pub const fn method(&self) -> &'static str {
        match self {
            Self::Exact { .. } => "counted",
            Self::About { .. } => "estimated",
            Self::Range { .. } => "range",
            Self::Unknown { .. } => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_has_no_upper_bound_and_is_not_zero() {
        let several = Quantity::Unknown { at_least: Some(2), as_said: None };
        assert_eq!(several.bounds(), (2, None));
        assert_eq!(several.counted(), None);
        assert_ne!(several, Quantity::exact(0));
    }
}
