//! A file of rows that is of no use: set aside, for another can be folded.

use std::io::{ErrorKind, Result};
use std::path::{Path, PathBuf};

use maillage_log::clock::{Clock, SystemClock};
use rusqlite::ErrorCode;

use crate::ProjectorError;

/// What stands in the name of a file that was set aside, before the moment.
const ASIDE: &str = ".set-aside-";

/// Why a file of rows was not opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    /// SQLite said no.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Its pages contradict each other.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// Another program, or a newer one, wrote it.
    #[error("it has layout {0}, which this program does not know")]
    OtherLayout(i64),
}

impl Unfit {
    /// Whether the file itself is at fault, so that opening it again cannot help.
    pub(super) fn is_of_no_use(&self) -> bool {
        match self {
            Self::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
            }
            Self::Damaged(_) | Self::OtherLayout(_) => true,
        }
    }
}

impl From<Unfit> for ProjectorError {
    fn from(unfit: Unfit) -> Self {
        Self::Store(unfit.to_string())
    }
}

/// Gives a file, and what SQLite keeps beside it, another name. Whoever has it open goes on in what was set aside, and
/// is to be started again.
pub(super) fn set_aside(path: &Path) -> std::result::Result<PathBuf, ProjectorError> {
    let moment = SystemClock.now().strftime("%Y%m%dT%H%M%S%3fZ").to_string();
    let failed = |error: std::io::Error| ProjectorError::Store(format!("{}: {error}", path.display()));
    for suffix in ["-wal", "-shm", ""] {
        let from = with(path, suffix);
        match std::fs::rename(&from, with(path, &format!("{ASIDE}{moment}{suffix}"))) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    Ok(with(path, &format!("{ASIDE}{moment}")))
}

fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The files of rows that were set aside beside this one, in order.
///
/// # Errors
/// When the folder cannot be read.
pub fn aside(path: &Path) -> Result<Vec<PathBuf>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Ok(Vec::new()) };
    let prefix = format!("{name}{ASIDE}");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_aside = |name: &str| name.starts_with(&prefix) && !name.ends_with("-wal") && !name.ends_with("-shm");
        if path.file_name().and_then(|name| name.to_str()).is_some_and(is_aside) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
