//! What an error of PostgreSQL means for the caller.

use tokio_postgres::error::SqlState;

use crate::log::{Obstacle, ReadError};

/// Constraints that hold what the log promises; each is named in the migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TakenKey {
    /// A position, a version or a stream: somebody wrote since what was remembered or read.
    Place,
    /// The command has a receipt already.
    Command,
    /// The fact is there already.
    Fact,
}

/// Which promise refused a transaction, read by the name of its constraint; `None` for any other error.
pub(super) fn taken_key(error: &tokio_postgres::Error) -> Option<TakenKey> {
    let error = error.as_db_error().filter(|error| *error.code() == SqlState::UNIQUE_VIOLATION)?;
    match error.constraint()? {
        "facts_by_position" | "facts_by_version" | "streams_by_name" | "streams_by_number" => Some(TakenKey::Place),
        "receipts_by_command" => Some(TakenKey::Command),
        "facts_by_id" => Some(TakenKey::Fact),
        _ => None,
    }
}

/// Whether a name was given by another at the same moment.
pub(super) fn is_named_already(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| {
        *error.code() == SqlState::UNIQUE_VIOLATION && error.constraint() == Some("spaces_by_name")
    })
}

/// The whole of an error in one line: the driver's own words stop at "db error".
pub(crate) fn error_text(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => {
            std::error::Error::source(error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
        }
    }
}

/// What an error says of the store.
pub(super) fn obstacle(error: &tokio_postgres::Error) -> Obstacle {
    let words = error_text(error);
    if error.code() == Some(&SqlState::DISK_FULL) { Obstacle::DiskFull(words) } else { Obstacle::WriteFailed(words) }
}

impl From<tokio_postgres::Error> for ReadError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Unavailable(error_text(&error))
    }
}

impl From<deadpool_postgres::PoolError> for ReadError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            other => Self::Unavailable(other.to_string()),
        }
    }
}
