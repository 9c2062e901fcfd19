//! The first clock: when something happened, with the precision that is really known.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// When a fact happened: ISO 8601 with reduced precision (`2016-05-12`, `2016-05`, `2016`) or `unknown`.
/// Civil dates are those of the space's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum OccurredOn {
    /// To the day.
    Day(Date),
    /// To the month: year, month 1–12.
    Month(i16, i8),
    /// To the year.
    Year(i16),
    /// Not known.
    Unknown,
}

/// A date that is not of an accepted form, or that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » is not a date: YYYY-MM-DD, YYYY-MM, YYYY or unknown")]
pub struct BadDate(pub String);

crate::bad_id::string_schema!(
    OccurredOn,
    "^((1[89]|2[0-9])[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?|unknown)$",
    "2016-05"
);

impl OccurredOn {
    /// The first and last day that it may mean; `None` when unknown.
    pub fn span(self) -> Option<(Date, Date)> {
        match self {
            Self::Day(day) => Some((day, day)),
            Self::Month(year, month) => {
                let first = Date::new(year, month, 1).ok()?;
                Some((first, first.last_of_month()))
            }
            Self::Year(year) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
            Self::Unknown => None,
        }
    }

    /// The civil year, where one is known.
    pub fn year(self) -> Option<i16> {
        self.span().map(|(first, _)| first.year())
    }

    /// The day, where it is known to the day.
    pub fn day(self) -> Option<Date> {
        if let Self::Day(day) = self { Some(day) } else { None }
    }

    /// The word for its precision.
    pub fn precision(self) -> &'static str {
        match self {
            Self::Day(_) => "day",
            Self::Month(..) => "month",
            Self::Year(_) => "year",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for OccurredOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

impl FromStr for OccurredOn {
    type Err = BadDate;
    fn from_str(value: &str) -> Result<Self, BadDate> {
        let bad = || BadDate(value.to_owned());
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let year = |part: &str| part.parse::<i16>().ok().filter(|y| (1800..=2999).contains(y)).ok_or_else(bad);
        match value.len() {
            4 if digits(value) => Ok(Self::Year(year(value)?)),
            7 if value.as_bytes()[4] == b'-' && digits(&value[..4]) && digits(&value[5..]) => {
                let month = value[5..].parse::<i8>().ok().filter(|m| (1..=12).contains(m)).ok_or_else(bad)?;
                Ok(Self::Month(year(&value[..4])?, month))
            }
            10 => {
                let day: Date = value.parse().map_err(|_| bad())?;
                year(&value[..4])?;
                Ok(Self::Day(day))
            }
            _ if value == "unknown" => Ok(Self::Unknown),
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for OccurredOn {
    type Error = BadDate;
    fn try_from(value: String) -> Result<Self, BadDate> {
        value.parse()
    }
}

impl From<OccurredOn> for String {
    fn from(when: OccurredOn) -> String {
        when.to_string()
    }
}

impl From<Date> for OccurredOn {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

/// A period on the first clock, both ends included; an open end is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Period {
    /// First day, included.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Last day, included.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

impl Period {
    /// One civil year.
    pub fn year(year: i16) -> Self {
        Self { from: Date::new(year, 1, 1).ok(), to: Date::new(year, 12, 31).ok() }
    }

    /// Whether both have a day in common.
    pub fn meets(&self, other: &Self) -> bool {
        let before = |to: Option<Date>, from: Option<Date>| matches!((to, from), (Some(to), Some(from)) if to < from);
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// Whether something certainly happened inside: its whole span lies in the period.
    /// What has no known date belongs to the unbounded period only.
    pub fn holds(&self, when: OccurredOn) -> bool {
        match when.span() {
            Some((first, last)) => self.from.is_none_or(|from| from <= first) && self.to.is_none_or(|to| last <= to),
            None => self.from.is_none() && self.to.is_none(),
        }
    }

    /// Whether something may have happened inside, and is not certain to have.
    pub fn may_hold(&self, when: OccurredOn) -> bool {
        let meets = |(first, last): (Date, Date)| {
            self.to.is_none_or(|to| first <= to) && self.from.is_none_or(|from| from <= last)
        };
        !self.holds(when) && when.span().is_none_or(meets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_reads_back_as_written() {
        for text in ["2016-02-29", "2016-05", "2016", "unknown"] {
            assert_eq!(text.parse::<OccurredOn>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for text in ["2026-02-31", "2015-02-29", "2016-13", "16", "2016-5", "01/02/2016", ""] {
            assert!(text.parse::<OccurredOn>().is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn a_period_holds_only_what_lies_wholly_inside() {
        let year = Period::year(2016);
        assert!(year.holds("2016".parse().unwrap()));
        assert!(year.holds("2016-12-31".parse().unwrap()));
        assert!(!year.holds("2017-01-01".parse().unwrap()));
        assert!(!year.holds(OccurredOn::Unknown));
        let half = Period { from: Date::new(2016, 1, 1).ok(), to: Date::new(2016, 6, 30).ok() };
        assert!(!half.holds("2016".parse().unwrap()));
        assert!(Period::default().holds(OccurredOn::Unknown));
    }
}
