//! A member of the group: reads its partitions of the topic, folds their spaces, keeps their rows.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use maillage_events::envelope::RecordedAt;
use maillage_log::log::FactReads;
use maillage_projections::catalogue::CATALOGUE;
use tokio::sync::watch;

use super::consumer::Consumer;
use super::feed::Feed;
use super::metrics::Metrics;
use super::options::KafkaOptions;
use super::positions::TopicPositions;
use super::survey::Survey;
use super::topic_log::TopicLog;
use crate::catalogue::{Catalogue, find};
use crate::projector::Projector;
use crate::store::RowStore;
use crate::{Advance, ProjectorError};

/// A projector fed by the topic. Several may share a group and a store of rows; any of them may be killed at any
/// moment.
#[derive(Debug)]
pub struct KafkaProjector {
    log: Arc<TopicLog>,
    projector: Arc<Projector>,
    positions: Arc<dyn TopicPositions>,
    options: KafkaOptions,
    metrics: Metrics,
}

impl KafkaProjector {
    /// Makes ready to read; nothing is read before [`KafkaProjector::run`]. Rows are kept in `rows`, which several
    /// members share; `positions` tell where each partition is read from.
    ///
    /// # Errors
    /// When the options name a projection that does not exist.
    pub async fn open(
        log: Arc<dyn FactReads>,
        rows: Arc<dyn RowStore>,
        positions: Arc<dyn TopicPositions>,
        options: KafkaOptions,
    ) -> Result<Arc<Self>, ProjectorError> {
        let catalogue = match &options.projections {
            None => CATALOGUE,
            Some(names) => subset(names)?,
        };
        Self::open_with(log, rows, positions, options, catalogue)
    }

    /// The same with projections of one's own; those that the options name are not looked at.
    ///
    /// # Errors
    /// When the metrics cannot be declared: a fault of this crate.
    pub fn open_with(
        log: Arc<dyn FactReads>,
        rows: Arc<dyn RowStore>,
        positions: Arc<dyn TopicPositions>,
        options: KafkaOptions,
        catalogue: Catalogue,
    ) -> Result<Arc<Self>, ProjectorError> {
        let metrics = Metrics::new().map_err(|why| ProjectorError::Store(why.to_string()))?;
        let feed = Arc::new(Feed::new(options.memory, metrics.clone()));
        let log = Arc::new(TopicLog { feed, log, topic: options.topic.clone() });
        let projector = Projector::unfed(log.clone(), rows, catalogue);
        Ok(Arc::new(Self { log, projector, positions, options, metrics }))
    }

    /// Reads and folds until it is stopped, then stores how far the rows go and leaves the group.
    ///
    /// # Errors
    /// When the thread that reads the topic cannot be started, or ends by itself: begin again in a new process.
    /// Brokers, log or rows that do not answer are waited for.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) -> Result<(), ProjectorError> {
        let ended = Arc::new(AtomicBool::new(false));
        let consumer = Consumer {
            feed: self.log.feed.clone(),
            positions: self.positions.clone(),
            options: self.options.clone(),
            metrics: self.metrics.clone(),
            stop: ended.clone(),
        };
        let thread = std::thread::Builder::new().name("topic".to_owned()).spawn(move || consumer.run());
        let thread = thread.map_err(|why| ProjectorError::Store(format!("the thread that reads the topic: {why}")))?;
        let mut survey =
            Survey::new(self.log.clone(), self.projector.clone(), self.metrics.clone(), self.options.patience);
        let mut timer = tokio::time::interval(self.options.survey);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while !*stop.borrow() {
            let due = tokio::select! {
                _ = timer.tick() => true,
                () = self.log.feed.changed.notified() => false,
                changed = stop.changed() => if changed.is_err() { break } else { continue },
            };
            if thread.is_finished() {
                tracing::error!("the thread that reads the topic ended by itself");
                break;
            }
            let mut looked = survey.choose_spaces().await;
            if due && looked.is_ok() {
                looked = survey.compare_with_log().await;
                if looked.is_ok() {
                    self.metrics.looked(RecordedAt::from(self.log.clock().now()));
                }
            }
            if let Err(why) = looked {
                tracing::warn!(%why, "the log could not be looked at; trying again");
            }
        }
        survey.stop().await;
        ended.store(true, Ordering::SeqCst);
        let joined = tokio::task::spawn_blocking(move || thread.join()).await?;
        self.projector.stop().await;
        joined.map_err(|_| ProjectorError::Store("the thread that reads the topic ended badly".to_owned()))
    }

    /// What operators see.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The projections as they live in this member, of the spaces that it follows and of no other.
    pub fn projector(&self) -> &Arc<Projector> {
        &self.projector
    }

    /// Every advance of the spaces that are followed here.
    pub fn subscribe(&self) -> tokio::sync::broadcast::Receiver<Advance> {
        self.projector.subscribe()
    }

    /// Every space of which something is kept.
    #[cfg(test)]
    pub(super) fn followed(&self) -> Vec<maillage_events::id::SpaceId> {
        self.log.feed.spaces()
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.log.feed.bytes()
    }
}

/// The projections of these names. The list lives as long as the process: a projector is opened once in it.
fn subset(names: &[String]) -> Result<Catalogue, ProjectorError> {
    let chosen =
        names.iter().map(|name| find(CATALOGUE, name).map(|(at, _)| CATALOGUE[at])).collect::<Result<Vec<_>, _>>()?;
    Ok(Box::leak(chosen.into_boxed_slice()))
}
