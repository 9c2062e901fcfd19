//! `maillage bench project`: a backlog of the topic folded into *attendance*, rows kept in PostgreSQL, by one projector alone.
//!
//! The facts are appended to spaces of their own and carried to a topic of their own first; neither is counted. Run it at two sizes to see that memory
//! is that of the states and not of the backlog.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::id::{CommandId, SpaceId};
use maillage_log::clock::SystemClock;
use maillage_log::log::{Append, FactLog};
use maillage_log::postgres::connect::PostgresAddress;
use maillage_log::postgres::relay::PostgresRelayPositions;
use maillage_log::postgres::{PostgresLog, PostgresOptions};
use maillage_projector::PostgresRows;
use maillage_projector::kafka::throughput::drain;
use maillage_projector::kafka::{KafkaOptions, KafkaProjector, MemoryPositions};
use maillage_relay::{Relay, RelayOptions};
use serde::Serialize;
use tokio::sync::watch;
use uuid::Uuid;

use super::workload::{FACTS_A_SESSION, Failed, session};

/// What is asked of the bench.
#[derive(Debug, Clone, clap::Args)]
pub struct ProjectArgs {
    /// The store: postgres://…, as a role that may add facts.
    #[arg(long, value_name = "STORE")]
    pub store: String,
    /// Kafka's bootstrap servers.
    #[arg(long, value_name = "HOST:PORT,…")]
    pub kafka: String,
    /// Facts of the backlog.
    #[arg(long, default_value_t = 400_000)]
    pub facts: u64,
    /// Spaces that they are spread over.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub spaces: u64,
    /// Measure also where acknowledged facts may be lost, as without fsync.
    #[arg(long = "i-accept-loss")]
    pub accept_loss: bool,
    /// Figures as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What we answer for, in facts a second.
const TARGET: f64 = 50_000.0;
/// Sessions in one append.
const AN_APPEND: u64 = 100;
/// How long the backlog may take.
const PATIENCE: Duration = Duration::from_secs(600);

#[derive(Debug, Serialize)]
struct Figures {
    facts: u64,
    spaces: u64,
    /// From the first fact consumed to the last row kept.
    seconds: f64,
    facts_a_second: f64,
    target: f64,
    /// The most memory that this process held, in megabytes, appending and carrying included.
    peak_megabytes: u64,
}

/// Measures, and prints.
pub async fn run(args: ProjectArgs) -> Result<(), Failed> {
    let address: PostgresAddress = args.store.parse()?;
    let options = PostgresOptions { accept_loss: args.accept_loss, ..PostgresOptions::default() };
    let log = PostgresLog::open(&address, Arc::new(SystemClock), &options).await?;
    let turn = Uuid::new_v5(&maillage_events::id::NAMESPACE, format!("{:?} {}", Instant::now(), std::process::id()).as_bytes());
    let topic = format!("maillage.bench.{turn}");
    let each = args.facts.div_ceil(FACTS_A_SESSION * args.spaces);
    let mut heads = Vec::new();
    for number in 0..args.spaces {
        let space = SpaceId::new(format!("bench-{}-{number}", &turn.to_string()[..8]))?;
        fill(log.as_ref(), &space, each).await?;
        heads.push((space, each * FACTS_A_SESSION));
    }
    let positions = Arc::new(PostgresRelayPositions::new(address.pool(2, None)?));
    let carrying = RelayOptions { topic: topic.clone(), partitions: 6, once: true, ..RelayOptions::new(&args.kafka) };
    let (_stop, stopped) = watch::channel(false);
    Relay::open(log.clone(), positions, carrying)?.run(stopped).await?;

    let reading = KafkaOptions { group: topic.clone(), topic, projections: Some(vec!["attendance".to_owned()]), ..KafkaOptions::new(&args.kafka) };
    let rows = PostgresRows::open(&address, None).await?;
    let member = KafkaProjector::open(log, rows, Arc::new(MemoryPositions::default()), reading).await?;
    let told = drain(member, &heads, PATIENCE).await?;
    let facts = heads.iter().map(|(_, head)| head).sum();
    let figures = Figures {
        facts,
        spaces: args.spaces,
        seconds: told.seconds,
        facts_a_second: facts as f64 / told.seconds.max(f64::EPSILON),
        target: TARGET,
        peak_megabytes: peak_megabytes(),
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&figures)?)?;
    } else {
        writeln!(
            out,
            "{} facts of {} spaces from the topic into rows of attendance: {:.0} facts/s in {:.1} s, peak memory {} MB",
            figures.facts, figures.spaces, figures.facts_a_second, figures.seconds, figures.peak_megabytes
        )?;
        writeln!(out, "target ≥ {TARGET:.0} facts/s: {}", if figures.facts_a_second >= TARGET { "held" } else { "missed" })?;
    }
    Ok(())
}

async fn fill(log: &dyn FactLog, space: &SpaceId, sessions: u64) -> Result<(), Failed> {
    for from in (0..sessions).step_by(usize::try_from(AN_APPEND)?) {
        let streams = (from..sessions.min(from + AN_APPEND)).map(|number| session(space, number)).collect::<Result<Vec<_>, Failed>>()?;
        let command = CommandId::derived(&format!("bench {space} {from}"));
        log.append(Append { space: space.clone(), command, request: [0; 32], streams, outcome: b"[]".to_vec() }).await?;
    }
    Ok(())
}

/// What the kernel says of this process; 0 where it does not say.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
