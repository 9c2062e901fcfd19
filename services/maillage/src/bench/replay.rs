//! `maillage bench replay`: a log folded into *attendance*, against a raw scan of the same file that decodes nothing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use maillage_events::messages::Language;
use maillage_events::view::FactView;
use maillage_log::clock::SystemClock;
use maillage_log::log::FactReads;
use maillage_log::raw;
use maillage_log::sqlite::SqliteLog;
use maillage_projections::attendance::Attendance;
use maillage_projections::catalogue::{Answer, Fresh};
use maillage_projections::projection::{FoldError, Projection};
use maillage_projections::report::{Body, Scope};
use maillage_projections::table::AnyTable;
use maillage_projector::fold::{Folded, state_at};
use serde::{Deserialize, Serialize};

use super::workload::{Failed, fill, space};

/// What is asked of the bench.
#[derive(Debug, Clone, clap::Args)]
pub struct ReplayArgs {
    /// How many facts the larger log holds; the smaller holds a tenth.
    #[arg(long, default_value_t = 1_000_000)]
    pub facts: u64,
    /// Rounds; each reads the file raw, then replays it.
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// Figures as JSON.
    #[arg(long)]
    pub json: bool,
    /// Replays one log and tells its memory: what the bench asks of a process of its own.
    #[arg(long, hide = true)]
    pub peak_of: Option<PathBuf>,
    /// With `--peak-of`: folds into nothing, to tell what passing memory costs.
    #[arg(long, hide = true)]
    pub stateless: bool,
}

/// The figures of the bench.
#[derive(Debug, Serialize)]
struct Figures {
    facts: u64,
    bytes_a_fact: u64,
    rounds: usize,
    raw_median_ms: u128,
    replay_median_ms: u128,
    raw_facts_a_second: u128,
    replay_facts_a_second: u128,
    /// Replay over raw, in percent; the target is 50.
    ratio_percent: u128,
    target_percent: u128,
    memory: Vec<Memory>,
}

/// Memory of one replay in a process of its own, in KiB.
#[derive(Debug, Serialize, Deserialize)]
struct Memory {
    facts: u64,
    /// Whether facts were folded into attendance, or read and dropped.
    into: String,
    /// Before the first fact.
    before_kib: u64,
    peak_kib: u64,
    /// The rows of the state as they would be stored.
    rows: u64,
    rows_kib: u64,
}

/// Builds the logs in a temporary directory, measures, prints.
pub async fn run(args: ReplayArgs) -> Result<(), Failed> {
    if let Some(path) = args.peak_of {
        let memory = tokio::task::spawn_blocking(move || memory(&path, args.stateless)).await??;
        return Ok(writeln!(std::io::stdout().lock(), "{}", serde_json::to_string(&memory)?)?);
    }
    let folder = tempfile::tempdir()?;
    let (small, large) = (folder.path().join("tenth.db"), folder.path().join("whole.db"));
    fill(&small, args.facts / 10).await?;
    let (log, facts) = fill(&large, args.facts).await?;
    let path = large.clone();
    let mut figures = tokio::task::spawn_blocking(move || compare(log.as_ref(), &path, facts, args.rounds)).await??;
    for (path, stateless) in [(&small, true), (&large, true), (&small, false), (&large, false)] {
        figures.memory.push(in_a_process_of_its_own(path, stateless)?);
    }
    if args.json {
        Ok(writeln!(std::io::stdout().lock(), "{}", serde_json::to_string_pretty(&figures)?)?)
    } else {
        show(&figures)
    }
}

/// One reading raw, one replay, and so on: what warms or slows the machine touches both.
fn compare(log: &dyn FactReads, path: &Path, facts: u64, rounds: usize) -> Result<Figures, Failed> {
    let (mut scans, mut replays, mut bytes) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds.max(1) {
        let begun = Instant::now();
        bytes = raw::sqlite::scan(path)?;
        scans.push(begun.elapsed());
        let begun = Instant::now();
        let folded = fold(log, attendance(), facts)?;
        replays.push(begun.elapsed());
        drop(folded);
    }
    let (scan, replay) = (median(scans), median(replays));
    let a_second = |time: Duration| u128::from(facts) * 1_000_000 / time.as_micros().max(1);
    Ok(Figures {
        facts,
        bytes_a_fact: bytes / facts.max(1),
        rounds,
        raw_median_ms: scan.as_millis(),
        replay_median_ms: replay.as_millis(),
        raw_facts_a_second: a_second(scan),
        replay_facts_a_second: a_second(replay),
        ratio_percent: scan.as_micros() * 100 / replay.as_micros().max(1),
        target_percent: 50,
        memory: Vec::new(),
    })
}

