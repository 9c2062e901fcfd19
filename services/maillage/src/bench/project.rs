//! `maillage bench project`: a backlog of the topic folded into *attendance*, rows kept in PostgreSQL, by one projector
//! alone.
//!
//! The facts are appended to spaces of their own and carried to a topic of their own first; neither is counted. Each
//! round then drains the whole topic in a process of its own, which holds nothing of what filled it: a fresh group, no
//! rows of these spaces. Its memory is that of the states and of what is on its way; `--facts-a-session` makes the
//! backlog longer and leaves the states as they are, which tells one from the other.

mod drained;

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Instant;

use maillage_events::id::{CommandId, SpaceId};
use maillage_log::clock::SystemClock;
use maillage_log::log::{Append, FactLog, FactReads};
use maillage_log::postgres::connect::PostgresAddress;
use maillage_log::postgres::relay::PostgresRelayPositions;
use maillage_log::postgres::{PostgresLog, PostgresOptions};
use maillage_projector::PostgresRows;
use maillage_projector::kafka::KafkaOptions;
use maillage_relay::{Client, Relay, RelayOptions, read_client_file};
use serde::Serialize;
use tokio::sync::watch;
use uuid::Uuid;

use self::drained::Drained;
use super::only::Only;
use super::workload::{FACTS_A_SESSION, Failed, session_of};

/// What is asked of the bench.
#[derive(Debug, Clone, clap::Args)]
pub struct ProjectArgs {
    /// The store: postgres://…, as a role that may add facts.
    #[arg(long, value_name = "STORE")]
    pub store: String,
    /// Kafka's bootstrap servers.
    #[arg(long, value_name = "HOST:PORT,…")]
    pub kafka: String,
    /// How the brokers are reached when they ask for TLS or a password: properties of librdkafka, one name=value a
    /// line.
    #[arg(long, value_name = "FILE")]
    pub kafka_config: Option<PathBuf>,
    /// Facts of the backlog.
    #[arg(long, default_value_t = 400_000, value_parser = clap::value_parser!(u64).range(1..=20_000_000))]
    pub facts: u64,
    /// Facts of each session: more of them make the backlog longer and leave the states as they are.
    #[arg(
        long, value_name = "FACTS", default_value_t = FACTS_A_SESSION,
        value_parser = clap::value_parser!(u64).range(FACTS_A_SESSION..=10_000)
    )]
    pub facts_a_session: u64,
    /// Spaces that they are spread over.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub spaces: u64,
    /// Rounds over the same topic; the figures are medians.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub rounds: u32,
    /// Measure also where acknowledged facts may be lost, as without fsync.
    #[arg(long = "i-accept-loss")]
    pub accept_loss: bool,
    /// Figures as JSON.
    #[arg(long)]
    pub json: bool,
    /// One round alone, over the topic that a bench of this name filled.
    #[arg(long, hide = true, value_name = "NAME")]
    pub drain: Option<Uuid>,
}

impl ProjectArgs {
    fn client(&self) -> Result<Client, Failed> {
        Ok(read_client_file(self.kafka_config.as_deref())?)
    }
}

/// What we answer for, in facts a second.
const TARGET: f64 = 50_000.0;
/// Facts in one append, about.
const AN_APPEND: u64 = 5_000;

#[derive(Debug, Serialize)]
struct Figures {
    facts: u64,
    facts_a_session: u64,
    spaces: u64,
    rounds: usize,
    /// From the first fact consumed to the last row stored: the median, and every round in order.
    seconds: f64,
    all_seconds: Vec<f64>,
    facts_a_second: f64,
    target: f64,
    /// The most memory that the process of a round held, in megabytes: the median.
    peak_megabytes: u64,
    /// The rows that it stored, as bytes: about what the states hold, whatever the backlog.
    rows_megabytes: f64,
}

/// The spaces and the topic of one bench, named by its arguments and its name.
struct Backlog {
    topic: String,
    /// Each space and where its log ends.
    heads: Vec<(SpaceId, u64)>,
    sessions: u64,
}

impl Backlog {
    fn new(args: &ProjectArgs, name: &Uuid) -> Result<Self, Failed> {
        let sessions = args.facts.div_ceil(args.facts_a_session * args.spaces);
        let head = |number| {
            Ok((SpaceId::new(format!("bench-{}-{number}", &name.to_string()[..8]))?, sessions * args.facts_a_session))
        };
        let heads = (0..args.spaces).map(head).collect::<Result<_, Failed>>()?;
        Ok(Self { topic: format!("maillage.bench.{name}"), heads, sessions })
    }

    fn spaces(&self) -> Vec<SpaceId> {
        self.heads.iter().map(|(space, _)| space.clone()).collect()
    }

    /// Of a log, what belongs to this bench.
    fn of(&self, log: Arc<dyn FactReads>) -> Arc<dyn FactReads> {
        Arc::new(Only { log, spaces: self.spaces() })
    }

    fn facts(&self) -> u64 {
        self.heads.iter().map(|(_, head)| head).sum()
    }
}

