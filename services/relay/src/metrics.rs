//! What operators see of a relay, all declared here. No space and no id in a label.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use maillage_events::envelope::RecordedAt;
use maillage_log::relay::Epoch;
use prometheus::core::Collector;
use prometheus::{Gauge, IntCounter, IntCounterVec, IntGauge, Opts, Registry};

/// Every metric of a relay, with a verb each.
#[derive(Debug, Clone)]
pub struct RelayMetrics {
    topic: String,
    pending: IntGauge,
    oldest_age: Gauge,
    published: IntCounterVec,
    active: IntGauge,
    epoch: IntGauge,
    holes: IntCounter,
    parked: IntGauge,
    looked: Gauge,
    looked_at: Arc<Mutex<Instant>>,
}

impl RelayMetrics {
    /// Declares everything, for one topic.
    ///
    /// # Errors
    /// When a name is malformed: a fault of this file.
    pub fn new(topic: &str) -> Result<Self, prometheus::Error> {
        let metrics = Self {
            topic: topic.to_owned(),
            pending: IntGauge::new(
                "maillage_outbox_pending",
                "Facts of the log that Kafka has not acknowledged, as the active relay sees them",
            )?,
            oldest_age: Gauge::new(
                "maillage_outbox_oldest_age_seconds",
                "Age of the oldest fact on its way to Kafka; 0 when there is none",
            )?,
            published: IntCounterVec::new(
                Opts::new("maillage_kafka_published_total", "Facts handed to Kafka, by what became of them"),
                &["topic", "outcome"],
            )?,
            active: IntGauge::new("maillage_relay_active", "1 for the relay that carries, 0 for those that stand by")?,
            epoch: IntGauge::new(
                "maillage_relay_epoch",
                "The number of the newest holding of the lease by this relay",
            )?,
            holes: IntCounter::new(
                "maillage_relay_holes_total",
                "Missing positions met in the log: each stops its space, at every look",
            )?,
            parked: IntGauge::new(
                "maillage_relay_parked",
                "Spaces of which nothing is carried because their next fact is missing or cannot be read",
            )?,
            looked: Gauge::new(
                "maillage_relay_looked_timestamp_seconds",
                "When the log, or the lease for those that stand by, last answered: what the other figures are true of",
            )?,
            looked_at: Arc::new(Mutex::new(Instant::now())),
        };
        // Both exist from the start, so that an alert on an increase sees the first failure.
        for outcome in ["acknowledged", "failed"] {
            metrics.published.with_label_values(&[topic, outcome]);
        }
        Ok(metrics)
    }

