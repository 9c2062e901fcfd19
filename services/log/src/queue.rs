//! The queue before a store's one writer, and the group commit: concurrent appends become one transaction here.
//!
//! ```text
//!   callers   a b c          d e f g        h
//!             │ │ │          │ │ │ │        │
//!   queue     └─┴─┴─▶ batch  └─┴─┴─┴─▶ batch …      at most 512 requests or 4,096 facts a batch
//!                       │                │
//!   writer              ├─ transaction ──┼─ transaction ──      the next batch gathers meanwhile: no linger
//!                       │     fsync      │     fsync
//!   replies             └──▶ a b c       └──▶ d e f g
//! ```
//!
//! Each store runs its own writer over [`Batches`]; the rules of gathering and of replying stand here once. Pulses come
//! the same way: whoever is held up by a writer that does not come back, so are they.

use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use crate::log::{Append, AppendError, Receipt};
use crate::prepare::{PreparedAppend, prepare};

/// Requests in one transaction at most.
const BATCH: usize = 512;
/// Facts after which a transaction takes no further request, so that imports do not hold up everybody's replies.
const BATCH_FACTS: usize = 4096;
/// How often other tasks get their turn at most before a batch that is smaller than usual goes: microseconds.
const YIELDS: usize = 8;

/// How often a writer that nobody asks anything looks whether it could write.
pub(crate) const PULSE: Duration = Duration::from_secs(1);

/// One request's answer, given after the commit. A receipt that repeats nothing comes without its outcome, which the
/// request holds.
pub(crate) type Answer = Result<Receipt, AppendError>;

/// One caller's request and where its answer goes. The request goes back with the answer: the caller frees it; the
/// writer never takes the allocator's lock.
pub(crate) struct QueuedAppend {
    pub(crate) append: PreparedAppend,
    reply: oneshot::Sender<(Answer, PreparedAppend)>,
}

/// What comes to a writer.
enum Queued {
    Append(QueuedAppend),
    Pulse,
}

/// What a writer has to do next.
pub(crate) enum Turn<'q> {
    /// Commit these, then answer them.
    Batch(&'q [QueuedAppend]),
    /// Look whether a write would succeed.
    Pulse,
}

/// The callers' end.
#[derive(Debug, Clone)]
pub(crate) struct Queue(mpsc::Sender<Queued>);

/// Sends pulses as long as the queue has another end.
#[derive(Debug, Clone)]
pub(crate) struct Pulses(mpsc::WeakSender<Queued>);

impl Pulses {
    /// Sends one. When the queue is full, what waits there will do.
    pub(crate) fn send(&self) {
        if let Some(queue) = self.0.upgrade() {
            let _ = queue.try_send(Queued::Pulse);
        }
    }
}

/// The writer's end: batches, one after the other.
pub(crate) struct Batches {
    queue: mpsc::Receiver<Queued>,
    batch: Vec<QueuedAppend>,
    /// A pulse came while a batch was gathered.
    pulse: bool,
    pulsed: Instant,
    facts: usize,
    /// How large batches were of late.
    usual: usize,
}

/// A queue where so many requests may wait; further callers wait for room.
pub(crate) fn queue(room: usize) -> (Queue, Batches) {
    let (sender, receiver) = mpsc::channel(room);
    let batch = Vec::with_capacity(BATCH);
    let batches = Batches { queue: receiver, batch, pulse: false, pulsed: Instant::now(), facts: 0, usual: 0 };
    (Queue(sender), batches)
}

impl Queue {
    /// Checks the shape of an append, queues it and waits for the answer.
    pub(crate) async fn append(&self, append: Append) -> Answer {
        let gone = || AppendError::Unavailable("the writer has stopped".to_owned());
        let append = prepare(append)?;
        let (reply, answer) = oneshot::channel();
        self.0.send(Queued::Append(QueuedAppend { append, reply })).await.map_err(|_| gone())?;
        let (answer, append) = answer.await.map_err(|_| gone())?;
        answer.map(|receipt| if receipt.repeated { receipt } else { Receipt { outcome: append.outcome, ..receipt } })
    }

    /// Whoever makes the writer look whether it could write.
    pub(crate) fn pulses(&self) -> Pulses {
        Pulses(self.0.downgrade())
    }
}

