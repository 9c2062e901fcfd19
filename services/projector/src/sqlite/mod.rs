//! Rows in a SQLite file of its own beside the log.
//!
//! `synchronous=NORMAL`: a commit waits for no disk, the file stays consistent, and at worst the last commits before a
//! power cut are undone, rows and checkpoint together.

mod generation;
mod set_aside;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use maillage_log::identity::StoreId;
use maillage_projections::catalogue::AnyProjection;
use maillage_projections::table::RowChange;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use self::set_aside::Unfit;
pub use self::set_aside::aside;
use crate::ProjectorError;
use crate::mark::Mark;
use crate::rows_checksum::{self, Loaded};
use crate::store::{
    Building, Cause, Checkpoint, Difference, Hold, RowStore, SeenElsewhere, Step, Takeover, WriteOutcome,
};

/// Raised when the tables change; rows of another layout are dropped and folded again.
const LAYOUT: i64 = 2;

const TABLES: &str = include_str!("tables.sql");

/// Whose rows they are.
const BELONGS: &str = "CREATE TABLE IF NOT EXISTS store (
    only INTEGER PRIMARY KEY CHECK (only = 1), id BLOB NOT NULL CHECK (length(id) = 16)) STRICT";

const CHECKPOINT: &str = "SELECT version, position, recorded_at, fact, generation, stopped, declined
    FROM checkpoints WHERE projection = ?1 AND space = ?2 AND version > 0";

/// The columns of [`CHECKPOINT`], then the projection.
const STANDING: &str = "SELECT version, position, recorded_at, fact, generation, stopped, declined, projection
    FROM checkpoints WHERE space = ?1 AND version > 0";

const ROWS: &str = "SELECT name, key, row FROM projected_rows
    WHERE projection = ?1 AND space = ?2 AND generation = ?3 ORDER BY name, key";

const PUT: &str = "INSERT OR REPLACE INTO projected_rows (projection, space, generation, name, key, row)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

const REMOVE: &str = "DELETE FROM projected_rows
    WHERE projection = ?1 AND space = ?2 AND generation = ?3 AND name = ?4 AND key = ?5";

const MOVE: &str = "UPDATE checkpoints SET position = ?3, recorded_at = ?4, fact = ?5, stopped = NULL
    WHERE projection = ?1 AND space = ?2";

/// The file of rows.
#[derive(Debug)]
pub struct SqliteRows {
    connection: Mutex<Connection>,
}

