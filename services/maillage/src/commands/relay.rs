//! `maillage relay`.

use std::path::Path;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use maillage_log::postgres::relay::PostgresRelayPositions;
use maillage_relay::{Relay, RelayError, RelayOptions};
use prometheus::Registry;
use tokio::sync::watch;

use crate::cli;
use crate::commands::observe::{needed, observe, until_stopped};
use crate::commands::stop_signals::StopSignals;
use crate::config::{GivenSettings, settle};
use crate::failure::Failure;
use crate::opening::open;
use crate::output;
use crate::store::StoreAddress;
use crate::store_access::{OpenStore, StoreAccess};

/// Sessions of the database that the lease and the positions take.
const SESSIONS: usize = 2;
/// How long a relay that neither the log nor the lease answers calls itself ready.
const MOST_SILENCE: Duration = Duration::from_secs(30);
/// How often the bar of a refill moves.
const LOOK: Duration = Duration::from_millis(200);

/// Carries facts until it is told to stop (SIGINT, SIGTERM), or, with `--refill`, until the topic holds all that the
/// log held.
pub async fn run(args: cli::Relay, file: Option<&Path>) -> Result<ExitCode, Failure> {
    let stopped = StopSignals::listen()?.watched();
    let said = GivenSettings { metrics: args.metrics, ..args.kafka.said(args.store) };
    let settings = settle(said, file)?;
    let bootstrap = needed(settings.kafka.value.clone(), "--kafka")?;
    let client = settings.kafka_client()?;
    let store = StoreAccess::of(&settings);
    let StoreAddress::Postgres(address) = &store.address else {
        return Err(Failure::Usage(format!("{}: a relay carries facts out of --store postgres://…", store.address)));
    };
    let OpenStore { log, .. } = open(&store, store.clock()).await?;
    let positions = Arc::new(PostgresRelayPositions::new(address.pool(SESSIONS, store.authorities())?));
    let options = RelayOptions {
        topic: settings.topic.value.clone(),
        partitions: i32::from(args.partitions),
        refill: args.refill,
        once: args.refill,
        client,
        ..RelayOptions::new(bootstrap)
    };
    let relay = Relay::open(log, positions, options)?;
    let registry = Registry::new();
    relay.metrics().register(&registry)?;
    // A relay that stands by is as ready as the one that carries: which of them does is in the metrics.
    let (runs, seen) = (Arc::new(AtomicBool::new(true)), relay.metrics().clone());
    let going = runs.clone();
    let reasons = move || {
        let stopped = (!going.load(Ordering::Relaxed)).then_some("the relay stands still; its log says why");
        let hangs = (!seen.looked_within(MOST_SILENCE)).then_some("the log or the lease has not answered for long");
        stopped.into_iter().chain(hangs).collect()
    };
    observe(registry, settings.metrics.value, reasons, stopped.clone()).await?;
    let ended = if args.refill {
        refill(&relay, &settings.topic.value, stopped.clone()).await
    } else {
        relay.run(stopped.clone()).await
    };
    if let (Err(why), Some(_), false) = (&ended, settings.metrics.value, args.refill) {
        // Begun again it would stop at the same place; what it counted must be seen first.
        tracing::error!(%why, "the relay stands still; its metrics are served until it is told to stop");
        runs.store(false, Ordering::Relaxed);
        until_stopped(stopped).await;
    }
    ended?;
    Ok(ExitCode::SUCCESS)
}

/// Carries everything again with a bar, and says what came of it.
async fn refill(relay: &Relay, topic: &str, stop: watch::Receiver<bool>) -> Result<(), RelayError> {
    let bar = output::progress(0, "refill");
    let mut looks = tokio::time::interval(LOOK);
    let mut run = pin!(relay.run(stop.clone()));
    let ended = loop {
        tokio::select! {
            ended = &mut run => break ended,
            _ = looks.tick() => {
                let (carried, _) = relay.metrics().published();
                bar.set_length(carried.saturating_add_signed(relay.metrics().pending()));
                bar.set_position(carried);
            }
        }
    };
    bar.finish_and_clear();
    let (carried, _) = relay.metrics().published();
    match &ended {
        Ok(()) if *stop.borrow() => {
            output::remark(&format!("maillage: stopped after {carried} facts; the next relay goes on from there"))
        }
        Ok(()) => {
            output::line(&format!("{carried} facts were carried to {topic} again: it holds all that the log held"))
        }
        Err(_) => {}
    }
    ended
}
