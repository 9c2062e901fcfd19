//! The vault's rows in a file of its own.
//!
//! # Layout
//! * here: each call; `file`: whose file it is; `marks`: how the vault stands, and where it knew the log to stand.

mod file;
mod marks;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use maillage_events::id::{CommandId, PersonRef, SpaceId};
use rusqlite::types::Type;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, params};
use uuid::Uuid;

use self::file::{create, ours};
pub use self::marks::found;
use super::rows::{Change, CurrentRows, DecideChanges, OwedRow, Rows, SealedCard};
use super::seal::Keys;
use super::{PendingCards, VaultError, root};
use crate::identity::{LogMark, StoreId, VaultStanding};

/// How long another process may hold the file.
const BUSY: Duration = Duration::from_secs(10);

const PUT: &str = "INSERT INTO persons (space, person, key, card, blind, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (space, person) DO UPDATE
    SET key = excluded.key, card = excluded.card, blind = excluded.blind, version = excluded.version";
const RESERVE: &str = "INSERT OR REPLACE INTO pending (space, person, command, since, key, card, blind)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const SETTLE: &str = "INSERT INTO persons (space, person, key, card, blind, version)
    SELECT space, person, key, card, blind, 1 FROM pending WHERE space = ?1 AND command = ?2
    ON CONFLICT (space, person) DO UPDATE
    SET key = excluded.key, card = excluded.card, blind = excluded.blind, version = persons.version + 1
    RETURNING person, version";
/// In the transaction of each change of cards or of erased references.
const CHANGED: &str = "UPDATE root SET changes = changes + 1";
const WITHDRAW: &str = "DELETE FROM pending WHERE space = ?1 AND command = ?2";

/// A SQLite file; calls come one at a time.
pub(super) struct SqliteRows {
    connection: Mutex<Connection>,
}

impl SqliteRows {
    /// Opens a file, or makes one, with the keys that belong to it.
    pub(super) fn open(path: &Path, key_path: &Path) -> Result<(Self, Keys), VaultError> {
        if let Err(error) = root::private(path)
            && error.kind() != std::io::ErrorKind::AlreadyExists
        {
            return Err(error.into());
        }
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        let fresh = !ours(&connection)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        let keys = Keys::derive(&*root::load(key_path, fresh)?);
        create(&mut connection, &keys)?;
        let proof: Vec<u8> = connection.query_row("SELECT proof FROM root", [], |row| row.get(0))?;
        if proof != keys.proof().as_slice() {
            return Err(VaultError::WrongKey);
        }
        let rows = Self { connection: Mutex::new(connection) };
        // Whoever was killed between an erasure and its end left bytes behind; another reader may keep them for now.
        if rows.is_stale()? && !rows.overwrite()? {
            tracing::warn!("another reader of the vault keeps bytes of somebody erased from being overwritten");
        }
        Ok((rows, keys))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows for SqliteRows {
    fn change(&self, space: &SpaceId, persons: &[PersonRef], decide: DecideChanges<'_>) -> Result<(), VaultError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let changes = decide(&current(&transaction, space, persons)?)?;
        if changes.iter().any(|change| matches!(change, Change::Put { .. })) {
            transaction.execute(CHANGED, [])?;
        }
        for change in changes {
            match change {
                Change::Put { person, sealed, version } => transaction.prepare_cached(PUT)?.execute(params![
                    space.as_str(),
                    person.0.as_bytes(),
                    sealed.key,
                    sealed.card,
                    sealed.blind,
                    version
                ])?,
                Change::Reserve { person, sealed, command, since } => {
                    transaction.prepare_cached(RESERVE)?.execute(params![
                        space.as_str(),
                        person.0.as_bytes(),
                        command.0.as_bytes(),
                        since.as_microsecond(),
                        sealed.key,
                        sealed.card,
                        sealed.blind
                    ])?
                }
            };
        }
        Ok(transaction.commit()?)
    }

    fn current(&self, space: &SpaceId, persons: &[PersonRef]) -> Result<CurrentRows, VaultError> {
        Ok(current(&self.lock(), space, persons)?)
    }

    fn sealed(&self, space: &SpaceId, person: PersonRef) -> Result<Option<SealedCard>, VaultError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached("SELECT key, card, blind FROM persons WHERE space = ?1 AND person = ?2")?;
        let read = |row: &Row<'_>| Ok(SealedCard { key: row.get(0)?, card: row.get(1)?, blind: row.get(2)? });
        Ok(statement.query_row(params![space.as_str(), person.0.as_bytes()], read).optional()?)
    }

    fn by_blind(&self, space: &SpaceId, blind: &[u8; 32]) -> Result<Vec<PersonRef>, VaultError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached("SELECT person FROM persons WHERE space = ?1 AND blind = ?2 ORDER BY person")?;
        let found = statement.query_map(params![space.as_str(), blind.as_slice()], |row| person(row, 0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn pending(&self) -> Result<Vec<PendingCards>, VaultError> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached("SELECT space, command, min(since) FROM pending GROUP BY space, command")?;
        let read = |row: &Row<'_>| {
            let since = Timestamp::from_microsecond(row.get(2)?).unwrap_or(Timestamp::MIN);
            Ok(PendingCards { space: space_of(row)?, command: command_of(row)?, since })
        };
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    fn settle(&self, space: &SpaceId, command: CommandId) -> Result<Vec<(PersonRef, u64)>, VaultError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let of_command = params![space.as_str(), command.0.as_bytes()];
        let settled = {
            let mut statement = transaction.prepare_cached(SETTLE)?;
            let settled = statement.query_map(of_command, |row| Ok((person(row, 0)?, row.get(1)?)))?;
            settled.collect::<Result<_, _>>()?
        };
        transaction.prepare_cached(WITHDRAW)?.execute(of_command)?;
        transaction.execute(CHANGED, [])?;
        transaction.commit()?;
        Ok(settled)
    }

    fn withdraw(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError> {
        self.lock().prepare_cached(WITHDRAW)?.execute(params![space.as_str(), command.0.as_bytes()])?;
        Ok(())
    }

    fn bury(&self, space: &SpaceId, persons: &[PersonRef], owed: Option<&OwedRow>) -> Result<(), VaultError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for person in persons {
            for sql in [
                "DELETE FROM persons WHERE space = ?1 AND person = ?2",
                "DELETE FROM pending WHERE space = ?1 AND person = ?2",
                "INSERT INTO erased (space, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            ] {
                transaction.execute(sql, params![space.as_str(), person.0.as_bytes()])?;
            }
        }
        if let Some((space, command, words)) = owed {
            let sql = "INSERT INTO owed (space, command, erasure) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            transaction.execute(sql, params![space.as_str(), command.0.as_bytes(), words])?;
        }
        transaction.execute("UPDATE root SET stale = 1", [])?;
        transaction.execute(CHANGED, [])?;
        Ok(transaction.commit()?)
    }

    fn owed(&self) -> Result<Vec<OwedRow>, VaultError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT space, command, erasure FROM owed")?;
        let owed = statement.query_map([], |row| Ok((space_of(row)?, command_of(row)?, row.get(2)?)))?;
        Ok(owed.collect::<Result<_, _>>()?)
    }

