//! What PostgreSQL takes in transactions of one fact.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio_postgres::{Client, Error};
use uuid::Uuid;

use super::RawRow;
use crate::postgres::connect::{PostgresAddress, tls};

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Sessions that insert at once.
pub const SESSIONS: usize = 32;

/// The columns of a fact, and the primary key alone.
const TABLE: &str = include_str!("postgres/table.sql");

const INSERT: &str = "insert into maillage_bench_raw values (1, $1, 1700000000000000, 1, $2, $3, $4, $5, $6, $7)";

/// Inserts all rows, one a transaction, over [`SESSIONS`] sessions at once, and gives the time that it took, table and
/// statements made beforehand. The table is removed afterwards.
///
/// # Errors
/// When the server does not take a session or a row.
pub async fn insert(address: &PostgresAddress, rows: Vec<RawRow>) -> Result<Duration, Failed> {
    connect(address).await?.batch_execute(TABLE).await?;
    let (rows, next) = (Arc::new(rows), Arc::new(AtomicUsize::new(0)));
    let mut sessions = Vec::with_capacity(SESSIONS);
    for _ in 0..SESSIONS {
        let client = connect(address).await?;
        sessions.push((client.prepare(INSERT).await?, client));
    }
    let begun = Instant::now();
    let mut tasks: JoinSet<Result<(), Error>> = JoinSet::new();
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
