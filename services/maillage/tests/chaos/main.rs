//! Chaos: every kind of process of a region is killed at random while facts are written. At the end what was
//! acknowledged is stored, is on the topic, is folded, once each and in order, and the projections equal a rebuild.
//!
//! The seed is printed; `MAILLAGE_CHAOS_SEED` plays the same blows again. `MAILLAGE_CHAOS_FACTS` (200,000) and
//! `MAILLAGE_CHAOS_SECONDS` (120) say how much is written at least and for how long it is struck.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test program")]

mod chance;
mod checks;
mod load;
#[expect(dead_code, reason = "its brokers are reached in the clear")]
#[path = "../region/mod.rs"]
mod region;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chance::Chance;
use load::Acknowledged;
use maillage_log::clock::{Clock, SystemClock};
use maillage_log::log::FactLog;
use maillage_log::postgres::{PostgresLog, PostgresOptions};
use region::Region;

/// Writers through HTTP.
const RECORDERS: u64 = 8;
/// Writers of whole sessions, on a node of their own.
const IMPORTERS: u64 = 6;

fn from_environment(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().map_or(otherwise, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_killed_nothing_is_lost_and_nothing_counts_twice() {
    let seed = from_environment("MAILLAGE_CHAOS_SEED", SystemClock.now().as_microsecond().unsigned_abs());
    let (facts, seconds) =
        (from_environment("MAILLAGE_CHAOS_FACTS", 200_000), from_environment("MAILLAGE_CHAOS_SECONDS", 120));
    println!("seed {seed}: MAILLAGE_CHAOS_SEED={seed} plays the same blows again");
    let Some(region) = Region::start(3) else { return };
    assert_eq!(region.start_again(3), [&*region.store, &*region.kafka], "what runs is left as it is by another start");
    let region = Arc::new(region);
    for relay in ["relay-1", "relay-2"] {
        region.begin(relay, &["relay", "--metrics", "{address}"]);
    }
    region.begin("refill", &["relay", "--refill"]);
    for projector in ["projector-1", "projector-2", "projector-3"] {
        region.begin(projector, &["projector", "--metrics", "{address}"]);
    }
    let servers = ["server-1", "server-2"].map(|server| region.begin(server, &["serve", "--listen", "{address}"]));
    let log = PostgresLog::open(&region.store.parse().unwrap(), Arc::new(SystemClock), &PostgresOptions::default())
        .await
        .unwrap();
    let (acknowledged, stop) = (Arc::new(Acknowledged::default()), Arc::new(AtomicBool::new(false)));
    load::open_spaces(log.as_ref(), &acknowledged).await;
    region.ready("server-1").await;
    region.ready("server-2").await;

    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..RECORDERS {
        writers.spawn(load::record(servers, writer, acknowledged.clone(), stop.clone()));
    }
    for importer in 0..IMPORTERS {
        let log: Arc<dyn FactLog> = log.clone();
        writers.spawn(load::import(log, importer, acknowledged.clone(), stop.clone(), facts));
    }
    let blows = {
        let region = region.clone();
        tokio::task::spawn_blocking(move || strike(&region, Chance::from_seed(seed), Duration::from_secs(seconds)))
            .await
            .unwrap()
    };
    while acknowledged.facts() < facts {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    stop.store(true, Ordering::SeqCst);
    while let Some(ended) = writers.join_next().await {
        ended.unwrap();
    }
    println!(
        "{blows}; {} facts acknowledged, {} asked again",
        acknowledged.facts(),
        acknowledged.retries.load(Ordering::SeqCst)
    );
    checks::all(&region, log.as_ref(), &acknowledged).await;
}

/// Kills and revives at random; what was done, in words.
fn strike(region: &Region, mut chance: Chance, during: Duration) -> String {
    // A refill that is killed and begun again claims the lease anew; one that is left alone ends by itself.
    const JOBS: [&str; 8] =
        ["server-1", "server-2", "relay-1", "relay-2", "refill", "projector-1", "projector-2", "projector-3"];
    let begun = Instant::now();
    let (mut jobs, mut refills, mut brokers, mut databases) = (0, 0, 0, 0);
    while begun.elapsed() < during {
        std::thread::sleep(Duration::from_millis(500 + chance.below(2500)));
        match chance.below(10) {
            0 => {
                databases += 1;
                region.restart_postgres();
            }
            1 | 2 => {
                brokers += 1;
                let broker = 1 + usize::try_from(chance.below(3)).unwrap();
                region.kill_broker(broker);
                std::thread::sleep(Duration::from_millis(1000 + chance.below(4000)));
                region.revive_broker(broker);
            }
            _ => {
                let job = JOBS[usize::try_from(chance.below(JOBS.len() as u64)).unwrap()];
                *(if job == "refill" { &mut refills } else { &mut jobs }) += 1;
                region.kill(job);
                std::thread::sleep(Duration::from_millis(chance.below(1500)));
                region.revive(job);
            }
        }
    }
    assert!(jobs > 0, "nothing was killed");
    format!(
        "killed {jobs} processes and {brokers} brokers, crashed PostgreSQL {databases} times, \
         filled the topic again {refills} times"
    )
}
