//! What stands on a day: statements in the order of the days that they count from, whatever the order of recording.
//!
//! ```text
//! recorded   1: « planned » from 2016-12      2: « in progress » from 2016-03      3: « done » at the end of 2017
//! stands     unknown ─┬─ 2016-03-01 ───────┬─ 2016-12-01 ──┬─ 2017-12-31 ───►
//!            (nothing)   in progress           planned         done
//! ```
//!
//! What begins counts from the first day of its span, what ends from the last; what has no date stands before all
//! others. Of two statements for one day the one recorded last stands. A late entry takes its place among the earlier
//! ones and never hides a later one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::rules::News;
use crate::when::OccurredOn;

/// The day that a statement counts from; `None`, for a date that is not known, stands before every day.
pub type FromDay = Option<Date>;

/// From when something counts that begins: the first day of its span.
pub fn begins(on: OccurredOn) -> FromDay {
    on.span().map(|(first, _)| first)
}

/// From when something counts that ends: the last day of its span.
pub fn ends(on: OccurredOn) -> FromDay {
    on.span().map(|(_, last)| last)
}

/// What was stated of one thing, by the days that it counts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline<T> {
    /// Sorted by day; those of one day in the order of recording.
    statements: Vec<(FromDay, T)>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self { statements: Vec::new() }
    }
}

impl<T> Timeline<T> {
    /// Takes the statement recorded last.
    pub fn state(&mut self, from: FromDay, value: T) {
        let at = self.statements.partition_point(|(day, _)| *day <= from);
        self.statements.insert(at, (from, value));
    }

    /// What stands on a day; `None` on a day before the first statement.
    pub fn on(&self, day: FromDay) -> Option<&T> {
        self.statement_on(day).map(|(_, value)| value)
    }

    /// The statement that stands on a day, with the day that it counts from.
    pub fn statement_on(&self, day: FromDay) -> Option<(FromDay, &T)> {
        let upto = self.statements.partition_point(|(from, _)| *from <= day);
        self.statements[..upto].last().map(|(from, value)| (*from, value))
    }

    /// What was stated last for exactly this day.
    pub fn stated_for(&self, day: FromDay) -> Option<&T> {
        self.statement_on(day).filter(|(from, _)| *from == day).map(|(_, value)| value)
    }

    /// What stands at the end of a period that ends on a day, or once every statement counts where it has no end.
    pub fn at_end(&self, to: Option<Date>) -> Option<&T> {
        if to.is_some() { self.on(to) } else { self.last() }
    }

    /// What stands once every statement counts.
    pub fn last(&self) -> Option<&T> {
        self.statements.last().map(|(_, value)| value)
    }

    /// The statements, by the days that they count from; of one day in the order of recording.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (FromDay, &T)> {
        self.statements.iter().map(|(from, value)| (*from, value))
    }

    /// The stretches of days that each statement stands for: from its day to the day before the next, open at the end.
    /// A statement that another one of the same day replaces has none.
    pub fn stretches(&self) -> impl Iterator<Item = (FromDay, Option<Date>, &T)> {
        self.statements.iter().enumerate().filter_map(|(at, (from, value))| match self.statements.get(at + 1) {
            None => Some((*from, None, value)),
            Some((next, _)) if next == from => None,
            Some((next, _)) => Some((*from, next.and_then(|next| next.yesterday().ok()), value)),
        })
    }

    /// Whether a statement says anything new: the same for the same day does not. For another day it does, also where
    /// the same stands already: a late entry between the two would change what stands.
    pub fn news(&self, from: FromDay, value: &T) -> News
    where
        T: PartialEq,
    {
        News::unless(self.stated_for(from) == Some(value))
    }

    /// Whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }
}

/// Whether a statement says anything new of a key that may never have been spoken of.
pub fn news<T: PartialEq>(timeline: Option<&Timeline<T>>, from: FromDay, value: &T) -> News {
    timeline.map_or(News::New, |timeline| timeline.news(from, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> OccurredOn {
        text.parse().unwrap()
    }

    fn day(text: &str) -> FromDay {
        begins(on(text))
    }

    fn stated(statements: &[(&str, char)]) -> Timeline<char> {
        let mut timeline = Timeline::default();
        statements.iter().for_each(|(when, value)| timeline.state(day(when), *value));
        timeline
    }

    #[test]
    fn a_late_entry_takes_its_place_and_hides_nothing_later() {
        let timeline = stated(&[("2016-12", 'p'), ("2016-03", 'i'), ("2017-02", 'i')]);
        let seen =
            ["2016-02-29", "2016-03-01", "2016-11-30", "2016-12-01", "2017-02-01"].map(|on| timeline.on(day(on)));
        assert_eq!(seen, [None, Some(&'i'), Some(&'i'), Some(&'p'), Some(&'i')]);
        assert_eq!((timeline.last(), timeline.at_end(None)), (Some(&'i'), Some(&'i')));
        assert_eq!(timeline.at_end(day("2016-12-31")), Some(&'p'));
    }

    #[test]
    fn of_one_day_the_statement_recorded_last_stands() {
        let timeline = stated(&[("2016", 'a'), ("2016-01-01", 'b'), ("2016-01", 'a')]);
        assert_eq!(timeline.stated_for(day("2016")), Some(&'a'));
        assert_eq!(timeline.stretches().count(), 1, "the first two are replaced");
    }

    #[test]
    fn what_has_no_date_stands_before_all_others() {
        let timeline = stated(&[("2016", 'b'), ("unknown", 'a')]);
        assert_eq!(
            (timeline.on(None), timeline.on(day("1900")), timeline.last()),
            (Some(&'a'), Some(&'a'), Some(&'b'))
        );
    }

    #[test]
    fn a_stretch_ends_on_the_day_before_the_next_begins() {
        let timeline = stated(&[("2017-03", 'b'), ("2016", 'a')]);
        let stretches: Vec<_> = timeline.stretches().map(|(from, to, value)| (from, to, *value)).collect();
        assert_eq!(stretches, [(day("2016"), day("2017-02-28"), 'a'), (day("2017-03"), None, 'b')]);
    }

    #[test]
    fn only_a_statement_for_that_very_day_is_stated_for_it() {
        let timeline = stated(&[("2016", 'a')]);
        assert_eq!((timeline.stated_for(day("2016-05")), timeline.on(day("2016-05"))), (None, Some(&'a')));
    }

    #[test]
    fn what_ends_counts_from_the_last_day_of_its_span() {
        assert_eq!((ends(on("2016")), ends(on("unknown"))), (Some(jiff::civil::date(2016, 12, 31)), None));
    }

    #[test]
    fn the_order_of_recording_decides_nothing_among_different_days() {
        let mut all = [("2013", 'a'), ("2014-06", 'b'), ("2014-07-02", 'c'), ("unknown", 'd')];
        let forward = stated(&all);
        all.reverse();
        assert_eq!(forward, stated(&all));
        all.swap(0, 2);
        assert_eq!(forward, stated(&all));
    }
}
