//! The reference: what SQLite itself takes, with nothing checked.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use super::presences::Row;
use crate::bench::workload::Failed;

/// Rows in one transaction.
const A_TRANSACTION: usize = 100;

/// Inserts all rows and tells how long it took, table made beforehand.
pub fn insert(path: &Path, rows: &[Row]) -> Result<Duration, Failed> {
    let connection = Connection::open(path)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE facts (
            place INTEGER PRIMARY KEY, space INTEGER NOT NULL, position INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
            stream_number INTEGER NOT NULL, version INTEGER NOT NULL, id BLOB NOT NULL,
            kind TEXT NOT NULL, occurred TEXT NOT NULL,
            stream TEXT NOT NULL, fact BLOB NOT NULL) STRICT",
    )?;
    let mut statement =
        connection.prepare("INSERT INTO facts VALUES (?1, 1, ?2, 1700000000000000, 1, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    let begun = Instant::now();
    let mut position = 0_i64;
    for rows in rows.chunks(A_TRANSACTION) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for row in rows {
            position += 1;
            statement.execute(params![
                (1_i64 << 40) + position,
                position,
                row.version,
                row.id,
                row.kind,
                row.occurred,
                row.stream,
                row.fact
            ])?;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(begun.elapsed())
}
