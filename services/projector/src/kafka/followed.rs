//! What was consumed, as the folds see it: which spaces to follow, how far each is known, what comes after a position,
//! what is done with.

use std::sync::Arc;
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::log::Head;
use tokio::sync::Notify;

use super::feed::Feed;
use super::partition::partition_of;
use super::run::{Piece, Run};

impl Feed {
    /// Begins to hold what comes of a space; gives what wakes its fold.
    pub(super) fn follow(&self, space: &SpaceId) -> Arc<Notify> {
        let mut state = self.lock();
        let run = state.spaces.entry(space.clone()).or_insert_with(Run::new);
        run.listed = true;
        run.wake.clone()
    }

    /// Forgets a space.
    pub(super) fn unfollow(&self, space: &SpaceId) {
        let mut state = self.lock();
        state.spaces.remove(space);
        state.weigh();
        drop(state);
        self.room.notify_all();
    }

    /// The spaces that have a cell.
    pub(super) fn listed(&self) -> Vec<SpaceId> {
        self.lock().spaces.iter().filter(|(_, run)| run.listed).map(|(space, _)| space.clone()).collect()
    }

    /// The spaces to follow, in the order of their names: those of the log whose key goes to a partition that is read
    /// here, and those that come by another one. Then those that come though the log has them not.
    pub(super) fn wanted(&self, in_log: &[SpaceId]) -> (Vec<SpaceId>, Vec<SpaceId>) {
        let state = self.lock();
        let own = |space: &&SpaceId| {
            partition_of(space, state.count).is_some_and(|partition| state.partitions.contains_key(&partition))
        };
        let coming = state.spaces.iter().filter(|(_, run)| run.is_coming()).map(|(space, _)| space);
        let (known, unknown): (Vec<&SpaceId>, Vec<&SpaceId>) = coming.partition(|space| in_log.contains(space));
        let unknown = unknown.into_iter().filter(|space| !state.spaces[*space].parked);
        let mut wanted: Vec<SpaceId> = in_log.iter().filter(own).chain(known).cloned().collect();
        wanted.sort();
        wanted.dedup();
        (wanted, unknown.cloned().collect())
    }

    /// Whether its own partition has nothing more to bring for a space: it was read to its end, or is silent for so
    /// long that its broker must be.
    pub(super) fn drained(&self, space: &SpaceId, patience: Duration) -> bool {
        let state = self.lock();
        let at_rest = state.spaces.get(space).is_some_and(Run::is_at_rest);
        let reading = partition_of(space, state.count).and_then(|partition| state.partitions.get(&partition));
        reading.is_some_and(|reading| reading.at_end || (at_rest && reading.since.elapsed() >= patience))
    }

    /// How far a space is known; `None` when it is not followed.
    pub(super) fn head(&self, space: &SpaceId) -> Option<Head> {
        self.lock().spaces.get(space).map(|run| run.head)
    }

    /// What comes after a position of a space; `None` when it is not followed, or is not known that far.
    pub(super) fn piece(&self, space: &SpaceId, after: u64, limit: usize) -> Option<Piece> {
        self.lock().spaces.get(space).filter(|run| run.head.position > after).map(|run| run.piece(after, limit))
    }

    /// The log goes further than the topic has told; gives by how many facts.
    pub(super) fn lift(&self, space: &SpaceId, head: Head) -> u64 {
        let mut state = self.lock();
        let Some(run) = state.spaces.get_mut(space) else { return 0 };
        let more = head.position.saturating_sub(run.head.position);
        run.lift(head);
        run.wake.notify_one();
        drop(state);
        self.metrics.filled(more);
        more
    }

    /// A space was folded up to `taken`; every fact up to `kept` is in the rows.
    pub(super) fn settle(&self, space: &SpaceId, taken: u64, kept: u64) {
        let mut state = self.lock();
        let Some(run) = state.spaces.get_mut(space) else { return };
        run.parked = false;
        let before = run.bytes;
        run.settle(taken, kept);
        let after = run.bytes;
        state.bytes = state.bytes + after - before;
        let roomy = after < before && state.bytes <= self.bound / 2;
        drop(state);
        if roomy {
            self.room.notify_all();
        }
    }

    /// The fold of a space cannot go on: nothing of it is held, so that it holds up no other. When it can, it reads
    /// from the log.
    pub(super) fn park(&self, space: &SpaceId) {
        let mut state = self.lock();
        let Some(run) = state.spaces.get_mut(space) else { return };
        run.parked = true;
        run.let_go(false);
        state.weigh();
        drop(state);
        self.room.notify_all();
    }
}
