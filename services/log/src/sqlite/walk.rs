//! Walking facts in the order of their positions, without keeping or copying them.

use std::ops::ControlFlow;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use maillage_events::view::FactView;
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, ErrorCode, Row};
use uuid::Uuid;

use super::pool::Failure;
use super::statements::{of_kinds, place};
use crate::checksum::verified;
use crate::log::{ReadError, StoredFact};

/// The columns of a fact, in the order that [`view`] reads; a fact's bytes come last, so that skipping them costs
/// nothing.
pub(super) const COLUMNS: &str = "position, recorded_at, id, kind, occurred, stream, version, checksum, fact";

/// Facts in one read transaction: longer ones keep the write-ahead log from starting over while a replay runs.
const STRETCH: i64 = 50_000;

/// A stretch of one space.
pub(super) struct Walk<'a> {
    pub(super) name: &'a SpaceId,
    pub(super) number: i64,
    pub(super) after: u64,
    /// Last position, at most the head.
    pub(super) until: u64,
}

impl Walk<'_> {
    /// Shows each fact in order, every position checked. Returns the last position reached.
    pub(super) fn run(
        &self,
        connection: &Connection,
        visit: &mut dyn FnMut(FactView<'_>, &Row<'_>) -> ControlFlow<()>,
    ) -> Result<u64, Failure> {
        let sql =
            format!("SELECT {COLUMNS} FROM facts WHERE place > ?1 AND place <= ?2 ORDER BY place LIMIT {STRETCH}");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut reached = self.after;
        while reached < self.until {
            let stretch_begins = reached;
            let mut rows = statement.query([place(self.number, reached), place(self.number, self.until)])?;
            while let Some(row) = rows.next().map_err(|error| self.unreadable(reached + 1, error))? {
                let found = position(row).map_err(|error| self.unreadable(reached + 1, error))?;
                if found != reached + 1 {
                    return Err(self.hole(reached + 1, found));
                }
                reached = found;
                let fact = view(self.name, row).map_err(|why| corrupt(self.name, found, &why))?;
                if visit(fact, row).is_break() {
                    return Ok(reached);
                }
            }
            if reached == stretch_begins {
                return Err(self.hole(reached + 1, 0));
            }
        }
        Ok(reached)
    }

    /// Shows the facts of some kinds in order; SQLite leaves the others out, so their positions are not checked. The
    /// amendments, which every fold asks for first, have an index of their own, and the register has one: finding that
    /// there are none costs nothing. Returns the last position reached.
    pub(super) fn pick(
        &self,
        connection: &Connection,
        kinds: &[&str],
        visit: &mut dyn FnMut(FactView<'_>, &Row<'_>) -> ControlFlow<()>,
    ) -> Result<u64, Failure> {
        let of_kinds = of_kinds(kinds);
        let sql =
            format!("SELECT {COLUMNS} FROM facts WHERE ({of_kinds}) AND place > ?1 AND place <= ?2 ORDER BY place");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut reached = self.after;
        while reached < self.until {
            let end = self.until.min(reached + STRETCH.unsigned_abs());
            let mut rows = statement.query([place(self.number, reached), place(self.number, end)])?;
            while let Some(row) = rows.next().map_err(|error| self.unreadable(reached + 1, error))? {
                let found = position(row).map_err(|error| self.unreadable(reached + 1, error))?;
                let fact = view(self.name, row).map_err(|why| corrupt(self.name, found, &why))?;
                if visit(fact, row).is_break() {
                    return Ok(found);
                }
            }
            reached = end;
        }
        Ok(reached)
    }

    /// What SQLite cannot read of its pages, or what is no number in a column of numbers, is damage, not a failure that
    /// passes.
    fn unreadable(&self, position: u64, error: rusqlite::Error) -> Failure {
        let is_damage = match &error {
            rusqlite::Error::SqliteFailure(failure, _) => failure.code == ErrorCode::DatabaseCorrupt,
            other => matches!(
                other,
                rusqlite::Error::FromSqlConversionFailure(..)
                    | rusqlite::Error::IntegralValueOutOfRange(..)
                    | rusqlite::Error::InvalidColumnType(..)
            ),
        };
        if !is_damage {
            return error.into();
        }
        ReadError::Corrupt { space: self.name.clone(), position, why: error.to_string() }.into()
    }

    fn hole(&self, expected: u64, found: u64) -> Failure {
        ReadError::Hole { space: self.name.clone(), expected, found }.into()
    }
}

pub(super) fn corrupt(space: &SpaceId, position: u64, why: &FromSqlError) -> Failure {
    ReadError::Corrupt { space: space.clone(), position, why: why.to_string() }.into()
}

fn position(row: &Row<'_>) -> rusqlite::Result<u64> {
    row.get(0)
}

/// A row as folds take it, borrowed from SQLite's page; one that does not go with its checksum is refused.
pub(super) fn view<'r>(space: &SpaceId, row: &'r Row<'_>) -> Result<FactView<'r>, FromSqlError> {
    let column = |at| row.get_ref(at).map_err(|error| FromSqlError::Other(Box::new(error)));
    let id = Uuid::from_slice(column(2)?.as_blob()?).map_err(|error| FromSqlError::Other(Box::new(error)))?;
    let version = u64::try_from(column(6)?.as_i64()?).map_err(|error| FromSqlError::Other(Box::new(error)))?;
    let fact = FactView {
        position: u64::try_from(column(0)?.as_i64()?).map_err(|error| FromSqlError::Other(Box::new(error)))?,
        recorded_at: RecordedAt(column(1)?.as_i64()?),
        id: FactId(id),
        kind: column(3)?.as_str()?,
        occurred: column(4)?.as_str()?,
        stream: column(5)?.as_str()?,
        bytes: column(8)?.as_blob()?,
    };
    let stored = column(7)?.as_i64()?;
    verified(space, fact, version, stored).map_err(|altered| FromSqlError::Other(Box::new(altered)))
}

/// A fact kept after its row is gone.
pub(super) fn owned(fact: FactView<'_>, row: &Row<'_>) -> rusqlite::Result<StoredFact> {
    Ok(StoredFact {
        position: fact.position,
        recorded_at: fact.recorded_at,
        id: fact.id,
        stream: fact.stream.to_owned(),
        version: row.get(6)?,
        kind: fact.kind.to_owned(),
        occurred: fact.occurred.to_owned(),
        bytes: fact.bytes.to_vec(),
    })
}