/// Measures, and prints.
pub async fn run(args: ProjectArgs) -> Result<(), Failed> {
    let address: PostgresAddress = args.store.parse()?;
    let options = PostgresOptions { accept_loss: args.accept_loss, ..PostgresOptions::default() };
    let log: Arc<dyn FactLog> = PostgresLog::open(&address, Arc::new(SystemClock), &options).await?;
    if let Some(name) = &args.drain {
        let backlog = Backlog::new(&args, name)?;
        let options = KafkaOptions {
            group: format!("{}.{}", backlog.topic, std::process::id()),
            topic: backlog.topic.clone(),
            projections: Some(vec!["attendance".to_owned()]),
            client: args.client()?,
            ..KafkaOptions::new(&args.kafka)
        };
        let drained = drained::drain(&address, backlog.of(log), &backlog.heads, options).await?;
        writeln!(std::io::stdout().lock(), "{}", serde_json::to_string(&drained)?)?;
        return Ok(());
    }
    let name = Uuid::new_v5(
        &maillage_events::id::NAMESPACE,
        format!("{:?} {}", Instant::now(), std::process::id()).as_bytes(),
    );
    let backlog = Backlog::new(&args, &name)?;
    for (space, _) in &backlog.heads {
        fill(log.as_ref(), space, backlog.sessions, args.facts_a_session).await?;
    }
    let positions = Arc::new(PostgresRelayPositions::new(address.pool(2, None)?));
    let carrying = RelayOptions {
        topic: backlog.topic.clone(),
        partitions: 6,
        once: true,
        client: args.client()?,
        ..RelayOptions::new(&args.kafka)
    };
    let (_stop, stopped) = watch::channel(false);
    Relay::open(backlog.of(log), positions, carrying)?.run(stopped).await?;

    let mut rounds = Vec::new();
    for _ in 0..args.rounds {
        rounds.push(elsewhere(&args, &name).await?);
    }
    PostgresRows::open(&address, None).await?.forget_and_vacuum(&backlog.spaces()).await?;
    let figures = figures(&args, &backlog, &rounds);
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&figures)?)?;
    } else {
        writeln!(
            out,
            "{} facts of {} spaces from the topic into rows of attendance, medians of {} rounds",
            figures.facts, figures.spaces, figures.rounds
        )?;
        writeln!(out, "  {:.0} facts/s, {:.1} s", figures.facts_a_second, figures.seconds)?;
        writeln!(
            out,
            "  peak memory {} MB of a process that keeps {:.0} MB of rows",
            figures.peak_megabytes, figures.rows_megabytes
        )?;
        writeln!(
            out,
            "target ≥ {TARGET:.0} facts/s: {}",
            if figures.facts_a_second >= TARGET { "held" } else { "missed" }
        )?;
    }
    Ok(())
}

fn figures(args: &ProjectArgs, backlog: &Backlog, rounds: &[Drained]) -> Figures {
    let middle = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let all_seconds: Vec<f64> = rounds.iter().map(|round| round.seconds).collect();
    let mut peaks: Vec<u64> = rounds.iter().map(|round| round.peak_megabytes).collect();
    peaks.sort_unstable();
    let (facts, seconds) = (backlog.facts(), middle(all_seconds.clone()));
    Figures {
        facts,
        facts_a_session: args.facts_a_session,
        spaces: args.spaces,
        rounds: rounds.len(),
        seconds,
        all_seconds,
        facts_a_second: facts as f64 / seconds.max(f64::EPSILON),
        target: TARGET,
        peak_megabytes: peaks.get(peaks.len() / 2).copied().unwrap_or_default(),
        rows_megabytes: middle(rounds.iter().map(|round| round.rows_bytes as f64 / 1e6).collect()),
    }
}

/// One round in a process of its own: this very program, with the topic to drain.
async fn elsewhere(args: &ProjectArgs, name: &Uuid) -> Result<Drained, Failed> {
    let mut program = tokio::process::Command::new(std::env::current_exe()?);
    program.args(["bench", "project", "--store", &args.store, "--kafka", &args.kafka, "--drain", &name.to_string()]);
    program.args(["--facts", &args.facts.to_string(), "--facts-a-session", &args.facts_a_session.to_string()]);
    program.args(["--spaces", &args.spaces.to_string()]).args(args.accept_loss.then_some("--i-accept-loss"));
    if let Some(path) = &args.kafka_config {
        program.arg("--kafka-config").arg(path);
    }
    let ended =
        program.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?.wait_with_output().await?;
    if !ended.status.success() {
        return Err(format!("the process of a round failed: {}", ended.status).into());
    }
    Ok(serde_json::from_slice(&ended.stdout)?)
}

async fn fill(log: &dyn FactLog, space: &SpaceId, sessions: u64, facts_a_session: u64) -> Result<(), Failed> {
    let together = (AN_APPEND / facts_a_session).max(1);
    for from in (0..sessions).step_by(usize::try_from(together)?) {
        let session = |number| session_of(space, number, facts_a_session);
        let streams = (from..sessions.min(from + together)).map(session).collect::<Result<Vec<_>, Failed>>()?;
        let command = CommandId::derived(&format!("bench {space} {from}"));
        log.append(Append {
            space: space.clone(),
            command,
            fingerprint: [0; 32],
            streams,
            register: None,
            head: None,
            outcome: b"[]".to_vec(),
        })
        .await?;
    }
    Ok(())
}
