//! What was consumed and is not in the rows yet: space by space, bounded, with the partitions that it came from. This
//! is the side of the thread that reads the topic; the side of the folds is `reads`.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use maillage_events::id::SpaceId;
use maillage_log::log::StoredFact;
use tokio::sync::{Notify, watch};

use super::metrics::Metrics;
use super::space_backlog::{RecordOffset, RecordOutcome, SpaceBacklog};
use super::strangers::Strangers;

mod reads;

/// The one place where the thread that reads the topic and the tasks that fold meet.
#[derive(Debug)]
pub(super) struct Feed {
    state: Mutex<State>,
    /// Notified when held facts were released.
    pub(super) room: Condvar,
    /// Notified when the partitions changed or a new space came.
    pub(super) changed: Notify,
    pub(super) appended: watch::Sender<u64>,
    /// Bytes that may be held.
    pub(super) bound: usize,
    pub(super) metrics: Metrics,
}

#[derive(Debug, Default)]
pub(super) struct State {
    spaces: BTreeMap<SpaceId, SpaceBacklog>,
    pub(super) partitions: BTreeMap<i32, Reading>,
    /// Partitions of the topic; 0 while it is not known.
    pub(super) count: i32,
    pub(super) bytes: usize,
    pub(super) strangers: Strangers,
}

/// A partition that is read here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// The offset after the last record that was consumed; `None` while that is not known.
    pub(super) next: Option<i64>,
    /// Whether the end of the partition was reached.
    pub(super) at_end: bool,
    /// When the last record came, or the partition.
    pub(super) since: Instant,
    /// Whether the group was lost, and with it the right to read: nobody gave it to another, as far as is known here.
    lost: bool,
}

impl Reading {
    fn until(next: Option<i64>) -> Self {
        Self { next, at_end: false, since: Instant::now(), lost: false }
    }
}

