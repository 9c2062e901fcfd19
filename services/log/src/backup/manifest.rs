//! What a backup says of itself.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use maillage_events::id::{FactId, SpaceId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::BackupError;
use crate::identity::{LogMark, StoreId};

/// Where it stands in its folder.
pub(super) const NAME: &str = "manifest.json";
/// The form of today's backups.
const FORM: u32 = 1;

/// What kept the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// One file.
    Sqlite,
    /// A database.
    Postgres,
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// The last fact of a space in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastFact {
    /// Its position.
    pub position: u64,
    /// Its id.
    pub fact: FactId,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupFile {
    /// Its name in the folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of what it holds, in hexadecimal.
    pub sha256: String,
    /// The columns of a table, in the order in which it holds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of the backup.
    pub form: u32,
    /// When it was begun.
    pub made_at: Timestamp,
    /// The program that made it.
    pub version: String,
    /// What kept the store.
    pub sort: Sort,
    /// Which store.
    pub store: StoreId,
    /// The version of its schema.
    pub schema: i32,
    /// Whether the root key of the vault is in it.
    pub with_key: bool,
    /// The last fact of each space.
    pub spaces: BTreeMap<SpaceId, LastFact>,
    /// Every other file of the folder.
    pub files: Vec<BackupFile>,
}

impl Manifest {
    /// Of a store at a moment; its files are added as they are written.
    pub fn new(made_at: Timestamp, version: &str, sort: Sort, store: StoreId, schema: i32) -> Self {
        let version = version.to_owned();
        Self {
            form: FORM,
            made_at,
            version,
            sort,
            store,
            schema,
            with_key: false,
            spaces: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    /// Notes where the spaces stand.
    pub(super) fn stands(&mut self, marks: Vec<LogMark>) {
        let last = |mark: LogMark| (mark.space, LastFact { position: mark.position, fact: mark.fact });
        self.spaces = marks.into_iter().map(last).collect();
    }

    /// Adds a file that is written.
    pub(super) fn add(&mut self, folder: &Path, name: &str, columns: Vec<String>) -> Result<(), BackupError> {
        let (bytes, sha256) = measured(&folder.join(name))?;
        self.files.push(BackupFile { name: name.to_owned(), bytes, sha256, columns });
        Ok(())
    }

    /// Reads the manifest of a backup; what it says of the files is not looked at.
    ///
    /// # Errors
    /// When it is not there, or of another form.
    pub fn read(folder: &Path) -> Result<Self, BackupError> {
        let path = folder.join(NAME);
        let not_whole = |why: String| BackupError::NotWhole { path: folder.to_owned(), why };
        let text = std::fs::read_to_string(&path).map_err(|why| not_whole(format!("{NAME}: {why}")))?;
        let manifest: Self = serde_json::from_str(&text).map_err(|why| not_whole(format!("{NAME}: {why}")))?;
        if manifest.form != FORM {
            return Err(not_whole(format!("it has form {}, this program reads {FORM}", manifest.form)));
        }
        Ok(manifest)
    }

    /// Holds every file to what is said of it.
    ///
    /// # Errors
    /// At the first that is missing, cut short or altered.
    pub fn verify(&self, folder: &Path) -> Result<(), BackupError> {
        for file in &self.files {
            let (bytes, sha256) = measured(&folder.join(&file.name))?;
            if (bytes, &sha256) != (file.bytes, &file.sha256) {
                let why = format!("{} was altered", file.name);
                return Err(BackupError::NotWhole { path: folder.to_owned(), why });
            }
        }
        Ok(())
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&BackupFile> {
        self.files.iter().find(|file| file.name == name)
    }
}

/// Length and SHA-256 of a file.
fn measured(path: &Path) -> Result<(u64, String), BackupError> {
    let mut file = File::open(path).map_err(BackupError::io(path))?;
    let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer).map_err(BackupError::io(path))?;
        if read == 0 {
            let hex = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            return Ok((bytes, hex));
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
}
