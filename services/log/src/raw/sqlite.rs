//! What SQLite takes.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Error, OpenFlags, params};

use super::RawRow;

/// Rows in one transaction.
const A_TRANSACTION: usize = 100;

/// The columns of a fact and the primary key, with no other index.
const TABLE: &str = include_str!("sqlite/table.sql");

/// Inserts all rows into a new file, 100 a transaction, and gives the time that it took, table made beforehand.
///
/// # Errors
/// When SQLite fails, or the file holds such a table already.
pub fn insert(path: &Path, rows: &[RawRow]) -> Result<Duration, Error> {
    let connection = Connection::open(path)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(TABLE)?;
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

/// Every fact of a log's file in order of position, its blob touched and nothing decoded. Gives the bytes of all.
///
/// # Errors
/// When SQLite fails, or a row is not one of a log.
pub fn scan(path: &Path) -> Result<u64, Error> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare("SELECT position, fact FROM facts ORDER BY place")?;
    let mut rows = statement.query([])?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let _: i64 = row.get(0)?;
        bytes += row.get_ref(1)?.as_blob()?.len() as u64;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_reads_every_byte_that_was_inserted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("raw.sqlite");
        let row = |number: u8| RawRow {
            stream: "session/s-1".to_owned(),
            version: number.into(),
            id: [number; 16],
            kind: "session.held",
            occurred: "2016".to_owned(),
            fact: vec![number; usize::from(number)],
        };
        let rows: Vec<RawRow> = (1..=150).map(row).collect();
        insert(&path, &rows).unwrap();
        assert_eq!(scan(&path).unwrap(), (1..=150).sum::<u64>(), "a whole transaction and a part of one");
        assert!(insert(&path, &rows).is_err(), "the table is there already");
    }
}
