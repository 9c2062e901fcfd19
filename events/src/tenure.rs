//! From when to when something is held: a role, a seat, an axis, a category.
//!
//! ```text
//! said      begins 2014 until 2018 ──┐        ┌── ends 2016-06-30, typed later     begins 2017-09-01
//! held      2014-01-01 ──────────────┴────────┴ 2016-06-29          (nobody)       2017-09-01 ───►
//! ```
//! An end may be known at the beginning (`until`) or be told afterwards: of the two the earlier rules. On the last day
//! of either it is held no more. What begins again while it lasts goes on, until the end that was then said.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::rules::{News, Verdict, starts_before_end};
use crate::timeline::{FromDay, Timeline, begins, ends};
use crate::when::OccurredOn;

/// Beginnings and ends of one thing, by the days that they count from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenure(Timeline<Turn>);

/// A beginning or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Turn {
    Begins { on: OccurredOn, until: Option<OccurredOn> },
    Ends { on: OccurredOn },
}

/// From when, and until when where its end is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// From when.
    pub from: OccurredOn,
    /// Until when; the last day of it is no longer held.
    pub until: Option<OccurredOn>,
}

/// Whether an end is past on a day; an end of unknown date is none.
fn is_over(until: Option<OccurredOn>, day: FromDay) -> bool {
    until.and_then(ends).is_some_and(|end| Some(end) <= day)
}

impl Held {
    /// Whether it is held on a day.
    pub fn on(&self, day: FromDay) -> bool {
        begins(self.from) <= day && !self.is_over(day)
    }

    /// Whether it has ended by a day.
    pub fn is_over(&self, day: FromDay) -> bool {
        is_over(self.until, day)
    }
}

impl Tenure {
    /// Takes a beginning, with its end where that was known.
    pub fn begin(&mut self, on: OccurredOn, until: Option<OccurredOn>) {
        self.0.state(begins(on), Turn::Begins { on, until });
    }

    /// Takes an end.
    pub fn end(&mut self, on: OccurredOn) {
        self.0.state(ends(on), Turn::Ends { on });
    }

    /// Whether it is held on a day.
    pub fn on(&self, day: FromDay) -> bool {
        match self.0.on(day) {
            Some(Turn::Begins { until, .. }) => !is_over(*until, day),
            Some(Turn::Ends { .. }) | None => false,
        }
    }

    /// Judges a beginning: known where the same was said of that very day, refused where it ends before it begins.
    pub fn beginning(&self, on: OccurredOn, until: Option<OccurredOn>) -> Verdict {
        starts_before_end(Some(on), until)?;
        let said = self.0.stated_for(begins(on));
        Ok(News::unless(matches!(said, Some(Turn::Begins { until: known, .. }) if *known == until)))
    }

    /// Judges an end: known where it was said of that very day, otherwise refused where nothing had begun by then, or
    /// where an end was told already.
    pub fn ending(&self, on: OccurredOn, otherwise: impl FnOnce() -> Refusal) -> Verdict {
        let day = ends(on);
        match (self.0.stated_for(day), self.0.on(day)) {
            (Some(Turn::Ends { .. }), _) => Ok(News::Known),
            (_, Some(Turn::Begins { .. })) => Ok(News::New),
            (_, Some(Turn::Ends { .. }) | None) => Err(otherwise()),
        }
    }

    /// The stretches of days on which it is held, in order of time.
    pub fn stretches(&self) -> Vec<Held> {
        let mut all: Vec<Held> = Vec::new();
        for (day, turn) in self.0.iter() {
            let lasting = all.last_mut().filter(|last| !last.is_over(day));
            match (turn, lasting) {
                (Turn::Begins { until, .. }, Some(last)) => last.until = *until,
                (Turn::Begins { on, until }, None) => all.push(Held { from: *on, until: *until }),
                (Turn::Ends { on }, Some(last)) => last.until = Some(*on),
                (Turn::Ends { .. }, None) => {}
            }
        }
        all
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Judges a beginning of what may never have been spoken of.
pub fn beginning(tenure: Option<&Tenure>, on: OccurredOn, until: Option<OccurredOn>) -> Verdict {
    tenure.unwrap_or(&Tenure::default()).beginning(on, until)
}

/// Judges an end of what may never have been spoken of.
pub fn ending(tenure: Option<&Tenure>, on: OccurredOn, otherwise: impl FnOnce() -> Refusal) -> Verdict {
    tenure.unwrap_or(&Tenure::default()).ending(on, otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> OccurredOn {
        text.parse().unwrap()
    }

    fn day(text: &str) -> FromDay {
        on(text).day()
    }

    /// Beginnings `2014`, `2014/2016` with their end, and ends `-2015`.
    fn tenure(said: &[&str]) -> Tenure {
        let mut tenure = Tenure::default();
        for turn in said {
            match (turn.strip_prefix('-'), turn.split_once('/')) {
                (Some(end), _) => tenure.end(on(end)),
                (None, Some((from, until))) => tenure.begin(on(from), Some(on(until))),
                (None, None) => tenure.begin(on(turn), None),
            }
        }
        tenure
    }

    #[test]
    fn of_an_end_foreseen_and_an_end_told_the_earlier_rules_in_any_order() {
        for said in [["2014/2018", "-2016-06-30"], ["2014/2016-06-30", "-2018"]] {
            for order in [[0, 1], [1, 0]] {
                let tenure = tenure(&order.map(|at| said[at]));
                let held = ["2013-12-31", "2014-01-01", "2016-06-29", "2016-06-30", "2019-01-01"].map(day);
                assert_eq!(held.map(|day| tenure.on(day)), [false, true, true, false, false], "{said:?}");
                let stretches = tenure.stretches();
                assert_eq!(stretches, [Held { from: on("2014"), until: Some(on("2016-06-30")) }], "{said:?}");
                assert_eq!(held.map(|day| stretches[0].on(day)), [false, true, true, false, false]);
            }
        }
    }

    #[test]
    fn it_may_begin_again_and_an_earlier_time_may_be_told_late() {
        let tenure = tenure(&["2013", "2014", "-2015", "2010-02", "-2011", "2017/2019", "2018/2020"]);
        let until = |end: &str| Some(on(end));
        assert_eq!(
            tenure.stretches(),
            [
                Held { from: on("2010-02"), until: until("2011") },
                Held { from: on("2013"), until: until("2015") },
                Held { from: on("2017"), until: until("2020") },
            ]
        );
    }

    #[test]
    fn an_end_follows_a_beginning_and_is_told_once() {
        let otherwise = || Refusal::new("no-seat");
        let tenure = tenure(&["2014/2016", "-2017"]);
        assert_eq!(tenure.ending(on("2017"), otherwise), Ok(News::Known));
        assert_eq!(tenure.ending(on("2015"), otherwise), Ok(News::New));
        assert!(tenure.ending(on("2013"), otherwise).is_err() && tenure.ending(on("2018"), otherwise).is_err());
        assert_eq!(tenure.beginning(on("2014"), Some(on("2016"))), Ok(News::Known));
        assert_eq!(tenure.beginning(on("2014"), None), Ok(News::New), "another end is news");
        assert_eq!(tenure.beginning(on("2014"), Some(on("2013"))).map_err(|it| it.code), Err("ends-before-start"));
    }
}
