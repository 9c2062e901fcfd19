//! How far behind the log each projection is, where a process follows the log or the rows of others. One fed by Kafka
//! measures the same in `kafka::lag`.

use std::time::Duration;

use maillage_events::envelope::RecordedAt;

use crate::projector::Projector;

/// How far behind the log a projection is, over all spaces.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Lag {
    /// The projection.
    pub projection: &'static str,
    /// How many spaces it follows.
    pub spaces: usize,
    /// How many facts it has not taken.
    pub facts: u64,
    /// Age of the oldest fact that it is known not to have taken, on the log's clock; zero when it has taken all.
    pub oldest: Duration,
    /// In how many spaces it stopped at a fact that it cannot take, or at a hole in the log: its reports
    /// say *incomplete* there, and the metrics *parked*.
    pub incomplete: usize,
}

impl Projector {
    /// How far behind the log each projection is, in the order of the catalogue.
    pub fn lag(&self) -> Vec<Lag> {
        let space_states = self.space_states();
        let now = RecordedAt::from(self.log.clock().now());
        let age = |since: RecordedAt| Duration::from_micros(u64::try_from(now.0.saturating_sub(since.0)).unwrap_or(0));
        let of = |(index, (projection, _)): (usize, &(&'static str, _))| {
            let mut lag =
                Lag { projection, spaces: space_states.len(), facts: 0, oldest: Duration::ZERO, incomplete: 0 };
            for space_state in &space_states {
                let progress = space_state.progress();
                let slot = space_state.slot(index);
                let stop = slot.folded.stopped.as_ref();
                let waiting = progress.head.saturating_sub(slot.folded.mark.position);
                lag.facts += waiting;
                lag.incomplete += usize::from(stop.is_some() || progress.alarm.is_some());
                if waiting > 0 {
                    lag.oldest = lag
                        .oldest
                        .max(stop.map(|stop| stop.recorded_at).or(progress.oldest).map_or(Duration::ZERO, age));
                }
            }
            lag
        };
        self.catalogue.iter().enumerate().map(of).collect()
    }
}
