//! Where a log stands: who it is, the last fact of each space, what it remembers of its vault.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::statements::place;
use crate::identity::{LogMark, StoreId, VaultMark};

/// The last fact of each space.
const LAST: &str = "SELECT space, number FROM spaces ORDER BY number";
const LAST_FACT: &str =
    "SELECT position, recorded_at, id FROM facts WHERE place > ?1 AND place < ?2 ORDER BY place DESC LIMIT 1";
const IDENTITY: &str = "SELECT id FROM store";
const REMEMBERED: &str = "SELECT vault, changes, space, position, cards, erased FROM vault_marks ORDER BY number";

/// Who it is.
pub(crate) fn identity(connection: &Connection) -> rusqlite::Result<StoreId> {
    connection.query_row(IDENTITY, [], |row| Ok(StoreId(Uuid::from_bytes(row.get(0)?))))
}

/// The last fact of a space by its number.
pub(super) fn last(connection: &Connection, space: &SpaceId, number: i64) -> rusqlite::Result<Option<LogMark>> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(LogMark {
            space: space.clone(),
            position: row.get(0)?,
            recorded_at: RecordedAt(row.get(1)?),
            fact: FactId(Uuid::from_bytes(row.get(2)?)),
        })
    };
    connection.prepare_cached(LAST_FACT)?.query_row([place(number, 0), place(number + 1, 0)], read).optional()
}

/// The last fact of each space.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<LogMark>> {
    let mut statement = connection.prepare_cached(LAST)?;
    let spaces = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let mut marks = Vec::new();
    for space in spaces {
        let (name, number) = space?;
        if let Ok(space) = SpaceId::new(name) {
            marks.extend(last(connection, &space, number)?);
        }
    }
    Ok(marks)
}

/// What the log remembers of its vault, in order.
pub(crate) fn vault_marks(connection: &Connection) -> rusqlite::Result<Vec<VaultMark>> {
    let mut statement = connection.prepare_cached(REMEMBERED)?;
    let read = |row: &rusqlite::Row<'_>| {
        let malformed = |error| rusqlite::Error::FromSqlConversionFailure(2, Type::Text, Box::new(error));
        Ok(VaultMark {
            vault: Uuid::from_bytes(row.get(0)?),
            changes: row.get(1)?,
            space: row.get::<_, String>(2)?.parse().map_err(malformed)?,
            position: row.get(3)?,
            cards: row.get(4)?,
            erased: row.get(5)?,
        })
    };
    statement.query_map([], read)?.collect()
}
