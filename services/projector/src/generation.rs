//! Rows written beside the living ones, which take their place in one transaction: readers never see an empty or half-built table.

use maillage_events::id::SpaceId;
use maillage_projections::table::RowChange;
use rusqlite::params;

use crate::ProjectorError;
use crate::frame::Mark;
use crate::store::{Checkpoint, Store, checkpoint, columns, write};

/// A generation of rows that is being written.
#[derive(Debug, Clone)]
pub struct Building {
    projection: &'static str,
    space: SpaceId,
    version: u32,
    generation: i64,
}

impl Store {
    /// Begins a generation. One that was begun before and never took over is given up, its rows removed: the last to begin is the one that may.
    pub fn begin(&self, projection: &'static str, version: u32, space: &SpaceId) -> Result<Building, ProjectorError> {
        let generation = self.transaction(|tx| {
            tx.execute(
                "INSERT INTO checkpoints (projection, space, version, position, generation, building) VALUES (?1, ?2, 0, 0, 0, 1)
                 ON CONFLICT DO UPDATE SET building = max(generation, coalesce(building, 0)) + 1",
                params![projection, space.as_str()],
            )?;
            tx.execute(
                "DELETE FROM projected_rows WHERE projection = ?1 AND space = ?2
                 AND generation <> (SELECT generation FROM checkpoints WHERE projection = ?1 AND space = ?2)",
                params![projection, space.as_str()],
            )?;
            tx.query_row("SELECT building FROM checkpoints WHERE projection = ?1 AND space = ?2", params![projection, space.as_str()], |row| {
                row.get(0)
            })
        })?;
        Ok(Building { projection, space: space.clone(), version, generation })
    }

    /// Writes some of its rows.
    pub fn add(&self, building: &Building, changes: &[RowChange]) -> Result<(), ProjectorError> {
        self.transaction(|tx| write(tx, building.projection, &building.space, building.generation, changes))
    }

    /// `table/key` of the rows that differ between the living generation and this one, at most `limit`, in order.
    pub fn differing(&self, building: &Building, limit: usize) -> Result<Vec<String>, ProjectorError> {
        self.transaction(|tx| {
            let mut statement = tx.prepare(
                "SELECT coalesce(old.name, new.name) || '/' || coalesce(old.key, new.key) AS named
                 FROM (SELECT name, key, row FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation =
                          (SELECT generation FROM checkpoints WHERE projection = ?1 AND space = ?2)) old
                 FULL JOIN (SELECT name, key, row FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation = ?3) new
                 ON old.name = new.name AND old.key = new.key
                 WHERE old.row IS NOT new.row ORDER BY named LIMIT ?4",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![building.projection, building.space.as_str(), building.generation, limit], |row| row.get(0))?;
            rows.collect()
        })
    }

    /// Lets a generation take over at a position, and removes the rows of the others, in one transaction.
    /// `false` when it may not: another one was begun since, a newer version of the fold keeps the rows, or the living rows have moved beyond.
    pub fn take_over(&self, building: &Building, to: Mark, stopped: Option<&str>) -> Result<bool, ProjectorError> {
        self.transaction(|tx| {
            let (projection, space) = (building.projection, building.space.as_str());
            let begun: Option<i64> =
                tx.query_row("SELECT building FROM checkpoints WHERE projection = ?1 AND space = ?2", params![projection, space], |row| row.get(0))?;
            let beyond = |living: &Checkpoint| {
                living.version > building.version || (living.version == building.version && living.mark.position > to.position && stopped.is_none())
            };
            if begun != Some(building.generation) || checkpoint(tx, projection, &building.space)?.as_ref().is_some_and(beyond) {
                return Ok(false);
            }
            let (position, recorded_at, fact) = columns(to);
            tx.execute(
                "UPDATE checkpoints SET version = ?3, position = ?4, recorded_at = ?5, fact = ?6, generation = ?7, building = NULL, stopped = ?8
                 WHERE projection = ?1 AND space = ?2",
                params![projection, space, building.version, position, recorded_at, fact, building.generation, stopped],
            )?;
            tx.execute(
                "DELETE FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation <> ?3",
                params![projection, space, building.generation],
            )?;
            Ok(true)
        })
    }
}
