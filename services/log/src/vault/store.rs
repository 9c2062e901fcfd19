//! The vault's file.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use maillage_events::id::PersonRef;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use uuid::Uuid;

use super::seal::{Keys, open_card, seal_card};
use super::{PersonCard, VaultError, root};

/// "MAIV", in the header of the file.
const APPLICATION_ID: i32 = 0x4d41_4956;
const USER_VERSION: i32 = 1;
/// How long another process may hold the file.
const BUSY: Duration = Duration::from_secs(10);

/// Names and contacts, one key a person. Safe to share between threads; calls block and come one at a time.
pub struct Vault {
    connection: Mutex<Connection>,
    keys: Keys,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// Opens a vault, or makes one; its root key is made with it and only then: a vault whose key is lost stays shut.
    pub fn open(path: &Path, key_path: &Path) -> Result<Self, VaultError> {
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
        Ok(Self { connection: Mutex::new(connection), keys })
    }

    /// Puts a person behind a reference. The same card again changes nothing; another card, or an erased reference, is refused.
    pub fn register(&self, person: PersonRef, card: &PersonCard) -> Result<(), VaultError> {
        self.register_all(std::iter::once((person, card)))
    }

    /// Registers many people in one transaction: all or nobody.
    pub fn register_all<'c>(&self, persons: impl IntoIterator<Item = (PersonRef, &'c PersonCard)>) -> Result<(), VaultError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (person, card) in persons {
            if is_erased(&transaction, person)? {
                return Err(VaultError::Erased(person));
            }
            match self.card(&transaction, person)? {
                Some(known) if known == *card => {}
                Some(_) => return Err(VaultError::Taken(person)),
                None => {
                    let (key, wrapped) = self.keys.new_key(person)?;
                    let sealed = seal_card(&key, person, card)?;
                    transaction.prepare_cached("INSERT INTO persons (person, key, card, blind) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                        person.0.as_bytes(),
                        wrapped,
                        sealed,
                        self.keys.blind(card).as_slice()
                    ])?;
                }
            }
        }
        Ok(transaction.commit()?)
    }

    /// Replaces the card behind a reference, which must have one: a name was misspelt, a telephone has changed.
    pub fn amend(&self, person: PersonRef, card: &PersonCard) -> Result<(), VaultError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let wrapped: Option<Vec<u8>> =
            transaction.query_row("SELECT key FROM persons WHERE person = ?1", [person.0.as_bytes()], |row| row.get(0)).optional()?;
        let key = self.keys.unwrap(person, &wrapped.ok_or(VaultError::Unknown(person))?)?;
        transaction.execute(
            "UPDATE persons SET card = ?2, blind = ?3 WHERE person = ?1",
            params![person.0.as_bytes(), seal_card(&key, person, card)?, self.keys.blind(card).as_slice()],
        )?;
        Ok(transaction.commit()?)
    }

    /// Who stands behind a reference; `None` for one that was never registered or was erased.
    pub fn read(&self, person: PersonRef) -> Result<Option<PersonCard>, VaultError> {
        self.card(&self.lock(), person)
    }

    /// The references whose names are spelt the same but for case, accents, hyphens, apostrophes and spaces, in order of reference.
    /// Nobody's card is opened.
    pub fn find(&self, card: &PersonCard) -> Result<Vec<PersonRef>, VaultError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached("SELECT person FROM persons WHERE blind = ?1 ORDER BY person")?;
        let found = statement.query_map([self.keys.blind(card).as_slice()], |row| row.get::<_, [u8; 16]>(0))?;
        Ok(found.map(|person| person.map(|bytes| PersonRef(Uuid::from_bytes(bytes)))).collect::<Result<_, _>>()?)
    }

    /// Destroys a person's key, card and index entry, overwrites their bytes, and keeps the reference empty for ever. Erasing again is sound,
    /// and finishes what [`VaultError::NotYetOverwritten`] left.
    pub fn erase(&self, person: PersonRef) -> Result<(), VaultError> {
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

    fn card(&self, connection: &Connection, person: PersonRef) -> Result<Option<PersonCard>, VaultError> {
        let found: Option<(Vec<u8>, Vec<u8>)> = connection
            .prepare_cached("SELECT key, card FROM persons WHERE person = ?1")?
            .query_row([person.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((wrapped, sealed)) = found else { return Ok(None) };
        let key = self.keys.unwrap(person, &wrapped)?;
        open_card(&key, person, &sealed).map(Some)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_erased(connection: &Connection, person: PersonRef) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM erased WHERE person = ?1")?.exists([person.0.as_bytes()])
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
