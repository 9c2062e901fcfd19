//! What was consumed, as the folds read it: which spaces to follow, how far each is known, what comes after a position,
//! what is stored and need be held no more.

use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::id::SpaceId;
use maillage_log::log::{Digests, Head};
use tokio::sync::Notify;

use super::Feed;
use crate::kafka::partition::partition_of;
use crate::kafka::space_backlog::{Claims, NextFacts, RecordOffset, SpaceBacklog};

impl Feed {
    /// Begins to hold what comes of a space; gives what wakes its fold.
    pub(in crate::kafka) fn follow(&self, space: &SpaceId) -> Arc<Notify> {
        let mut state = self.lock();
        let backlog = state.spaces.entry(space.clone()).or_insert_with(SpaceBacklog::new);
        backlog.listed = true;
        backlog.wake.clone()
    }

    /// Forgets a space.
    pub(in crate::kafka) fn unfollow(&self, space: &SpaceId) {
        let mut state = self.lock();
        state.spaces.remove(space);
        state.weigh();
        drop(state);
        self.room.notify_all();
    }

    /// The spaces that are followed.
    pub(in crate::kafka) fn listed(&self) -> Vec<SpaceId> {
        self.lock().spaces.iter().filter(|(_, backlog)| backlog.listed).map(|(space, _)| space.clone()).collect()
    }

    /// The spaces to follow, in the order of their names: those of the log whose key goes to a partition that is read
    /// here, and those that come by another one. Nothing is kept of those that come though the log has them not: how
    /// many there were is told.
    pub(in crate::kafka) fn wanted(&self, in_log: &[SpaceId]) -> (Vec<SpaceId>, usize) {
        let mut state = self.lock();
        let strange = |(space, backlog): &(&SpaceId, &SpaceBacklog)| !backlog.listed && !in_log.contains(space);
        let strangers: Vec<SpaceId> = state.spaces.iter().filter(strange).map(|(space, _)| space.clone()).collect();
        for space in &strangers {
            let records = state.spaces.remove(space).map_or(0, |backlog| backlog.records());
            self.metrics.unknown(records);
        }
        state.strangers.looked(in_log, !strangers.is_empty(), Instant::now());
        state.weigh();
        let own = |space: &&SpaceId| {
            partition_of(space, state.count).is_some_and(|partition| state.partitions.contains_key(&partition))
        };
        let coming = state.spaces.iter().filter(|(_, backlog)| backlog.is_coming()).map(|(space, _)| space);
        let known = coming.filter(|space| in_log.contains(space));
        let mut wanted: Vec<SpaceId> = in_log.iter().filter(own).chain(known).cloned().collect();
        wanted.sort();
        wanted.dedup();
        drop(state);
        if !strangers.is_empty() {
            self.room.notify_all();
        }
        (wanted, strangers.len())
    }

    /// What the log is to be asked of a space before its folds go on; `None` when nothing waits for its word.
    pub(in crate::kafka) fn claims(&self, space: &SpaceId) -> Option<Claims> {
        self.lock().spaces.get(space)?.claims()
    }

    /// Takes the log's answer to a question; gives the records that were set aside.
    pub(in crate::kafka) fn judge(
        &self,
        space: &SpaceId,
        claims: &Claims,
        there: &Digests,
        lies: &[u64],
    ) -> Vec<RecordOffset> {
        let mut state = self.lock();
        let Some(backlog) = state.spaces.get_mut(space) else { return Vec::new() };
        let before = backlog.bytes;
        let judged = backlog.judge(claims, there, lies);
        let after = backlog.bytes;
        state.bytes = state.bytes + after - before;
        drop(state);
        if after < before {
            self.room.notify_all();
        }
        self.metrics.filled(judged.filled);
        self.metrics.refused(judged.refused.len() as u64);
        judged.refused
    }

    /// The log ends before what was known of it: it is another than it was.
    pub(in crate::kafka) fn set_back(&self, space: &SpaceId, head: Head) {
        if let Some(backlog) = self.lock().spaces.get_mut(space) {
            backlog.set_back(head);
        }
    }

    /// Whether its own partition has nothing more to bring for a space: it was read to its end, or is silent for so
    /// long that its broker must be.
    pub(in crate::kafka) fn drained(&self, space: &SpaceId, patience: Duration) -> bool {
        let state = self.lock();
        let at_rest = state.spaces.get(space).is_some_and(SpaceBacklog::is_at_rest);
        let reading = partition_of(space, state.count).and_then(|partition| state.partitions.get(&partition));
        reading.is_some_and(|reading| reading.at_end || (at_rest && reading.since.elapsed() >= patience))
    }

    /// How far a space is known; `None` when it is not followed.
    pub(in crate::kafka) fn head(&self, space: &SpaceId) -> Option<Head> {
        self.lock().spaces.get(space).map(|backlog| backlog.head)
    }

    /// What comes after a position of a space; `None` when it is not followed, or is not known that far.
    pub(in crate::kafka) fn next_facts(&self, space: &SpaceId, after: u64, limit: usize) -> Option<NextFacts> {
        self.lock()
            .spaces
            .get(space)
            .filter(|backlog| backlog.head.position > after)
            .map(|backlog| backlog.next_facts(after, limit))
    }

    /// The log goes further than the topic has brought; gives by how many facts.
    pub(in crate::kafka) fn lift(&self, space: &SpaceId, head: Head) -> u64 {
        let mut state = self.lock();
        let Some(backlog) = state.spaces.get_mut(space) else { return 0 };
        let more = head.position.saturating_sub(backlog.head.position);
        backlog.lift(head);
        backlog.wake.notify_one();
        drop(state);
        self.metrics.filled(more);
        more
    }

    /// A space was folded up to `taken`; every fact up to `stored` is in the rows.
    pub(in crate::kafka) fn settle(&self, space: &SpaceId, taken: u64, stored: u64) {
        let mut state = self.lock();
        let Some(backlog) = state.spaces.get_mut(space) else { return };
        backlog.parked = false;
        let before = backlog.bytes;
        backlog.settle(taken, stored);
        let after = backlog.bytes;
        state.bytes = state.bytes + after - before;
        let roomy = after < before && state.bytes <= self.bound / 2;
        drop(state);
        if roomy {
            self.room.notify_all();
        }
    }

    /// The fold of a space cannot go on: nothing of it is held, so that it holds up no other. When it can, it reads
    /// from the log.
    pub(in crate::kafka) fn park(&self, space: &SpaceId) {
        let mut state = self.lock();
        let Some(backlog) = state.spaces.get_mut(space) else { return };
        backlog.parked = true;
        backlog.release(false);
        state.weigh();
        drop(state);
        self.room.notify_all();
    }
}
