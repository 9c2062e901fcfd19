//! An embedded store: copied by SQLite's own backup while it runs, put back as files.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::BackupError;
use super::folder::{KEY, Unfinished, folder_of, private_copy, put_key_back, refuse_another_key, sync};
use super::manifest::{LastFact, Manifest, Sort};
use crate::identity::judge::missing_cards;
use crate::identity::mark_file::beside;
use crate::sqlite::{at_rest, standing};
use crate::vault;

const LOG: &str = "log.sqlite";
const VAULT: &str = "vault.sqlite";
/// How long whoever writes to the vault may hold it up.
const BUSY: Duration = Duration::from_secs(10);

/// Where the parts of an embedded store lie.
#[derive(Debug, Clone)]
pub struct Places {
    /// The log.
    pub log: PathBuf,
    /// The vault.
    pub vault: PathBuf,
    /// Its root key.
    pub key: PathBuf,
    /// The rows of projections.
    pub rows: PathBuf,
}

/// Copies a store into a folder of backups, and gives the backup. The vault takes no change while the moment is pinned
/// down, some milliseconds; the log goes on.
///
/// # Errors
/// When a part cannot be read, or the copy not be written: there is no backup then.
pub fn copy(
    places: &Places,
    folder: &Path,
    moment: Timestamp,
    version: &str,
    with_key: bool,
) -> Result<(PathBuf, Manifest), BackupError> {
    let log = existing(&places.log)?;
    let (held, vault) = if places.vault.exists() {
        let held = existing(&places.vault)?;
        held.execute_batch("BEGIN IMMEDIATE").map_err(BackupError::sqlite(&places.vault))?;
        (Some(held), Some(existing(&places.vault)?))
    } else {
        (None, None)
    };
    let of_log = || BackupError::sqlite(&places.log);
    log.execute_batch("BEGIN").map_err(of_log())?;
    let last = standing::all(&log).map_err(of_log())?;
    if let Some(vault) = &vault {
        vault.execute_batch("BEGIN; SELECT count(*) FROM root").map_err(BackupError::sqlite(&places.vault))?;
    }
    drop(held);
    let store = standing::identity(&log).map_err(of_log())?;
    let schema = log.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(of_log())?;
    let unfinished = Unfinished::begin(folder, moment)?;
    let mut manifest = Manifest::new(moment, version, Sort::Sqlite, store, schema);
    manifest.stands(last);
    let at = unfinished.path();
    copy_file(&log, &at.join(LOG), true)?;
    manifest.add(at, LOG, Vec::new())?;
    if let Some(vault) = &vault {
        copy_file(vault, &at.join(VAULT), false)?;
        manifest.add(at, VAULT, Vec::new())?;
    }
    if with_key {
        private_copy(&places.key, &at.join(KEY))?;
        manifest.with_key = true;
        manifest.add(at, KEY, Vec::new())?;
    }
    Ok((unfinished.finish(&manifest)?, manifest))
}

fn existing(path: &Path) -> Result<Connection, BackupError> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(BackupError::sqlite(path))?;
    connection.busy_timeout(BUSY).map_err(BackupError::sqlite(path))?;
    Ok(connection)
}

/// All pages as the open transaction of `from` sees them, in one file that is whole by itself.
fn copy_file(from: &Connection, to: &Path, is_log: bool) -> Result<(), BackupError> {
    let failed = || BackupError::sqlite(to);
    crate::vault::private(to).map_err(BackupError::io(to))?;
    let mut copy = Connection::open(to).map_err(failed())?;
    let step = Backup::new(from, &mut copy).and_then(|backup| backup.step(-1)).map_err(failed())?;
    if !matches!(step, StepResult::Done) {
        return Err(BackupError::NotWhole { path: to.to_owned(), why: "the store was busy; begin again".to_owned() });
    }
    copy.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(())).map_err(failed())?;
    if is_log {
        at_rest::lay_to_rest(&copy).map_err(failed())?;
    }
    let checked: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed())?;
    if checked != "ok" {
        return Err(BackupError::NotWhole { path: to.to_owned(), why: checked });
    }
    Ok(())
}

/// Puts a backup into an empty place. While it goes on a file beside says so, and nobody opens the store; cut off, it
/// is begun again from nothing.
///
/// # Errors
/// When the backup is not whole, or anything is there already: nothing was touched then.
pub fn restore(backup: &Path, places: &Places) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(backup)?;
    if manifest.sort != Sort::Sqlite {
        return Err(BackupError::OtherSort { found: manifest.sort, asked: Sort::Sqlite });
    }
    manifest.verify(backup)?;
    let begun = at_rest::restoring(&places.log);
    let folder = folder_of(&places.log);
    if begun.exists() {
        for path in places.all() {
            remove(&path)?;
        }
    }
    if let Some(there) = places.all().into_iter().find(|path| path.exists()) {
        return Err(BackupError::NotEmpty { place: there.display().to_string() });
    }
    if manifest.with_key {
        refuse_another_key(backup, &places.key)?;
    }
    std::fs::create_dir_all(folder).map_err(BackupError::io(folder))?;
    OpenOptions::new().write(true).create(true).truncate(true).open(&begun).map_err(BackupError::io(&begun))?;
    sync(&begun)?;
    sync(folder)?;
    for (name, place) in [(LOG, &places.log), (VAULT, &places.vault)] {
        if manifest.file(name).is_some() {
            private_copy(&backup.join(name), place)?;
        }
    }
    if manifest.with_key {
        put_key_back(backup, &places.key)?;
    }
    sync(folder)?;
    hold(&manifest, places)?;
    remove(&begun)?;
    sync(folder)?;
    Ok(manifest)
}

/// Holds what was put back to the manifest, and its vault to its log.
fn hold(manifest: &Manifest, places: &Places) -> Result<(), BackupError> {
    let of_log = || BackupError::sqlite(&places.log);
    let log = existing(&places.log)?;
    if standing::identity(&log).map_err(of_log())? != manifest.store {
        return Err(BackupError::Differs("it is another store".to_owned()));
    }
    let mut copied = manifest.clone();
    copied.stands(standing::all(&log).map_err(of_log())?);
    if copied.spaces != manifest.spaces {
        return Err(BackupError::Differs("its spaces end elsewhere".to_owned()));
    }
    let found = vault::found(&places.vault).map_err(|error| BackupError::Differs(error.to_string()))?;
    if let Some(vault) = &found {
        let is_ours = vault.witness.store.is_none_or(|store| store == manifest.store);
        let stood = |space| manifest.spaces.get(space).map_or(0, |it: &LastFact| it.position);
        if !is_ours || vault.witness.marks.iter().any(|mark| mark.position > stood(&mark.space)) {
            return Err(BackupError::Differs("its vault is not of this log, or of a later one".to_owned()));
        }
    }
    let remembered = standing::vault_marks(&log).map_err(of_log())?;
    match missing_cards(&remembered, found.as_ref()).first() {
        Some(lost) => Err(BackupError::Differs(lost.to_string())),
        None => Ok(()),
    }
}

impl Places {
    /// Every file of a store, but its key.
    fn all(&self) -> Vec<PathBuf> {
        let with = |path: &Path, suffix: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        let databases = [&self.log, &self.vault, &self.rows].into_iter();
        let files = databases.flat_map(|path| ["", "-wal", "-shm", "-journal"].map(|suffix| with(path, suffix)));
        files.chain([beside(&self.log)]).collect()
    }
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(BackupError::io(path)(error)),
        _ => Ok(()),
    }
}
