//! Whose turn it is on each stream: first come, first served, inside this process.
//!
//! Without turns, fifty signups at once would race on one session, conflict forty-nine times and end in any order.
//! Another process is still met as a conflict, and decided again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use maillage_events::id::{SpaceId, StreamId};
use tokio::sync::oneshot;

type Key = (SpaceId, StreamId);

/// For each stream, who came last and what tells that he is done.
#[derive(Debug, Default)]
struct Last {
    ticket: u64,
    tails: HashMap<Key, (u64, oneshot::Receiver<()>)>,
}

/// The turns of one process.
#[derive(Debug, Default, Clone)]
pub(super) struct Turns(Arc<Mutex<Last>>);

/// A place in the queues of some streams; dropping it lets the next ones go, so whoever holds one waits for it to the
/// end (the executor does, in a task of its own). Turns are for order and speed; what keeps facts right is the version
/// that an append expects.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Turns,
    ticket: u64,
    /// Dropped with the turn, which wakes whoever waits for it.
    held: Vec<(Key, oneshot::Sender<()>)>,
    before: Vec<oneshot::Receiver<()>>,
}

impl Turns {
    /// Takes a place in every queue at once, so two commands over the same streams never wait for each other. Does not
    /// wait.
    pub(super) fn queue(&self, space: &SpaceId, streams: impl Iterator<Item = StreamId>) -> Turn {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.ticket += 1;
        let ticket = last.ticket;
        let mut turn = Turn { turns: self.clone(), ticket, held: Vec::new(), before: Vec::new() };
        for stream in streams {
            let (done, tail) = oneshot::channel();
            let key = (space.clone(), stream);
            if let Some((_, before)) = last.tails.insert(key.clone(), (ticket, tail)) {
                turn.before.push(before);
            }
            turn.held.push((key, done));
        }
        turn
    }
}

impl Turn {
    /// Waits until everybody who came earlier is done.
    pub(super) async fn come(&mut self) {
        for before in self.before.drain(..) {
            // The sender is only ever dropped: an error is the signal.
            let _ = before.await;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut last = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in &self.held {
            if last.tails.get(key).is_some_and(|(ticket, _)| *ticket == self.ticket) {
                last.tails.remove(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(name: &str) -> StreamId {
        format!("session/{name}").parse().unwrap()
    }

    #[tokio::test]
    async fn turns_come_in_order_of_arrival_and_leave_nothing_behind() {
        let turns = Turns::default();
        let space = SpaceId::new("s").unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for number in 0..50 {
            let names = if number % 2 == 0 { ["a", "b"] } else { ["b", "a"] };
            let mut turn = turns.queue(&space, names.into_iter().map(stream));
            let seen = seen.clone();
            tasks.push(tokio::spawn(async move {
                turn.come().await;
                tokio::task::yield_now().await;
                seen.lock().unwrap().push(number);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*seen.lock().unwrap(), (0..50).collect::<Vec<_>>());
        assert!(turns.0.lock().unwrap().tails.is_empty());
    }
}
