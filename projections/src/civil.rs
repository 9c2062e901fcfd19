//! The civil day of a moment of the second clock.

use std::sync::OnceLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use maillage_events::envelope::RecordedAt;

/// The time zone of civil dates.
const TIME_ZONE: &str = "Europe/Paris";

/// The civil day in Europe/Paris, by the rules compiled in: the machine's own are not read, so every machine says the
/// same.
pub fn day(moment: RecordedAt) -> Date {
    local(moment).date()
}

/// The civil day and time in Europe/Paris, by the same rules.
pub fn local(moment: RecordedAt) -> DateTime {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    let zone = ZONE.get_or_init(|| TimeZoneDatabase::bundled().get(TIME_ZONE).unwrap_or(TimeZone::UTC));
    zone.to_datetime(moment.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hour_of_the_year_in_greenwich_is_the_next_year_in_paris() {
        assert_eq!(day("2016-12-31T23:30:00Z".parse().unwrap()).to_string(), "2017-01-01");
        assert_eq!(day("2016-07-31T22:30:00Z".parse().unwrap()).to_string(), "2016-08-01");
        assert_eq!(day("2016-12-31T22:30:00Z".parse().unwrap()).to_string(), "2016-12-31");
    }
}