impl Feed {
    pub(super) fn new(bound: usize, metrics: Metrics) -> Self {
        let (appended, _) = watch::channel(0);
        Self { state: Mutex::default(), room: Condvar::new(), changed: Notify::new(), appended, bound, metrics }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing is half done where a panic could come: what is consumed twice or read from the log again changes
        // nothing.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Partitions are read from now on, each from its offset where that is known. What was lost and does not come back
    /// is another's.
    pub(super) fn assigned(&self, partitions: &[(i32, Option<i64>)]) {
        let mut state = self.lock();
        state.partitions.retain(|_, reading| !reading.lost);
        state.partitions.extend(partitions.iter().map(|(partition, next)| (*partition, Reading::until(*next))));
        state.count_partitions(&self.metrics);
        drop(state);
        self.changed.notify_one();
    }

    /// The group is out of reach, and with it the right to read these. As long as no broker answers nobody else is
    /// given them: their spaces go on from the log. (Should another have them all the same, the position beside the
    /// rows decides between the two.)
    pub(super) fn lost(&self, partitions: &[i32]) {
        let mut state = self.lock();
        for partition in partitions {
            state.partitions.insert(*partition, Reading { at_end: true, lost: true, ..Reading::until(None) });
            state.spaces.values_mut().for_each(|backlog| backlog.forget(*partition));
        }
        state.weigh();
        state.count_partitions(&self.metrics);
        drop(state);
        self.room.notify_all();
    }

    /// A broker answers: what was lost is given out anew, and is not ours until it is.
    pub(super) fn reachable(&self) {
        let mut state = self.lock();
        let before = state.partitions.len();
        state.partitions.retain(|_, reading| !reading.lost);
        let changed = state.partitions.len() != before;
        drop(state);
        if changed {
            self.changed.notify_one();
        }
    }

    /// Partitions are read here no more: what came by them is left to whoever reads them now.
    pub(super) fn revoked(&self, partitions: &[i32]) {
        let mut state = self.lock();
        for partition in partitions {
            state.partitions.remove(partition);
            state.spaces.values_mut().for_each(|backlog| backlog.forget(*partition));
        }
        state.weigh();
        state.count_partitions(&self.metrics);
        drop(state);
        self.room.notify_all();
        self.changed.notify_one();
    }

    /// How many partitions the topic has.
    pub(super) fn set_partition_count(&self, count: i32) {
        let changed = std::mem::replace(&mut self.lock().count, count) != count;
        if changed {
            self.changed.notify_one();
        }
    }

    /// How many it has; 0 while that is not known.
    pub(super) fn partition_count(&self) -> usize {
        usize::try_from(self.lock().count).unwrap_or(0)
    }

    /// The partitions that are read here.
    pub(super) fn partitions(&self) -> BTreeMap<i32, Reading> {
        self.lock().partitions.clone()
    }

    /// Takes a record; `false` when the bound is reached. One of a partition that was revoked in the meantime is left
    /// to its new reader.
    pub(super) fn take(&self, space: SpaceId, fact: StoredFact, at: RecordOffset) -> bool {
        let mut state = self.lock();
        let Some(reading) = state.partitions.get_mut(&at.partition).filter(|reading| !reading.lost) else {
            return true;
        };
        *reading = Reading::until(Some(at.offset + 1));
        if !state.spaces.contains_key(&space) && !state.strangers.admit(&space, Instant::now()) {
            drop(state);
            self.metrics.unknown(1);
            return true;
        }
        let backlog = state.spaces.entry(space).or_insert_with(SpaceBacklog::new);
        let before = backlog.bytes;
        let (taken, listed, wake, grown) =
            (backlog.take(fact, at), backlog.listed || backlog.parked, backlog.wake.clone(), backlog.bytes);
        state.bytes = state.bytes + grown - before;
        let room = state.bytes < self.bound;
        drop(state);
        if !listed {
            self.changed.notify_one();
        }
        self.metrics.consumed(taken);
        if taken != RecordOutcome::Repeated {
            wake.notify_one();
            self.appended.send_modify(|count| *count = count.wrapping_add(1));
        }
        room
    }

    /// A record that is no fact is passed over: its position, if it had one, will be read from the log.
    pub(super) fn skip(&self, at: RecordOffset) {
        if let Some(reading) = self.lock().partitions.get_mut(&at.partition).filter(|reading| !reading.lost) {
            *reading = Reading::until(Some(at.offset + 1));
        }
        self.metrics.unreadable();
    }

    /// The end of a partition was reached.
    pub(super) fn ended(&self, partition: i32) {
        if let Some(reading) = self.lock().partitions.get_mut(&partition) {
            reading.at_end = true;
        }
    }

    /// Waits until less than half of the bound is held, at most for a while; at once while the bound is not reached.
    /// `false`: still too much.
    pub(super) fn wait_for_room(&self, at_most: Duration) -> bool {
        let state = self.lock();
        if state.bytes < self.bound {
            return true;
        }
        let (state, _) = self
            .room
            .wait_timeout_while(state, at_most, |state| state.bytes > self.bound / 2)
            .unwrap_or_else(PoisonError::into_inner);
        state.bytes <= self.bound / 2
    }

    /// Whether less than half of the bound is held.
    pub(super) fn has_room(&self) -> bool {
        self.lock().bytes <= self.bound / 2
    }

    /// Releases what is held of spaces whose folds have long not moved while others do: they will read from the log,
    /// and hold up nobody.
    pub(super) fn release_slow(&self, long: Duration) {
        let mut state = self.lock();
        let Some(latest) = state.spaces.values().map(|backlog| backlog.moved).max() else { return };
        let slow = |backlog: &&mut SpaceBacklog| {
            !backlog.is_at_rest() && backlog.moved + long < latest && backlog.moved.elapsed() > long
        };
        for backlog in state.spaces.values_mut().filter(slow) {
            backlog.release(true);
        }
        state.weigh();
        drop(state);
        self.room.notify_all();
    }

    /// Where each partition may be read from after a restart: every record before it is in the rows.
    pub(super) fn safe(&self) -> BTreeMap<i32, i64> {
        let state = self.lock();
        let mut safe: BTreeMap<i32, i64> =
            state.partitions.iter().filter_map(|(partition, reading)| Some((*partition, reading.next?))).collect();
        for backlog in state.spaces.values() {
            backlog.first_unstored(&mut |at| {
                if let Some(offset) = safe.get_mut(&at.partition) {
                    *offset = at.offset.min(*offset);
                }
            });
        }
        safe
    }

    /// Every space that has an entry.
    #[cfg(test)]
    pub(super) fn spaces(&self) -> Vec<SpaceId> {
        self.lock().spaces.keys().cloned().collect()
    }

    /// Bytes that are held.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.lock().bytes
    }
}

impl State {
    fn count_partitions(&self, metrics: &Metrics) {
        metrics.partitions(self.partitions.values().filter(|reading| !reading.lost).count());
    }

    pub(super) fn weigh(&mut self) {
        self.bytes = self.spaces.values().map(|backlog| backlog.bytes).sum();
    }
}
