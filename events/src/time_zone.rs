//! The time zone whose civil dates a space goes by.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::bad_id::{BadId, string_schema};

/// The name of a time zone of the IANA list, as `Europe/Paris` or `Indian/Reunion`, in the spelling of that list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName(SmolStr);

string_schema!(TimeZoneName, "^[A-Za-z][A-Za-z0-9+_-]*(/[A-Za-z0-9+_-]+)*$", "Europe/Paris");

/// The rules compiled in: the machine's own are not read, so every machine says the same.
fn known() -> &'static TimeZoneDatabase {
    static KNOWN: OnceLock<TimeZoneDatabase> = OnceLock::new();
    KNOWN.get_or_init(TimeZoneDatabase::bundled)
}

impl TimeZoneName {
    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its rules.
    pub fn zone(&self) -> TimeZone {
        known().get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

impl Default for TimeZoneName {
    fn default() -> Self {
        Self(SmolStr::new_static("Europe/Paris"))
    }
}

impl FromStr for TimeZoneName {
    type Err = BadId;
    fn from_str(value: &str) -> Result<Self, BadId> {
        let zone = known().get(value).ok();
        let name = zone.as_ref().and_then(TimeZone::iana_name).map(SmolStr::from);
        let expected = "a time zone of the IANA list, such as Europe/Paris or Indian/Reunion";
        name.map(Self).ok_or_else(|| BadId { value: value.to_owned(), expected })
    }
}

impl TryFrom<String> for TimeZoneName {
    type Error = BadId;
    fn try_from(value: String) -> Result<Self, BadId> {
        value.parse()
    }
}

impl From<TimeZoneName> for String {
    fn from(name: TimeZoneName) -> String {
        name.0.into()
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_one_of_the_list_in_its_spelling() {
        for (said, name) in [
            ("Europe/Paris", "Europe/Paris"),
            ("indian/reunion", "Indian/Reunion"),
            ("America/Guadeloupe", "America/Guadeloupe"),
            ("Pacific/Noumea", "Pacific/Noumea"),
        ] {
            assert_eq!(said.parse::<TimeZoneName>().unwrap().as_str(), name);
        }
        for bad in ["", "Paris", "Europe/Lille", "UTC+4", "GMT+1 ", "+04:00"] {
            assert!(bad.parse::<TimeZoneName>().is_err(), "{bad}");
        }
        let moment: jiff::Timestamp = "2016-12-31T21:30:00Z".parse().unwrap();
        let day = |name: &str| name.parse::<TimeZoneName>().unwrap().zone().to_datetime(moment).date().to_string();
        assert_eq!(["Europe/Paris", "Indian/Reunion"].map(day), ["2016-12-31", "2017-01-01"]);
        assert_eq!(TimeZoneName::default().zone().iana_name(), Some("Europe/Paris"));
    }
}
