//! A store copied while it runs, and put back into an empty place.
//!
//! A backup is a folder named after the moment at which it was begun. It is written under another name, synced, and
//! given its own at the end: a folder that has its name is whole. Log and vault in it show one moment, so that neither
//! misses what the other tells. The vault is copied sealed as it is; its root key stays out unless somebody asks for
//! it. Rows are not copied: they are folded again.
//!
//! # Layout
//! * [`manifest`]: what a backup says of itself; [`folder`]: written, made whole, found again.
//! * [`sqlite`], [`postgres`]: copied and put back, store by store.

pub mod folder;
pub mod manifest;
pub mod postgres;
pub mod sqlite;

use std::path::PathBuf;

pub use self::manifest::Manifest;

/// Why nothing was copied, or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or a folder could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// SQLite said no.
    #[error("{path}: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// PostgreSQL said no.
    #[error("PostgreSQL: {}", crate::postgres::error_text(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// The database was not opened.
    #[error(transparent)]
    Open(#[from] crate::postgres::OpenError),
    /// The backup is not whole, or was altered.
    #[error("{path} is no whole backup: {why}")]
    NotWhole {
        /// The backup.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Something is there already: nothing is ever restored over it.
    #[error("{place} is there already, and a store is restored into an empty place only; nothing was touched")]
    NotEmpty {
        /// What.
        place: String,
    },
    /// The backup is of another sort of store.
    #[error("the backup is of a store on {found}, not on {asked}")]
    OtherSort {
        /// What it is of.
        found: manifest::Sort,
        /// What was asked.
        asked: manifest::Sort,
    },
    /// What was put back is not what the backup says.
    #[error("what was restored is not what the backup says: {0}")]
    Differs(String),
}

impl BackupError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    pub(crate) fn sqlite(path: impl Into<PathBuf>) -> impl FnOnce(rusqlite::Error) -> Self {
        let path = path.into();
        move |source| Self::Sqlite { path, source }
    }
}
