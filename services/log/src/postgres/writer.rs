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
use std::time::{Duration, Instant};

use maillage_events::id::SpaceId;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use super::batch::{NumberedAppend, spaces};
use super::batch_decision::{decide_from_cache, decide_under_lock};
use super::batch_error::BatchError;
use super::connect::PostgresAddress;
use super::failure::{TakenKey, error_text, taken_key};
use super::lookups::BatchKeys;
use super::options::PostgresOptions;
use super::session::{Session, WriteOutcome};
use super::writer_cache::WriterCache;
use crate::appends::{Appends, spaces_with_facts};
use crate::clock::Moment;
use crate::judged_clock::JudgedClock;
use crate::log::{ALIVE, AppendError, Obstacle, StoreHealth};
use crate::queue::{Answer, Batches, Queue, QueuedAppend, Turn, new_facts, queue};
use crate::writer_cache::FactIds;

/// Requests waiting at most; further callers wait for room.
const QUEUE: usize = 4096;
/// How often a batch is begun again because somebody wrote without the lock, or brought what is already there.
const ATTEMPTS: usize = 5;
/// Longest time for a batch, longer than a lock is waited for. A database that takes more is given up: whether it
/// committed, receipts tell.
const MOST_BATCH_TIME: Duration = Duration::from_secs(25);
/// Longest time to say that it is there.
const MOST_PULSE_TIME: Duration = Duration::from_secs(5);