    fn told(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError> {
        let sql = "DELETE FROM owed WHERE space = ?1 AND command = ?2";
        self.lock().execute(sql, params![space.as_str(), command.0.as_bytes()])?;
        Ok(())
    }

    fn is_stale(&self) -> Result<bool, VaultError> {
        Ok(self.lock().query_row("SELECT stale FROM root", [], |row| row.get(0))?)
    }

    fn may_overwrite(&self) -> Result<bool, VaultError> {
        Ok(truncate_log(&self.lock())?)
    }

    /// The file is written anew without what was removed, then the write-ahead log, which holds pages as they were, is
    /// cut to nothing.
    fn overwrite(&self) -> Result<bool, VaultError> {
        let connection = self.lock();
        match connection.execute_batch("VACUUM") {
            Err(error) if is_busy(&error) => return Ok(false),
            done => done?,
        }
        if !truncate_log(&connection)? {
            return Ok(false);
        }
        connection.execute("UPDATE root SET stale = 0", [])?;
        Ok(true)
    }

    fn store(&self) -> Result<Option<StoreId>, VaultError> {
        Ok(marks::store_of(&self.lock())?)
    }

    fn belong(&self, store: StoreId, marks: &[LogMark]) -> Result<(), VaultError> {
        Ok(marks::belong(&mut self.lock(), store, marks)?)
    }

    fn standing(&self) -> Result<VaultStanding, VaultError> {
        Ok(marks::standing(&self.lock())?)
    }

    fn note(&self, mark: &LogMark) -> Result<(), VaultError> {
        marks::note(&self.lock(), mark)?;
        Ok(())
    }
}

/// Brings every page of the write-ahead log into the file and cuts the log to nothing; `false` while another process
/// reads.
fn truncate_log(connection: &Connection) -> rusqlite::Result<bool> {
    match connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0)) {
        Err(error) if is_busy(&error) => Ok(false),
        busy => Ok(!busy?),
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn current(connection: &Connection, space: &SpaceId, persons: &[PersonRef]) -> rusqlite::Result<CurrentRows> {
    let mut erased = connection.prepare_cached("SELECT 1 FROM erased WHERE space = ?1 AND person = ?2")?;
    let mut version = connection.prepare_cached("SELECT version FROM persons WHERE space = ?1 AND person = ?2")?;
    let mut current = CurrentRows::default();
    for person in persons {
        let row = params![space.as_str(), person.0.as_bytes()];
        if erased.exists(row)? {
            current.erased.insert(*person);
        } else if let Some(version) = version.query_row(row, |row| row.get(0)).optional()? {
            current.versions.insert(*person, version);
        }
    }
    Ok(current)
}

fn person(row: &Row<'_>, column: usize) -> rusqlite::Result<PersonRef> {
    Ok(PersonRef(Uuid::from_bytes(row.get(column)?)))
}

/// The space, where it is the first column.
fn space_of(row: &Row<'_>) -> rusqlite::Result<SpaceId> {
    let malformed = |error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error));
    row.get::<_, String>(0)?.parse().map_err(malformed)
}

/// The command, where it is the second column.
fn command_of(row: &Row<'_>) -> rusqlite::Result<CommandId> {
    Ok(CommandId(Uuid::from_bytes(row.get(1)?)))
}
