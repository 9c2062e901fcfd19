//! Rows and checkpoint of each (projection, space), moved in one transaction.
//!
//! All of it is derived: what a power cut takes away is folded again from the log, which alone must be durable. Hence `synchronous=NORMAL`:
//! a commit waits for no disk, the file stays consistent, and at worst the last commits before the cut are undone, rows and checkpoint together.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use maillage_projections::catalogue::AnyProjection;
use maillage_projections::table::RowChange;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::ProjectorError;
use crate::frame::Mark;

/// Raised when the tables change; rows of another layout are dropped and folded again.
const LAYOUT: i64 = 1;

const SCHEMA: &str = include_str!("store.sql");

/// Where a projection of a space stands in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The version of the fold that made the rows.
    pub version: u32,
    /// The last fact that the rows hold.
    pub mark: Mark,
    /// Which rows live.
    pub generation: i64,
    /// Why the fold stopped after that fact, if it did.
    pub stopped: Option<String>,
}

/// What a projection of a space adds to its rows.
#[derive(Debug)]
pub struct Step<'s> {
    /// The projection.
    pub projection: &'static str,
    /// The version of its fold.
    pub version: u32,
    /// The position that the changes start from: the rows must stand there or after.
    pub from: u64,
    /// The last fact that the changes hold: the rows must not stand beyond.
    pub to: Mark,
    /// The changed rows.
    pub changes: &'s [RowChange],
}

/// What became of a [`Step`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The rows moved.
    Moved,
    /// Another process is ahead: its rows stay, the changes must be offered again later, together with those that follow.
    Ahead,
    /// Another version of the fold keeps these rows: this one keeps none.
    OtherVersion,
    /// The rows are gone, or stand before the changes: they must be folded again from zero.
    Lost,
}

/// The file of rows. Shared by several processes if need be: every move compares what is stored first.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    /// Only for the test that shows what the comparison prevents.
    #[cfg(test)]
    pub careless: std::sync::atomic::AtomicBool,
}

impl Store {
    /// Opens the file, made when it is not there, emptied when its layout is another.
    pub fn open(path: &Path) -> Result<Self, ProjectorError> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.set_prepared_statement_cache_capacity(32);
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let layout: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if layout != LAYOUT {
            tx.execute_batch("DROP TABLE IF EXISTS projected_rows; DROP TABLE IF EXISTS checkpoints;")?;
            tx.execute_batch(SCHEMA)?;
            tx.pragma_update(None, "user_version", LAYOUT)?;
        }
        tx.commit()?;
        Ok(Self {
            connection: Mutex::new(connection),
            #[cfg(test)]
            careless: false.into(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic under the lock rolled its transaction back: the connection is sound.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a projection stands; `None` when it was never kept.
    pub fn checkpoint(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        Ok(checkpoint(&self.lock(), projection, space)?)
    }

    /// Every space that has rows of some projection.
    pub fn spaces(&self) -> Result<Vec<SpaceId>, ProjectorError> {
        let connection = self.lock();
        let mut statement = connection.prepare("SELECT DISTINCT space FROM checkpoints ORDER BY space")?;
        let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(names.into_iter().filter_map(|name| SpaceId::new(name).ok()).collect())
    }

    /// Puts the living rows back into a fresh state. `None` when there are none of this version of the fold; an error when they cannot be read.
    pub fn load(&self, space: &SpaceId, state: &mut dyn AnyProjection) -> Result<Option<Checkpoint>, ProjectorError> {
        let projection = state.name();
        let mut connection = self.lock();
        let tx = connection.transaction()?;
        let Some(found) = checkpoint(&tx, projection, space)?.filter(|found| found.version == state.version()) else {
            return Ok(None);
        };
        for table in state.tables() {
            let mut statement = tx.prepare_cached(ROWS)?;
            let mut rows = statement.query(params![projection, space.as_str(), found.generation, table.name()])?;
            while let Some(row) = rows.next()? {
                table.restore(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
            }
        }
        Ok(Some(found))
    }

    /// Moves the rows and checkpoints of several projections of a space, all in one transaction, each by compare-and-set on its position.
    pub fn keep(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<Vec<Kept>, ProjectorError> {
        let mut connection = self.lock();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut outcomes = Vec::with_capacity(steps.len());
        for step in steps {
            let found = checkpoint(&tx, step.projection, space)?;
            let outcome = match &found {
                None => Kept::Lost,
                #[cfg(test)]
                Some(_) if self.careless.load(std::sync::atomic::Ordering::SeqCst) => Kept::Moved,
                Some(found) if found.version > step.version => Kept::OtherVersion,
                Some(found) if found.version < step.version || found.mark.position < step.from => Kept::Lost,
                Some(found) if found.mark.position > step.to.position => Kept::Ahead,
                Some(_) => Kept::Moved,
            };
            if let (Kept::Moved, Some(found)) = (outcome, &found) {
                write(&tx, step.projection, space, found.generation, step.changes)?;
                let mut statement = tx.prepare_cached(
                    "UPDATE checkpoints SET position = ?3, recorded_at = ?4, fact = ?5, stopped = NULL WHERE projection = ?1 AND space = ?2",
                )?;
                let (position, recorded_at, fact) = columns(step.to);
                statement.execute(params![step.projection, space.as_str(), position, recorded_at, fact])?;
            }
            outcomes.push(outcome);
        }
        tx.commit()?;
        Ok(outcomes)
    }

    pub(crate) fn transaction<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>) -> Result<T, ProjectorError> {
        let mut connection = self.lock();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }
}

const ROWS: &str = "SELECT key, row FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation = ?3 AND name = ?4 ORDER BY key";

pub(crate) fn columns(mark: Mark) -> (i64, Option<i64>, Option<Vec<u8>>) {
    let position = i64::try_from(mark.position).unwrap_or(i64::MAX);
    (position, mark.fact.map(|(recorded_at, _)| recorded_at.0), mark.fact.map(|(_, id)| id.0.as_bytes().to_vec()))
}

pub(crate) fn checkpoint(connection: &Connection, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT version, position, recorded_at, fact, generation, stopped FROM checkpoints WHERE projection = ?1 AND space = ?2 AND version > 0",
    )?;
    let found = statement.query_row(params![projection, space.as_str()], |row| {
        let recorded_at: Option<i64> = row.get(2)?;
        let fact: Option<[u8; 16]> = row.get(3)?;
        let fact = recorded_at.zip(fact).map(|(at, id)| (RecordedAt(at), FactId(uuid::Uuid::from_bytes(id))));
        Ok(Checkpoint {
            version: row.get(0)?,
            mark: Mark { position: row.get::<_, i64>(1)?.unsigned_abs(), fact },
            generation: row.get(4)?,
            stopped: row.get(5)?,
        })
    });
    found.optional()
}

pub(crate) fn write(tx: &Transaction<'_>, projection: &str, space: &SpaceId, generation: i64, changes: &[RowChange]) -> Result<(), rusqlite::Error> {
    let mut put =
        tx.prepare_cached("INSERT OR REPLACE INTO projected_rows (projection, space, generation, name, key, row) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut drop =
        tx.prepare_cached("DELETE FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation = ?3 AND name = ?4 AND key = ?5")?;
    for change in changes {
        match &change.row {
            Some(row) => put.execute(params![projection, space.as_str(), generation, change.table, change.key, row])?,
            None => drop.execute(params![projection, space.as_str(), generation, change.table, change.key])?,
        };
    }
    Ok(())
}
