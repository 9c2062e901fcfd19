//! The civil day of a moment of the second clock.

use jiff::civil::Date;
use maillage_events::envelope::RecordedAt;
use maillage_events::space::SpaceOpened;
use maillage_events::time_zone::TimeZoneName;
use maillage_events::view::FactView;

use crate::table::Table;

/// The zone of a space, which it names when it is opened.
impl Table<TimeZoneName> {
    /// The space of the fact goes by the zone that the payload names.
    pub(crate) fn go_by(&mut self, _: &FactView<'_>, it: SpaceOpened) {
        self.insert(OF_SPACE, it.time_zone);
    }

    /// The civil day of a moment in that zone; in Paris while the space names none.
    pub(crate) fn day(&self, moment: RecordedAt) -> Date {
        let zone = self.get(OF_SPACE).cloned().unwrap_or_default().zone();
        zone.to_datetime(moment.timestamp()).date()
    }
}

/// The one row of a table of zones.
const OF_SPACE: &str = "space";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hour_of_the_year_in_greenwich_is_the_next_year_in_paris() {
        let zones = Table::<TimeZoneName>::new("zones");
        let day = |moment: &str| zones.day(moment.parse().unwrap()).to_string();
        assert_eq!(day("2016-12-31T23:30:00Z"), "2017-01-01");
        assert_eq!(day("2016-07-31T22:30:00Z"), "2016-08-01");
        assert_eq!(day("2016-12-31T22:30:00Z"), "2016-12-31");
    }
}
