//! `maillage bench live`: from the reply to a command to its event at a live client, through real HTTP on loopback.
//!
//! One server in this process, one live client, one writer that records presences one after the other. An event that
//! arrives before the reply counts as zero. The round trip of `/healthz` in the same run tells what HTTP alone costs on
//! this machine.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use maillage_log::clock::SystemClock;
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;
use maillage_projector::Projector;
use maillage_server::{AppState, Metrics, listen, serve};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::workload::Failed;

/// What is asked of the bench.
#[derive(Debug, Clone, clap::Args)]
pub struct LiveArgs {
    /// Presences recorded, one after the other.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub events: u32,
    /// Figures as JSON.
    #[arg(long)]
    pub json: bool,
}

/// The 99th percentile that we answer for.
const TARGET: Duration = Duration::from_millis(100);
/// How long an event may take before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// The figures of the bench, in microseconds.
#[derive(Debug, Serialize)]
struct Figures {
    events: usize,
    reply_to_event_median: u64,
    reply_to_event_p99: u64,
    reply_to_event_most: u64,
    reply_median: u64,
    health_round_trip_median: u64,
    target: u64,
    within_target: bool,
}

/// Measures over a store that is removed afterwards, and prints.
pub async fn run(args: LiveArgs) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let log = SqliteLog::open(&folder.path().join("log.sqlite"), Arc::new(SystemClock))?;
    let projector = Projector::open(log.clone(), &folder.path().join("rows.sqlite")).await?;
    let vault = Arc::new(Vault::open(&folder.path().join("vault.sqlite"), &folder.path().join("vault.key"))?);
    let state =
        AppState::new(log, projector.clone(), vault, Arc::new(Metrics::new(env!("CARGO_PKG_VERSION"), "bench")?));
    let listener = listen(([127, 0, 0, 1], 0).into()).await?;
    let caller =
        Caller { base: format!("http://{}/v1/spaces/bench", listener.local_addr()?), http: reqwest::Client::new() };
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(serve(listener, state, async move {
        drop(stopped.await);
    }));
    let figures = measure(&caller, args.events).await;
    drop(stop);
    served.await??;
    projector.stop().await;
    show(&figures?, args.json)
}

struct Caller {
    base: String,
    http: reqwest::Client,
}

impl Caller {
    async fn put(&self, path: &str, body: &Value) -> Result<u64, Failed> {
        let request = self.http.put(format!("{}{path}", self.base)).header("content-type", "application/json");
        let response = request.body(body.to_string()).send().await?;
        let status = response.status();
        let text = response.text().await?;
        let answer: Value = serde_json::from_str(&text)?;
        answer["position"].as_u64().ok_or_else(|| format!("{status}: {text}").into())
    }

    /// Notes when each fact arrives.
    async fn listen(&self, arrived: mpsc::UnboundedSender<(u64, Instant)>) -> Result<(), Failed> {
        let response = self.http.get(format!("{}/live?last_event_id=0", self.base)).send().await?.error_for_status()?;
        let (mut chunks, mut buffer) = (response.bytes_stream(), String::new());
        while let Some(chunk) = chunks.next().await {
            let now = Instant::now();
            buffer.push_str(&String::from_utf8_lossy(&chunk?));
            while let Some((event, rest)) = buffer.split_once("\n\n") {
                let position = event.lines().find_map(|line| line.strip_prefix("id: ")?.parse().ok());
                if let Some(position) = position.filter(|_| event.contains("event: fact"))
                    && arrived.send((position, now)).is_err()
                {
                    return Ok(());
                }
                buffer = rest.to_owned();
            }
        }
        Ok(())
    }
}

async fn measure(caller: &Caller, events: u32) -> Result<Figures, Failed> {
    caller.put("", &json!({"data": {"name": "Bench", "kind": "city", "demonstration": true}})).await?;
    let plan = json!({"data": {"title": "Séance mesurée", "kind": "meeting", "when": "2016-02-08"}});
    let mut position = caller.put("/sessions/r0", &plan).await?;
    let persons: Vec<Uuid> = (1..=u128::from(events)).map(Uuid::from_u128).collect();
    for person in &persons {
        let card = json!({"data": {"family_name": "Banc", "given_name": person.to_string()}});
        position = caller.put(&format!("/persons/{person}/card"), &card).await?;
    }
    let health = caller.base.replace("/v1/spaces/bench", "/healthz");
    let mut round_trips = Vec::new();
    for _ in 0..events.min(200) {
        let started = Instant::now();
        caller.http.get(&health).send().await?.bytes().await?;
        round_trips.push(started.elapsed());
    }

    let (sender, mut arrived) = mpsc::unbounded_channel();
    let follow = caller.listen(sender);
    let write = async {
        wait_for(&mut arrived, position).await?;
        let presence = json!({"occurred_on": "2016-02-08", "data": {"quality": "inhabitant"}});
        let (mut delays, mut replies) = (Vec::new(), Vec::new());
        for person in &persons {
            let sent = Instant::now();
            let position = caller.put(&format!("/sessions/r0/attendance/{person}"), &presence).await?;
            let replied = Instant::now();
            replies.push(replied - sent);
            delays.push(wait_for(&mut arrived, position).await?.saturating_duration_since(replied));
        }
        Ok::<_, Failed>((delays, replies))
    };
    let (delays, replies) = tokio::select! {
        written = write => written?,
        ended = follow => return Err(ended.err().unwrap_or_else(|| "the live stream ended".into())),
    };
    let (mut delays, replies, round_trips) = (delays, median(replies), median(round_trips));
    delays.sort_unstable();
    let p99 = delays[(delays.len() * 99).div_ceil(100) - 1];
    Ok(Figures {
        events: delays.len(),
        reply_to_event_median: micros(delays[delays.len() / 2]),
        reply_to_event_p99: micros(p99),
        reply_to_event_most: micros(delays[delays.len() - 1]),
        reply_median: replies,
        health_round_trip_median: round_trips,
        target: micros(TARGET),
        within_target: p99 <= TARGET,
    })
}

async fn wait_for(arrived: &mut mpsc::UnboundedReceiver<(u64, Instant)>, position: u64) -> Result<Instant, Failed> {
    let reached = async {
        loop {
            match arrived.recv().await {
                Some((at, moment)) if at >= position => return Ok(moment),
                Some(_) => {}
                None => return Err(Failed::from("the live stream ended")),
            }
        }
    };
    tokio::time::timeout(PATIENCE, reached)
        .await
        .unwrap_or_else(|_| Err(format!("position {position} did not arrive").into()))
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

fn median(mut times: Vec<Duration>) -> u64 {
    times.sort_unstable();
    times.get(times.len() / 2).copied().map_or(0, micros)
}

fn show(figures: &Figures, json: bool) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(figures)?)?;
        return Ok(());
    }
    let ms = |micros: u64| format!("{}.{:03} ms", micros / 1000, micros % 1000);
    let Figures { reply_to_event_median: median, reply_to_event_p99: p99, reply_to_event_most: most, .. } = figures;
    writeln!(
        out,
        "reply → event, {} events: median {}, p99 {}, most {}",
        figures.events,
        ms(*median),
        ms(*p99),
        ms(*most)
    )?;
    writeln!(
        out,
        "command round trip: median {}; /healthz round trip: median {}",
        ms(figures.reply_median),
        ms(figures.health_round_trip_median)
    )?;
    writeln!(out, "target p99 ≤ {}: {}", ms(figures.target), if figures.within_target { "held" } else { "missed" })?;
    Ok(())
}
