//! The identity of an embedded log, and what it remembers of its vault.

use maillage_events::id::SpaceId;
use rusqlite::{Connection, params};

use super::standing::{last, vault_marks};
use super::{SqliteLog, open};
use crate::identity::{LogMark, Lost, StoreId, StoreMarks, VaultMark};
use crate::log::ReadError;

const REMEMBER: &str = "INSERT INTO vault_marks (vault, changes, space, position, cards, erased)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

/// A connection that writes beside the log's own writer: such changes are few.
fn connection(log: &SqliteLog) -> Result<Connection, ReadError> {
    let connection = open::checkpointer(&log.marks.path).map_err(unavailable)?;
    connection.busy_timeout(log.marks.busy).map_err(unavailable)?;
    Ok(connection)
}

fn unavailable(error: impl std::fmt::Display) -> ReadError {
    ReadError::Unavailable(error.to_string())
}

impl StoreMarks for SqliteLog {
    fn id(&self) -> StoreId {
        self.marks.store
    }

    fn last(&self, space: &SpaceId) -> Result<Option<LogMark>, ReadError> {
        self.reads.in_space(space, |connection, number| Ok(last(connection, space, number)?))
    }

    fn vault_marks(&self) -> Result<Vec<VaultMark>, ReadError> {
        self.reads.pool.with(|connection| Ok(vault_marks(connection)?))
    }

    fn remember_vault(&self, mark: &VaultMark) -> Result<(), ReadError> {
        let VaultMark { vault, changes, space, position, cards, erased } = mark;
        let values = params![vault.as_bytes(), changes, space.as_str(), position, cards, erased];
        connection(self)?.execute(REMEMBER, values).map(drop).map_err(unavailable)
    }

    fn mark_anew(&self, marks: &[LogMark]) -> Result<(), ReadError> {
        self.marks.anew(marks).map_err(unavailable)
    }

    fn found_lost(&self) -> Vec<Lost> {
        self.marks.lost.clone()
    }
}
