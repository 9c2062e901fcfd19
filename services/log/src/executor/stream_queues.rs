//! One queue a stream: commands of this process come first come, first served.
//!
//! Without queues, fifty signups at once would race on one session, conflict forty-nine times and end in any order.
//! Another process is still met as a conflict, and decided again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use maillage_events::id::{SpaceId, StreamId};
use tokio::sync::oneshot;

/// A stream, or the register of the space.
type Key = (SpaceId, Option<StreamId>);

/// For each stream, the newest ticket and what tells that its command is done.
#[derive(Debug, Default)]
struct Tails {
    newest: u64,
    by_stream: HashMap<Key, (u64, oneshot::Receiver<()>)>,
}

/// The queues of one process.
#[derive(Debug, Default, Clone)]
pub(super) struct StreamQueues(Arc<Mutex<Tails>>);

/// A place in the queues of some streams; dropping it lets the next ones go, so whoever holds one keeps it to the end
/// (the executor does, in a task of its own). Queues are for order and speed; what keeps facts right is the version
/// that an append expects.
#[derive(Debug)]
pub(super) struct Ticket {
    queues: StreamQueues,
    number: u64,
    /// Dropped with the ticket, which wakes whoever waits for it.
    held: Vec<(Key, oneshot::Sender<()>)>,
    before: Vec<oneshot::Receiver<()>>,
}

impl StreamQueues {
    /// Takes a place in every queue at once, so two commands over the same streams never wait for each other. Does not
    /// wait. Commands that move the register have one queue a space, whatever their streams.
    pub(super) fn queue(&self, space: &SpaceId, streams: impl Iterator<Item = StreamId>, register: bool) -> Ticket {
        let mut tails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tails.newest += 1;
        let number = tails.newest;
        let mut ticket = Ticket { queues: self.clone(), number, held: Vec::new(), before: Vec::new() };
        for queue in streams.map(Some).chain(register.then_some(None)) {
            let (done, tail) = oneshot::channel();
            let key = (space.clone(), queue);
            if let Some((_, before)) = tails.by_stream.insert(key.clone(), (number, tail)) {
                ticket.before.push(before);
            }
            ticket.held.push((key, done));
        }
        ticket
    }
}

impl Ticket {
    /// Waits until everybody who came earlier is done.
    pub(super) async fn wait(&mut self) {
        for before in self.before.drain(..) {
            // No value is ever sent: the sender's drop, an error here, is the signal.
            let _ = before.await;
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut tails = self.queues.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in &self.held {
            if tails.by_stream.get(key).is_some_and(|(number, _)| *number == self.number) {
                tails.by_stream.remove(key);
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
    async fn tickets_come_in_order_of_arrival_and_leave_nothing_behind() {
        let queues = StreamQueues::default();
        let space = SpaceId::new("s").unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for number in 0..50 {
            let names = if number % 2 == 0 { ["a", "b"] } else { ["b", "a"] };
            let mut ticket = queues.queue(&space, names.into_iter().map(stream), number % 3 == 0);
            let seen = seen.clone();
            tasks.push(tokio::spawn(async move {
                ticket.wait().await;
                tokio::task::yield_now().await;
                seen.lock().unwrap().push(number);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*seen.lock().unwrap(), (0..50).collect::<Vec<_>>());
        assert!(queues.0.lock().unwrap().by_stream.is_empty());
    }
}
