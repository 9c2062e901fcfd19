//! The vault's rows in a file of its own.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use maillage_events::id::PersonRef;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use uuid::Uuid;

use super::rows::{Change, CurrentRows, DecideChanges, Rows, SealedCard};
use super::seal::Keys;
use super::{VaultError, root};

/// "MAIV", in the header of the file.
const APPLICATION_ID: i32 = 0x4d41_4956;
const USER_VERSION: i32 = 1;
/// How long another process may hold the file.
const BUSY: Duration = Duration::from_secs(10);

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
        Ok((Self { connection: Mutex::new(connection) }, keys))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows for SqliteRows {
    fn change(&self, persons: &[PersonRef], decide: DecideChanges<'_>) -> Result<(), VaultError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut current = CurrentRows::default();
        for person in persons {
            if transaction.prepare_cached("SELECT 1 FROM erased WHERE person = ?1")?.exists([person.0.as_bytes()])? {
                current.erased.push(*person);
            } else if let Some(sealed) = sealed(&transaction, *person)? {
                current.cards.insert(*person, sealed);
            }
        }
        for change in decide(&current)? {
            match change {
                Change::Insert { person, sealed, blind } => transaction
                    .prepare_cached("INSERT INTO persons (person, key, card, blind) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![person.0.as_bytes(), sealed.key, sealed.card, blind.as_slice()])?,
                Change::Replace { person, card, blind } => transaction
                    .prepare_cached("UPDATE persons SET card = ?2, blind = ?3 WHERE person = ?1")?
                    .execute(params![person.0.as_bytes(), card, blind.as_slice()])?,
            };
        }
        Ok(transaction.commit()?)
    }

    fn sealed(&self, person: PersonRef) -> Result<Option<SealedCard>, VaultError> {
        Ok(sealed(&self.lock(), person)?)
    }

    fn by_blind(&self, blind: &[u8; 32]) -> Result<Vec<PersonRef>, VaultError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT person FROM persons WHERE blind = ?1 ORDER BY person")?;
        let found = statement.query_map([blind.as_slice()], |row| row.get::<_, [u8; 16]>(0))?;
        Ok(found.map(|person| person.map(|bytes| PersonRef(Uuid::from_bytes(bytes)))).collect::<Result<_, _>>()?)
    }

    fn erase(&self, person: PersonRef) -> Result<(), VaultError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM persons WHERE person = ?1", [person.0.as_bytes()])?;
        transaction.execute("INSERT INTO erased (person) VALUES (?1) ON CONFLICT DO NOTHING", [person.0.as_bytes()])?;
        transaction.commit()?;
        connection.execute_batch("VACUUM")?;
        // The write-ahead log still holds the pages as they were.
        let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy { Err(VaultError::NotYetOverwritten(person)) } else { Ok(()) }
    }
}

fn sealed(connection: &Connection, person: PersonRef) -> rusqlite::Result<Option<SealedCard>> {
    connection
        .prepare_cached("SELECT key, card FROM persons WHERE person = ?1")?
        .query_row([person.0.as_bytes()], |row| Ok(SealedCard { key: row.get(0)?, card: row.get(1)? }))
        .optional()
}

/// Whether the file is a vault; an empty one is nobody's yet.
fn ours(connection: &Connection) -> Result<bool, VaultError> {
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (number("application_id")?, number("user_version")?) {
        (0, 0) if tables == 0 => Ok(false),
        (APPLICATION_ID, USER_VERSION) => Ok(true),
        (application, version) => Err(VaultError::NotOurs { application, version }),
    }
}

/// Writes the schema into an empty file; two processes may try at once.
fn create(connection: &mut Connection, keys: &Keys) -> Result<(), VaultError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !ours(&transaction)? {
        transaction.execute_batch(include_str!("schema.sql"))?;
        transaction.execute("INSERT INTO root (only, proof) VALUES (1, ?1)", [keys.proof().as_slice()])?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", USER_VERSION)?;
    }
    Ok(transaction.commit()?)
}
