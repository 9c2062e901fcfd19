//! The questions that a log answers, one function each.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use rusqlite::{Connection, OptionalExtension, params};

use super::pool::Failure;
use super::receipt_filter::ReceiptFilter;
use super::statements::{HEAD, RECEIPT, place, receipt_of};
use super::walk::{COLUMNS, Walk, corrupt, owned, view};
use crate::log::{Head, ReadError, Receipt, StoredFact, second_clock_goes_back};

pub(super) fn space_number(connection: &Connection, space: &SpaceId) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT number FROM spaces WHERE space = ?1")?
        .query_row([space.as_str()], |row| row.get(0))
        .optional()
}

/// The last position of a space; a fact that stands there need not be sound.
pub(super) fn last_position(connection: &Connection, number: i64) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare_cached(HEAD)?;
    let last = statement.query_row([place(number, 0), place(number + 1, 0)], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or_default())
}

pub(super) fn head(connection: &Connection, space: &SpaceId, number: i64) -> Result<Head, Failure> {
    let position = last_position(connection, number)?;
    if position == 0 {
        return Ok(Head::default());
    }
    Ok(Head { position, recorded_at: recorded_at(connection, space, number, position)? })
}

/// When the fact at a position was recorded, which must be sound.
fn recorded_at(connection: &Connection, space: &SpaceId, number: i64, position: u64) -> Result<RecordedAt, Failure> {
    let mut found = None;
    let walk = Walk { name: space, number, after: position - 1, until: position };
    walk.run(connection, &mut |fact, _| {
        found = Some(fact.recorded_at);
        ControlFlow::Break(())
    })?;
    found.ok_or_else(|| ReadError::Hole { space: space.clone(), expected: position, found: 0 }.into())
}

pub(super) fn receipt(
    connection: &Connection,
    filter: &Mutex<ReceiptFilter>,
    number: i64,
    command: CommandId,
) -> Result<Option<(Receipt, [u8; 32])>, Failure> {
    let mut filter = filter.lock().unwrap_or_else(PoisonError::into_inner);
    filter.catch_up(connection)?;
    let may_have = filter.may_have(number, command.0.into_bytes());
    drop(filter);
    if !may_have {
        return Ok(None);
    }
    Ok(connection.prepare_cached(RECEIPT)?.query_row(params![number, command.0.as_bytes()], receipt_of).optional()?)
}

pub(super) fn page(
    connection: &Connection,
    space: &SpaceId,
    number: i64,
    after: u64,
    limit: usize,
) -> Result<Vec<StoredFact>, Failure> {
    let head = last_position(connection, number)?;
    let until = head.min(after.saturating_add(limit as u64));
    let mut facts = Vec::with_capacity(usize::try_from(until.saturating_sub(after)).unwrap_or(0));
    let mut failed = None;
    let walk = Walk { name: space, number, after, until };
    walk.run(connection, &mut |fact, row| match owned(fact, row) {
        Ok(fact) => {
            facts.push(fact);
            ControlFlow::Continue(())
        }
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    })?;
    failed.map_or(Ok(facts), |error| Err(error.into()))
}

pub(super) fn stream(
    connection: &Connection,
    space: &SpaceId,
    number: i64,
    stream: &StreamId,
) -> Result<Vec<StoredFact>, Failure> {
    let sql = format!(
        "SELECT {COLUMNS} FROM facts
         WHERE stream_number = (SELECT number FROM streams WHERE space = ?1 AND stream = ?2) ORDER BY version"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![number, stream.to_string()])?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        let position = row.get(0)?;
        let fact = owned(view(space, row).map_err(|why| corrupt(space, position, &why))?, row)?;
        let expected = facts.len() as u64 + 1;
        if fact.version != expected {
            let why = format!("{stream} has version {} where {expected} comes", fact.version);
            return Err(ReadError::Corrupt { space: space.clone(), position, why }.into());
        }
        facts.push(fact);
    }
    Ok(facts)
}

pub(super) fn find(
    connection: &Connection,
    space: &SpaceId,
    number: i64,
    id: FactId,
) -> Result<Option<StoredFact>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM facts WHERE space = ?1 AND id = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![number, id.0.as_bytes()])?;
    match rows.next()? {
        Some(row) => {
            let position = row.get(0)?;
            Ok(Some(owned(view(space, row).map_err(|why| corrupt(space, position, &why))?, row)?))
        }
        None => Ok(None),
    }
}

pub(super) fn versions(connection: &Connection, number: i64, streams: &[StreamId]) -> Result<Vec<u64>, Failure> {
    let sql = "SELECT (SELECT max(version) FROM facts WHERE stream_number = number)
        FROM streams WHERE space = ?1 AND stream = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut version = |stream: &StreamId| {
        statement.query_row(params![number, stream.to_string()], |row| row.get::<_, Option<u64>>(0)).optional()
    };
    streams.iter().map(|stream| Ok(version(stream)?.flatten().unwrap_or(0))).collect()
}

/// The second clock never goes back, so positions can be halved: no index is kept for it. Where the halving ends is
/// right whatever it met on the way, as long as the two facts there are sound.
pub(super) fn position_at(
    connection: &Connection,
    space: &SpaceId,
    number: i64,
    moment: RecordedAt,
) -> Result<u64, Failure> {
    let mut at = connection.prepare_cached("SELECT recorded_at FROM facts WHERE place = ?1")?;
    let (mut below, mut beyond) = (0, last_position(connection, number)? + 1);
    while below + 1 < beyond {
        let middle = below + (beyond - below) / 2;
        let recorded: i64 = at.query_row([place(number, middle)], |row| row.get(0))?;
        if recorded <= moment.0 { below = middle } else { beyond = middle }
    }
    let last = last_position(connection, number)?;
    let known_then = |position| Ok::<_, Failure>(recorded_at(connection, space, number, position)? <= moment);
    if (below > 0 && !known_then(below)?) || (below < last && known_then(below + 1)?) {
        return Err(second_clock_goes_back(space, below).into());
    }
    Ok(below)
}

pub(super) fn spaces(connection: &Connection) -> Result<Vec<SpaceId>, Failure> {
    let sql = "SELECT space FROM spaces
        WHERE EXISTS (SELECT 1 FROM facts WHERE place > number << 40 AND place < (number + 1) << 40) ORDER BY space";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut spaces = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        spaces.push(SpaceId::new(name).map_err(|error| ReadError::Unavailable(error.to_string()))?);
    }
    Ok(spaces)
}
