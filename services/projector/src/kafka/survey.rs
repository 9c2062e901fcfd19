//! The look at the log that goes on beside the topic: which spaces to follow, how far behind they are, and what the
//! topic owes for too long.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_log::log::{FactReads, ReadError};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use super::feed::Feed;
use super::metrics::Metrics;
use super::owed::{Owed, Turn};
use super::topic_log::TopicLog;
use crate::frame::Mark;
use crate::living::Cell;
use crate::projector::Projector;

/// How often the facts of a space that moves are held to those of the log.
const VERIFY: Duration = Duration::from_secs(10);

/// A space that is followed, and what is awaited of it.
#[derive(Debug)]
struct Followed {
    cell: Arc<Cell>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    owed: Owed,
    /// The end of the log when it was last looked at.
    head: u64,
    /// The last fact that was found to be the log's own, and when that was looked at.
    verified: (Mark, Option<Instant>),
}

/// Which spaces are followed.
#[derive(Debug)]
pub(super) struct Survey {
    log: Arc<TopicLog>,
    feed: Arc<Feed>,
    projector: Arc<Projector>,
    metrics: Metrics,
    patience: Duration,
    turns: Arc<Semaphore>,
    followed: BTreeMap<SpaceId, Followed>,
}

impl Survey {
    pub(super) fn new(log: Arc<TopicLog>, projector: Arc<Projector>, metrics: Metrics, patience: Duration) -> Self {
        let feed = log.feed.clone();
        Self {
            log,
            feed,
            projector,
            metrics,
            patience,
            turns: Arc::new(Semaphore::new(super::follow::TURNS)),
            followed: BTreeMap::new(),
        }
    }

    /// Takes up the spaces of the partitions that are read here, and gives up the others.
    pub(super) async fn choose(&mut self) -> Result<(), ReadError> {
        let (wanted, unknown) = self.feed.wanted(&self.log.log.spaces().await?);
        for space in unknown {
            // A space that is being born is in the log at the next look, and is then read from there.
            tracing::warn!(%space, "the topic has facts of a space that the log has not: they are not folded");
            self.feed.park(&space);
        }
        let gone: Vec<SpaceId> =
            self.followed.keys().filter(|space| wanted.binary_search(space).is_err()).cloned().collect();
        for space in gone {
            // Its step may go on to its end beside that of the new owner: the position beside the rows decides between
            // them.
            if let Some(followed) = self.followed.remove(&space) {
                followed.stop.send_replace(true);
            }
            self.feed.unfollow(&space);
            self.projector.detach(&space);
        }
        for space in wanted {
            if !self.followed.contains_key(&space) {
                let cell = self.projector.attach(&space);
                let wake = self.feed.follow(&space);
                let (stop, stopped) = watch::channel(false);
                let task = tokio::spawn(super::follow::space(
                    cell.clone(),
                    self.feed.clone(),
                    wake,
                    self.turns.clone(),
                    self.projector.told.clone(),
                    stopped,
                ));
                self.followed.insert(
                    space,
                    Followed { cell, stop, task, owed: Owed::default(), head: 0, verified: (Mark::default(), None) },
                );
            }
        }
        Ok(())
    }

    /// Looks at the end of the log of every space, tells the lag, and lets a fold read from the log what the topic does
    /// not bring.
    pub(super) async fn compare(&mut self) -> Result<(), ReadError> {
        for (space, followed) in &mut self.followed {
            // In this order: what is known here was in the log before.
            let known = self.feed.head(space).map_or(0, |known| known.position).max(followed.cell.seen().position);
            let head = self.log.log.head(space).await?;
            followed.head = head.position;
            if known > head.position {
                tracing::error!(%space, known, head = head.position, "the topic goes beyond the log: it was filled from another one");
            }
            let drained = || self.feed.drained(space, self.patience);
            match followed.owed.look(known, head.position, drained, self.patience, Instant::now()) {
                Turn::Wait => {}
                Turn::GiveUp => {
                    let facts = self.feed.lift(space, head);
                    tracing::info!(%space, facts, "the topic does not bring these facts: the log is read in its place");
                }
                Turn::ReadOn => _ = self.feed.lift(space, head),
                Turn::TakeUp => tracing::info!(%space, "the topic brings facts again"),
            }
        }
        self.verify().await?;
        self.tell().await
    }

    /// Holds the last fact that was folded of each space to the one that the log has there: a topic that was filled
    /// from another log is found out, and every answer of the space says *incomplete* until its rows are folded again.
    async fn verify(&mut self) -> Result<(), ReadError> {
        for (space, followed) in &mut self.followed {
            let Ok(mark) = followed.cell.work.try_lock().map(|work| work.mark) else { continue };
            let (verified, looked) = followed.verified;
            if mark == verified || looked.is_some_and(|at| at.elapsed() < VERIFY) {
                continue;
            }
            let there = self.log.log.read(space, mark.position.saturating_sub(1), 1).await?;
            followed.verified = (verified, Some(Instant::now()));
            if there.first().map(|fact| Mark::at(&fact.view())) == Some(mark) {
                followed.verified.0 = mark;
                continue;
            }
            let why = format!("the fact folded at position {} is not the one that the log has there", mark.position);
            tracing::error!(%space, why, "the topic was filled from another log");
            self.metrics.foreign();
            followed.cell.note(|seen| seen.alarm = Some(why));
        }
        Ok(())
    }

    async fn tell(&self) -> Result<(), ReadError> {
        let now = RecordedAt::from(self.log.clock().now());
        let age = |since: RecordedAt| Duration::from_micros(u64::try_from(now.0.saturating_sub(since.0)).unwrap_or(0));
        let mut lags = vec![(0_u64, Duration::ZERO, 0_usize); self.projector.catalogue.len()];
        for (space, followed) in &self.followed {
            let alarm = followed.cell.seen().alarm.is_some();
            let mut first: BTreeMap<u64, Option<RecordedAt>> = BTreeMap::new();
            for (at, lag) in lags.iter_mut().enumerate() {
                let (mark, stopped) = {
                    let living = followed.cell.living(at);
                    (living.part.mark.position, living.part.stopped.as_ref().map(|stop| stop.recorded_at))
                };
                let waiting = followed.head.saturating_sub(mark);
                lag.0 += waiting;
                lag.2 += usize::from(alarm || stopped.is_some());
                let since = match stopped {
                    None if waiting > 0 => match first.get(&mark) {
                        Some(known) => *known,
                        // A hole tells no age; that it is there is told by the alarm.
                        None => {
                            let found = self
                                .log
                                .read(space, mark, 1)
                                .await
                                .ok()
                                .and_then(|facts| facts.first().map(|fact| fact.recorded_at));
                            *first.entry(mark).or_insert(found)
                        }
                    },
                    stopped => stopped,
                };
                if waiting > 0 {
                    lag.1 = lag.1.max(since.map_or(Duration::ZERO, age));
                }
            }
        }
        for ((projection, _), (facts, oldest, parked)) in self.projector.catalogue.iter().zip(lags) {
            self.metrics.lags(projection, facts, oldest, parked);
        }
        Ok(())
    }

    /// Stops following and waits for the steps that are under way.
    pub(super) async fn stop(&mut self) {
        for followed in self.followed.values() {
            followed.stop.send_replace(true);
        }
        for (_, followed) in std::mem::take(&mut self.followed) {
            let _ = followed.task.await;
        }
    }
}