/// What a writer is made of.
pub(super) struct Writer {
    pub(super) address: PostgresAddress,
    pub(super) options: PostgresOptions,
    pub(super) clock: JudgedClock,
    pub(super) appended: Appends,
    pub(super) health: watch::Sender<StoreHealth>,
    /// When the store last said that it is alive.
    pub(super) alive: Option<Instant>,
    /// Whether the clock was judged by what the store holds.
    pub(super) has_learnt: bool,
    /// Makes the listener tell the other nodes.
    pub(super) news: Arc<Notify>,
    /// Numbers of spaces; they never change.
    pub(super) numbers: HashMap<SpaceId, i32>,
    pub(super) cache: WriterCache,
    /// `None` when the last one was lost: its transaction ended one way or the other, and receipts tell which.
    pub(super) session: Option<Session>,
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
        if self.clock.is_accepted() {
            // Said in the store too, so that whoever opens it next finds it alive.
            let met = self.pulse().await;
            self.health.send_modify(|health| health.obstacle = met);
        }
        while let Some(turn) = batches.next().await {
            self.health.send_modify(|health| health.busy_since = Some(Instant::now()));
            let met = match turn {
                Turn::Pulse => self.pulse().await,
                Turn::Batch(batch) => match self.write_in_time(batch).await {
                    Ok(answers) => {
                        let (facts, spaces) = (new_facts(&answers), spaces_with_facts(batch, &answers));
                        batches.reply(answers);
                        if facts > 0 {
                            self.appended.tell(facts, spaces);
                            self.news.notify_one();
                        }
                        None
                    }
                    Err(error) => {
                        // Whether it was committed is not known when the connection was lost: the session goes, and
                        // with it whatever it held.
                        if !matches!(error.0, Obstacle::Clock(_)) {
                            self.session = None;
                        }
                        tracing::error!(error = %error.0, "a batch of the log was not confirmed");
                        self.health.send_modify(|health| health.obstacle = Some(error.0.clone()));
                        batches.refuse(&AppendError::from(&error.0));
                        Some(error.0)
                    }
                },
            };
            self.health.send_modify(|health| (health.busy_since, health.obstacle) = (None, met));
        }
    }

    /// Whether a write would succeed: the database answers, and once an hour, or after a write that failed, it takes a
    /// row.
    async fn pulse(&mut self) -> Option<Obstacle> {
        let before = self.health.borrow().obstacle.clone();
        let writes = before.is_some() || self.alive.is_none_or(|since| since.elapsed() >= ALIVE);
        let met = timeout(MOST_PULSE_TIME, self.look(writes)).await;
        match met.unwrap_or_else(|_| Err(BatchError::failed("the database does not answer"))) {
            Ok(()) => {
                if let Some(obstacle) = before {
                    tracing::info!(%obstacle, "the store can be written to again");
                }
                if writes {
                    self.alive = Some(Instant::now());
                }
                None
            }
            Err(error) => {
                if !matches!(error.0, Obstacle::Clock(_)) {
                    self.session = None;
                }
                Some(error.0)
            }
        }
    }

    /// Asks the database what time it is, and judges the clock by it; with `writes`, or the first time, also by what
    /// the store holds.
    async fn look(&mut self, writes: bool) -> Result<(), BatchError> {
        self.open().await?;
        let Some(session) = &self.session else { return Err(BatchError::failed("no session")) };
        let before = self.clock.now();
        let database = session.time().await?;
        self.clock.compare(before, database);
        if writes || !self.has_learnt {
            let (newest, mark) = session.newest().await?;
            self.clock.learn(newest, mark);
            self.has_learnt = true;
        }
        let moment = self.clock.moment()?;
        if writes {
            session.say_alive(moment.now).await?;
            self.clock.marked(moment);
        }
        Ok(())
    }

    /// The session, opened again when it was lost.
    async fn open(&mut self) -> Result<&Session, BatchError> {
        if self.session.as_ref().is_none_or(Session::is_closed) {
            self.session = None;
            let session = Session::open(&self.address, &self.options).await.map_err(BatchError::failed)?;
            self.session = Some(session);
        }
        self.session.as_ref().ok_or_else(|| BatchError::failed("no session"))
    }

    /// Gives up on a database that does not come back. What the cache noted meanwhile may be wrong.
    async fn write_in_time(&mut self, batch: &[QueuedAppend]) -> Result<Vec<Answer>, BatchError> {
        if let Ok(written) = timeout(MOST_BATCH_TIME, self.write(batch)).await {
            return written;
        }
        self.cache = WriterCache::default();
        Err(BatchError::failed(format!("the database did not confirm a batch for {} s", MOST_BATCH_TIME.as_secs())))
    }

    async fn write(&mut self, batch: &[QueuedAppend]) -> Result<Vec<Answer>, BatchError> {
        // The first batch of a session, and one after a leap of the clock, ask the database first.
        let is_new = !self.has_learnt || self.session.as_ref().is_none_or(Session::is_closed);
        if is_new || self.clock.has_leapt() {
            self.look(false).await?;
        }
        let moment = self.clock.moment()?;
        let Some(session) = &self.session else { return Err(BatchError::failed("no session")) };
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
        let answers = match write_from_cache(session, &numbered, &mut self.cache, moment).await? {
            Some(answers) => answers,
            None => write_under_lock(session, &numbered, &mut self.cache, moment).await?,
        };
        self.clock.recorded(&answers);
        Ok(answers)
    }
}

/// Writes what the cache can decide, in one round trip; `None` when it cannot, or when the store knew better and
/// refused it.
async fn write_from_cache(
    session: &Session,
    batch: &[NumberedAppend<'_>],
    cache: &mut WriterCache,
    moment: Moment,
) -> Result<Option<Vec<Answer>>, BatchError> {
    let Some(decision) = decide_from_cache(batch, cache, moment) else { return Ok(None) };
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
    moment: Moment,
) -> Result<Vec<Answer>, BatchError> {
    let mut ids = FactIds::Trusted;
    for _ in 0..ATTEMPTS {
        let existing = session.read_under_lock(&BatchKeys::of(batch, ids), cache).await?;
        let decision = decide_under_lock(batch, cache, existing, moment);
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
    Err(BatchError::failed(format!("{ATTEMPTS} times in a row somebody wrote without the lock of the space")))
}
