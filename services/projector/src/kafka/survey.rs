//! The look at the log that goes on beside the topic: which spaces to follow, where the log ends, and when it is read
//! in the topic's place.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::id::SpaceId;
use maillage_log::log::ReadError;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use super::feed::Feed;
use super::metrics::Metrics;
use super::topic_log::TopicLog;
use super::topic_patience::{TopicPatience, Verdict};
use crate::mark::Mark;
use crate::projector::Projector;
use crate::space_state::SpaceState;

/// How often the facts of a space that moves are held to those of the log.
const VERIFY: Duration = Duration::from_secs(10);

/// The task of a space that is followed, and what the survey knows of the space.
#[derive(Debug)]
pub(super) struct SpaceTask {
    pub(super) space_state: Arc<SpaceState>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    patience: TopicPatience,
    /// The end of the log when it was last looked at.
    pub(super) head: u64,
    /// The last fact that was found to be the log's own, and when that was looked at.
    verified: (Mark, Option<Instant>),
}

/// Which spaces are followed.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) log: Arc<TopicLog>,
    feed: Arc<Feed>,
    pub(super) projector: Arc<Projector>,
    pub(super) metrics: Metrics,
    patience: Duration,
    turns: Arc<Semaphore>,
    pub(super) tasks: BTreeMap<SpaceId, SpaceTask>,
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
            turns: Arc::new(Semaphore::new(super::space_task::TURNS)),
            tasks: BTreeMap::new(),
        }
    }

    /// Begins to follow the spaces of the partitions that are read here, and leaves the others.
    pub(super) async fn choose_spaces(&mut self) -> Result<(), ReadError> {
        let (wanted, unknown) = self.feed.wanted(&self.log.log.spaces().await?);
        if unknown > 0 {
            tracing::warn!(
                spaces = unknown,
                topic = self.log.topic,
                "the topic has records of spaces that the log has not: they are not folded"
            );
        }
        let gone: Vec<SpaceId> =
            self.tasks.keys().filter(|space| wanted.binary_search(space).is_err()).cloned().collect();
        for space in gone {
            // Its step may go on to its end beside that of the new owner: the position beside the rows decides between
            // them.
            if let Some(task) = self.tasks.remove(&space) {
                task.stop.send_replace(true);
            }
            self.feed.unfollow(&space);
            self.projector.detach(&space);
        }
        for space in wanted {
            if !self.tasks.contains_key(&space) {
                let space_state = self.projector.attach(&space);
                let wake = self.feed.follow(&space);
                let (stop, stopped) = watch::channel(false);
                let task = tokio::spawn(super::space_task::follow(
                    space_state.clone(),
                    self.log.clone(),
                    wake,
                    self.turns.clone(),
                    self.projector.signals.clone(),
                    stopped,
                ));
                self.tasks.insert(
                    space,
                    SpaceTask {
                        space_state,
                        stop,
                        task,
                        patience: TopicPatience::default(),
                        head: 0,
                        verified: (Mark::default(), None),
                    },
                );
            }
        }
        Ok(())
    }

    /// Looks at the end of the log of every space, lets a fold read from the log what the topic does not bring, and
    /// measures the lag.
    pub(super) async fn compare_with_log(&mut self) -> Result<(), ReadError> {
        for (space, task) in &mut self.tasks {
            // In this order: what is known here was in the log before.
            let known =
                self.feed.head(space).map_or(0, |known| known.position).max(task.space_state.progress().position);
            let head = self.log.log.head(space).await?;
            task.head = head.position;
            if known > head.position {
                // Nothing is known here that the log did not say: it is an older copy, or another log.
                tracing::error!(%space, known, head = head.position, "the log ends before what it had");
                self.feed.set_back(space, head);
                let why = format!("{known} facts were folded, and the log ends at position {}", head.position);
                task.space_state.note(|progress| progress.alarm = Some(why));
            }
            let drained = || self.feed.drained(space, self.patience);
            match task.patience.look(known, head.position, drained, self.patience, Instant::now()) {
                Verdict::Wait => {}
                Verdict::FallBack => {
                    let facts = self.feed.lift(space, head);
                    tracing::info!(%space, facts, "the topic does not bring these facts: the log is read in its place");
                }
                Verdict::ReadOn => _ = self.feed.lift(space, head),
                Verdict::Resume => tracing::info!(%space, "the topic brings facts again"),
            }
        }
        self.verify().await?;
        self.measure_lag().await
    }

    /// Holds the last fact that was folded of each space to the one that the log has there: rows of another log, or of
    /// another past of this one, are found out. Every answer of the space says *incomplete* until they are folded
    /// again.
    async fn verify(&mut self) -> Result<(), ReadError> {
        for (space, task) in &mut self.tasks {
            let Ok(mark) = task.space_state.work.try_lock().map(|work| work.mark) else { continue };
            let (verified, looked) = task.verified;
            if mark == verified || looked.is_some_and(|at| at.elapsed() < VERIFY) {
                continue;
            }
            let there = self.log.log.read(space, mark.position.saturating_sub(1), 1).await?;
            task.verified = (verified, Some(Instant::now()));
            if there.first().map(|fact| Mark::at(&fact.view())) == Some(mark) {
                task.verified.0 = mark;
                continue;
            }
            let why = format!("the fact folded at position {} is not the one that the log has there", mark.position);
            tracing::error!(%space, why, "the rows are of another log");
            task.space_state.note(|progress| progress.alarm = Some(why));
        }
        Ok(())
    }

    /// Stops following and waits for the steps that are under way.
    pub(super) async fn stop(&mut self) {
        for task in self.tasks.values() {
            task.stop.send_replace(true);
        }
        for (_, followed) in std::mem::take(&mut self.tasks) {
            let _ = followed.task.await;
        }
    }
}
