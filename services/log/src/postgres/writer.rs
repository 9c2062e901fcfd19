//! The one writer of this process: a batch becomes one transaction, and is answered after its commit.
//!
//! ```text
//!   batch ─▶ cache knows every stream, and every space gets a fact
//!              │ yes: 1 round trip                        │ no, or the store refused it
//!              ▼                                          ▼
//!          locks + inserts in one statement           locks, then read          round trip 1
//!          (the keys refuse it if the cache           decide, then insert       round trip 2
//!           is behind)                                and commit
//! ```

use std::collections::HashMap;
use std::sync::Arc;

use maillage_events::id::SpaceId;
use tokio::sync::{Notify, watch};

use super::batch::{NumberedAppend, spaces};
use super::batch_decision::{decide_from_cache, decide_under_lock};
use super::connect::PostgresAddress;
use super::failure::{TakenKey, error_text, taken_key};
use super::lookups::BatchKeys;
use super::options::PostgresOptions;
use super::session::{Session, WriteOutcome};
use super::writer_cache::WriterCache;
use crate::clock::Clock;
use crate::queue::{Answer, Batches, Queue, QueuedAppend, new_facts, queue};
use crate::writer_cache::FactIds;

/// Requests waiting at most; further callers wait for room.
const QUEUE: usize = 4096;
/// How often a batch is begun again because somebody wrote without the lock, or brought what is already there.
const ATTEMPTS: usize = 5;

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
    pub(super) cache: WriterCache,
    /// `None` when the last one was lost: its transaction ended one way or the other, and receipts tell which.
    pub(super) session: Option<Session>,
}

/// Why a batch was not written: the reason that each of its callers receives.
struct BatchError(String);

impl From<tokio_postgres::Error> for BatchError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self(error_text(&error))
    }
}

impl Writer {
    /// Starts it. It ends when every queue's end is dropped, after what was queued.
    pub(super) fn start(self) -> Queue {
        let (queue, batches) = queue(QUEUE);
        tokio::spawn(self.run(batches));
        queue
    }

    /// Commits batch after batch. Nobody is answered, and no follower woken, before the commit.
    async fn run(mut self, mut batches: Batches) {
        while let Some(batch) = batches.next().await {
            match self.write(batch).await {
                Ok(answers) => {
                    let facts = new_facts(&answers);
                    batches.reply(answers);
                    if facts > 0 {
                        self.appended.send_modify(|count| *count += facts);
                        self.news.notify_one();
                    }
                }
                Err(BatchError(why)) => {
                    // Whether it was committed is not known when the connection was lost: the session goes, and with it
                    // whatever it held.
                    self.session = None;
                    tracing::error!(error = %why, requests = batch.len(), "a batch of the log was not confirmed");
                    batches.refuse(&why);
                }
            }
        }
    }

    async fn write(&mut self, batch: &[QueuedAppend]) -> Result<Vec<Answer>, BatchError> {
        if self.session.as_ref().is_none_or(Session::is_closed) {
            self.session = None;
            self.session =
                Some(Session::open(&self.address, &self.options).await.map_err(|error| BatchError(error.to_string()))?);
        }
        let Some(session) = &self.session else { return Err(BatchError("no session".to_owned())) };
        let mut numbered: Vec<NumberedAppend<'_>> = Vec::with_capacity(batch.len());
        for QueuedAppend { append, .. } in batch {
            let number = match self.numbers.get(&append.space) {
                Some(number) => *number,
                None => {
                    let number = session.space_number(&append.space).await?;
                    *self.numbers.entry(append.space.clone()).or_insert(number)
                }
            };
            numbered.push((number, append));
        }
        if let Some(answers) = write_from_cache(session, &numbered, &mut self.cache, self.clock.as_ref()).await? {
            return Ok(answers);
        }
        write_under_lock(session, &numbered, &mut self.cache, self.clock.as_ref()).await
    }
}

/// Writes what the cache can decide, in one round trip; `None` when it cannot, or when the store knew better and
/// refused it.
async fn write_from_cache(
    session: &Session,
    batch: &[NumberedAppend<'_>],
    cache: &mut WriterCache,
    clock: &dyn Clock,
) -> Result<Option<Vec<Answer>>, BatchError> {
    let Some(decision) = decide_from_cache(batch, cache, clock) else { return Ok(None) };
    match session.commit_at_once(&decision).await {
        Ok(WriteOutcome::Committed) => {
            let answers = decision.answers;
            decision.spaces.into_iter().for_each(|(space, growth)| cache.committed(space, growth));
            Ok(Some(answers))
        }
        Ok(WriteOutcome::HeadMoved) => {
            cache.overtaken(spaces(batch));
            Ok(None)
        }
        Err(error) => {
            let Some(taken) = taken_key(&error) else { return Err(error.into()) };
            if taken == TakenKey::Place {
                cache.overtaken(spaces(batch));
            }
            Ok(None)
        }
    }
}

/// Writes by the whole way: lock, read, decide, insert. Fact ids are trusted to be new until the store says otherwise.
async fn write_under_lock(
    session: &Session,
    batch: &[NumberedAppend<'_>],
    cache: &mut WriterCache,
    clock: &dyn Clock,
) -> Result<Vec<Answer>, BatchError> {
    let mut ids = FactIds::Trusted;
    for _ in 0..ATTEMPTS {
        let existing = session.read_under_lock(&BatchKeys::of(batch, ids), cache).await?;
        let decision = decide_under_lock(batch, cache, existing, clock);
        match session.commit(&decision).await {
            Ok(WriteOutcome::HeadMoved) => {
                tracing::warn!("a space does not stand where it was read; the batch begins again")
            }
            Ok(WriteOutcome::Committed) => {
                let answers = decision.answers;
                decision.spaces.into_iter().for_each(|(space, growth)| cache.committed(space, growth));
                return Ok(answers);
            }
            Err(error) => {
                let Some(taken) = taken_key(&error) else { return Err(error.into()) };
                session.roll_back().await?;
                match taken {
                    TakenKey::Fact => ids = FactIds::LookedUp,
                    TakenKey::Place | TakenKey::Command => {
                        let error = error_text(&error);
                        tracing::warn!(error, "somebody writes without the lock; the batch begins again");
                    }
                }
            }
        }
    }
    Err(BatchError(format!("{ATTEMPTS} times in a row somebody wrote without the lock of the space")))
}
