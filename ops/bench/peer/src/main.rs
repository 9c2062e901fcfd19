//! What `cqrs-es` over `postgres-es` carries out a second: presences of about 400 bytes, 25 a stream, each writer
//! waiting for its answer. One line of JSON on stdout. Usage: maillage-bench-peer ADDRESS WRITERS SECONDS

use std::time::{Duration, Instant};

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent};
use postgres_es::postgres_cqrs;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgPoolOptions;

/// Presences of a stream: a session's.
const A_STREAM: u64 = 25;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Present {
    person: String,
    quality: String,
    context: String,
}

impl DomainEvent for Present {
    fn event_type(&self) -> String {
        "attendance.observed".to_owned()
    }
    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Session {
    present: u64,
}

#[derive(Debug)]
struct Never;

impl std::fmt::Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("never")
    }
}

impl std::error::Error for Never {}

impl Aggregate for Session {
    const TYPE: &'static str = "session";
    type Command = Present;
    type Event = Present;
    type Error = Never;
    type Services = ();

    async fn handle(&mut self, command: Present, (): &(), sink: &EventSink<Self>) -> Result<(), Never> {
        sink.write(command, self).await;
        Ok(())
    }

    fn apply(&mut self, _: Present) {
        self.present += 1;
    }
}

const TABLE: &str = "create table if not exists events (aggregate_type text not null, aggregate_id text not null, sequence bigint not null,
    event_type text not null, event_version text not null, payload json not null, metadata json not null,
    primary key (aggregate_type, aggregate_id, sequence))";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("usage: maillage-bench-peer ADDRESS WRITERS SECONDS");
    let (address, writers, seconds): (String, u32, u64) = (next()?, next()?.parse()?, next()?.parse()?);
    // Its own default is 10 connections; more of them is kinder to it.
    let pool = PgPoolOptions::new().max_connections(writers.min(100)).connect(&address).await?;
    sqlx::query("drop table if exists events").execute(&pool).await?;
    sqlx::query(TABLE).execute(&pool).await?;
    let (begun, until) = (Instant::now(), Instant::now() + Duration::from_secs(seconds));
    let mut tasks = Vec::new();
    for writer in 0..writers {
        let cqrs = postgres_cqrs::<Session>(pool.clone(), vec![], ());
        tasks.push(tokio::spawn(async move {
            let mut done = 0_u64;
            while Instant::now() < until {
                let stream = format!("seance-{writer}-{}", done / A_STREAM);
                let present = Present { person: format!("{writer:08}-{done:08}"), quality: "inhabitant".to_owned(), context: "c".repeat(366) };
                cqrs.execute(&stream, present).await.map_err(|error| error.to_string())?;
                done += 1;
            }
            Ok::<u64, String>(done)
        }));
    }
    let mut done = 0;
    for task in tasks {
        done += task.await??;
    }
    println!("{{\"writers\":{writers},\"facts_a_second\":{}}}", (done as f64 / begun.elapsed().as_secs_f64()).round());
    Ok(())
}
