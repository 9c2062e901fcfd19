//! When, where and how a session takes place: as planned, then as each move leaves it.

use serde::{Deserialize, Serialize};

use crate::place::Place;
use crate::session::{SessionMode, SessionMoved, SessionPlanned};
use crate::timeline::{FromDay, Timeline};
use crate::when::OccurredOn;

/// When, where and how a session takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// Its day, as precisely as is known.
    pub when: OccurredOn,
    /// Local time of its start.
    pub time: Option<String>,
    /// How long, in minutes.
    pub minutes: Option<u32>,
    /// Where.
    pub place: Option<Place>,
    /// How people meet.
    pub mode: Option<SessionMode>,
}

impl Whereabouts {
    /// As it was planned.
    pub fn planned(plan: &SessionPlanned) -> Self {
        let SessionPlanned { when, time, minutes, place, mode, .. } = plan;
        Self { when: *when, time: time.clone(), minutes: *minutes, place: place.clone(), mode: *mode }
    }

    /// As a move leaves it: what the move does not say stays.
    #[must_use]
    pub fn moved(&self, to: &SessionMoved) -> Self {
        Self {
            when: to.when,
            time: to.time.clone().or_else(|| self.time.clone()),
            minutes: to.minutes.or(self.minutes),
            place: to.place.clone().or_else(|| self.place.clone()),
            mode: to.mode.or(self.mode),
        }
    }

    /// As moves leave it that were decided up to a day, each on the day of its decision.
    #[must_use]
    pub fn after(self, moves: &Timeline<SessionMoved>, day: FromDay) -> Self {
        moves.iter().take_while(|(on, _)| *on <= day).fold(self, |stands, (_, to)| stands.moved(to))
    }

    /// As all moves leave it, whatever the order in which they were recorded.
    #[must_use]
    pub fn after_all(self, moves: &Timeline<SessionMoved>) -> Self {
        moves.iter().fold(self, |stands, (_, to)| stands.moved(to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declare::Example;
    use crate::timeline::begins;

    fn day(text: &str) -> OccurredOn {
        text.parse().unwrap()
    }

    #[test]
    fn a_move_changes_what_it_says_and_leaves_the_rest() {
        let planned = Whereabouts::planned(&SessionPlanned::example());
        let room = SessionMoved { place: Some(Place::named("Salle B")), ..SessionMoved::to(planned.when, "Travaux") };
        let moved = planned.moved(&room);
        assert_eq!(moved, Whereabouts { place: room.place, ..planned.clone() });
        assert_eq!(moved.moved(&SessionMoved::to(day("2016-03-15"), "Grève")).time, planned.time);
    }

    #[test]
    fn moves_count_by_the_day_they_were_decided_not_by_the_order_of_recording() {
        let mut moves = Timeline::default();
        moves.state(begins(day("2016-03-05")), SessionMoved::to(day("2016-04-12"), "Grève"));
        moves.state(begins(day("2016-03-01")), SessionMoved::to(day("2016-03-15"), "Travaux"));
        let planned = || Whereabouts::planned(&SessionPlanned::example());
        assert_eq!(planned().after_all(&moves).when, day("2016-04-12"));
        assert_eq!(planned().after(&moves, begins(day("2016-03-02"))).when, day("2016-03-15"));
    }
}
