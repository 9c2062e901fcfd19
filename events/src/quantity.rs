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

    /// What was estimated, only where it was.
    pub const fn estimate(&self) -> Option<u64> {
        if let Self::About { value } = self { Some(*value) } else { None }
    }

    /// The most that is said, be it an estimate; `None` where nothing says how many at most.
    pub const fn most_said(&self) -> Option<u64> {
        match self {
            Self::About { value } => Some(*value),
            Self::Exact { .. } | Self::Range { .. } | Self::Unknown { .. } => self.bounds().1,
        }
    }

    /// The least and the most that it may be; no upper bound is `None`. Of what was estimated all that is sure is that
    /// there was one.
    pub const fn bounds(&self) -> (u64, Option<u64>) {
        match self {
            Self::Exact { value } => (*value, Some(*value)),
            Self::About { value } => (if *value == 0 { 0 } else { 1 }, None),
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
    fn an_estimate_is_one_at_least_and_has_no_upper_bound() {
        let about = Quantity::About { value: 40 };
        assert_eq!((about.bounds(), about.estimate(), about.most_said()), ((1, None), Some(40), Some(40)));
        assert_eq!(
            (Quantity::exact(40).bounds(), Quantity::exact(40).estimate()),
            ((40, Some(40)), None),
            "the control"
        );
    }

    #[test]
    fn unknown_has_no_upper_bound_and_is_not_zero() {
        let several = Quantity::Unknown { at_least: Some(2), as_said: None };
        assert_eq!(several.bounds(), (2, None));
        assert_eq!(several.counted(), None);
        assert_ne!(several, Quantity::exact(0));
    }
}
