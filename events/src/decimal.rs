//! Decimal numbers that stay as they were written: 4.2 is 4.2, and 4.20 is 4.20.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};

/// An exact decimal number as written: optional sign, up to 15 digits, optional point and up to 9 digits (`27.5`).
/// Facts hold it as text, never as binary floating point; a JSON number is taken as it is spelt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Decimal(String);

crate::bad_id::string_schema!(Decimal, "^-?[0-9]{1,15}(\\.[0-9]{1,9})?$", "27.5");

/// A text that is not a decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » is not a decimal number such as 27.5")]
pub struct BadDecimal(pub String);

impl Decimal {
    /// The digits as written, with a point.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it is worth, exactly, in billionths: 4.2 and 4.20 are worth the same.
    pub fn billionths(&self) -> i128 {
        let (whole, fraction) = self.0.split_once('.').unwrap_or((&self.0, ""));
        // At most 24 digits: any of them fits.
        format!("{whole}{fraction:0<9}").parse().unwrap_or(0)
    }

    /// The whole number that it is worth, where it is one, 0 or more.
    pub fn whole(&self) -> Option<u64> {
        let worth = self.billionths();
        (worth % BILLION == 0).then(|| u64::try_from(worth / BILLION).ok()).flatten()
    }
}

const BILLION: i128 = 1_000_000_000;

impl From<u64> for Decimal {
    fn from(whole: u64) -> Self {
        Self(whole.to_string())
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

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes text, and numbers as they are spelt.
struct Written;

impl Visitor<'_> for Written {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number such as \"27.5\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Decimal, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Decimal, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Decimal, E> {
        number.to_string().parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_decimal_keeps_its_digits() {
        assert_eq!(decimal("27.50").as_str(), "27.50");
        for bad in ["", ".5", "1.", "1e3", "27,5", "--1", "+1", "-", "1234567890123456"] {
            assert!(bad.parse::<Decimal>().is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_number_of_json_is_taken_as_it_is_spelt_and_kept_as_text() {
        for (json, text) in [("\"4.20\"", "4.20"), ("4.2", "4.2"), ("2410", "2410"), ("-3", "-3"), ("0.1", "0.1")] {
            let read: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(read, decimal(text), "{json}");
            assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{text}\""));
        }
        for bad in ["1e300", "true", "null", "\"beaucoup\"", "[]"] {
            assert!(serde_json::from_str::<Decimal>(bad).is_err(), "{bad} was accepted");
        }
    }

    #[test]
    fn worth_is_exact_whatever_the_spelling() {
        assert_eq!(decimal("4.2").billionths(), decimal("4.20").billionths());
        assert_eq!(decimal("-0.5").billionths(), -500_000_000);
        assert_eq!(decimal("999999999999999.999999999").billionths(), 999_999_999_999_999_999_999_999);
        assert_eq!(
            (decimal("2410.0").whole(), decimal("4.2").whole(), decimal("-1").whole()),
            (Some(2410), None, None)
        );
    }
}