impl Batches {
    /// Blocks until there is something to do, for a writer on a thread of its own, to which others send
    /// [pulses](Pulses); `None` when every caller's end is gone and what was queued is answered.
    pub(crate) fn next_blocking(&mut self) -> Option<Turn<'_>> {
        if !std::mem::take(&mut self.pulse) {
            let first = self.queue.blocking_recv()?;
            self.push(first);
            while !self.batch.is_empty()
                && self.has_room()
                && let Ok(next) = self.queue.try_recv()
            {
                self.push(next);
            }
            if !self.batch.is_empty() {
                return Some(Turn::Batch(&self.batch));
            }
            self.pulse = false;
        }
        Some(Turn::Pulse)
    }

    /// The same for a writer that is a task, which has its pulse from the clock. Whoever was just answered and asks
    /// again comes along: the other tasks have their turn first, while the batch is smaller than usual.
    pub(crate) async fn next(&mut self) -> Option<Turn<'_>> {
        let rest = PULSE.saturating_sub(self.pulsed.elapsed());
        let first = match rest {
            Duration::ZERO => None,
            rest => tokio::time::timeout(rest, self.queue.recv()).await.ok(),
        };
        let Some(first) = first else {
            self.pulsed = Instant::now();
            return Some(Turn::Pulse);
        };
        self.push(first?);
        let mut yields = YIELDS;
        while self.has_room() {
            match self.queue.try_recv() {
                Ok(next) => self.push(next),
                Err(_) if yields > 0 && self.batch.len() < self.usual => {
                    yields -= 1;
                    tokio::task::yield_now().await;
                }
                Err(_) => break,
            }
        }
        self.usual = self.batch.len().max(self.usual * 3 / 4);
        Some(Turn::Batch(&self.batch))
    }

    fn push(&mut self, queued: Queued) {
        match queued {
            Queued::Append(request) => {
                self.facts += request.append.count;
                self.batch.push(request);
            }
            Queued::Pulse => self.pulse = true,
        }
    }

    fn has_room(&self) -> bool {
        self.batch.len() < BATCH && self.facts < BATCH_FACTS
    }

    /// After the commit: gives each request of the batch its answer. A caller that went away has its receipt all the
    /// same.
    pub(crate) fn reply(&mut self, answers: Vec<Answer>) {
        self.facts = 0;
        for (QueuedAppend { append, reply }, answer) in self.batch.drain(..).zip(answers) {
            let _ = reply.send((answer, append));
        }
    }

    /// Tells each request of the batch that it was not committed, or that this is not known.
    pub(crate) fn refuse(&mut self, why: &AppendError) {
        self.facts = 0;
        for QueuedAppend { append, reply } in self.batch.drain(..) {
            let _ = reply.send((Err(why.clone()), append));
        }
    }
}

/// Facts that a batch added.
pub(crate) fn new_facts(answers: &[Answer]) -> u64 {
    answers.iter().flatten().filter(|receipt| !receipt.repeated).map(|receipt| receipt.count).sum()
}

#[cfg(test)]
mod tests {
    use maillage_events::id::{CommandId, SpaceId};

    use super::*;

    fn request(name: &str) -> Append {
        Append {
            space: SpaceId::new("lille").unwrap(),
            command: CommandId::derived(name),
            fingerprint: [0; 32],
            streams: Vec::new(),
            register: None,
            head: None,
            outcome: name.as_bytes().to_vec(),
        }
    }

    fn receipt() -> Receipt {
        let recorded_at = maillage_events::envelope::RecordedAt(1);
        Receipt { first: 0, last: 0, count: 0, outcome: Vec::new(), recorded_at, repeated: false }
    }

    #[tokio::test]
    async fn what_waits_becomes_one_batch_and_each_caller_gets_its_own_answer() {
        let (queue, mut batches) = queue(8);
        let callers: Vec<_> = ["a", "b", "c"]
            .map(|name| {
                let queue = queue.clone();
                tokio::spawn(async move { queue.append(request(name)).await })
            })
            .into_iter()
            .collect();
        tokio::task::yield_now().await;
        assert!(matches!(batches.next().await, Some(Turn::Batch(batch)) if batch.len() == 3));
        batches.reply(vec![Ok(receipt()), Err(AppendError::Malformed("b".to_owned())), Ok(receipt())]);
        let mut answers = Vec::new();
        for caller in callers {
            answers.push(caller.await.unwrap());
        }
        assert_eq!(answers[0].as_ref().unwrap().outcome, b"a");
        assert!(answers[1].is_err());
        assert_eq!(answers[2].as_ref().unwrap().outcome, b"c");
        drop(queue);
        assert!(batches.next().await.is_none(), "every caller's end is gone");
    }

    #[tokio::test]
    async fn a_writer_that_nobody_asks_has_a_pulse() {
        let (_queue, mut batches) = queue(8);
        assert!(matches!(batches.next().await, Some(Turn::Pulse)));
    }

    #[test]
    fn a_pulse_goes_the_way_of_appends_and_keeps_no_writer_alive() {
        let (queue, mut batches) = queue(8);
        let pulses = queue.pulses();
        pulses.send();
        assert!(matches!(batches.next_blocking(), Some(Turn::Pulse)));
        drop(queue);
        pulses.send();
        assert!(batches.next_blocking().is_none());
    }
}
