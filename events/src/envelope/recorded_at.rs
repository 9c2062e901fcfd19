//! The second clock.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The second clock: when the log learned a fact, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordedAt(pub i64);

crate::bad_id::string_schema!(
    RecordedAt,
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z$",
    "2016-12-31T23:59:59.000000Z"
);

impl From<jiff::Timestamp> for RecordedAt {
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment.as_microsecond())
    }
}

impl RecordedAt {
    /// The same moment as a timestamp; the end of time when it is out of range.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::MAX)
    }
}

impl fmt::Display for RecordedAt {
    /// RFC 3339, UTC, always six decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.timestamp())
    }
}

impl FromStr for RecordedAt {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<jiff::Timestamp>().map(Self::from)
    }
}

impl TryFrom<String> for RecordedAt {
    type Error = jiff::Error;
    fn try_from(text: String) -> Result<Self, jiff::Error> {
        text.parse()
    }
}

impl From<RecordedAt> for String {
    fn from(at: RecordedAt) -> String {
        at.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_clock_always_shows_six_decimals() {
        let at: RecordedAt = "2016-12-31T10:00:00Z".parse().unwrap();
        assert_eq!(at.to_string(), "2016-12-31T10:00:00.000000Z");
        assert_eq!(at.to_string().parse::<RecordedAt>().unwrap(), at);
    }
}
