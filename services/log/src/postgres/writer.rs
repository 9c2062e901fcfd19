//! The one writer of this process: gathers concurrent appends into one transaction and replies after its commit.

use std::collections::HashMap;
use std::sync::Arc;

use maillage_events::id::SpaceId;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use super::connect::PostgresAddress;
use super::decide::{Answer, Numbered, decide, foresee};
use super::failure::{Taken, said, taken};
use super::known::Known;
use super::learn::{Asked, Ids, spaces};
use super::options::PostgresOptions;
use super::session::{Session, Wrote};
use crate::clock::Clock;
use crate::log::AppendError;
use crate::prepare::Prepared;

/// Requests waiting at most; further callers wait for room.
const QUEUE: usize = 4096;
/// Requests in one transaction at most.
const BATCH: usize = 512;
/// Facts after which a transaction takes no further request, so that imports do not hold up everybody's replies.
const BATCH_FACTS: usize = 4096;
/// Turns that other tasks get at most before a batch that is smaller than usual goes: microseconds.
const TURNS: usize = 8;
/// How often a batch is begun again because somebody wrote without the lock, or brought what is already there.
const ATTEMPTS: usize = 5;

/// One caller's request and where its answer goes. With the answer goes back what was asked: whoever made it frees it,
/// not the writer, whose time is everybody's.
pub(super) type Queued = (Prepared, oneshot::Sender<(Answer, Prepared)>);

/// What a writer is made of.
pub(super) struct Writer {
    pub(super) address: PostgresAddress,
    pub(super) options: PostgresOptions,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) appended: watch::Sender<u64>,
    /// Makes the listener tell the other nodes.
    pub(super) news: Arc<Notify>,
    /// Numbers of spaces; they never change.
    pub(super) numbers: HashMap<SpaceId, i32>,
    pub(super) known: Known,
    /// `None` when the last one was lost: its transaction ended one way or the other, and receipts tell which.
    pub(super) session: Option<Session>,
}

/// Why a batch was not written: the reason that each of its callers is told.
struct NotWritten(String);

impl From<tokio_postgres::Error> for NotWritten {
    fn from(error: tokio_postgres::Error) -> Self {
        Self(said(&error))
    }
}

impl Writer {
    /// Starts it. It ends when every sender is dropped, after what was queued.
    pub(super) fn start(self) -> mpsc::Sender<Queued> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(self.run(receiver));
        sender
    }

    async fn run(mut self, mut queue: mpsc::Receiver<Queued>) {
        let mut batch: Vec<Queued> = Vec::with_capacity(BATCH);
        let mut usual = 0;
        while let Some(first) = queue.recv().await {
            let mut facts = first.0.count;
            batch.push(first);
            // No linger: the commit before was the time for this batch to gather. But whoever was just answered and
            // asks again comes along: the other tasks have their turn first.
            let mut turns = TURNS;
            while batch.len() < BATCH && facts < BATCH_FACTS {
                match queue.try_recv() {
                    Ok(next) => {
                        facts += next.0.count;
                        batch.push(next);
                    }
                    Err(_) if turns > 0 && batch.len() < usual => {
                        turns -= 1;
                        tokio::task::yield_now().await;
                    }
                    Err(_) => break,
                }
            }
            usual = batch.len().max(usual * 3 / 4);
            self.answer(&mut batch).await;
        }
    }

    /// Commits a batch, then replies. Nobody is told anything before the commit.
    async fn answer(&mut self, batch: &mut Vec<Queued>) {
        match self.write(batch).await {
            Ok(answers) => {
                let facts: u64 =
                    answers.iter().flatten().filter(|receipt| !receipt.repeated).map(|receipt| receipt.count).sum();
                for ((asked, reply), answer) in batch.drain(..).zip(answers) {
                    // A caller that went away has its receipt all the same.
                    let _ = reply.send((answer, asked));
                }
                if facts > 0 {
                    self.appended.send_modify(|count| *count += facts);
                    self.news.notify_one();
                }
            }
            Err(NotWritten(why)) => {
                // Whether it was committed is not known when the connection was lost: the session goes, and with it
                // whatever it held.
                self.session = None;
                tracing::error!(error = %why, requests = batch.len(), "a batch of the log was not confirmed");
                for (asked, reply) in batch.drain(..) {
                    let _ = reply.send((Err(AppendError::Unavailable(why.clone())), asked));
                }
            }
        }
    }

    async fn write(&mut self, batch: &[Queued]) -> Result<Vec<Answer>, NotWritten> {
        if self.session.as_ref().is_none_or(Session::is_closed) {
            self.session = None;
            self.session =
                Some(Session::open(&self.address, &self.options).await.map_err(|error| NotWritten(error.to_string()))?);
        }
        let Some(session) = &self.session else { return Err(NotWritten("no session".to_owned())) };
        let mut numbered: Vec<Numbered<'_>> = Vec::with_capacity(batch.len());
        for (request, _) in batch {
            let number = match self.numbers.get(&request.space) {
                Some(number) => *number,
                None => *self.numbers.entry(request.space.clone()).or_insert(session.number(&request.space).await?),
            };
            numbered.push((number, request));
        }
        if let Some(answers) = write_foreseen(session, &numbered, &mut self.known, self.clock.as_ref()).await? {
            return Ok(answers);
        }
        write_read(session, &numbered, &mut self.known, self.clock.as_ref()).await
    }
}

/// Writes what memory can decide, in one round trip; `None` when it cannot, or when the store knew better and refused
/// it.
async fn write_foreseen(
    session: &Session,
    batch: &[Numbered<'_>],
    known: &mut Known,
    clock: &dyn Clock,
) -> Result<Option<Vec<Answer>>, NotWritten> {
    let Some(decided) = foresee(batch, known, clock) else { return Ok(None) };
    match session.commit_foreseen(&decided).await {
        Ok(Wrote::All) => {
            let answers = decided.answers;
            decided.spaces.into_iter().for_each(|(space, added)| known.committed(space, added));
            Ok(Some(answers))
        }
        Ok(Wrote::Nothing) => {
            known.was_overtaken(spaces(batch));
            Ok(None)
        }
        Err(error) => {
            let Some(taken) = taken(&error) else { return Err(error.into()) };
            if taken == Taken::Place {
                known.was_overtaken(spaces(batch));
            }
            Ok(None)
        }
    }
}

/// Writes by the whole way: lock, read, decide, insert. Fact ids are trusted to be new until the store says otherwise.
async fn write_read(
    session: &Session,
    batch: &[Numbered<'_>],
    known: &mut Known,
    clock: &dyn Clock,
) -> Result<Vec<Answer>, NotWritten> {
    let mut ids = Ids::Trusted;
    for _ in 0..ATTEMPTS {
        let there = session.learn(&Asked::about(batch, ids), known).await?;
        let decided = decide(batch, known, there, clock);
        match session.commit(&decided).await {
            Ok(Wrote::Nothing) => tracing::warn!("a space does not stand where it was read; the batch begins again"),
            Ok(Wrote::All) => {
                let answers = decided.answers;
                decided.spaces.into_iter().for_each(|(space, added)| known.committed(space, added));
                return Ok(answers);
            }
            Err(error) => {
                let Some(taken) = taken(&error) else { return Err(error.into()) };
                session.roll_back().await?;
                match taken {
                    Taken::Fact => ids = Ids::LookedUp,
                    Taken::Place | Taken::Command => {
                        tracing::warn!(error = %said(&error), "somebody writes without the lock; the batch begins again")
                    }
                }
            }
        }
    }
    Err(NotWritten(format!("{ATTEMPTS} times in a row somebody wrote without the lock of the space")))
}