impl SqliteRows {
    /// Opens the file, made when it is not there, emptied when its layout is an older one. All of it can be folded
    /// again: what is no file of rows, or is damaged, is set aside and another is begun.
    pub fn open(path: &Path) -> Result<Self, ProjectorError> {
        match open(path) {
            Err(unfit) if unfit.is_of_no_use() => {
                let aside = set_aside::set_aside(path)?;
                tracing::warn!(aside = %aside.display(), why = %unfit, "the file of rows was set aside: folding again");
                Ok(open(path)?)
            }
            opened => Ok(opened?),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic under the lock rolled its transaction back: the connection is sound.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<T, ProjectorError> {
        let mut connection = self.lock();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }
}

/// Opens a file that is one of rows, whole, or nobody's yet.
fn open(path: &Path) -> Result<SqliteRows, Unfit> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.set_prepared_statement_cache_capacity(32);
    let checked: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if checked != "ok" {
        return Err(Unfit::Damaged(checked));
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let layout: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let is_empty: bool = tx.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
    if layout > LAYOUT || (layout == 0 && !is_empty) {
        return Err(Unfit::OtherLayout(layout));
    }
    if layout != LAYOUT {
        tx.execute_batch(
            "DROP TABLE IF EXISTS projected_rows; DROP TABLE IF EXISTS checkpoints; DROP TABLE IF EXISTS replaced;",
        )?;
        tx.execute_batch(TABLES)?;
        tx.pragma_update(None, "user_version", LAYOUT)?;
    }
    tx.execute_batch(BELONGS)?;
    tx.commit()?;
    Ok(SqliteRows { connection: Mutex::new(connection) })
}

impl RowStore for SqliteRows {
    fn checkpoint(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        Ok(checkpoint(&self.lock(), projection, space)?)
    }

    fn standing(&self, space: &SpaceId) -> Result<BTreeMap<String, Checkpoint>, ProjectorError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(STANDING)?;
        let rows = statement.query_map(params![space.as_str()], |row| Ok((row.get(7)?, read(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn spaces(&self) -> Result<Vec<SpaceId>, ProjectorError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare("SELECT DISTINCT space FROM checkpoints WHERE version > 0 ORDER BY space")?;
        let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(names.into_iter().filter_map(|name| SpaceId::new(name).ok()).collect())
    }

    fn moved_elsewhere(&self, seen: &mut SeenElsewhere) -> Result<Vec<SpaceId>, ProjectorError> {
        // It counts what other connections wrote: this one does not count.
        let version = self.lock().prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        let same = seen.version.replace(version) == Some(version);
        if same { Ok(Vec::new()) } else { self.spaces() }
    }

    fn load(&self, space: &SpaceId, state: &mut dyn AnyProjection) -> Result<Option<Loaded>, ProjectorError> {
        let projection = state.name();
        let mut connection = self.lock();
        let tx = connection.transaction()?;
        let Some(found) = checkpoint(&tx, projection, space)?.filter(|found| found.version == state.version()) else {
            return Ok(None);
        };
        let (mut tables, mut checksum) = (state.tables(), None);
        let mut statement = tx.prepare_cached(ROWS)?;
        let mut rows = statement.query(params![projection, space.as_str(), found.generation])?;
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if let Some(table) = tables.iter_mut().find(|table| table.name() == name) {
                table.restore(
                    row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?,
                    row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?,
                )?;
            } else if name == rows_checksum::TABLE {
                checksum = Some(row.get(2)?);
            }
        }
        Ok(Some(Loaded { checkpoint: found, checksum }))
    }

    fn keep(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<Vec<WriteOutcome>, ProjectorError> {
        self.transaction(|tx| {
            let mut outcomes = Vec::with_capacity(steps.len());
            for step in steps {
                let found = checkpoint(tx, step.projection, space)?;
                let outcome = step.judge(found.as_ref());
                if let (WriteOutcome::Written, Some(found)) = (outcome, &found) {
                    write(tx, step.projection, space, found.generation, step.changes)?;
                    let mut statement = tx.prepare_cached(MOVE)?;
                    let (position, recorded_at, fact) = columns(step.to);
                    statement.execute(params![step.projection, space.as_str(), position, recorded_at, fact])?;
                }
                outcomes.push(outcome);
            }
            Ok(outcomes)
        })
    }

    fn begin(&self, projection: &'static str, version: u32, space: &SpaceId) -> Result<Building, ProjectorError> {
        let generation = self.transaction(|tx| generation::begin(tx, projection, space))?;
        Ok(Building { projection, space: space.clone(), version, generation })
    }

    fn add(&self, building: &Building, changes: &[RowChange]) -> Result<(), ProjectorError> {
        self.transaction(|tx| write(tx, building.projection, &building.space, building.generation, changes))
    }

    fn differing(&self, building: &Building, limit: usize) -> Result<Vec<Difference>, ProjectorError> {
        self.transaction(|tx| generation::differing(tx, building, limit))
    }

    fn take_over(
        &self,
        building: &Building,
        to: Mark,
        stopped: Option<&str>,
        cause: Cause,
    ) -> Result<Takeover, ProjectorError> {
        self.transaction(|tx| generation::take_over(tx, building, to, stopped, cause))
    }

    fn hold(&self, _: &SpaceId) -> Result<Hold, ProjectorError> {
        // A file is moved on by the processes of one machine; a generation catches up with those.
        Ok(Hold::nobody())
    }

    fn replaced(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        Ok(generation::replaced(&self.lock(), projection, space)?)
    }

    fn switch_back(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        self.transaction(|tx| generation::switch_back(tx, projection, space))
    }

    fn store(&self) -> Result<Option<StoreId>, ProjectorError> {
        let read = |row: &rusqlite::Row<'_>| Ok(StoreId(uuid::Uuid::from_bytes(row.get(0)?)));
        Ok(self.lock().query_row("SELECT id FROM store", [], read).optional()?)
    }

    fn belong(&self, store: StoreId) -> Result<(), ProjectorError> {
        self.transaction(|tx| {
            tx.execute("INSERT OR REPLACE INTO store (only, id) VALUES (1, ?1)", [store.0.as_bytes()]).map(drop)
        })
    }

    fn forget(&self, spaces: &[SpaceId]) -> Result<(), ProjectorError> {
        self.transaction(|tx| {
            for space in spaces {
                for table in ["projected_rows", "checkpoints", "replaced"] {
                    tx.execute(&format!("DELETE FROM {table} WHERE space = ?1"), [space.as_str()])?;
                }
            }
            Ok(())
        })
    }
}

fn columns(mark: Mark) -> (i64, Option<i64>, Option<Vec<u8>>) {
    let position = i64::try_from(mark.position).unwrap_or(i64::MAX);
    (position, mark.fact.map(|(recorded_at, _)| recorded_at.0), mark.fact.map(|(_, id)| id.0.as_bytes().to_vec()))
}

fn checkpoint(
    connection: &Connection,
    projection: &str,
    space: &SpaceId,
) -> Result<Option<Checkpoint>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(CHECKPOINT)?;
    statement.query_row(params![projection, space.as_str()], read).optional()
}

/// Reads version, position, recorded_at, fact, generation, stopped and declined, in that order.
fn read(row: &rusqlite::Row<'_>) -> Result<Checkpoint, rusqlite::Error> {
    let recorded_at: Option<i64> = row.get(2)?;
    let fact: Option<[u8; 16]> = row.get(3)?;
    let fact = recorded_at.zip(fact).map(|(at, id)| (RecordedAt(at), FactId(uuid::Uuid::from_bytes(id))));
    Ok(Checkpoint {
        version: row.get(0)?,
        mark: Mark { position: row.get::<_, i64>(1)?.unsigned_abs(), fact },
        generation: row.get(4)?,
        stopped: row.get(5)?,
        declined: row.get(6)?,
    })
}

fn write(
    tx: &Transaction<'_>,
    projection: &str,
    space: &SpaceId,
    generation: i64,
    changes: &[RowChange],
) -> Result<(), rusqlite::Error> {
    let mut put = tx.prepare_cached(PUT)?;
    let mut remove = tx.prepare_cached(REMOVE)?;
    for change in changes {
        match &change.row {
            Some(row) => put.execute(params![projection, space.as_str(), generation, change.table, change.key, row])?,
            None => remove.execute(params![projection, space.as_str(), generation, change.table, change.key])?,
        };
    }
    Ok(())
}
