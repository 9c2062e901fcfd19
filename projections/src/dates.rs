//! Dates as people read them. The months are written here once; programs keep ISO 8601.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use maillage_events::envelope::RecordedAt;
use maillage_events::messages::{Language, message, say};
use maillage_events::when::{OccurredOn, Period};

use crate::figures::unknown_shown;

const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, 1 to 12.
fn month(language: Language, month: i8) -> &'static str {
    let names = match language {
        Language::French => &FRENCH,
        Language::English => &ENGLISH,
    };
    usize::try_from(month - 1).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

/// A day: `1er mars 2016` in French, `1 March 2016` in English.
pub fn day_shown(language: Language, day: Date) -> String {
    let number = match (language, day.day()) {
        (Language::French, 1) => "1er".to_owned(),
        (_, number) => number.to_string(),
    };
    format!("{number}\u{a0}{} {}", month(language, day.month()), day.year())
}

/// A date with the precision that is known: `8 mars 2016`, `mars 2016`, `2016`, or `n.r.`.
pub fn date_shown(language: Language, on: OccurredOn) -> String {
    match on {
        OccurredOn::Day(day) => day_shown(language, day),
        OccurredOn::Month(year, at) => format!("{} {year}", month(language, at)),
        OccurredOn::Year(year) => year.to_string(),
        OccurredOn::Unknown => unknown_shown(language),
    }
}

/// A moment of the second clock, to the minute, as clocks show it in a time zone: `22 novembre 2026 à 13 h 32`,
/// `22 November 2026, 13:32`.
pub fn moment_shown(language: Language, moment: RecordedAt, zone: &TimeZone) -> String {
    let at: DateTime = zone.to_datetime(moment.timestamp());
    let day = day_shown(language, at.date());
    match language {
        Language::French => format!("{day} à {}\u{a0}h\u{a0}{:02}", at.hour(), at.minute()),
        Language::English => format!("{day}, {:02}:{:02}", at.hour(), at.minute()),
    }
}

/// A period in words: `du 1er janvier 2016 au 31 décembre 2016`, open on either side, or every date.
pub fn period_shown(language: Language, period: &Period) -> String {
    let values: Vec<(&str, String)> = [("from", period.from), ("to", period.to)]
        .into_iter()
        .filter_map(|(name, day)| Some((name, day_shown(language, day?))))
        .collect();
    match (period.from, period.to) {
        (None, None) => say(language, "report-period-all"),
        (Some(_), None) => message(language, "report-period-from", &values),
        (None, Some(_)) => message(language, "report-period-to", &values),
        (Some(_), Some(_)) => message(language, "report-period-between", &values),
    }
}

#[cfg(test)]
mod tests {
    use maillage_events::time_zone::TimeZoneName;

    use super::*;

    fn shown(language: Language, on: &str) -> String {
        date_shown(language, on.parse().unwrap()).replace('\u{a0}', " ")
    }

    #[test]
    fn a_date_is_shown_with_no_more_than_is_known() {
        let french = ["2016-03-01", "2016-08-08", "2016-12", "2016", "unknown"].map(|on| shown(Language::French, on));
        assert_eq!(french, ["1er mars 2016", "8 août 2016", "décembre 2016", "2016", "n.r."]);
        assert_eq!(["2016-03-01", "2016-01"].map(|on| shown(Language::English, on)), ["1 March 2016", "January 2016"]);
    }

    #[test]
    fn a_moment_is_that_of_the_clocks_of_the_space_summer_and_winter() {
        let shown_in = |language, at: &str, zone: &str| {
            let zone = zone.parse::<TimeZoneName>().unwrap().zone();
            moment_shown(language, at.parse().unwrap(), &zone).replace('\u{a0}', " ")
        };
        let shown = |language, at| shown_in(language, at, "Europe/Paris");
        assert_eq!(shown(Language::French, "2026-11-22T12:32:39.913905Z"), "22 novembre 2026 à 13 h 32");
        assert_eq!(shown(Language::English, "2026-11-22T12:32:39.913905Z"), "22 November 2026, 13:32");
        assert_eq!(shown(Language::French, "2026-06-30T22:05:00Z"), "1er juillet 2026 à 0 h 05");
        let overseas = shown_in(Language::French, "2026-06-30T22:05:00Z", "America/Martinique");
        assert_eq!(overseas, "30 juin 2026 à 18 h 05");
    }

    #[test]
    fn a_period_without_bounds_is_every_date() {
        let shown = |from: &str, to: &str| {
            period_shown(Language::French, &Period { from: from.parse().ok(), to: to.parse().ok() })
                .replace(['\u{a0}', '\u{2068}', '\u{2069}'], " ")
        };
        assert_eq!(shown("", ""), "toutes les dates");
        assert_eq!(shown("2016-01-01", "2016-12-31"), "du 1er janvier 2016 au 31 décembre 2016");
        assert_eq!(shown("2016-01-01", ""), "à partir du 1er janvier 2016");
        assert_eq!(shown("", "2016-12-31"), "jusqu’au 31 décembre 2016");
    }
}
