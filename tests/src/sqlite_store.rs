//! The embedded store, as the contract suite wants it.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::id::SpaceId;
use maillage_log::clock::Clock;
use maillage_log::log::FactLog;
use maillage_log::sqlite::SqliteLog;
use rusqlite::Connection;

use crate::log_contract::{Column, LogFactory};

/// A SQLite log in a folder that goes away with it.
#[derive(Debug)]
pub struct SqliteStore {
    folder: tempfile::TempDir,
}

impl SqliteStore {
    /// An empty one.
    pub fn fresh() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Its file.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("facts.sqlite")
    }

    /// The rows of a projector that follows it.
    pub fn projections(&self) -> PathBuf {
        self.folder.path().join("projections.sqlite")
    }

    /// A connection past the log, as somebody with the `sqlite3` shell has it.
    pub fn raw(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }
}

const FORBIDDEN: &[&str] = &[
    "UPDATE facts SET kind = 'space.opened' WHERE position = 1",
    "UPDATE OR REPLACE facts SET position = 2 WHERE position = 1",
    "DELETE FROM facts WHERE position = 1",
    "DELETE FROM facts",
    "REPLACE INTO facts SELECT * FROM facts WHERE position = 1",
    "INSERT INTO facts SELECT * FROM facts WHERE position = 1",
    "INSERT INTO facts SELECT * FROM facts WHERE true ON CONFLICT DO UPDATE SET kind = 'space.opened'",
    "UPDATE receipts SET first = 9",
    "DELETE FROM receipts",
    "REPLACE INTO receipts SELECT * FROM receipts",
    "UPDATE streams SET stream = 'session/x' WHERE number = 1",
    "DELETE FROM streams",
    "UPDATE spaces SET space = 'x'",
    "DELETE FROM spaces",
];

#[async_trait]
impl LogFactory for SqliteStore {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn FactLog> {
        SqliteLog::open(&self.path(), clock).unwrap()
    }

    async fn forbidden_ways_that_worked(&self) -> Vec<String> {
        let raw = self.raw();
        raw.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        // As the log's own connection has it: without it, SQLite lets REPLACE remove rows without asking the triggers.
        raw.pragma_update(None, "recursive_triggers", true).unwrap();
        FORBIDDEN.iter().filter(|sql| raw.execute(sql, []).is_ok()).map(|sql| (*sql).to_owned()).collect()
    }

    async fn make_hole(&self, space: &SpaceId, position: u64) {
        let raw = self.raw();
        raw.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        raw.execute_batch("DROP TRIGGER facts_are_never_removed").unwrap();
        let sql = "DELETE FROM facts WHERE position = ?1 AND space = (SELECT number FROM spaces WHERE space = ?2)";
        assert_eq!(raw.execute(sql, (position, space.as_str())).unwrap(), 1);
    }

    async fn alter(&self, space: &SpaceId, position: u64, column: Column) {
        let raw = self.raw();
        raw.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        raw.execute_batch("DROP TRIGGER IF EXISTS facts_are_never_changed").unwrap();
        let set = match column {
            Column::RecordedAt => "recorded_at = recorded_at + 1",
            Column::Id => "id = randomblob(16)",
            Column::Kind => "kind = 'session.moved'",
            Column::Occurred => "occurred = '2016-04'",
            Column::Stream => "stream = 'session/s-99'",
            Column::Version => "version = version + 64",
            Column::Fact => "fact = CAST(replace(CAST(fact AS TEXT), 'session', 'sessiom') AS BLOB)",
            Column::Checksum => "checksum = ~checksum",
        };
        let of = "position = ?1 AND space = (SELECT number FROM spaces WHERE space = ?2)";
        let changed = raw.execute(&format!("UPDATE facts SET {set} WHERE {of}"), (position, space.as_str())).unwrap();
        assert_eq!(changed, 1);
    }
}
