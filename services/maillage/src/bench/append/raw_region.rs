//! The reference: what PostgreSQL itself takes in transactions of one fact, with nothing checked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use maillage_log::postgres::connect::{PostgresAddress, tls};
use tokio::task::JoinSet;
use tokio_postgres::Client;
use uuid::Uuid;

use super::presences::Row;
use crate::bench::workload::Failed;

/// Sessions that insert at once.
pub const SESSIONS: usize = 32;

/// The same columns as those of a fact, and the primary key alone.
const TABLE: &str = "
    drop table if exists maillage_bench_raw;
    create table maillage_bench_raw (
        space integer not null, position bigint not null, recorded_at bigint not null, stream_number bigint not null,
        version bigint not null,
        id uuid not null, kind text not null, occurred text not null, stream text not null, fact bytea not null,
        primary key (space, position))";

const INSERT: &str = "insert into maillage_bench_raw values (1, $1, 1700000000000000, 1, $2, $3, $4, $5, $6, $7)";

/// Inserts all rows, one a transaction, over [`SESSIONS`] sessions at once, and tells how long it took, table and
/// statements made beforehand.
pub async fn insert(address: &PostgresAddress, rows: Vec<Row>) -> Result<Duration, Failed> {
    connect(address).await?.batch_execute(TABLE).await?;
    let (rows, next) = (Arc::new(rows), Arc::new(AtomicUsize::new(0)));
    let mut sessions = Vec::with_capacity(SESSIONS);
    for _ in 0..SESSIONS {
        let client = connect(address).await?;
        sessions.push((client.prepare(INSERT).await?, client));
    }
    let begun = Instant::now();
    let mut tasks: JoinSet<Result<(), tokio_postgres::Error>> = JoinSet::new();
    for (statement, client) in sessions {
        let (rows, next) = (rows.clone(), next.clone());
        tasks.spawn(async move {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(row) = rows.get(at) else { return Ok(()) };
                let (position, version) = (i64::try_from(at).unwrap_or(i64::MAX) + 1, row.version.cast_signed());
                let id = Uuid::from_bytes(row.id);
                client
                    .execute(&statement, &[&position, &version, &id, &row.kind, &row.occurred, &row.stream, &row.fact])
                    .await?;
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    let took = begun.elapsed();
    connect(address).await?.batch_execute("drop table maillage_bench_raw").await?;
    Ok(took)
}

async fn connect(address: &PostgresAddress) -> Result<Client, Failed> {
    let (client, connection) = address.config().connect(tls(None)?).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a session of the bench was lost");
        }
    });
    Ok(client)
}
