//! `maillage bench append --store postgres://…`: against transactions of one fact each through raw `INSERT` at 32
//! sessions, in the same run.
//!
//! Raw: a table with the columns of a fact and its primary key alone, nothing checked, one fact a transaction.
//! Ours: one fact a command through [`FactLog::append`], with receipts stored, versions and ids checked. Rounds
//! alternate; ours fill the same tables round after round, while the raw table is empty at the beginning of each.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::clock::SystemClock;
use maillage_log::log::FactLog;
use maillage_log::postgres::connect::PostgresAddress;
use maillage_log::postgres::{PostgresLog, PostgresOptions};
use maillage_log::raw;
use serde::Serialize;

use super::{AppendArgs, median, ours, percentile, presences};
use crate::bench::workload::Failed;

/// Append over raw that we answer for, in percent, when one node writes.
const TARGET_PERCENT: u64 = 200;

/// The figures of the bench; times and rates are medians of the rounds.
#[derive(Debug, Serialize)]
struct Figures {
    facts: u64,
    writers: u64,
    nodes: u64,
    spaces: u64,
    threads: u64,
    rounds: usize,
    bytes_a_fact: u64,
    raw_sessions: usize,
    raw_facts_a_second: u64,
    append_facts_a_second: u64,
    ratio_percent: u64,
    target_percent: u64,
    /// From the call to the durable answer, over all rounds.
    p50_microseconds: u64,
    p99_microseconds: u64,
}

/// Measures in a database that is filled and not emptied again, and prints.
pub async fn run(args: AppendArgs) -> Result<(), Failed> {
    let address: PostgresAddress = args.store.as_deref().unwrap_or_default().parse()?;
    let options = PostgresOptions { accept_loss: args.i_accept_loss, pool: 2, ..PostgresOptions::default() };
    let mut nodes: Vec<Arc<dyn FactLog>> = Vec::new();
    for _ in 0..args.nodes {
        nodes.push(PostgresLog::open(&address, Arc::new(SystemClock), &options).await?);
    }
    let taken = nodes.first().ok_or("no node")?.spaces().await?;
    if taken.iter().any(|space| !space.as_str().starts_with("bench-")) {
        return Err("this database holds facts of somebody; take one that may be thrown away".into());
    }
    let first = taken.len();
    let (mut raw, mut times, mut latencies, mut bytes) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for round in 0..args.rounds.max(1) {
        let names = (0..args.spaces).map(|space| SpaceId::new(format!("bench-{first}-{round}-{space}")));
        let work = presences::writers(args.facts, args.writers, &names.collect::<Result<Vec<_>, _>>()?)?;
        let rows = presences::rows(&work);
        bytes = rows.iter().map(|row| row.fact.len() as u64).sum::<u64>() / args.facts.max(1);
        raw.push(raw::postgres::insert(&address, rows).await?);
        let appended = ours::append(&nodes, work).await?;
        times.push(appended.took);
        latencies.extend(appended.latencies);
    }
    let rate = |took: Duration| args.facts * 1_000_000 / u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
    let (raw, ours) = (rate(median(raw)), rate(median(times)));
    latencies.sort_unstable();
    let figures = Figures {
        facts: args.facts,
        writers: args.writers,
        nodes: args.nodes,
        spaces: args.spaces,
        threads: args.threads,
        rounds: args.rounds.max(1),
        bytes_a_fact: bytes,
        raw_sessions: raw::postgres::SESSIONS,
        raw_facts_a_second: raw,
        append_facts_a_second: ours,
        ratio_percent: ours * 100 / raw.max(1),
        target_percent: TARGET_PERCENT,
        p50_microseconds: percentile(&latencies, 50),
        p99_microseconds: percentile(&latencies, 99),
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&figures)?)?;
        return Ok(());
    }
    show(&mut out, &figures)?;
    Ok(())
}

fn show(out: &mut impl Write, figures: &Figures) -> std::io::Result<()> {
    let Figures { facts, writers, nodes, spaces, rounds, threads, bytes_a_fact, .. } = figures;
    writeln!(
        out,
        "{facts} facts of {bytes_a_fact} bytes, {writers} writers, {nodes} nodes, {spaces} spaces, \
         {threads} threads here, medians of {rounds} alternated rounds"
    )?;
    writeln!(
        out,
        "  raw inserts, one a transaction, {} sessions {:>8} facts/s",
        figures.raw_sessions, figures.raw_facts_a_second
    )?;
    writeln!(out, "  appends, one fact a command                 {:>8} facts/s", figures.append_facts_a_second)?;
    writeln!(out, "  ratio {} %, target {} % for one node", figures.ratio_percent, figures.target_percent)?;
    writeln!(
        out,
        "  durable answer after {} µs (median), {} µs (99 %)",
        figures.p50_microseconds, figures.p99_microseconds
    )
}
