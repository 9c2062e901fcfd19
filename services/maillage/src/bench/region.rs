//! `maillage bench region`: from the reply of one server to the event on a live stream of another, at a steady rate of
//! facts.
//!
//! The servers run already (`ops/stack up`). Sessions and persons of their own are made first, in spaces `bench-0`,
//! `bench-1` …; then presences are recorded on the first server at the rate that is asked for, each as a command of its
//! own, and the second server's streams are read. An event that arrives before the reply counts as zero.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::StreamExt;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::workload::Failed;

/// What is asked of the bench.
#[derive(Debug, Clone, clap::Args)]
pub struct RegionArgs {
    /// The server that is written to: http://127.0.0.1:8081
    #[arg(long, value_name = "URL")]
    pub write_to: String,
    /// The server whose streams are read: http://127.0.0.1:8082
    #[arg(long, value_name = "URL")]
    pub listen_to: String,
    /// Facts a second.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    pub rate: u32,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub seconds: u32,
    /// Spaces that they are spread over.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=200))]
    pub spaces: u32,
    /// Figures as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What we answer for.
const TARGET_MEDIAN: Duration = Duration::from_millis(30);
const TARGET_P99: Duration = Duration::from_millis(150);
/// How long the last events may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Presences of a session.
const A_SESSION: u32 = 20;

/// The figures, in microseconds.
#[derive(Debug, Serialize)]
struct Figures {
    facts: usize,
    asked_a_second: u32,
    facts_a_second: u64,
    reply_median: u64,
    reply_to_event_median: u64,
    reply_to_event_p99: u64,
    reply_to_event_most: u64,
    target_median: u64,
    target_p99: u64,
    within_target: bool,
}

type Moments = Arc<Mutex<HashMap<(u32, u64), Instant>>>;

fn note(moments: &Moments, space: u32, position: u64) {
    moments.lock().unwrap_or_else(PoisonError::into_inner).entry((space, position)).or_insert_with(Instant::now);
}

/// Measures, and prints.
pub async fn run(args: RegionArgs) -> Result<(), Failed> {
    let http = reqwest::Client::builder().pool_max_idle_per_host(512).build()?;
    let turn = Uuid::new_v5(
        &maillage_events::id::NAMESPACE,
        format!("{:?} {}", Instant::now(), std::process::id()).as_bytes(),
    );
    let (arrived, replied) = (Moments::default(), Moments::default());
    let mut listeners = JoinSet::new();
    for space in 0..args.spaces {
        put(
            &http,
            &format!("{}/v1/spaces/bench-{space}", args.write_to),
            &json!({"data": {"name": "Bench", "kind": "city", "demonstration": true}}),
        )
        .await?;
        let from = facts_so_far(&http, &args.write_to, space).await?;
        listeners.spawn(listen(
            http.clone(),
            format!("{}/v1/spaces/bench-{space}/live?last_event_id={from}", args.listen_to),
            space,
            arrived.clone(),
        ));
    }
    let facts = args.rate * args.seconds;
    let mut writers = JoinSet::new();
    let begun = Instant::now();
    for number in 0..facts {
        tokio::time::sleep_until((begun + Duration::from_secs(1) * number / args.rate).into()).await;
        let (http, replied, base) = (http.clone(), replied.clone(), args.write_to.clone());
        let (space, session, seat) =
            (number % args.spaces, number / args.spaces / A_SESSION, number / args.spaces % A_SESSION);
        writers.spawn(async move {
            let sent = Instant::now();
            let path = format!("{base}/v1/spaces/bench-{space}/sessions/r-{turn}-{session}");
            let visit = json!({"number": {"is": "exact", "value": 1}, "standing": {"is": "adds"}});
            let (path, body) = match seat {
                0 => (path, json!({"data": {"title": "Séance mesurée", "kind": "meeting", "when": "2016-02-08"}})),
                _ => (format!("{path}/visits/v-{seat}"), json!({"occurred_on": "2016-02-08", "data": visit})),
            };
            // A session is planned a moment before its first sheet; whoever comes too early asks again.
            for _ in 0..100 {
                match put(&http, &path, &body).await {
                    Ok(position) => {
                        note(&replied, space, position);
                        return Ok(sent.elapsed());
                    }
                    Err(why) if seat == 0 => return Err(why.to_string()),
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
            Err(format!("{path} was never taken"))
        });
    }
    let mut replies = Vec::new();
    while let Some(written) = writers.join_next().await {
        replies.push(written??);
    }
    let took = begun.elapsed();
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until && missing(&arrived, &replied) > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let lost = missing(&arrived, &replied);
    if lost > 0 {
        return Err(format!("{lost} of {facts} facts never came to the other server").into());
    }
    listeners.abort_all();
    show(&figures(&args, took, replies, &arrived, &replied), args.json)
}

fn missing(arrived: &Moments, replied: &Moments) -> usize {
    let arrived = arrived.lock().unwrap_or_else(PoisonError::into_inner);
    replied.lock().unwrap_or_else(PoisonError::into_inner).keys().filter(|key| !arrived.contains_key(key)).count()
}

fn figures(
    args: &RegionArgs,
    took: Duration,
    mut replies: Vec<Duration>,
    arrived: &Moments,
    replied: &Moments,
) -> Figures {
    let arrived = arrived.lock().unwrap_or_else(PoisonError::into_inner);
    let replied = replied.lock().unwrap_or_else(PoisonError::into_inner);
    let mut delays: Vec<Duration> = replied
        .iter()
        .filter_map(|(key, replied)| Some(arrived.get(key)?.saturating_duration_since(*replied)))
        .collect();
    delays.sort_unstable();
    replies.sort_unstable();
    let at = |sorted: &[Duration], percent: usize| {
        sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
    };
    let (median, p99) = (at(&delays, 50), at(&delays, 99));
    Figures {
        facts: delays.len(),
        asked_a_second: args.rate,
        facts_a_second: (delays.len() as f64 / took.as_secs_f64().max(1e-9)) as u64,
        reply_median: micros(at(&replies, 50)),
        reply_to_event_median: micros(median),
        reply_to_event_p99: micros(p99),
        reply_to_event_most: micros(delays.last().copied().unwrap_or_default()),
        target_median: micros(TARGET_MEDIAN),
        target_p99: micros(TARGET_P99),
        within_target: median <= TARGET_MEDIAN && p99 <= TARGET_P99,
    }
}

async fn facts_so_far(http: &reqwest::Client, base: &str, space: u32) -> Result<u64, Failed> {
    let answer: Value = serde_json::from_str(
        &http.get(format!("{base}/v1/spaces/bench-{space}")).send().await?.error_for_status()?.text().await?,
    )?;
    answer["position"].as_u64().ok_or_else(|| format!("no position in {answer}").into())
}

async fn put(http: &reqwest::Client, url: &str, body: &Value) -> Result<u64, Failed> {
    let response = http.put(url).header("content-type", "application/json").body(body.to_string()).send().await?;
    let (status, text) = (response.status(), response.text().await?);
    let answer: Value = serde_json::from_str(&text)?;
    answer["position"].as_u64().filter(|_| status.is_success()).ok_or_else(|| format!("{url}: {status}: {text}").into())
}

/// Notes when each fact of a space arrives.
async fn listen(http: reqwest::Client, url: String, space: u32, arrived: Moments) -> Result<(), String> {
    let response =
        http.get(url).send().await.and_then(reqwest::Response::error_for_status).map_err(|error| error.to_string())?;
    let (mut chunks, mut buffer) = (response.bytes_stream(), String::new());
    while let Some(chunk) = chunks.next().await {
        buffer.push_str(&String::from_utf8_lossy(&chunk.map_err(|error| error.to_string())?));
        while let Some((event, rest)) = buffer.split_once("\n\n") {
            let position = event.lines().find_map(|line| line.strip_prefix("id: ")?.parse().ok());
            if let Some(position) = position.filter(|_| event.contains("event: fact")) {
                note(&arrived, space, position);
            }
            buffer = rest.to_owned();
        }
    }
    Ok(())
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

fn show(figures: &Figures, json: bool) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(figures)?)?;
        return Ok(());
    }
    let ms = |micros: u64| format!("{}.{:03} ms", micros / 1000, micros % 1000);
    writeln!(out, "{} facts, {} a second (asked: {})", figures.facts, figures.facts_a_second, figures.asked_a_second)?;
    writeln!(
        out,
        "reply on one server → event on the other: median {}, p99 {}, most {}; the reply itself: median {}",
        ms(figures.reply_to_event_median),
        ms(figures.reply_to_event_p99),
        ms(figures.reply_to_event_most),
        ms(figures.reply_median)
    )?;
    let verdict = if figures.within_target { "held" } else { "missed" };
    writeln!(out, "target median ≤ {}, p99 ≤ {}: {verdict}", ms(figures.target_median), ms(figures.target_p99))?;
    Ok(())
}
