//! How much, where that may be a decimal number; counts of heads are a [`Quantity`].

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::decimal::Decimal;
use crate::quantity::Quantity;
use crate::text::Text;

/// An amount as it was said. Each form stays what it is up to the printed report, and each number as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Amount {
    /// Counted or measured.
    Exact {
        /// How much.
        value: Decimal,
    },
    /// Estimated: "about 4.5".
    About {
        /// How much, about.
        value: Decimal,
    },
    /// Between two bounds, both included.
    Range {
        /// At least.
        min: Decimal,
        /// At most.
        max: Decimal,
    },
    /// Not known, with the words of the source and the least that they imply ("several times": at least 2).
    Unknown {
        /// The least that the words imply.
        at_least: Option<Decimal>,
        /// The words themselves.
        as_said: Option<Text>,
    },
}

impl Amount {
    /// A counted number.
    pub fn exact(value: u64) -> Self {
        Self::Exact { value: value.into() }
    }

    /// Not known at all.
    pub const fn unknown() -> Self {
        Self::Unknown { at_least: None, as_said: None }
    }

    /// The number, only where it was counted or measured.
    pub const fn counted(&self) -> Option<&Decimal> {
        if let Self::Exact { value } = self { Some(value) } else { None }
    }

    /// What was estimated, only where it was.
    pub const fn estimate(&self) -> Option<&Decimal> {
        if let Self::About { value } = self { Some(value) } else { None }
    }

    /// The least and the most that it may be, as far as either is known; an estimate bounds nothing.
    pub const fn bounds(&self) -> (Option<&Decimal>, Option<&Decimal>) {
        match self {
            Self::Exact { value } => (Some(value), Some(value)),
            Self::About { .. } => (None, None),
            Self::Range { min, max } => (Some(min), Some(max)),
            Self::Unknown { at_least, .. } => (at_least.as_ref(), None),
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

impl From<Quantity> for Amount {
    fn from(quantity: Quantity) -> Self {
        match quantity {
            Quantity::Exact { value } => Self::exact(value),
            Quantity::About { value } => Self::About { value: value.into() },
            Quantity::Range { min, max } => Self::Range { min: min.into(), max: max.into() },
            Quantity::Unknown { at_least, as_said } => Self::Unknown { at_least: at_least.map(Into::into), as_said },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_amount_reads_back_as_written() {
        let read: Amount = serde_json::from_str(r#"{"is":"exact","value":4.2}"#).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"is":"exact","value":"4.2"}"#);
        let range: Amount = serde_json::from_str(r#"{"is":"range","min":"3.50","max":4}"#).unwrap();
        assert_eq!(range.bounds(), (Some(&"3.50".parse().unwrap()), Some(&"4".parse().unwrap())));
        assert!(serde_json::from_str::<Amount>(r#"{"is":"exact","value":"4,2"}"#).is_err());
        let about = Amount::About { value: 4.into() };
        assert_eq!((about.bounds(), about.estimate()), ((None, None), Some(&4.into())), "an estimate bounds nothing");
    }

    #[test]
    fn unknown_has_no_upper_bound_and_is_not_zero() {
        let several = Amount::from(Quantity::Unknown { at_least: Some(2), as_said: Some("plusieurs".into()) });
        assert_eq!((several.bounds().1, several.counted()), (None, None));
        assert_eq!(Amount::unknown().bounds(), (None, None));
        assert_ne!(Amount::unknown(), Amount::exact(0));
    }
}
