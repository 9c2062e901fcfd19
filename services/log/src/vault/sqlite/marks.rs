//! How a vault in a file stands, and where it knew the log to stand.

use std::path::Path;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use rusqlite::{Connection, OpenFlags, Row, TransactionBehavior, params};
use uuid::Uuid;

use super::file::ours;
use super::{BUSY, space_of};
use crate::identity::{FoundVault, LogMark, StoreId, VaultStanding, Witness};
use crate::vault::VaultError;

const NOTE: &str = "INSERT INTO log_marks (space, position, recorded_at, fact) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (space) DO UPDATE
    SET position = excluded.position, recorded_at = excluded.recorded_at, fact = excluded.fact
    WHERE excluded.position > log_marks.position";

/// A vault in a file as it is found, without its key; `None` where there is none. Nothing is made.
///
/// # Errors
/// When a file is there that is no vault, or that cannot be read.
pub fn found(path: &Path) -> Result<Option<FoundVault>, VaultError> {
    if std::fs::metadata(path).map_or(0, |file| file.len()) == 0 {
        return Ok(None);
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY)?;
    if !ours(&connection)? {
        return Ok(None);
    }
    let mut statement = connection.prepare("SELECT space, position, recorded_at, fact FROM log_marks")?;
    let read = |row: &Row<'_>| {
        let (recorded_at, fact) = (RecordedAt(row.get(2)?), FactId(Uuid::from_bytes(row.get(3)?)));
        Ok(LogMark { space: space_of(row)?, position: row.get(1)?, recorded_at, fact })
    };
    let marks = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    let witness = Witness { name: path.display().to_string(), store: store_of(&connection)?, marks };
    Ok(Some(FoundVault { standing: standing(&connection)?, witness }))
}

pub(super) fn store_of(connection: &Connection) -> rusqlite::Result<Option<StoreId>> {
    let store: Option<[u8; 16]> = connection.query_row("SELECT store FROM root", [], |row| row.get(0))?;
    Ok(store.map(|store| StoreId(Uuid::from_bytes(store))))
}

pub(super) fn standing(connection: &Connection) -> rusqlite::Result<VaultStanding> {
    let sql = "SELECT id, changes, (SELECT count(*) FROM persons), (SELECT count(*) FROM erased) FROM root";
    connection.query_row(sql, [], |row| {
        let vault = Uuid::from_bytes(row.get(0)?);
        Ok(VaultStanding { vault, changes: row.get(1)?, cards: row.get(2)?, erased: row.get(3)? })
    })
}

pub(super) fn note(connection: &Connection, mark: &LogMark) -> rusqlite::Result<usize> {
    let LogMark { space, position, recorded_at, fact } = mark;
    connection.prepare_cached(NOTE)?.execute(params![space.as_str(), position, recorded_at.0, fact.0.as_bytes()])
}

pub(super) fn belong(connection: &mut Connection, store: StoreId, marks: &[LogMark]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("UPDATE root SET store = ?1", [store.0.as_bytes()])?;
    transaction.execute("DELETE FROM log_marks", [])?;
    for mark in marks {
        note(&transaction, mark)?;
    }
    transaction.commit()
}
