//! `maillage projector`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use maillage_log::clock::SystemClock;
use maillage_projector::Projector;
use maillage_projector::kafka::{KafkaOptions, KafkaProjector, Metrics, PostgresPositions};
use prometheus::Registry;

use crate::cli;
use crate::commands::observe::{observe, stop_on_signal, until_stopped};
use crate::config::{GivenSettings, settle};
use crate::failure::Failure;
use crate::store::StoreAddress;
use crate::store_access::StoreAccess;

/// Keeps rows until it is told to stop (SIGINT, SIGTERM).
pub async fn run(args: cli::Projector, file: Option<&Path>) -> Result<ExitCode, Failure> {
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
    let rows = store.shared_rows().await?;
    let log = store.log(Arc::new(SystemClock)).await?;
    let (registry, stopped) = (Registry::new(), stop_on_signal());
    match settings.kafka.value {
        Some(bootstrap) => {
            let positions = Arc::new(PostgresPositions::open(address, store.authorities()).await?);
            let options = KafkaOptions {
                group: settings.group.value,
                topic: settings.topic.value,
                client,
                ..KafkaOptions::new(bootstrap)
            };
            let member = KafkaProjector::open(log, rows, positions, options).await?;
            member.metrics().register(&registry)?;
            observe(registry, settings.metrics.value, || true, stopped.clone()).await?;
            member.run(stopped).await?;
        }
        None => {
            let (projector, metrics) = (Projector::open_on(log, rows).await?, Metrics::new()?);
            metrics.register(&registry)?;
            let seen = projector.clone();
            observe(registry, settings.metrics.value, move || seen.caught_up(), stopped.clone()).await?;
            let watched = tokio::spawn(metrics.watch(projector.clone()));
            until_stopped(stopped).await;
            watched.abort();
            projector.stop().await;
        }
    }
    Ok(ExitCode::SUCCESS)
}
