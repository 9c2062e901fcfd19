//! The seeds in a region: every report is byte for byte what one city on the embedded store gives.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test program")]

mod command_line;
#[expect(dead_code, reason = "nothing is killed here")]
mod region;

use std::sync::Arc;
use std::time::{Duration, Instant};

use command_line::Demo;
use maillage_log::clock::{SetClock, SystemClock};
use maillage_log::log::FactLog;
use maillage_log::postgres::{PostgresLog, PostgresOptions};
use maillage_log::sqlite::SqliteLog;
use maillage_projections::catalogue::CATALOGUE;
use region::Region;

/// Reports on the embedded store, on PostgreSQL folded from the log, and on PostgreSQL through relay, Kafka and
/// projector.
#[tokio::test(flavor = "multi_thread")]
async fn every_report_of_the_seeds_is_the_same_on_every_store_and_road() {
    let Some(region) = Region::start(1) else { return };
    let city = Demo::copy();
    copy(&city, &region).await;
    region.begin("relay", &["relay", "--metrics", "{address}"]);
    region.begin("projector", &["projector", "--metrics", "{address}"]);
    // The years of the seeds are long past: somebody vouches for the clock.
    let by_kafka = region.begin("by-kafka", &["serve", "--listen", "{address}", "--accept-clock"]);
    let embedded = city.serve("warn");
    region.ready("by-kafka").await;
    for space in ["la-rochelle", "soissons", "corse", "lille"] {
        let head = city.run(&["facts", "--space", space]).stdout.lines().count();
        for (report, _) in CATALOGUE {
            let arguments = ["report", report, "--space", space, "--json"];
            let expected = city.run(&arguments).expect_code(0);
            assert_eq!(region.run(&arguments), expected, "{report} of {space} on PostgreSQL");
            let path = format!("/v1/spaces/{space}/reports/{report}?after={head}");
            let (status, expected) = embedded.ask("GET", &path, None).await;
            assert_eq!(status, 200, "{expected}");
            assert_eq!(ask(&format!("http://{by_kafka}{path}")).await, expected, "{report} of {space} through Kafka");
        }
    }
}

/// The demonstration's facts as PostgreSQL holds them: the same bytes.
async fn copy(city: &Demo, region: &Region) {
    let from = SqliteLog::open(&city.folder().join("maillage.sqlite"), Arc::new(SystemClock)).unwrap();
    let clock = Arc::new(SetClock::default());
    let to =
        PostgresLog::open(&region.store.parse().unwrap(), clock.clone(), &PostgresOptions::default()).await.unwrap();
    maillage_tests::copied::copy(from.as_ref() as &dyn FactLog, to.as_ref(), &clock).await;
}

/// Asks until the rows are there: they come by Kafka, and whoever asks for a position may be told to come back.
async fn ask(url: &str) -> String {
    let since = Instant::now();
    loop {
        let answer = reqwest::get(url).await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        if status.is_success() {
            return text;
        }
        assert!(status.as_u16() == 503 && since.elapsed() < Duration::from_secs(120), "{status}: {text}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
