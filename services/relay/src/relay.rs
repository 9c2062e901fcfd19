//! One relay among several: it stands by until the lease is free, carries while it holds it, and stands by again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use maillage_events::envelope::RecordedAt;
use maillage_log::log::FactReads;
use maillage_log::relay::{MoveOutcome, PositionsUnavailable, RelayPositions};
use tokio::sync::watch;

use crate::carrier::{Carrier, Ended, stop_requested};
use crate::error::{RelayError, Trouble};
use crate::heard::Heard;
use crate::lanes::Lanes;
use crate::lease::HeldLease;
use crate::metrics::RelayMetrics;
use crate::options::RelayOptions;
use crate::position_saver::PositionSaver;
use crate::producer::{discard, producer};
use crate::topic;

/// The first and the longest pause before beginning again after a trouble.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Carrying that lasted this long was sound: the next trouble begins with a short pause again.
const SOUND: Duration = Duration::from_secs(30);

/// A relay from one log to one topic.
#[derive(Debug)]
pub struct Relay {
    log: Arc<dyn FactReads>,
    positions: Arc<dyn RelayPositions>,
    options: RelayOptions,
    metrics: RelayMetrics,
    refill: AtomicBool,
    heard: Heard,
}

impl Relay {
    /// Makes one ready. Kafka, the log and the store of positions are not called yet: none of them need be
    /// up.
    ///
    /// # Errors
    /// When librdkafka refuses a setting.
    pub fn open(
        log: Arc<dyn FactReads>,
        positions: Arc<dyn RelayPositions>,
        options: RelayOptions,
    ) -> Result<Self, RelayError> {
        drop(producer(&options).map_err(RelayError::Settings)?);
        let metrics = RelayMetrics::new(&options.topic)?;
        let refill = AtomicBool::new(options.refill);
        Ok(Self { log, positions, options, metrics, refill, heard: Heard::new() })
    }

    /// What operators see of it.
    pub fn metrics(&self) -> &RelayMetrics {
        &self.metrics
    }

