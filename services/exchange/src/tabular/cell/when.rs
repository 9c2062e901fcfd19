//! Dates as they are written in France, with the precision that is really known.

use jiff::civil::{Date, Time, Weekday};
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

/// Months as spreadsheets and people shorten them.
const ABBREVIATIONS: [(&str, &str); 12] = [
    ("janv", "janvier"),
    ("jan", "janvier"),
    ("fevr", "fevrier"),
    ("fev", "fevrier"),
    ("avr", "avril"),
    ("juil", "juillet"),
    ("sept", "septembre"),
    ("sep", "septembre"),
    ("oct", "octobre"),
    ("nov", "novembre"),
    ("dec", "decembre"),
    ("aou", "aout"),
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("lundi", Weekday::Monday),
    ("mardi", Weekday::Tuesday),
    ("mercredi", Weekday::Wednesday),
    ("jeudi", Weekday::Thursday),
    ("vendredi", Weekday::Friday),
    ("samedi", Weekday::Saturday),
    ("dimanche", Weekday::Sunday),
];

/// Reads `12/05/2016`, `12-05-2016`, `12.05.2016`, `2016-05-12`, `12 mai 2016`, `jeudi 12 mai 2016`, `05/2016`,
/// `2016-05`, `mai 2016`, `2016`, also with the midnight that spreadsheets add; an empty cell and `inconnu` are
/// unknown. A year has four digits: two could be of either century. A weekday that the calendar does not give that day
/// is no date.
pub fn when(cell: &str) -> Result<OccurredOn, BadCell> {
    if says_unknown(cell) {
        return Ok(OccurredOn::Unknown);
    }
    let words = plain(cell);
    let words = words.strip_prefix("le ").unwrap_or(&words);
    let (weekday, words) = without_weekday(words);
    let words = without_midnight(words);
    let when = match ['/', '-', '.'].into_iter().find(|mark| words.contains(*mark)) {
        Some(mark) if words.chars().all(|c| c.is_ascii_digit() || c == mark || c == ' ') => numbers(words, mark)?,
        _ if words.bytes().all(|b| b.is_ascii_digit()) => known_year(number(words, 4)?).map(OccurredOn::Year)?,
        _ => in_words(words)?,
    };
    match (weekday, when) {
        (None, when) => Ok(when),
        (Some(weekday), OccurredOn::Day(day)) if day.weekday() == weekday => Ok(when),
        (Some(_), OccurredOn::Day(_)) => Err(BadCell::NoSuchDate),
        (Some(_), _) => Err(BadCell::NotADate),
    }
}

fn without_weekday(words: &str) -> (Option<Weekday>, &str) {
    let Some((first, rest)) = words.split_once([' ', ',']) else { return (None, words) };
    let whole_word = first.trim_end_matches('.');
    let named = WEEKDAYS.iter().find(|(name, _)| *name == whole_word || name.get(..3) == Some(whole_word));
    named.map_or((None, words), |(_, weekday)| (Some(*weekday), rest.trim_start_matches([' ', ','])))
}

/// The words before `00:00:00`, or before the `.0` of a year that was exported as a number.
fn without_midnight(words: &str) -> &str {
    if let Some(year) = [".0", ",0"].iter().find_map(|zero| words.strip_suffix(zero))
        && year.len() == 4
    {
        return year;
    }
    let midnight = ["00:00:00.000000", "00:00:00.000", "00:00:00", "00:00", "0:00:00", "0:00"];
    let before = midnight.iter().find_map(|midnight| words.trim_end_matches('z').strip_suffix(midnight));
    before.and_then(|day| day.strip_suffix([' ', 't'])).map_or(words, str::trim_end)
}

/// Numbers with one mark between them: the year stands first or last.
fn numbers(words: &str, mark: char) -> Result<OccurredOn, BadCell> {
    let parts: Vec<&str> = words.split(mark).map(str::trim).collect();
    match parts.as_slice() {
        [year, month, day] | [day, month, year] if year.len() == 4 && day.len() < 4 => {
            exact(number(year, 4)?, number(month, 2)?, number(day, 2)?)
        }
        [year, month] | [month, year] if year.len() == 4 && month.len() < 4 => {
            of_month(number(year, 4)?, number(month, 2)?)
        }
        _ => Err(BadCell::NotADate),
    }
}

fn in_words(words: &str) -> Result<OccurredOn, BadCell> {
    let month_named = |name: &str| {
        let name = name.trim_end_matches('.');
        MONTHS
            .iter()
            .position(|month| *month == name || ABBREVIATIONS.contains(&(name, *month)))
            .and_then(|at| i16::try_from(at + 1).ok())
            .ok_or(BadCell::NotADate)
    };
    let parts: Vec<&str> = words.split([' ', '-']).filter(|part| !part.is_empty()).collect();
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
            ("2016.0", "2016"),
            ("12-05-2016", "2016-05-12"),
            ("12.05.2016", "2016-05-12"),
            ("2016/05/12", "2016-05-12"),
            ("12/05/2016 00:00:00", "2016-05-12"),
            ("2016-05-12 00:00:00", "2016-05-12"),
            ("2016-05-12T00:00:00", "2016-05-12"),
            ("jeudi 12 mai 2016", "2016-05-12"),
            ("Jeu. 12/05/2016", "2016-05-12"),
            ("le jeudi 12 mai 2016", "2016-05-12"),
            ("12-mai-2016", "2016-05-12"),
            ("05-2016", "2016-05"),
            ("févr. 2016", "2016-02"),
            ("12 sept. 2016", "2016-09-12"),
            ("janv-2016", "2016-01"),
            ("NC", "unknown"),
            ("inconnu", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(when(cell).map(|it| it.to_string()), Ok(read.to_owned()), "{cell:?}");
        }
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_told_from_words_that_are_no_date() {
        for cell in
            ["31/02/2026", "29/02/2015", "00/01/2016", "13/2016", "2016-13-01", "30 février 2016", "lundi 12 mai 2016"]
        {
            assert_eq!(when(cell), Err(BadCell::NoSuchDate), "{cell:?}");
        }
        for cell in [
            "12/05/16",
            "févr-16",
            "T1 2016",
            "bientôt",
            "12 mai",
            "12-05-16",
            "12.05/2016",
            "12/05/2016 14:30",
            "1/2/3/2016",
            "120/05/2016",
            "jeudi 2016",
        ] {
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
