//! Dates as people have them, and what stands on a day.

use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};

/// First and last day asked about; no bound where there is none.
pub type Span = (Option<Date>, Option<Date>);

/// First and last day that a date may mean; `None` for one that is not known.
pub fn days(on: &str) -> Option<(Date, Date)> {
    let parts: Vec<i16> = on.split('-').map_while(|part| part.parse().ok()).collect();
    let date = |month: i16, day: i16| Date::new(parts[0], month.try_into().unwrap(), day.try_into().unwrap()).unwrap();
    match parts.len() {
        1 => Some((date(1, 1), date(12, 31))),
        2 => Some((date(parts[1], 1), date(parts[1], 1).last_of_month())),
        3 => Some((date(parts[1], parts[2]), date(parts[1], parts[2]))),
        _ => None,
    }
}

/// The day from which something counts that begins on a date.
pub fn first_day(on: &str) -> Option<Date> {
    days(on).map(|(first, _)| first)
}

/// The day from which something counts that ends on a date.
pub fn last_day(on: &str) -> Option<Date> {
    days(on).map(|(_, last)| last)
}

/// The day, where it is known to the day.
pub fn exact_day(on: &str) -> Option<Date> {
    days(on).filter(|(first, last)| first == last).map(|(first, _)| first)
}

/// The day on which a fact was recorded, by the clocks of Paris in winter: histories are told in winter.
pub fn recorded_day(recorded_at: &str) -> Date {
    let moment: jiff::Timestamp = recorded_at.parse().unwrap();
    TimeZone::fixed(offset(1)).to_datetime(moment).date()
}

/// Whether something of that date lies in what is asked about: all its days do, or nothing bounds the question.
pub fn lies_in(on: &str, (from, to): Span) -> bool {
    match days(on) {
        Some((first, last)) => from.is_none_or(|from| from <= first) && to.is_none_or(|to| last <= to),
        None => from.is_none() && to.is_none(),
    }
}

/// Whether something that began on a date was so by the end of what is asked about.
pub fn had_begun(on: &str, (_, to): Span) -> bool {
    match (first_day(on), to) {
        (Some(first), Some(to)) => first <= to,
        _ => true,
    }
}

/// Whether something that ended on a date was over by the end of what is asked about.
pub fn is_over(on: &str, (_, to): Span) -> bool {
    match (last_day(on), to) {
        (Some(last), Some(to)) => last <= to,
        _ => true,
    }
}

/// Of statements in the order of recording, the one that stands at the end of what is asked about. One without a date
/// stands before all others; of two for one day the later recorded stands.
pub fn stands<T>(statements: Vec<(Option<Date>, T)>, (_, to): Span) -> Option<T> {
    let mut in_time: Vec<(Option<Date>, T)> = statements;
    in_time.sort_by_key(|(day, _)| *day);
    in_time.into_iter().filter(|(day, _)| to.is_none_or(|to| day.is_none_or(|day| day <= to))).map(|it| it.1).last()
}
