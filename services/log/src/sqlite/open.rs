//! Opening the file: is it ours, of this version, and as durable as promised?

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::at_rest;
use super::options::{OpenError, SqliteOptions, Synchronous};
use crate::identity::{Lost, StoreId};

/// "MAIL", in the header of the file.
const APPLICATION_ID: i32 = 0x4d41_494c;
/// The version of what [`NEW_FILE`] writes.
const USER_VERSION: i32 = 5;
/// What a new file holds: facts, the index of the register, who the store is.
const NEW_FILE: [&str; 3] = [include_str!("schema.sql"), include_str!("register_index.sql"), include_str!("store.sql")];
/// Bytes of the write-ahead log that stay beside the file once all of it was copied.
const WAL_KEPT: u32 = 16 * 1024 * 1024;
/// When the store was known to be alive; any schema has it.
const ALIVE: &str = include_str!("alive.sql");

/// The connection that writes, and what was found to be missing, where the caller judges.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) lost: Vec<Lost>,
}

/// The connection that writes: created and checked.
pub(super) fn writer(path: &Path, options: &SqliteOptions) -> Result<Opened, OpenError> {
    let failed = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let weak = |setting, value: String| OpenError::WeakDurability { path: path.to_owned(), setting, value };
    let found = at_rest::look(path)?;
    let mut connection = Connection::open(path).map_err(failed)?;
    connection.busy_timeout(options.busy).map_err(failed)?;
    let kind = ours(path, &connection)?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0)).map_err(failed)?;
    if mode != "wal" {
        return Err(weak("journal_mode", mode));
    }
    connection.pragma_update(None, "synchronous", options.synchronous.level()).map_err(failed)?;
    let level: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).map_err(failed)?;
    if level < Synchronous::Full.level() && !options.accept_loss {
        return Err(weak("synchronous", level.to_string()));
    }
    // The checkpoints that SQLite makes by itself fail in silence.
    connection.pragma_update(None, "wal_autocheckpoint", 0).map_err(failed)?;
    connection.pragma_update(None, "journal_size_limit", WAL_KEPT).map_err(failed)?;
    connection.pragma_update(None, "cache_size", -32_768).map_err(failed)?;
    // Without it, INSERT OR REPLACE would delete rows behind the triggers' back.
    connection.pragma_update(None, "recursive_triggers", true).map_err(failed)?;
    let lost = match kind {
        FileKind::Current => at_rest::copied_alone(&connection, path, found).map_err(failed)?,
        FileKind::Empty => Vec::new(),
    };
    create(path, &mut connection, options.identity)?;
    if let Some(most) = options.most_bytes {
        let page: u64 = connection.pragma_query_value(None, "page_size", |row| row.get(0)).map_err(failed)?;
        connection.pragma_update_and_check(None, "max_page_count", most / page.max(1), |_| Ok(())).map_err(failed)?;
    }
    Ok(Opened { connection, lost })
}

/// A connection for checkpoints alone, with the syncs that are promised. It waits for nobody.
pub(super) fn checkpointer(path: &Path) -> rusqlite::Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(Duration::ZERO)?;
    without_last_checkpoint(&connection)?;
    connection.pragma_update(None, "synchronous", Synchronous::Full.level())?;
    Ok(connection)
}

/// Makes a connection end without the checkpoint that SQLite makes when the last one is closed.
pub(super) fn without_last_checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map(drop)
}

/// A connection that only reads.
pub(super) fn reader(path: &Path, busy: Duration) -> rusqlite::Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(busy)?;
    connection.pragma_update(None, "cache_size", -4_096)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    /// Nobody's yet.
    Empty,
    /// A log of this schema.
    Current,
}

/// Refuses a file of somebody else before touching it. An empty file is nobody's yet.
fn ours(path: &Path, connection: &Connection) -> Result<FileKind, OpenError> {
    let failed = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).map_err(failed);
    let (id, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    match (id, version) {
        (0, 0) if tables == 0 => Ok(FileKind::Empty),
        (APPLICATION_ID, USER_VERSION) => Ok(FileKind::Current),
        (APPLICATION_ID, found) => Err(OpenError::OtherVersion { path: path.to_owned(), found, known: USER_VERSION }),
        (found, _) => Err(OpenError::NotOurs { path: path.to_owned(), found }),
    }
}

/// Writes the schema into an empty file; two processes may try at once.
fn create(path: &Path, connection: &mut Connection, identity: Option<StoreId>) -> Result<(), OpenError> {
    let failed = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let is_new = ours(path, &transaction)? == FileKind::Empty;
    if is_new {
        for statements in NEW_FILE {
            transaction.execute_batch(statements).map_err(failed)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
        transaction.pragma_update(None, "user_version", USER_VERSION).map_err(failed)?;
        let id = identity.map_or_else(StoreId::new, Ok)?;
        transaction.execute("INSERT INTO store (only, id) VALUES (1, ?1)", [id.0.as_bytes()]).map_err(failed)?;
    }
    transaction.execute_batch(ALIVE).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    if is_new {
        // Who it is stands in the file itself from the start, not in its write-ahead log alone.
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::statements::{of_kinds, register};
    use super::*;

    /// The list of kinds stands in the index, as it was when the index was made.
    #[test]
    fn the_register_is_read_by_its_index() {
        let folder = tempfile::tempdir().unwrap();
        let plan = |path: &Path| -> String {
            let connection = writer(path, &SqliteOptions::default()).unwrap().connection;
            connection.query_row(&format!("EXPLAIN QUERY PLAN {}", register()), [0, 1], |row| row.get(3)).unwrap()
        };
        let path = folder.path().join("facts.db");
        assert!(plan(&path).contains("facts_of_register"), "{}", plan(&path));
        Connection::open(&path).unwrap().execute_batch("DROP INDEX facts_of_register").unwrap();
        assert!(!plan(&path).contains("facts_of_register"), "the control");
    }

    /// Who looks for the erasures of a space at each start reads no other fact.
    #[test]
    fn a_kind_of_the_register_alone_is_found_by_its_index_and_another_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let connection = writer(&folder.path().join("facts.db"), &SqliteOptions::default()).unwrap().connection;
        let plan = |kind: &str| -> String {
            let facts = format!("SELECT fact FROM facts WHERE ({}) AND place > 0 ORDER BY place", of_kinds(&[kind]));
            connection.query_row(&format!("EXPLAIN QUERY PLAN {facts}"), [], |row| row.get(3)).unwrap()
        };
        assert!(plan("person.erased").contains("facts_of_register"), "{}", plan("person.erased"));
        assert!(!plan("session.held").contains("facts_of_register"), "the control: {}", plan("session.held"));
    }
}
