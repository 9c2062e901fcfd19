//! A few read-only connections, opened when they are wanted and reused.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::open;
use crate::log::ReadError;

/// Idle connections that stay open; more may be open at once.
const MOST_IDLE: usize = 16;

#[derive(Debug)]
pub(super) struct Pool {
    path: PathBuf,
    busy: Duration,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(super) fn new(path: PathBuf, busy: Duration) -> Self {
        Self { path, busy, idle: Mutex::new(Vec::new()) }
    }

    /// A connection that is not given back here.
    pub(super) fn open(&self) -> Result<Connection, ReadError> {
        open::reader(&self.path, self.busy).map_err(|error| ReadError::Unavailable(error.to_string()))
    }

    /// Runs a read on a connection of its own. Blocking. A connection that failed is closed, not reused.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, ReadError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.open()?,
        };
        let answer = match read(&connection) {
            Ok(answer) => Ok(answer),
            Err(Failure::Read(error)) => Err(error),
            Err(Failure::Sqlite(error)) => return Err(ReadError::Unavailable(error.to_string())),
        };
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.push(connection);
        }
        answer
    }
}

/// Why a read did not succeed: SQLite failed, or what it gave is not sound.
pub(super) enum Failure {
    Sqlite(rusqlite::Error),
    Read(ReadError),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}
