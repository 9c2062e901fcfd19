//! `maillage bench append`: durable appends by many writers at once, against raw inserts of the same bytes in the same
//! run.
//!
//! Raw: one connection, rows prepared beforehand, nothing checked, no index but the primary key, transactions of 100,
//! `synchronous=FULL`. Ours: one fact a command through [`FactLog::append`], each writer waiting for its answer, with
//! receipts stored, versions and ids checked, four indexes; facts sealed beforehand, as callers do it on their own
//! threads. With `--store postgres://…`: see `region`.

mod ours;
mod presences;
mod region;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::raw;
use serde::Serialize;

use super::workload::Failed;

/// What is asked of the bench.
#[derive(Debug, Clone, clap::Args)]
pub struct AppendArgs {
    /// Facts appended in each round.
    #[arg(long, default_value_t = 200_000)]
    pub facts: u64,
    /// Writers at once, each with one command in flight.
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..))]
    pub writers: u64,
    /// Rounds; each inserts raw, then appends.
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// Folder of the files; a disk that is not the one of the store tells nothing. The system's temporary folder by
    /// default.
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Measure on PostgreSQL instead: `postgres://…` of a database that may be filled and thrown away.
    #[arg(long, value_name = "URL")]
    pub store: Option<String>,
    /// With `--store`: so many nodes of this process, each with a writer and sessions of its own, share the writers.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub nodes: u64,
    /// With `--store`: so many spaces share the writers.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub spaces: u64,
    /// With `--store`: threads of this process, for raw inserts and for appends; the other cores are PostgreSQL's,
    /// which shares the machine.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub threads: u64,
    /// With `--store`: measure also where acknowledged facts may be lost, as without fsync.
    #[arg(long)]
    pub i_accept_loss: bool,
    /// Figures as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Append over raw that we answer for, in percent.
const TARGET_PERCENT: u64 = 30;

/// The figures of the bench; times and rates are medians of the rounds.
#[derive(Debug, Serialize)]
struct Figures {
    facts: u64,
    writers: u64,
    rounds: usize,
    bytes_a_fact: u64,
    raw_facts_a_second: u64,
    append_facts_a_second: u64,
    ratio_percent: u64,
    target_percent: u64,
    /// From the call to the durable answer, over all rounds.
    p50_microseconds: u64,
    p99_microseconds: u64,
}

/// Measures in files that are removed afterwards, and prints.
pub async fn run(args: AppendArgs) -> Result<(), Failed> {
    if args.store.is_some() {
        return region::run(args).await;
    }
    let (mut raw, mut ours, mut latencies, mut bytes) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let rounds = args.rounds.max(1);
    for _ in 0..rounds {
        let folder = match &args.folder {
            Some(folder) => tempfile::tempdir_in(folder)?,
            None => tempfile::tempdir()?,
        };
        let work = presences::writers(args.facts, args.writers, &[SpaceId::new("lille")?])?;
        let rows = presences::rows(&work);
        bytes = rows.iter().map(|row| row.fact.len() as u64).sum::<u64>() / args.facts.max(1);
        let path = folder.path().join("raw.sqlite");
        raw.push(tokio::task::spawn_blocking(move || raw::sqlite::insert(&path, &rows)).await??);
        let appended = ours::append(&ours::embedded(&folder.path().join("log.sqlite"))?, work).await?;
        ours.push(appended.took);
        latencies.extend(appended.latencies);
    }
    let (raw, ours) = (median(raw), median(ours));
    latencies.sort_unstable();
    let rate = |took: Duration| args.facts * 1_000_000 / u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    let figures = Figures {
        facts: args.facts,
        writers: args.writers,
        rounds,
        bytes_a_fact: bytes,
        raw_facts_a_second: rate(raw),
        append_facts_a_second: rate(ours),
        ratio_percent: rate(ours) * 100 / rate(raw).max(1),
        target_percent: TARGET_PERCENT,
        p50_microseconds: percentile(&latencies, 50),
        p99_microseconds: percentile(&latencies, 99),
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&figures)?)?;
    } else {
        show(&mut out, &figures)?;
    }
    Ok(())
}

fn show(out: &mut impl Write, figures: &Figures) -> std::io::Result<()> {
    writeln!(
        out,
        "{} facts of {} bytes, {} writers, medians of {} alternated rounds",
        figures.facts, figures.bytes_a_fact, figures.writers, figures.rounds
    )?;
    writeln!(out, "  raw inserts, 100 a transaction, nothing checked {:>8} facts/s", figures.raw_facts_a_second)?;
    writeln!(out, "  appends, one fact a command                     {:>8} facts/s", figures.append_facts_a_second)?;
    writeln!(out, "  ratio {} %, target {} %", figures.ratio_percent, figures.target_percent)?;
    writeln!(
        out,
        "  durable answer after {} µs (median), {} µs (99 %)",
        figures.p50_microseconds, figures.p99_microseconds
    )
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn percentile(sorted: &[u64], percent: usize) -> u64 {
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0)
}
