//! What is looked at before a file is opened, and whether it is whole by itself.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::options::OpenError;
use super::standing::all;
use crate::identity::Lost;
use crate::identity::mark_file::beside;

/// How a file was found, before SQLite touched it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Whether a write-ahead log with anything in it stands beside.
    has_wal: bool,
    /// Whether a mark stands beside.
    has_mark: bool,
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

/// The write-ahead log beside a file.
pub(super) fn wal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Where a restore that is under way says so.
pub(crate) fn restoring(path: &Path) -> PathBuf {
    path.with_extension("restoring")
}

/// Looks at the files alone: SQLite would throw away the write-ahead log of a file that is empty.
pub(super) fn look(path: &Path) -> Result<Found, OpenError> {
    if restoring(path).exists() {
        return Err(OpenError::Restoring { path: path.to_owned() });
    }
    let found = Found { has_wal: length(&wal(path)) > 0, has_mark: beside(path).exists() };
    if found.has_wal && length(path) == 0 {
        return Err(OpenError::Emptied { path: path.to_owned() });
    }
    Ok(found)
}

/// What is missing of a file that was in use when it was copied, and came alone.
pub(super) fn copied_alone(connection: &Connection, path: &Path, found: Found) -> rusqlite::Result<Vec<Lost>> {
    let is_at_rest: bool = connection.query_row("SELECT at_rest FROM at_rest", [], |row| row.get(0))?;
    if found.has_wal || found.has_mark || is_at_rest {
        return Ok(Vec::new());
    }
    let there = all(connection)?;
    let lost = |space, stood| Lost::CopiedAlone { file: path.display().to_string(), space, stood };
    if there.is_empty() {
        return Ok(vec![lost(None, 0)]);
    }
    Ok(there.into_iter().map(|mark| lost(Some(mark.space), mark.position)).collect())
}

/// Says that the file is whole by itself, whatever it was a copy of.
pub(crate) fn lay_to_rest(connection: &Connection) -> rusqlite::Result<usize> {
    connection.execute("UPDATE at_rest SET at_rest = 1 WHERE at_rest = 0", [])
}

/// Says that the file is in use: in the transaction of whoever writes.
pub(super) fn wake(connection: &Connection) -> rusqlite::Result<usize> {
    connection.prepare_cached("UPDATE at_rest SET at_rest = 0 WHERE at_rest = 1")?.execute([])
}
