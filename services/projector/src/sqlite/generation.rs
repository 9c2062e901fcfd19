//! Rows written beside the living ones, which take their place, and may give it back, in one transaction each.

use maillage_events::id::SpaceId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{checkpoint, columns, read};
use crate::mark::Mark;
use crate::store::{Building, Cause, Checkpoint, Difference, Takeover};

const BEGIN: &str = include_str!("generation/begin.sql");

/// The rows that neither live nor are kept for a switch back.
const SWEEP: &str = "DELETE FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation NOT IN
    (SELECT generation FROM checkpoints WHERE projection = ?1 AND space = ?2
     UNION ALL SELECT generation FROM replaced WHERE projection = ?1 AND space = ?2)";

const DIFFERING: &str = include_str!("generation/differing.sql");

const BEGUN: &str = "SELECT building FROM checkpoints WHERE projection = ?1 AND space = ?2";

const LIVE: &str = "UPDATE checkpoints SET version = ?3, position = ?4, recorded_at = ?5, fact = ?6, generation = ?7,
    building = NULL, stopped = ?8, declined = ?9 WHERE projection = ?1 AND space = ?2";

/// Notes the living generation as the one that can be switched back.
const SET_ASIDE: &str =
    "INSERT OR REPLACE INTO replaced (projection, space, version, position, recorded_at, fact, generation, stopped)
    SELECT projection, space, version, position, recorded_at, fact, generation, stopped
    FROM checkpoints WHERE projection = ?1 AND space = ?2";

const REPLACED: &str = "SELECT version, position, recorded_at, fact, generation, stopped, NULL
    FROM replaced WHERE projection = ?1 AND space = ?2";

pub(super) fn begin(tx: &Transaction<'_>, projection: &str, space: &SpaceId) -> Result<i64, rusqlite::Error> {
    let number = tx.query_row(BEGIN, params![projection, space.as_str()], |row| row.get(0))?;
    sweep(tx, projection, space)?;
    Ok(number)
}

fn sweep(tx: &Transaction<'_>, projection: &str, space: &SpaceId) -> Result<(), rusqlite::Error> {
    tx.execute(SWEEP, params![projection, space.as_str()])?;
    Ok(())
}

pub(super) fn differing(
    tx: &Transaction<'_>,
    building: &Building,
    limit: usize,
) -> Result<Vec<Difference>, rusqlite::Error> {
    let mut statement = tx.prepare(DIFFERING)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(
        params![building.projection, building.space.as_str(), building.generation, limit],
        |row| {
            let named = format!("{}/{}", row.get::<_, String>(0)?, row.get::<_, String>(1)?);
            Ok(Difference::new(named, row.get_ref(2)?.as_blob_or_null()?, row.get_ref(3)?.as_blob_or_null()?))
        },
    )?;
    rows.collect()
}

pub(super) fn take_over(
    tx: &Transaction<'_>,
    building: &Building,
    to: Mark,
    stopped: Option<&str>,
    cause: Cause,
) -> Result<Takeover, rusqlite::Error> {
    let (projection, space) = (building.projection, building.space.as_str());
    let begun = tx.query_row(BEGUN, params![projection, space], |row| row.get(0)).optional()?.flatten();
    let current = checkpoint(tx, projection, &building.space)?;
    let judged = building.judge(begun, current.as_ref(), to, stopped.is_some(), cause);
    if judged != Takeover::Taken {
        return Ok(judged);
    }
    if current.is_some_and(|current| building.keeps(&current, cause)) {
        set_aside(tx, projection, space)?;
    }
    let taken = Checkpoint {
        version: building.version,
        mark: to,
        generation: building.generation,
        stopped: stopped.map(str::to_owned),
        declined: None,
    };
    live(tx, projection, space, &taken)?;
    sweep(tx, projection, &building.space)?;
    Ok(Takeover::Taken)
}

fn set_aside(tx: &Transaction<'_>, projection: &str, space: &str) -> Result<(), rusqlite::Error> {
    tx.execute(SET_ASIDE, params![projection, space])?;
    Ok(())
}

/// Lets a generation live.
fn live(tx: &Transaction<'_>, projection: &str, space: &str, to: &Checkpoint) -> Result<(), rusqlite::Error> {
    let (position, recorded_at, fact) = columns(to.mark);
    tx.execute(
        LIVE,
        params![projection, space, to.version, position, recorded_at, fact, to.generation, to.stopped, to.declined],
    )?;
    Ok(())
}

pub(super) fn replaced(
    connection: &Connection,
    projection: &str,
    space: &SpaceId,
) -> Result<Option<Checkpoint>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(REPLACED)?;
    statement.query_row(params![projection, space.as_str()], read).optional()
}

pub(super) fn switch_back(
    tx: &Transaction<'_>,
    projection: &str,
    space: &SpaceId,
) -> Result<Option<Checkpoint>, rusqlite::Error> {
    let (Some(current), Some(mut earlier)) = (checkpoint(tx, projection, space)?, replaced(tx, projection, space)?)
    else {
        return Ok(None);
    };
    set_aside(tx, projection, space.as_str())?;
    earlier.declined = Some(current.version).filter(|version| *version > earlier.version);
    live(tx, projection, space.as_str(), &earlier)?;
    Ok(Some(earlier))
}
