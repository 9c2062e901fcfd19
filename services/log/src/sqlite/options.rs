//! How the embedded log is opened, and why it may be refused.

use std::path::PathBuf;
use std::time::Duration;

use crate::identity::judge::way_out;
use crate::identity::{Lost, StoreId};

/// How hard SQLite waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// Every commit is synced: what is acknowledged survives a power cut.
    #[default]
    Full,
    /// Only checkpoints are synced: the last commits may be lost in a power cut.
    Normal,
    /// Nothing is synced.
    Off,
}

impl Synchronous {
    pub(super) const fn level(self) -> i64 {
        match self {
            Self::Off => 0,
            Self::Normal => 1,
            Self::Full => 2,
        }
    }
}

/// How a log is opened.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// How hard it waits for the disk; anything weaker than `Full` is refused unless `accept_loss`.
    pub synchronous: Synchronous,
    /// Says that acknowledged facts may be lost in a power cut: for benches and throw-away stores only.
    pub accept_loss: bool,
    /// How long another process may hold the file before an append or a read gives up.
    pub busy: Duration,
    /// How large the file may grow, in bytes; appends beyond it are answered `Unavailable`, reads go on. No bound when
    /// `None`.
    pub most_bytes: Option<u64>,
    /// Whether the caller itself judges what the mark beside the file knows and the file does not hold; otherwise it is
    /// refused.
    pub judged_by_caller: bool,
    /// Who a log that is made is to be: the store that was lost and begins anew. Somebody new when `None`.
    pub identity: Option<StoreId>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            synchronous: Synchronous::Full,
            accept_loss: false,
            busy: Duration::from_secs(10),
            most_bytes: None,
            judged_by_caller: false,
            identity: None,
        }
    }
}

/// Why a log was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite said no.
    #[error("{path}: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The file is a database of somebody else.
    #[error("{path} is not a Maillage log (application id {found:#x})")]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What its header says.
        found: i32,
    },
    /// Another version of Maillage wrote the file.
    #[error(
        "{path} has schema {found}; this build reads {known}: open it with the version of Maillage that wrote it, or \
         import into a new store what it was made from"
    )]
    OtherVersion {
        /// The file.
        path: PathBuf,
        /// What it has.
        found: i32,
        /// What is known here.
        known: i32,
    },
    /// Acknowledged facts could be lost.
    #[error("{path}: {setting} is {value}, so acknowledged facts could be lost; refusing to start")]
    WeakDurability {
        /// The file.
        path: PathBuf,
        /// Which setting.
        setting: &'static str,
        /// Its value.
        value: String,
    },
    /// The file is empty, or gone, and its write-ahead log is not: SQLite would throw it away.
    #[error(
        "{path} is empty or gone and its write-ahead log stands beside; nothing was touched. Put the file back, or \
         restore a backup (`maillage restore`)"
    )]
    Emptied {
        /// The file.
        path: PathBuf,
    },
    /// A restore into this place did not come to its end.
    #[error("{path}: a restore did not come to its end; begin it again, it starts from nothing (`maillage restore`)")]
    Restoring {
        /// The file.
        path: PathBuf,
    },
    /// A part of the store is missing.
    #[error("{path}: {}", way_out(.lost))]
    Lost {
        /// The file.
        path: PathBuf,
        /// What.
        lost: Vec<Lost>,
    },
    /// The mark beside the file cannot be read or written.
    #[error("{path}: {source}")]
    Mark {
        /// The mark.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The operating system gave no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
    /// The writer's thread could not be started.
    #[error("no thread for the writer: {0}")]
    Thread(std::io::Error),
}
