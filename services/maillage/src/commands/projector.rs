//! `maillage projector`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use maillage_projector::Projector;
use maillage_projector::kafka::{KafkaOptions, KafkaProjector, Metrics, PostgresPositions};
use prometheus::Registry;

use crate::cli;
use crate::commands::observe::{observe, until_stopped};
use crate::commands::stop_signals::StopSignals;
use crate::config::{GivenSettings, Origin, settle};
use crate::failure::Failure;
use crate::opening::open;
use crate::store::StoreAddress;
use crate::store_access::{OpenStore, StoreAccess};

/// How long a projector that the log does not answer calls itself ready.
const MOST_SILENCE: Duration = Duration::from_secs(30);

/// Keeps rows until it is told to stop (SIGINT, SIGTERM).
pub async fn run(args: cli::Projector, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let stopped = StopSignals::listen()?.watched();
    let said = GivenSettings { group: args.group, metrics: args.metrics, ..args.kafka.said(args.store) };
    let settings = settle(said, file)?;
    let client = settings.kafka_client()?;
    let store = StoreAccess::of(&settings);
    let StoreAddress::Postgres(address) = &store.address else {
        return Err(Failure::Usage(format!(
            "{}: the server of an embedded store keeps its rows itself; projectors work on --store postgres://…",
            store.address
        )));
    };
    let OpenStore { log, marks } = open(&store, store.clock()).await?;
    let rows = store.shared_rows_of(&marks).await?;
    let registry = Registry::new();
    match settings.kafka.value {
        Some(bootstrap) => {
            let positions = Arc::new(PostgresPositions::open(address, store.authorities()).await?);
            // Two regions on one Kafka do not share the partitions of one group: each would leave spaces to the other.
            let group = match settings.group.origin {
                Origin::Default => format!("{}-{}", settings.group.value, positions.database().await?),
                Origin::Flag | Origin::Environment | Origin::File => settings.group.value,
            };
            let options = KafkaOptions { group, topic: settings.topic.value, client, ..KafkaOptions::new(bootstrap) };
            let member = KafkaProjector::open(log, rows, positions, options).await?;
            member.metrics().register(&registry)?;
            let seen = member.metrics().clone();
            observe(registry, settings.metrics.value, move || hangs(&seen), stopped.clone()).await?;
            member.run(stopped).await?;
        }
        None => {
            let (projector, metrics) = (Projector::open_on(log, rows).await?, Metrics::new()?);
            metrics.register(&registry)?;
            let (folds, seen) = (projector.clone(), metrics.clone());
            let reasons = move || {
                let behind = (!folds.caught_up()).then_some("not all facts have been folded since the start");
                behind.into_iter().chain(hangs(&seen)).collect()
            };
            observe(registry, settings.metrics.value, reasons, stopped.clone()).await?;
            let watched = tokio::spawn(metrics.watch(projector.clone()));
            until_stopped(stopped).await;
            watched.abort();
            projector.stop().await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Why a projector that hangs is not ready.
fn hangs(metrics: &Metrics) -> Vec<&'static str> {
    if metrics.looked_within(MOST_SILENCE) { Vec::new() } else { vec!["the log has not answered for long"] }
}