    /// Stands by and carries until `stop` says `true` (or is dropped), or, with `once`, until all has been carried.
    /// Whatever is down is waited for.
    ///
    /// # Errors
    /// When the log has a hole, a fact cannot be read, or the topic was lost: what came before was carried and its
    /// position saved, nothing after it was carried, and the lease is given back. With `once`, when another relay took
    /// over before all was carried.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) -> Result<(), RelayError> {
        let mut has_held = false;
        while !stop_requested(&stop) {
            match self.begin(has_held, &mut stop).await {
                Ok(Some(lease)) => {
                    has_held = true;
                    match self.hold(lease, &mut stop).await? {
                        Ended::CaughtUp => return Ok(()),
                        // Another that stands by asks more often.
                        Ended::Unheard => self.wait(self.options.lease * 2, &mut stop).await,
                        Ended::Stopped | Ended::Lost => {}
                    }
                }
                Ok(None) if has_held && self.options.once => {
                    return Err(RelayError::Overtaken { topic: self.options.topic.clone() });
                }
                Ok(None) => {
                    self.metrics.ended();
                    self.wait(self.options.lease / 4, &mut stop).await;
                }
                Err(error) => {
                    tracing::warn!(%error, "the lease cannot be asked for; trying again");
                    self.wait(PAUSES.1.min(self.options.lease), &mut stop).await;
                }
            }
        }
        Ok(())
    }

    /// Takes the lease when it is free. A refill takes it from whoever holds it, once, and waits until that one has
    /// stopped.
    async fn begin(
        &self,
        has_held: bool,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<Option<HeldLease>, PositionsUnavailable> {
        let RelayOptions { topic, holder, lease: term, .. } = &self.options;
        let free = HeldLease::acquire(&self.positions, topic, holder, *term).await?;
        self.metrics.looked(RecordedAt::from(self.log.clock().now()));
        if free.is_some() || has_held || !self.options.refill {
            return Ok(free);
        }
        let Some(lease) = HeldLease::claim(&self.positions, topic, holder, *term).await? else { return Ok(None) };
        let left = lease.from.saturating_duration_since(Instant::now());
        tracing::info!(
            epoch = lease.epoch.0,
            seconds = left.as_secs_f32(),
            "the lease is claimed: carrying begins when the relay that held it has stopped"
        );
        tokio::select! {
            () = self.wait(left, stop) => {}
            () = lease.over() => {}
        }
        if stop_requested(stop) {
            lease.give_back().await;
            return Ok(None);
        }
        Ok(Some(lease))
    }

    async fn wait(&self, pause: Duration, stop: &mut watch::Receiver<bool>) {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }

    /// Carries for as long as the lease is held, beginning again after each trouble.
    async fn hold(&self, lease: HeldLease, stop: &mut watch::Receiver<bool>) -> Result<Ended, RelayError> {
        tracing::info!(topic = self.options.topic, epoch = lease.epoch.0, "the lease is held: carrying facts");
        self.metrics.began(lease.epoch);
        self.heard.now();
        let mut pause = PAUSES.0;
        let ended = loop {
            let since = Instant::now();
            match self.carry(&lease, stop).await {
                Ok(ended) => break Ok(ended),
                Err(Trouble::Ends(error)) => break Err(error),
                Err(trouble) => {
                    if since.elapsed() > SOUND {
                        pause = PAUSES.0;
                    }
                    tracing::warn!(
                        error = %trouble,
                        epoch = lease.epoch.0,
                        "carrying begins again from the stored positions"
                    );
                    tokio::select! {
                        () = self.wait(pause, stop) => {}
                        () = lease.over() => {}
                    }
                    pause = (pause * 2).min(PAUSES.1);
                }
            }
            if stop_requested(stop) {
                break Ok(Ended::Stopped);
            }
            if !lease.holds() {
                break Ok(Ended::Lost);
            }
            if self.heard.is_too_long_ago(&self.options) {
                break Ok(Ended::Unheard);
            }
        };
        match ended {
            // What waits goes on showing, until another carries it.
            Ok(Ended::Unheard) => self.metrics.stands_aside(),
            Ok(Ended::Stopped | Ended::Lost | Ended::CaughtUp) | Err(_) => self.metrics.ended(),
        }
        match &ended {
            Ok(Ended::Lost) => tracing::warn!(epoch = lease.epoch.0, "the lease was lost: standing by"),
            Ok(Ended::Unheard) => tracing::error!(
                epoch = lease.epoch.0,
                "facts wait and Kafka acknowledges none: the lease is left to another for a while"
            ),
            Ok(_) => tracing::info!(epoch = lease.epoch.0, "carrying ended"),
            Err(error) => {
                if matches!(error, RelayError::Hole { .. }) {
                    self.metrics.met_a_hole();
                }
                tracing::error!(%error, epoch = lease.epoch.0, "the relay stops: somebody must look");
            }
        }
        lease.give_back().await;
        ended
    }

    /// Once from the stored positions, with a producer of its own.
    async fn carry(&self, lease: &HeldLease, stop: &mut watch::Receiver<bool>) -> Result<Ended, Trouble> {
        let (sender, reports) = producer(&self.options)?;
        let ended = async {
            let prepared = tokio::select! {
                prepared = self.prepare(lease, &sender) => prepared?,
                _ = stop.wait_for(|stop| *stop) => return Ok(Ended::Stopped),
                () = lease.over() => None,
            };
            let Some(lanes) = prepared else { return Ok(Ended::Lost) };
            let saver = PositionSaver::new(Arc::clone(&self.positions), &self.options.topic, lease.epoch);
            let carrier = Carrier {
                log: &self.log,
                options: &self.options,
                metrics: &self.metrics,
                lease,
                producer: &sender,
                reports,
                lanes,
                heard: &self.heard,
            };
            carrier.carry(saver, stop).await
        }
        .await;
        discard(sender).await;
        ended
    }

    /// The topic is there, and each space's lane begins at its stored position. `None` when another holds the lease.
    async fn prepare(
        &self,
        lease: &HeldLease,
        sender: &Arc<crate::producer::Sender>,
    ) -> Result<Option<Lanes>, Trouble> {
        let has_held = topic::ensure(sender, &self.options).await?;
        if self.refill.load(Ordering::Relaxed) {
            match self.positions.forget(&self.options.topic, lease.epoch).await? {
                MoveOutcome::Saved => self.refill.store(false, Ordering::Relaxed),
                MoveOutcome::Fenced | MoveOutcome::Elsewhere => return Ok(None),
            }
            tracing::info!(topic = self.options.topic, "every fact is carried again from position 1");
        }
        let positions = self.positions.load(&self.options.topic).await?;
        if !has_held && positions.values().any(|position| *position > 0) {
            return Err(RelayError::TopicLost { topic: self.options.topic.clone() }.into());
        }
        Ok(Some(Lanes::new(positions, self.options.in_flight)))
    }
}
