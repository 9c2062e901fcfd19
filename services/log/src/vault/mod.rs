//! The vault: names and contacts, one key a person and space, in a file of its own or in a schema of its own.
//!
//! Facts carry opaque references. Who stands behind one, in one space, is sealed here under a key of its own; the key
//! is wrapped under a root key that lies in another file, to be kept and backed up apart. The same reference in two
//! spaces is two strangers. Erasing a person destroys the key and what it sealed: no fact changes.
//!
//! Commands go through [`Persons`](crate::persons::Persons), which keeps vault and log in step.
//!
//! # Layout
//! * `card`: who a person is; `owed`: erasures that the log is to tell.
//! * `name_folding`: when two names are taken for the same.
//! * `root`: the key file; `seal`: encryption and the blind index; `store`: what the vault does.
//! * `rows`: what it asks of the store behind it; `sqlite`, `postgres`: the two stores.
//!
//! Every call blocks on the disk or the network for a few milliseconds: in async code, go through `spawn_blocking`.

mod card;
mod name_folding;
mod owed;
mod postgres;
mod root;
mod rows;
mod seal;
mod sqlite;
mod store;

pub use self::card::{CardCondition, PendingCards, PersonCard};
pub use self::owed::{Erasure, OwedErasure};
pub use self::postgres::found_postgres;
pub(crate) use self::root::private;
pub use self::sqlite::found;
pub use self::store::Vault;

use maillage_events::id::PersonRef;

/// Why the vault did not answer. Names nobody: at most an opaque reference.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// SQLite said no.
    #[error("the vault: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no, or did not answer.
    #[error("the vault: {0}")]
    Unavailable(String),
    /// The database of the vault was not opened.
    #[error("the vault: {0}")]
    Open(Box<crate::postgres::OpenError>),
    /// A file could not be read or made.
    #[error("the vault's files: {0}")]
    Io(#[from] std::io::Error),
    /// The file is a database of somebody else, or of another version.
    #[error("the file is not a vault of this version (application id {application:#x}, version {version})")]
    NotOurs {
        /// Its application id.
        application: i32,
        /// Its user version.
        version: i32,
    },
    /// The vault holds people and its root key is not where it should be. Nothing was created.
    #[error("the root key {0} is missing; without it nobody in this vault can be read")]
    KeyMissing(std::path::PathBuf),
    /// The key file is not 32 bytes, or anybody may read it.
    #[error("the root key file {path}: {why}")]
    BadKeyFile {
        /// The file.
        path: std::path::PathBuf,
        /// What is wrong.
        why: &'static str,
    },
    /// The root key is that of another vault.
    #[error("the root key does not open this vault")]
    WrongKey,
    /// What is stored for the person was altered or moved.
    #[error("what is stored for {0} does not open")]
    Altered(PersonRef),
    /// The card is not as the caller saw it.
    #[error("the card of {person} is at version {actual}")]
    Stale {
        /// Whose.
        person: PersonRef,
        /// How it should have stood.
        condition: CardCondition,
        /// What it is; 0 where there is none.
        actual: u64,
    },
    /// Nobody is registered under the reference.
    #[error("nobody is registered as {0}")]
    Unknown(PersonRef),
    /// The person was erased; the reference stays empty for ever.
    #[error("{0} was erased")]
    Erased(PersonRef),
    /// Another reader of the file keeps old bytes from being overwritten.
    #[error("another reader of the vault keeps old bytes from being overwritten")]
    Read,
    /// The operating system gave no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

impl From<tokio_postgres::Error> for VaultError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Unavailable(crate::postgres::error_text(&error))
    }
}

impl From<deadpool_postgres::PoolError> for VaultError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<crate::postgres::OpenError> for VaultError {
    fn from(error: crate::postgres::OpenError) -> Self {
        Self::Open(Box::new(error))
    }
}
