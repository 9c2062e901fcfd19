//! When to look for new facts: at once after a rest, and the further apart the more there are, so that what comes in
//! between is carried together. Each look, each request to a broker and each waking of those who follow costs about the
//! same for one fact as for twenty. Pure.

use std::time::{Duration, Instant};

/// How far apart two looks are at least, when little is appended.
const LEAST: Duration = Duration::from_millis(4);

/// How far apart they are for the sake of gathering at most, which is from [`MUCH`] on.
const MOST: Duration = Duration::from_millis(16);

/// Facts in a second.
const MUCH: f64 = 1_000.0;

/// Of the time, a look takes this part at most, however many spaces there are.
const PART: u32 = 5;

/// The part that the newest look has in the rate; the others before it have the rest.
const NEWEST: f64 = 0.25;

/// The pace of looks.
#[derive(Debug)]
pub(crate) struct Pace {
    last: Instant,
    next: Instant,
    /// Facts in a second, over the last few looks.
    rate: f64,
}

impl Pace {
    /// The first look is now.
    pub(crate) fn beginning(now: Instant) -> Self {
        Self { last: now, next: now, rate: 0.0 }
    }

    /// Before when no look is due, whatever wakes.
    pub(crate) fn next(&self) -> Instant {
        self.next
    }

    /// A look that began then took so long, and found so many new facts.
    pub(crate) fn looked(&mut self, began: Instant, took: Duration, found: u64) {
        let since = began.saturating_duration_since(self.last).max(LEAST);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a rate of more than 2^53 facts a second is much, exactly or not"
        )]
        let rate = found as f64 / since.as_secs_f64();
        self.rate += (rate - self.rate) * NEWEST;
        self.last = began;
        self.next = began + MOST.mul_f64((self.rate / MUCH).min(1.0)).max(LEAST).max(took * PART);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_micros(300);

    /// How far apart the looks are after a while in which facts came at this rate, each look as soon as it is due.
    fn apart(facts_a_second: u64, took: Duration) -> Duration {
        let begin = Instant::now();
        let (mut pace, mut seen) = (Pace::beginning(begin), 0);
        for _ in 0..200 {
            let now = pace.next();
            let there = u64::try_from((now - begin).as_micros()).unwrap() * facts_a_second / 1_000_000;
            pace.looked(now, took, there - seen);
            seen = there;
        }
        pace.next() - pace.last
    }

    #[test]
    fn looks_are_further_apart_the_more_is_appended() {
        assert_eq!(apart(0, QUICK), LEAST);
        assert_eq!(apart(100, QUICK), LEAST);
        let half = apart(500, QUICK);
        assert!(half > LEAST && half < MOST, "{half:?}");
        assert_eq!(apart(1_500, QUICK), MOST);
        assert_eq!(apart(100_000, QUICK), MOST);
    }

    #[test]
    fn one_import_does_not_slow_the_looks_after_it_for_long() {
        let begin = Instant::now();
        let mut pace = Pace::beginning(begin);
        pace.looked(begin, QUICK, 1_000);
        assert_eq!(pace.next() - begin, MOST);
        for _ in 0..40 {
            pace.looked(pace.next(), QUICK, 0);
        }
        assert_eq!(pace.next() - pace.last, LEAST);
    }

    #[test]
    fn a_slow_look_takes_a_part_of_the_time_and_no_more() {
        assert_eq!(apart(0, Duration::from_millis(100)), Duration::from_millis(500));
    }
}
