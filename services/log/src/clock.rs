//! The second clock, and ids made from it.
//!
//! # Layout
//! * [`Clock`]: who tells the time, and who vouches for it; `machine`: what the kernel says.
//! * `judge`: whether what a clock says may be recorded.

mod judge;
mod machine;

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maillage_events::decide::Circumstances;
use maillage_events::envelope::{RecordedAt, Salt};
use maillage_events::id::FactId;
use uuid::Uuid;

pub use self::judge::ClockFault;
pub(crate) use self::judge::{ClockJudge, Moment, Sight};

/// Tells the time. The log takes one when it is opened; no command and no request can set it.
pub trait Clock: Debug + Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;

    /// How long the machine has run, asleep or awake, by a clock that nobody sets. `None` for a clock that is set by
    /// hand: it is taken at its word, and nothing else of it is asked.
    fn since_boot(&self) -> Option<Duration> {
        None
    }

    /// Whether the kernel says that its clock is synchronised; `None` when it may not be asked.
    fn synchronised(&self) -> Option<bool> {
        None
    }

    /// Whether somebody vouches for what it says.
    fn accepted(&self) -> bool {
        false
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn since_boot(&self) -> Option<Duration> {
        Some(machine::since_boot())
    }

    fn synchronised(&self) -> Option<bool> {
        machine::synchronised()
    }
}

/// The machine's clock, for which somebody vouches: it is not judged.
#[derive(Debug, Clone, Copy, Default)]
pub struct AcceptedClock;

impl Clock for AcceptedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now()
    }

    fn since_boot(&self) -> Option<Duration> {
        SystemClock.since_boot()
    }

    fn accepted(&self) -> bool {
        true
    }
}

/// A clock that tests and the demonstration set by hand.
#[derive(Debug, Default)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that stands at this moment until it is set again.
    pub fn at(moment: Timestamp) -> Self {
        Self(AtomicI64::new(moment.as_microsecond()))
    }

    /// Sets it.
    pub fn set(&self, moment: Timestamp) {
        self.0.store(moment.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

/// The civil date of a moment in a time zone.
pub fn civil_date(moment: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(moment).date()
}

/// The cut-off on the second clock that a text means: a day (`2016-12-31`) is the last microsecond of that day in the
/// time zone of the space, an RFC 3339 moment is itself. `None` for anything else, also for a day that does not exist.
pub fn known_at(text: &str, zone: &TimeZone) -> Option<RecordedAt> {
    // Only the ten characters of a day: `Date` would also take the day of a longer text and drop its hour.
    if text.len() == 10 {
        let next = text.parse::<Date>().ok()?.tomorrow().ok()?.to_zoned(zone.clone()).ok()?.timestamp();
        return Some(RecordedAt(RecordedAt::from(next).0 - 1));
    }
    text.parse().ok()
}

/// Whether a cut-off lies on a day that has not come yet in the time zone of the space: what will be known then is not
/// known now.
pub fn is_ahead(known_at: RecordedAt, clock: &dyn Clock, zone: &TimeZone) -> bool {
    zone.to_datetime(known_at.timestamp()).date() > zone.to_datetime(clock.now()).date()
}

/// What a decision may know of its moment.
pub fn circumstances(clock: &dyn Clock, zone: &TimeZone) -> Circumstances {
    circumstances_at(clock.now(), zone)
}

/// The same for a moment that was recorded.
pub fn circumstances_at(now: Timestamp, zone: &TimeZone) -> Circumstances {
    let civil = zone.to_datetime(now);
    Circumstances { now, today: civil.date(), time: civil.time() }
}

/// A new fact id (UUID v7): the clock's time and chance from the operating system.
pub fn new_fact_id(clock: &dyn Clock) -> FactId {
    new_fact_chance(clock).0
}

/// A new fact id and a salt, out of one call for chance.
pub fn new_fact_chance(clock: &dyn Clock) -> (FactId, Salt) {
    let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
    let mut chance = [0_u8; 26];
    let drawn = getrandom::fill(&mut chance);
    debug_assert!(drawn.is_ok(), "the operating system gave no randomness");
    let (mut of_id, mut salt) = ([0; 10], Salt::default());
    of_id.copy_from_slice(&chance[..10]);
    salt.0.copy_from_slice(&chance[10..]);
    (FactId(uuid::Builder::from_unix_timestamp_millis(millis, &of_id).into_uuid()), salt)
}

/// A new id that means nothing (for a command that its caller did not name).
pub fn new_uuid(clock: &dyn Clock) -> Uuid {
    new_fact_id(clock).0
}

#[cfg(test)]
mod tests {
    use maillage_events::time_zone::TimeZoneName;

    use super::*;

    fn zone(name: &str) -> TimeZone {
        name.parse::<TimeZoneName>().unwrap().zone()
    }

    #[test]
    fn a_cut_off_of_today_is_known_and_one_of_tomorrow_is_ahead() {
        let clock = SetClock::at("2016-03-08T22:30:00Z".parse().unwrap());
        let zone = TimeZoneName::default().zone();
        let ahead = |text: &str| is_ahead(known_at(text, &zone).unwrap(), &clock, &zone);
        assert!(!ahead("2016-03-08") && !ahead("2016-03-08T22:59:00Z"), "until the end of the day in Paris");
        assert!(ahead("2016-03-08T23:00:00Z") && ahead("2016-03-09") && ahead("2099-01-01"));
    }

    #[test]
    fn midnight_is_that_of_the_space() {
        let day = |moment: &str, name| civil_date(moment.parse().unwrap(), &zone(name));
        assert_eq!(day("2016-12-31T23:30:00Z", "Europe/Paris"), Date::constant(2017, 1, 1));
        assert_eq!(day("2016-06-30T21:59:59Z", "Europe/Paris"), Date::constant(2016, 6, 30));
        assert_eq!(day("2016-12-31T20:30:00Z", "Indian/Reunion"), Date::constant(2017, 1, 1));
        assert_eq!(day("2017-01-01T03:30:00Z", "America/Martinique"), Date::constant(2016, 12, 31));
    }

    #[test]
    fn a_day_is_known_until_its_last_moment_in_the_space() {
        let meant = |text| known_at(text, &zone("Europe/Paris")).unwrap().to_string();
        assert_eq!(meant("2016-12-31"), "2016-12-31T22:59:59.999999Z");
        assert_eq!(meant("2016-06-30"), "2016-06-30T21:59:59.999999Z");
        assert_eq!(meant("2016-12-31T18:00:00Z"), "2016-12-31T18:00:00.000000Z");
        assert_eq!(meant("2016-12-31T12:00:00+01:00"), "2016-12-31T11:00:00.000000Z");
        let overseas = known_at("2016-12-31", &zone("Indian/Reunion")).unwrap().to_string();
        assert_eq!(overseas, "2016-12-31T19:59:59.999999Z");
        for bad in ["2016", "31/12/2016", "", "2016-02-30", "9999-12-31", "2016-12-31T12:00:00", "yesterday"] {
            assert!(known_at(bad, &zone("Europe/Paris")).is_none(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn ids_follow_the_clock() {
        let clock = SetClock::at("2016-01-01T00:00:00Z".parse().unwrap());
        let first = new_fact_id(&clock);
        clock.set("2017-01-01T00:00:00Z".parse().unwrap());
        assert!(first < new_fact_id(&clock));
        assert_eq!(first.0.get_version_num(), 7);
    }
}
