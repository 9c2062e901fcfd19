//! What one holder has at a time: who takes it takes over from the one before.
//!
//! ```text
//! said   A takes 2010      B takes 2014 ──┐            B leaves 2016-06-30
//! held   A ─────────────── B ─────────────┴─────────── (nobody: A does not come back)
//! ```
//! An end may be known at the beginning; of that end, an end told afterwards and the next beginning, the first rules.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::rules::{News, Verdict, starts_before_end};
use crate::tenure::Held;
use crate::timeline::{FromDay, Timeline, begins, ends};
use crate::when::OccurredOn;

/// Who takes and leaves it, by the days that it counts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge<H>(Timeline<Step<H>>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step<H> {
    Takes { holder: H, on: OccurredOn, until: Option<OccurredOn> },
    Leaves { holder: H, on: OccurredOn },
}

impl<H> Default for Charge<H> {
    fn default() -> Self {
        Self(Timeline::default())
    }
}

impl<H: PartialEq> Charge<H> {
    /// Somebody takes it, until a day where that is known.
    pub fn take(&mut self, holder: H, on: OccurredOn, until: Option<OccurredOn>) {
        self.0.state(begins(on), Step::Takes { holder, on, until });
    }

    /// Somebody leaves it.
    pub fn leave(&mut self, holder: H, on: OccurredOn) {
        self.0.state(ends(on), Step::Leaves { holder, on });
    }

    /// Judges that somebody takes it: known where the same was said of that very day.
    pub fn taking(&self, by: &H, on: OccurredOn, end: Option<OccurredOn>) -> Verdict {
        starts_before_end(Some(on), end)?;
        let said = self.0.stated_for(begins(on));
        let same = |step: &Step<H>| matches!(step, Step::Takes { holder, until, .. } if holder == by && *until == end);
        Ok(News::unless(said.is_some_and(same)))
    }

    /// Judges that somebody leaves it: known where it was said of that very day, otherwise refused unless it was
    /// theirs last.
    pub fn leaving(&self, by: &H, on: OccurredOn, otherwise: impl FnOnce() -> Refusal) -> Verdict {
        let day = ends(on);
        let left = |step: &Step<H>| matches!(step, Step::Leaves { holder, .. } if holder == by);
        if self.0.stated_for(day).is_some_and(left) {
            return Ok(News::Known);
        }
        match self.0.iter().take_while(|(from, _)| *from <= day).last() {
            Some((_, Step::Takes { holder, .. })) if holder == by => Ok(News::New),
            Some((_, Step::Takes { .. } | Step::Leaves { .. })) | None => Err(otherwise()),
        }
    }

    /// Whose it is on a day.
    pub fn on(&self, day: FromDay) -> Option<&H> {
        self.stretches().into_iter().rev().find(|(_, held)| held.on(day)).map(|(holder, _)| holder)
    }

    /// The stretches of days on which it is somebody's, in order of time.
    pub fn stretches(&self) -> Vec<(&H, Held)> {
        let mut all: Vec<(&H, Held)> = Vec::new();
        for (day, step) in self.0.iter() {
            let lasting = all.last_mut().filter(|(_, held)| !held.is_over(day));
            match (step, lasting) {
                (Step::Takes { holder, until, .. }, Some((known, held))) if *known == holder => held.until = *until,
                (Step::Takes { holder, on, until }, lasting) => {
                    let from = lasting.as_ref().map(|(_, held)| begins(held.from));
                    match (lasting, day) {
                        (Some((_, held)), Some(first)) if from != Some(day) => {
                            held.until = Some(OccurredOn::Day(first))
                        }
                        (Some(_), _) => drop(all.pop()),
                        (None, _) => {}
                    }
                    all.push((holder, Held { from: *on, until: *until }));
                }
                (Step::Leaves { holder, on }, Some((known, held))) if *known == holder => held.until = Some(*on),
                (Step::Leaves { .. }, _) => {}
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> OccurredOn {
        text.parse().unwrap()
    }

    #[test]
    fn who_takes_over_ends_the_one_before_who_does_not_come_back() {
        let mut charge = Charge::default();
        charge.leave('b', on("2016-06-30"));
        charge.take('b', on("2014-03-01"), None);
        charge.take('a', on("2010"), None);
        charge.leave('a', on("2015"));
        let days = ["2009-12-31", "2012-01-01", "2014-03-01", "2015-12-31", "2016-06-29", "2016-06-30"];
        let held = days.map(|day| charge.on(on(day).day()).copied());
        assert_eq!(held, [None, Some('a'), Some('b'), Some('b'), Some('b'), None]);
        let until = |end: &str| Some(on(end));
        assert_eq!(
            charge.stretches(),
            [
                (&'a', Held { from: on("2010"), until: until("2014-03-01") }),
                (&'b', Held { from: on("2014-03-01"), until: until("2016-06-30") })
            ]
        );
    }

    #[test]
    fn who_takes_over_in_a_year_has_it_from_its_first_day_and_of_one_day_who_was_said_last() {
        let mut charge = Charge::default();
        charge.take('a', on("2014"), None);
        charge.take('b', on("2017"), None);
        assert_eq!([charge.on(on("2016-12-31").day()), charge.on(on("2017-01-01").day())], [Some(&'a'), Some(&'b')]);
        charge.take('c', on("2017-01-01"), None);
        let holders: Vec<char> = charge.stretches().into_iter().map(|(holder, _)| *holder).collect();
        assert_eq!(holders, ['a', 'c']);
        let mut undated = Charge::default();
        undated.take('a', on("unknown"), None);
        undated.take('b', on("unknown"), None);
        assert_eq!((undated.on(None), undated.stretches().len()), (Some(&'b'), 1));
    }

    #[test]
    fn an_end_that_was_foreseen_ends_it_and_is_said_again_without_news() {
        let mut charge = Charge::default();
        charge.take('a', on("2014"), Some(on("2016")));
        assert_eq!(charge.on(on("2017-01-01").day()), None);
        assert_eq!(charge.taking(&'a', on("2014"), Some(on("2016"))), Ok(News::Known));
        assert_eq!(charge.taking(&'b', on("2014"), Some(on("2016"))), Ok(News::New));
        let otherwise = || Refusal::new("no-role");
        assert_eq!(charge.leaving(&'a', on("2015"), otherwise), Ok(News::New));
        assert!(charge.leaving(&'b', on("2015"), otherwise).is_err());
        charge.leave('a', on("2015"));
        assert_eq!(charge.leaving(&'a', on("2015"), otherwise), Ok(News::Known));
    }
}
