//! A folder of backups: each a folder in it, named after its moment, whole as soon as it has its name.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::BackupError;
use super::manifest::{Manifest, NAME};

/// What stands before the name of a backup that is not whole yet.
const UNFINISHED: &str = ".unfinished-";
/// The root key in a backup.
pub(super) const KEY: &str = "vault.key";
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// A backup that is being written.
#[derive(Debug)]
pub struct Unfinished {
    folder: PathBuf,
    name: String,
    path: PathBuf,
}

impl Unfinished {
    /// Begins one in a folder of backups, which is made when it is not there. What others left unfinished is removed.
    ///
    /// # Errors
    /// When the folder cannot be written, or a backup of this second is there.
    pub fn begin(folder: &Path, moment: Timestamp) -> Result<Self, BackupError> {
        private_folder(folder, true)?;
        sweep(folder)?;
        let name = moment.strftime(MOMENT).to_string();
        if folder.join(&name).exists() {
            return Err(BackupError::NotEmpty { place: folder.join(&name).display().to_string() });
        }
        let path = folder.join(format!("{UNFINISHED}{name}"));
        private_folder(&path, false)?;
        Ok(Self { folder: folder.to_owned(), name, path })
    }

    /// Where its files go.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the manifest, waits until the disk has everything, and gives the backup its name.
    ///
    /// # Errors
    /// When the disk does not take it; it is not whole then.
    pub fn finish(self, manifest: &Manifest) -> Result<PathBuf, BackupError> {
        let text = serde_json::to_string_pretty(manifest).map_err(|why| BackupError::Differs(why.to_string()))?;
        let path = self.path.join(NAME);
        File::create(&path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(BackupError::io(&path))?;
        for file in manifest.files.iter().map(|file| file.name.as_str()).chain([NAME]) {
            sync(&self.path.join(file))?;
        }
        sync(&self.path)?;
        let whole = self.folder.join(&self.name);
        std::fs::rename(&self.path, &whole).map_err(BackupError::io(&whole))?;
        sync(&self.folder)?;
        Ok(whole)
    }
}

/// Removes what backups that were killed left behind. One that still runs loses its folder, and says so.
fn sweep(folder: &Path) -> Result<(), BackupError> {
    for entry in std::fs::read_dir(folder).map_err(BackupError::io(folder))? {
        let path = entry.map_err(BackupError::io(folder))?.path();
        if name_of(&path).starts_with(UNFINISHED) {
            std::fs::remove_dir_all(&path).map_err(BackupError::io(&path))?;
        }
    }
    Ok(())
}

/// The newest whole backup of a folder, and what it says of itself; `None` where there is none.
///
/// # Errors
/// When the folder cannot be read.
pub fn newest(folder: &Path) -> Result<Option<(PathBuf, Manifest)>, BackupError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(BackupError::io(folder))?,
    };
    let mut whole = Vec::new();
    for entry in entries {
        let path = entry.map_err(BackupError::io(folder))?.path();
        if !name_of(&path).starts_with('.')
            && let Ok(manifest) = Manifest::read(&path)
        {
            whole.push((path, manifest));
        }
    }
    Ok(whole.into_iter().max_by_key(|(_, manifest)| manifest.made_at))
}

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Waits until the disk has a file, or the entries of a folder.
pub(super) fn sync(path: &Path) -> Result<(), BackupError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(BackupError::io(path))
}

/// The folder that a file stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A folder that only its owner may read.
fn private_folder(path: &Path, recursive: bool) -> Result<(), BackupError> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(recursive).create(path).map_err(BackupError::io(path))
}

/// A copy that only its owner may read.
pub(super) fn private_copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    let mut source = File::open(from).map_err(BackupError::io(from))?;
    let mut copy = crate::vault::private(to).map_err(BackupError::io(to))?;
    std::io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all()).map_err(BackupError::io(to))
}

/// Refuses a root key that stands where the one of a backup is to go, unless it is the same.
pub(super) fn refuse_another_key(backup: &Path, key: &Path) -> Result<(), BackupError> {
    let there = match std::fs::read(key) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        there => there.map_err(BackupError::io(key))?,
    };
    let ours = backup.join(KEY);
    if std::fs::read(&ours).map_err(BackupError::io(ours))? == there {
        Ok(())
    } else {
        Err(BackupError::NotEmpty { place: format!("another root key, {},", key.display()) })
    }
}

/// Puts the root key of a backup back where there is none: written under another name, so that nobody meets half of it.
pub(super) fn put_key_back(backup: &Path, key: &Path) -> Result<(), BackupError> {
    if key.exists() {
        return Ok(());
    }
    let draft = key.with_extension("key.restoring");
    match std::fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(BackupError::io(draft)(error)),
        _ => {}
    }
    private_copy(&backup.join(KEY), &draft)?;
    std::fs::rename(&draft, key).map_err(BackupError::io(key))?;
    sync(folder_of(key))
}