    /// Shows them to a registry.
    ///
    /// # Errors
    /// When the registry already has one of these names.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        let collectors: [Box<dyn Collector>; 8] = [
            Box::new(self.pending.clone()),
            Box::new(self.oldest_age.clone()),
            Box::new(self.published.clone()),
            Box::new(self.active.clone()),
            Box::new(self.epoch.clone()),
            Box::new(self.holes.clone()),
            Box::new(self.parked.clone()),
            Box::new(self.looked.clone()),
        ];
        collectors.into_iter().try_for_each(|collector| registry.register(collector))
    }

    /// Facts that Kafka has not acknowledged.
    pub fn pending(&self) -> i64 {
        self.pending.get()
    }

    /// Whether this relay carries.
    pub fn is_active(&self) -> bool {
        self.active.get() == 1
    }

    /// Missing positions met so far.
    pub fn holes(&self) -> u64 {
        self.holes.get()
    }

    /// Facts that Kafka acknowledged, and deliveries that failed, since the start.
    pub fn published(&self) -> (u64, u64) {
        let of = |outcome| self.published.with_label_values(&[self.topic.as_str(), outcome]).get();
        (of("acknowledged"), of("failed"))
    }

    /// Whether the log or the lease answered in this last while.
    pub fn looked_within(&self, last: Duration) -> bool {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner).elapsed() <= last
    }

    pub(crate) fn looked(&self, now: RecordedAt) {
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.looked.set(Duration::from_micros(u64::try_from(now.0).unwrap_or(0)).as_secs_f64());
    }

    pub(crate) fn began(&self, epoch: Epoch) {
        self.epoch.set(i64::try_from(epoch.0).unwrap_or(i64::MAX));
        self.active.set(1);
    }

    /// This relay carries no more, and perhaps none does: what is pending goes on showing here.
    pub(crate) fn stands_aside(&self) {
        self.active.set(0);
    }

    /// From now on what is pending shows at the relay that carries.
    pub(crate) fn ended(&self) {
        self.active.set(0);
        self.parked(0);
        self.waits(0, None, RecordedAt(0));
    }

    pub(crate) fn waits(&self, pending: u64, oldest: Option<RecordedAt>, now: RecordedAt) {
        self.pending.set(i64::try_from(pending).unwrap_or(i64::MAX));
        let age = oldest.map_or(0, |oldest| now.0.saturating_sub(oldest.0).max(0));
        self.oldest_age.set(std::time::Duration::from_micros(u64::try_from(age).unwrap_or(0)).as_secs_f64());
    }

    pub(crate) fn acknowledged(&self) {
        self.published.with_label_values(&[self.topic.as_str(), "acknowledged"]).inc();
    }

    pub(crate) fn failed(&self) {
        self.published.with_label_values(&[self.topic.as_str(), "failed"]).inc();
    }

    /// How many spaces are parked.
    pub fn parked_spaces(&self) -> i64 {
        self.parked.get()
    }

    pub(crate) fn parked(&self, spaces: usize) {
        self.parked.set(i64::try_from(spaces).unwrap_or(i64::MAX));
    }

    pub(crate) fn met_a_hole(&self) {
        self.holes.inc();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_shown_from_the_start_and_names_no_space() {
        let (metrics, registry) = (RelayMetrics::new("maillage.facts.v1").unwrap(), Registry::new());
        metrics.register(&registry).unwrap();
        let text = prometheus::TextEncoder::new().encode_to_string(&registry.gather()).unwrap();
        let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let expected = [
            "maillage_kafka_published_total{outcome=\"acknowledged\",topic=\"maillage.facts.v1\"} 0",
            "maillage_kafka_published_total{outcome=\"failed\",topic=\"maillage.facts.v1\"} 0",
            "maillage_outbox_oldest_age_seconds 0",
            "maillage_outbox_pending 0",
            "maillage_relay_active 0",
            "maillage_relay_epoch 0",
            "maillage_relay_holes_total 0",
            "maillage_relay_looked_timestamp_seconds 0",
            "maillage_relay_parked 0",
        ];
        assert_eq!(shown, expected);
        assert!(metrics.register(&registry).is_err(), "the same names twice");
    }

    #[test]
    fn the_age_is_that_of_the_oldest_fact_and_never_below_zero() {
        let metrics = RelayMetrics::new("t").unwrap();
        metrics.waits(3, Some(RecordedAt(1_000_000)), RecordedAt(3_500_000));
        assert_eq!((metrics.pending(), metrics.oldest_age.get()), (3, 2.5));
        metrics.waits(3, Some(RecordedAt(9_000_000)), RecordedAt(3_500_000));
        assert_eq!(metrics.oldest_age.get(), 0.0, "another machine's clock is ahead");
        metrics.ended();
        assert_eq!(metrics.pending(), 0, "whoever stands by tells nothing");
    }

    #[test]
    fn a_relay_says_when_it_last_had_an_answer() {
        let metrics = RelayMetrics::new("t").unwrap();
        metrics.looked(RecordedAt(3_500_000));
        assert_eq!(metrics.looked.get(), 3.5);
        assert!(metrics.looked_within(Duration::from_secs(30)));
        std::thread::sleep(Duration::from_millis(2));
        assert!(!metrics.looked_within(Duration::from_millis(1)));
    }
}
