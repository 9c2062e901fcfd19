//! Dates as they are written in France, with the precision that is really known.

use jiff::civil::{Date, Time};
use maillage_events::when::OccurredOn;

use super::{BadCell, plain, says_unknown};

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// Reads `12/05/2016`, `2016-05-12`, `12 mai 2016`, `05/2016`, `2016-05`, `mai 2016`, `2016`; an empty cell and
/// `inconnu` are unknown. A year has four digits: two could be of either century.
pub fn when(cell: &str) -> Result<OccurredOn, BadCell> {
    if says_unknown(cell) {
        return Ok(OccurredOn::Unknown);
    }
    let words = plain(cell);
    if words.contains('/') {
        return slashed(&words);
    }
    if words.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return iso(&words);
    }
    in_words(&words)
}

fn slashed(words: &str) -> Result<OccurredOn, BadCell> {
    let parts: Vec<&str> = words.split('/').collect();
    match parts.as_slice() {
        [day, month, year] => exact(number(year, 4)?, number(month, 2)?, number(day, 2)?),
        [month, year] => of_month(number(year, 4)?, number(month, 2)?),
        _ => Err(BadCell::NotADate),
    }
}

fn iso(words: &str) -> Result<OccurredOn, BadCell> {
    let parts: Vec<&str> = words.split('-').collect();
    match parts.as_slice() {
        [year, month, day] => exact(number(year, 4)?, number(month, 2)?, number(day, 2)?),
        [year, month] => of_month(number(year, 4)?, number(month, 2)?),
        [year] => known_year(number(year, 4)?).map(OccurredOn::Year),
        _ => Err(BadCell::NotADate),
    }
}

fn in_words(words: &str) -> Result<OccurredOn, BadCell> {
    let month_named = |name: &str| {
        MONTHS
            .iter()
            .position(|month| *month == name)
            .and_then(|at| i16::try_from(at + 1).ok())
            .ok_or(BadCell::NotADate)
    };
    let parts: Vec<&str> = words.split_whitespace().collect();
    match parts.as_slice() {
        [month, year] => of_month(number(year, 4)?, month_named(month)?),
        [day, month, year] => {
            exact(number(year, 4)?, month_named(month)?, number(day.strip_suffix("er").unwrap_or(day), 2)?)
        }
        _ => Err(BadCell::NotADate),
    }
}

/// A number of at most `digits` digits; a year (four) has exactly four.
fn number(part: &str, digits: usize) -> Result<i16, BadCell> {
    let part = part.trim();
    let length_fits = if digits == 4 { part.len() == 4 } else { (1..=digits).contains(&part.len()) };
    if !length_fits || !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadCell::NotADate);
    }
    part.parse().map_err(|_| BadCell::NotADate)
}

fn known_year(year: i16) -> Result<i16, BadCell> {
    if (1800..=2999).contains(&year) { Ok(year) } else { Err(BadCell::NoSuchDate) }
}

fn of_month(year: i16, month: i16) -> Result<OccurredOn, BadCell> {
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month)).ok_or(BadCell::NoSuchDate)?;
    Ok(OccurredOn::Month(known_year(year)?, month))
}

fn exact(year: i16, month: i16, day: i16) -> Result<OccurredOn, BadCell> {
    let part = |value: i16| i8::try_from(value).map_err(|_| BadCell::NoSuchDate);
    Date::new(known_year(year)?, part(month)?, part(day)?).map(OccurredOn::Day).map_err(|_| BadCell::NoSuchDate)
}

/// Reads a time of day, `14:00`, `14h`, `14h30` or `9 h 15`, as `HH:MM`.
pub fn time_of_day(cell: &str) -> Result<String, BadCell> {
    let words = plain(cell).replace(' ', "").replace('h', ":");
    let (hour, minute) = words.split_once(':').ok_or(BadCell::NotATime)?;
    let part = |text: &str| {
        let empty_or_digits = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        if empty_or_digits {
            if text.is_empty() { Ok(0) } else { text.parse::<i8>().map_err(|_| BadCell::NotATime) }
        } else {
            Err(BadCell::NotATime)
        }
    };
    if hour.is_empty() {
        return Err(BadCell::NotATime);
    }
    let time = Time::new(part(hour)?, part(minute)?, 0, 0).map_err(|_| BadCell::NotATime)?;
    Ok(format!("{:02}:{:02}", time.hour(), time.minute()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_form_keeps_its_precision() {
        for (cell, read) in [
            ("12/05/2016", "2016-05-12"),
            ("1/5/2016", "2016-05-01"),
            ("2016-05-12", "2016-05-12"),
            ("1er mai 2016", "2016-05-01"),
            ("12 décembre 2016", "2016-12-12"),
            ("05/2016", "2016-05"),
            ("2016-05", "2016-05"),
            ("Septembre\u{a0}2019", "2019-09"),
            ("2016", "2016"),
            ("inconnu", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(when(cell).map(|it| it.to_string()), Ok(read.to_owned()), "{cell:?}");
        }
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_told_from_words_that_are_no_date() {
        for cell in ["31/02/2026", "29/02/2015", "00/01/2016", "13/2016", "2016-13-01", "30 février 2016"] {
            assert_eq!(when(cell), Err(BadCell::NoSuchDate), "{cell:?}");
        }
        for cell in ["12/05/16", "bientôt", "12 mai", "12-05-2016", "1/2/3/2016", "120/05/2016"] {
            assert_eq!(when(cell), Err(BadCell::NotADate), "{cell:?}");
        }
    }

    #[test]
    fn a_time_is_read_as_it_is_spoken() {
        for (cell, read) in [("14:00", "14:00"), ("14h", "14:00"), ("9 h 15", "09:15")] {
            assert_eq!(time_of_day(cell).as_deref(), Ok(read));
        }
        for cell in ["25:00", "14", "14h75", ":30", "midi"] {
            assert_eq!(time_of_day(cell), Err(BadCell::NotATime), "{cell:?}");
        }
    }
}
