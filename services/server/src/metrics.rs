//! What operators see, all declared here. No id and no name in a label.

use std::time::{Duration, Instant};

use maillage_log::log::StoreHealth;
use prometheus::core::Collector;
use prometheus::{
    Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

/// Every metric of the server, with a verb each.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Registry,
    http_requests: IntCounterVec,
    http_seconds: HistogramVec,
    commands: IntCounterVec,
    events: IntCounterVec,
    append_seconds: Histogram,
    lag_events: IntGaugeVec,
    lag_seconds: GaugeVec,
    store_writable: IntGauge,
    writer_silence: Gauge,
    checkpoints_failed: IntCounter,
    wal_bytes: IntGauge,
}

/// From half a millisecond to ten seconds.
const SECONDS: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

impl Metrics {
    /// Declares everything; `commit` is the revision that the binary was built from.
    ///
    /// # Errors
    /// When two metrics share a name or a label is malformed: a fault of this file.
    pub fn new(version: &str, commit: &str) -> Result<Self, prometheus::Error> {
        let histogram = |name: &str, help: &str| HistogramOpts::new(name, help).buckets(SECONDS.to_vec());
        let metrics = Self {
            registry: Registry::new(),
            http_requests: IntCounterVec::new(
                Opts::new("maillage_http_requests_total", "Requests answered"),
                &["method", "route", "status"],
            )?,
            http_seconds: HistogramVec::new(
                histogram("maillage_http_request_duration_seconds", "Time to the head of an answer"),
                &["method", "route"],
            )?,
            commands: IntCounterVec::new(
                Opts::new("maillage_commands_total", "Commands by what became of them"),
                &["aggregate", "command", "outcome"],
            )?,
            events: IntCounterVec::new(
                Opts::new("maillage_events_appended_total", "Facts appended, by kind"),
                &["type"],
            )?,
            append_seconds: Histogram::with_opts(histogram(
                "maillage_append_duration_seconds",
                "Time to decide, append and make durable",
            ))?,
            lag_events: IntGaugeVec::new(
                Opts::new("maillage_projection_lag_events", "Facts that a projection has yet to take"),
                &["projection"],
            )?,
            lag_seconds: GaugeVec::new(
                Opts::new("maillage_projection_lag_seconds", "Age of the oldest fact yet to be taken"),
                &["projection"],
            )?,
            store_writable: IntGauge::new("maillage_store_writable", "1 while an append would succeed")?,
            writer_silence: Gauge::new(
                "maillage_store_writer_silence_seconds",
                "How long the writer has been at what it has not finished; 0 when it is at rest",
            )?,
            checkpoints_failed: IntCounter::new(
                "maillage_store_checkpoints_failed_total",
                "Checkpoints of the write-ahead log that failed: nothing is lost, the log grows",
            )?,
            wal_bytes: IntGauge::new("maillage_store_wal_bytes", "Bytes of the write-ahead log beside the store")?,
        };
        let build = IntGaugeVec::new(Opts::new("maillage_build_info", "Which build this is"), &["version", "commit"])?;
        build.with_label_values(&[version, commit]).set(1);
        let collectors: [Box<dyn Collector>; 12] = [
            Box::new(metrics.http_requests.clone()),
            Box::new(metrics.http_seconds.clone()),
            Box::new(metrics.commands.clone()),
            Box::new(metrics.events.clone()),
            Box::new(metrics.append_seconds.clone()),
            Box::new(metrics.lag_events.clone()),
            Box::new(metrics.lag_seconds.clone()),
            Box::new(metrics.store_writable.clone()),
            Box::new(metrics.writer_silence.clone()),
            Box::new(metrics.checkpoints_failed.clone()),
            Box::new(metrics.wal_bytes.clone()),
            Box::new(build),
        ];
        for collector in collectors {
            metrics.registry.register(collector)?;
        }
        #[cfg(target_os = "linux")]
        metrics.registry.register(Box::new(prometheus::process_collector::ProcessCollector::for_self()))?;
        Ok(metrics)
    }

    /// A request was answered; `route` is its template.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        self.http_requests.with_label_values(&[method, route, &status.to_string()]).inc();
        self.http_seconds.with_label_values(&[method, route]).observe(took.as_secs_f64());
    }

    /// A command came to its end: `done`, `repeated`, `refused`, `stale` or `failed`.
    pub fn command_ended(&self, family: &str, command: &str, outcome: &str, took: Duration) {
        self.commands.with_label_values(&[family, command, outcome]).inc();
        if outcome == "done" {
            self.append_seconds.observe(took.as_secs_f64());
        }
    }

    /// A fact of this kind was appended.
    pub fn appended(&self, kind: &str) {
        self.events.with_label_values(&[kind]).inc();
    }

    /// How far a projection is behind.
    pub fn lags(&self, projection: &str, facts: u64, seconds: f64) {
        self.lag_events.with_label_values(&[projection]).set(i64::try_from(facts).unwrap_or(i64::MAX));
        self.lag_seconds.with_label_values(&[projection]).set(seconds);
    }

    /// How the store fares.
    pub fn store(&self, health: &StoreHealth, now: Instant) {
        self.store_writable.set(i64::from(health.obstacles(now).is_empty()));
        self.writer_silence.set(health.silence(now).unwrap_or_default().as_secs_f64());
        self.checkpoints_failed.inc_by(health.checkpoints_failed.saturating_sub(self.checkpoints_failed.get()));
        self.wal_bytes.set(i64::try_from(health.wal_bytes).unwrap_or(i64::MAX));
    }

    /// Everything, in the text format.
    ///
    /// # Errors
    /// When a metric cannot be written.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_promised_name_is_there_once_used() {
        let metrics = Metrics::new("1.2.3", "abc").unwrap();
        metrics.answered("GET", "/v1/spaces/{space}", 200, Duration::from_millis(3));
        metrics.command_ended("session", "sign_up", "done", Duration::from_millis(3));
        metrics.appended("signup.confirmed");
        metrics.lags("attendance", 2, 0.5);
        let health = StoreHealth { checkpoints_failed: 3, wal_bytes: 4096, ..StoreHealth::default() };
        metrics.store(&health, Instant::now());
        metrics.store(&health, Instant::now());
        let text = metrics.text().unwrap();
        for name in [
            "maillage_http_requests_total{method=\"GET\",route=\"/v1/spaces/{space}\",status=\"200\"} 1",
            "maillage_http_request_duration_seconds_count",
            "maillage_commands_total{aggregate=\"session\",command=\"sign_up\",outcome=\"done\"} 1",
            "maillage_events_appended_total{type=\"signup.confirmed\"} 1",
            "maillage_append_duration_seconds_count 1",
            "maillage_projection_lag_events{projection=\"attendance\"} 2",
            "maillage_projection_lag_seconds{projection=\"attendance\"} 0.5",
            "maillage_store_writable 1",
            "maillage_store_writer_silence_seconds 0",
            "maillage_store_checkpoints_failed_total 3",
            "maillage_store_wal_bytes 4096",
            "maillage_build_info{commit=\"abc\",version=\"1.2.3\"} 1",
        ] {
            assert!(text.contains(name), "{name} is missing from\n{text}");
        }
    }
}
