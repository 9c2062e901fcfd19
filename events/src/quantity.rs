//! Numbers that keep what is known of them: unknown is not zero.

use std::fmt;
use std::str::FromStr;

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

/// An exact decimal number as written: optional sign, digits, optional point and digits (`27.5`).
/// Facts hold no binary floating point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(String);

/// A text that is not a decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » is not a decimal number such as 27.5")]
pub struct BadDecimal(pub String);

impl Decimal {
    /// The digits as written, with a point.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Decimal {
    type Err = BadDecimal;
    fn from_str(value: &str) -> Result<Self, BadDecimal> {
        let digits =
            |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let unsigned = value.strip_prefix('-').unwrap_or(value);
        let sound = match unsigned.split_once('.') {
            Some((whole, fraction)) => digits(whole, 15) && digits(fraction, 9),
            None => digits(unsigned, 15),
        };
        if sound { Ok(Self(value.to_owned())) } else { Err(BadDecimal(value.to_owned())) }
    }
}

impl TryFrom<String> for Decimal {
    type Error = BadDecimal;
    fn try_from(value: String) -> Result<Self, BadDecimal> {
        value.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> String {
        decimal.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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

    #[test]
    fn a_decimal_keeps_its_digits() {
        assert_eq!("27.50".parse::<Decimal>().unwrap().as_str(), "27.50");
        for bad in ["", ".5", "1.", "1e3", "27,5", "--1", "+1"] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad:?} was accepted");
        }
    }
}