fn fold(log: &dyn FactReads, fresh: Fresh, facts: u64) -> Result<Folded, Failed> {
    let folded = state_at(log, &space()?, fresh, facts, &mut |_, _| {})?;
    match &folded.stopped {
        Some(stop) => Err(stop.why.to_string().into()),
        None => Ok(folded),
    }
}

fn attendance() -> Fresh {
    || Box::new(Attendance::default())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn in_a_process_of_its_own(path: &Path, stateless: bool) -> Result<Memory, Failed> {
    let mut command = std::process::Command::new(std::env::current_exe()?);
    command.args(["bench", "replay", "--peak-of"]).arg(path);
    if stateless {
        command.arg("--stateless");
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn memory(path: &Path, stateless: bool) -> Result<Memory, Failed> {
    let log = SqliteLog::open(path, Arc::new(SystemClock))?;
    let facts = futures::executor::block_on(log.head(&space()?))?.position;
    let before_kib = status("VmRSS:")?;
    let fresh: Fresh = if stateless { || Box::new(Nothing) } else { attendance() };
    let folded = fold(log.as_ref(), fresh, facts)?;
    let peak_kib = status("VmHWM:")?;
    drop(folded);
    let (rows, bytes) = rows(log.as_ref(), fresh, facts)?;
    let into = if stateless { "nothing" } else { Attendance::NAME };
    Ok(Memory { facts, into: into.to_owned(), before_kib, peak_kib, rows, rows_kib: bytes / 1024 })
}

/// How many rows the state has, and their bytes; counted on a second fold, after the peak was read.
fn rows(log: &dyn FactReads, fresh: Fresh, facts: u64) -> Result<(u64, u64), Failed> {
    let mut folded = Folded::new(fresh);
    maillage_projector::batch::batches(log, &space()?, 0, facts, &mut |batch| {
        folded.take(&maillage_events::amendment::Amendments::default(), batch);
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    let (mut rows, mut bytes) = (0, 0);
    for table in folded.state.tables() {
        for change in table.take_changes()? {
            rows += 1;
            bytes += (change.key.len() + change.row.map_or(0, |row| row.len())) as u64;
        }
    }
    Ok((rows, bytes))
}

/// A line of this process's status, in KiB; zero where the system has none.
fn status(line: &str) -> Result<u64, Failed> {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return Ok(0) };
    let value = status.lines().find_map(|it| it.strip_prefix(line)).map(|it| it.trim().trim_end_matches(" kB").trim());
    Ok(value.map(str::parse).transpose()?.unwrap_or(0))
}

/// Takes the kinds of attendance and keeps nothing: its memory is that of the replay alone.
#[derive(Debug, Default)]
struct Nothing;

impl Projection for Nothing {
    const NAME: &'static str = "nothing";
    const VERSION: u32 = 1;
    const KINDS: &'static [&'static str] = Attendance::KINDS;
    fn apply(&mut self, _: &FactView<'_>) -> Result<(), FoldError> {
        Ok(())
    }
    fn tables(&mut self) -> Vec<&mut dyn AnyTable> {
        Vec::new()
    }
}

impl Answer for Nothing {
    fn answer(&self, _: &Scope, _: Language) -> Body {
        Body { title: String::new(), definitions: Vec::new(), figures: serde_json::Value::Null, tables: Vec::new() }
    }
}

fn show(figures: &Figures) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} facts of {} bytes, medians of {} alternated rounds",
        figures.facts, figures.bytes_a_fact, figures.rounds
    )?;
    writeln!(
        out,
        "  raw scan, nothing decoded   {:>8} ms  {:>9} facts/s",
        figures.raw_median_ms, figures.raw_facts_a_second
    )?;
    writeln!(
        out,
        "  replay into attendance      {:>8} ms  {:>9} facts/s",
        figures.replay_median_ms, figures.replay_facts_a_second
    )?;
    writeln!(out, "  ratio {} %, target {} %", figures.ratio_percent, figures.target_percent)?;
    writeln!(out, "peak memory, each in a process of its own")?;
    for memory in &figures.memory {
        writeln!(
            out,
            "  {:>9} facts into {:<10} {:>7} KiB at the peak, {:>6} KiB before; {} rows of {} KiB",
            memory.facts, memory.into, memory.peak_kib, memory.before_kib, memory.rows, memory.rows_kib
        )?;
    }
    Ok(())
}
