//! Rows written beside the living ones, which take their place, and may give it back, in one transaction each.

use maillage_events::id::SpaceId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{checkpoint, columns, read};
use crate::frame::Mark;
use crate::store::{Building, Cause, Checkpoint, Difference, Takeover};

pub(super) fn begin(tx: &Transaction<'_>, projection: &str, space: &SpaceId) -> Result<i64, rusqlite::Error> {
    let number = tx.query_row(
        "INSERT INTO checkpoints (projection, space, version, position, generation, building) VALUES (?1, ?2, 0, 0, 0, 1)
         ON CONFLICT DO UPDATE SET building = 1 + max(generation, coalesce(building, 0),
             coalesce((SELECT generation FROM replaced WHERE projection = ?1 AND space = ?2), 0))
         RETURNING building",
        params![projection, space.as_str()],
        |row| row.get(0),
    )?;
    sweep(tx, projection, space)?;
    Ok(number)
}

/// Removes the rows that neither live nor are kept for a switch back.
fn sweep(tx: &Transaction<'_>, projection: &str, space: &SpaceId) -> Result<(), rusqlite::Error> {
    tx.execute(
        "DELETE FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation NOT IN
         (SELECT generation FROM checkpoints WHERE projection = ?1 AND space = ?2 UNION ALL
          SELECT generation FROM replaced WHERE projection = ?1 AND space = ?2)",
        params![projection, space.as_str()],
    )?;
    Ok(())
}

pub(super) fn differing(
    tx: &Transaction<'_>,
    building: &Building,
    limit: usize,
) -> Result<Vec<Difference>, rusqlite::Error> {
    let mut statement = tx.prepare(
        "SELECT coalesce(old.name, new.name) AS named, coalesce(old.key, new.key) AS keyed, old.row, new.row
         FROM (SELECT name, key, row FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation =
                  (SELECT generation FROM checkpoints WHERE projection = ?1 AND space = ?2)) old
         FULL JOIN (SELECT name, key, row FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation = ?3) new
         ON old.name = new.name AND old.key = new.key
         WHERE old.row IS NOT new.row ORDER BY named, keyed LIMIT ?4",
    )?;
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
    let begun = tx
        .query_row(
            "SELECT building FROM checkpoints WHERE projection = ?1 AND space = ?2",
            params![projection, space],
            |row| row.get(0),
        )
        .optional()?
        .flatten();
    let living = checkpoint(tx, projection, &building.space)?;
    let judged = building.judge(begun, living.as_ref(), to, stopped.is_some(), cause);
    if judged != Takeover::Taken {
        return Ok(judged);
    }
    if living.is_some_and(|living| building.keeps(&living, cause)) {
        set_aside(tx, projection, space)?;
    }
    let (position, recorded_at, fact) = columns(to);
    tx.execute(
        "UPDATE checkpoints SET version = ?3, position = ?4, recorded_at = ?5, fact = ?6, generation = ?7, building = NULL, stopped = ?8,
         declined = NULL WHERE projection = ?1 AND space = ?2",
        params![projection, space, building.version, position, recorded_at, fact, building.generation, stopped],
    )?;
    sweep(tx, projection, &building.space)?;
    Ok(Takeover::Taken)
}

/// Notes the living generation as the one that can be switched back.
fn set_aside(tx: &Transaction<'_>, projection: &str, space: &str) -> Result<(), rusqlite::Error> {
    tx.execute(
        "INSERT OR REPLACE INTO replaced (projection, space, version, position, recorded_at, fact, generation, stopped)
         SELECT projection, space, version, position, recorded_at, fact, generation, stopped FROM checkpoints WHERE projection = ?1 AND space = ?2",
        params![projection, space],
    )?;
    Ok(())
}

pub(super) fn replaced(
    connection: &Connection,
    projection: &str,
    space: &SpaceId,
) -> Result<Option<Checkpoint>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT version, position, recorded_at, fact, generation, stopped, NULL FROM replaced WHERE projection = ?1 AND space = ?2",
    )?;
    statement.query_row(params![projection, space.as_str()], read).optional()
}

pub(super) fn switch_back(
    tx: &Transaction<'_>,
    projection: &str,
    space: &SpaceId,
) -> Result<Option<Checkpoint>, rusqlite::Error> {
    let (Some(living), Some(earlier)) = (checkpoint(tx, projection, space)?, replaced(tx, projection, space)?) else {
        return Ok(None);
    };
    set_aside(tx, projection, space.as_str())?;
    let declined = Some(living.version).filter(|version| *version > earlier.version);
    let (position, recorded_at, fact) = columns(earlier.mark);
    tx.execute(
        "UPDATE checkpoints SET version = ?3, position = ?4, recorded_at = ?5, fact = ?6, generation = ?7, building = NULL, stopped = ?8,
         declined = ?9 WHERE projection = ?1 AND space = ?2",
        params![projection, space.as_str(), earlier.version, position, recorded_at, fact, earlier.generation, earlier.stopped, declined],
    )?;
    checkpoint(tx, projection, space)
}
