//! How far behind the log each projection is, over the spaces that this member follows: what the metrics of the lag
//! show.
//!
//! The topic brings facts and tells nothing of the end of the log, so the lag is measured against the head that the
//! survey found in the log itself.

use std::collections::BTreeMap;
use std::time::Duration;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::log::{FactReads, ReadError};

use super::survey::Survey;
use crate::lag::Lag;

impl Survey {
    /// Measures the lag of every projection and shows it.
    pub(super) async fn measure_lag(&self) -> Result<(), ReadError> {
        let now = RecordedAt::from(self.log.clock().now());
        let age = |since: RecordedAt| Duration::from_micros(u64::try_from(now.0.saturating_sub(since.0)).unwrap_or(0));
        let spaces = self.tasks.len();
        let none = |(projection, _): &(&'static str, _)| Lag {
            projection,
            spaces,
            facts: 0,
            oldest: Duration::ZERO,
            incomplete: 0,
        };
        let mut lags: Vec<Lag> = self.projector.catalogue.iter().map(none).collect();
        for (space, task) in &self.tasks {
            let alarm = task.space_state.progress().alarm.is_some();
            let mut first: BTreeMap<u64, Option<RecordedAt>> = BTreeMap::new();
            for (index, lag) in lags.iter_mut().enumerate() {
                let (mark, stopped) = {
                    let slot = task.space_state.slot(index);
                    (slot.folded.mark.position, slot.folded.stopped.as_ref().map(|stop| stop.recorded_at))
                };
                let waiting = task.head.saturating_sub(mark);
                lag.facts += waiting;
                lag.incomplete += usize::from(alarm || stopped.is_some());
                let since = match stopped {
                    None if waiting > 0 => match first.get(&mark) {
                        Some(known) => *known,
                        None => *first.entry(mark).or_insert(self.recorded_after(space, mark).await),
                    },
                    stopped => stopped,
                };
                if waiting > 0 {
                    lag.oldest = lag.oldest.max(since.map_or(Duration::ZERO, age));
                }
            }
        }
        lags.iter().for_each(|lag| self.metrics.show_lag(lag));
        Ok(())
    }

    /// When the log learned the fact after a position. `None` at a hole, which has no age: the alarm shows it.
    async fn recorded_after(&self, space: &SpaceId, position: u64) -> Option<RecordedAt> {
        let facts = self.log.read(space, position, 1).await.ok()?;
        facts.first().map(|fact| fact.recorded_at)
    }
}
