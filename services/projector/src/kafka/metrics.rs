//! What operators see of a projector fed by the topic. No id and no name in a label.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use maillage_events::envelope::RecordedAt;
use prometheus::core::Collector;
use prometheus::{Gauge, GaugeVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry};

use super::space_backlog::RecordOutcome;
use crate::Projector;
use crate::lag::Lag;

/// Every metric of a projector fed by the topic; cheap to clone, all clones count together.
#[derive(Debug, Clone)]
pub struct Metrics {
    lag_events: IntGaugeVec,
    lag_seconds: GaugeVec,
    parked: IntGaugeVec,
    partitions: IntGauge,
    stalled: IntGauge,
    rebuilds: IntCounter,
    records: IntCounterVec,
    looked: Gauge,
    looked_at: Arc<Mutex<Instant>>,
}

impl Metrics {
    /// Declares everything.
    ///
    /// # Errors
    /// When a label is malformed: a fault of this file.
    pub fn new() -> Result<Self, prometheus::Error> {
        let by_projection = |name: &str, help: &str| IntGaugeVec::new(Opts::new(name, help), &["projection"]);
        Ok(Self {
            lag_events: by_projection(
                "maillage_projection_lag_events",
                "Facts of the log that a projection has yet to take, over the spaces followed here",
            )?,
            lag_seconds: GaugeVec::new(
                Opts::new("maillage_projection_lag_seconds", "Age of the oldest fact of the log yet to be taken"),
                &["projection"],
            )?,
            parked: by_projection(
                "maillage_projection_parked",
                "Spaces where a projection stopped: its answers there say incomplete",
            )?,
            partitions: IntGauge::new("maillage_consumer_partitions", "Partitions of the topic that are read here")?,
            stalled: IntGauge::new("maillage_consumer_stalled", "1 while records wait and none is consumed")?,
            rebuilds: IntCounter::new("maillage_consumer_rebuilds_total", "Times the consumer was built again")?,
            records: IntCounterVec::new(
                Opts::new(
                    "maillage_consumer_records_total",
                    "Facts by how they came: taken, repeated (dropped), filled (from the log), unreadable (dropped), \
                     refused (not what the log has there: set aside), unknown (of a space that the log has not)",
                ),
                &["outcome"],
            )?,
            looked: Gauge::new(
                "maillage_projector_looked_timestamp_seconds",
                "When the log last said where it ends: what the lags are true of",
            )?,
            looked_at: Arc::new(Mutex::new(Instant::now())),
        })
    }

    /// Adds everything to a registry.
    ///
    /// # Errors
    /// When the registry has a metric of one of these names already.
    pub fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        let collectors: [Box<dyn Collector>; 8] = [
            Box::new(self.lag_events.clone()),
            Box::new(self.lag_seconds.clone()),
            Box::new(self.parked.clone()),
            Box::new(self.partitions.clone()),
            Box::new(self.stalled.clone()),
            Box::new(self.rebuilds.clone()),
            Box::new(self.records.clone()),
            Box::new(self.looked.clone()),
        ];
        collectors.into_iter().try_for_each(|collector| registry.register(collector))
    }

    /// Shows every second how far a projector that follows the log itself has come. Ends only with its task.
    pub async fn watch(self, projector: Arc<Projector>) {
        loop {
            if projector.log.heads().await.is_ok() {
                self.looked(RecordedAt::from(projector.log.clock().now()));
            }
            projector.lag().iter().for_each(|lag| self.show_lag(lag));
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Whether the log answered in this last while.
    pub fn looked_within(&self, last: Duration) -> bool {
        self.looked_at.lock().unwrap_or_else(PoisonError::into_inner).elapsed() <= last
    }

    pub(super) fn looked(&self, now: RecordedAt) {
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.looked.set(Duration::from_micros(u64::try_from(now.0).unwrap_or(0)).as_secs_f64());
    }

    pub(super) fn show_lag(&self, lag: &Lag) {
        let projection = [lag.projection];
        self.lag_events.with_label_values(&projection).set(i64::try_from(lag.facts).unwrap_or(i64::MAX));
        self.lag_seconds.with_label_values(&projection).set(lag.oldest.as_secs_f64());
        self.parked.with_label_values(&projection).set(i64::try_from(lag.incomplete).unwrap_or(i64::MAX));
    }

    pub(super) fn partitions(&self, count: usize) {
        self.partitions.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    pub(super) fn stalled(&self, stalled: bool) {
        self.stalled.set(i64::from(stalled));
    }

    pub(super) fn rebuilt(&self) {
        self.rebuilds.inc();
    }

    pub(super) fn consumed(&self, taken: RecordOutcome) {
        let outcome = if taken == RecordOutcome::Repeated { "repeated" } else { "taken" };
        self.records.with_label_values(&[outcome]).inc();
    }

    pub(super) fn filled(&self, facts: u64) {
        self.records.with_label_values(&["filled"]).inc_by(facts);
    }

    pub(super) fn unreadable(&self) {
        self.records.with_label_values(&["unreadable"]).inc();
    }

    pub(super) fn refused(&self, records: u64) {
        self.records.with_label_values(&["refused"]).inc_by(records);
    }

    pub(super) fn unknown(&self, records: u64) {
        self.records.with_label_values(&["unknown"]).inc_by(records);
    }

    /// How many records came to this: `taken`, `repeated`, `filled`, `unreadable`, `refused` (not what the log has
    /// there), or `unknown` (of a space that the log has not).
    pub fn records(&self, outcome: &str) -> u64 {
        self.records.with_label_values(&[outcome]).get()
    }

    /// How many times the consumer was built again.
    pub fn rebuilds(&self) -> u64 {
        self.rebuilds.get()
    }
}
