//! The root key: 32 bytes of chance in a file of their own, readable by their owner only.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::VaultError;

/// Length of the key file in bytes.
pub(super) const LENGTH: usize = 32;

/// Reads the key, or makes one when `may_create`. Two processes that make one at once end with the same.
pub(super) fn load(path: &Path, may_create: bool) -> Result<Zeroizing<[u8; LENGTH]>, VaultError> {
    match File::open(path) {
        Ok(file) => read(path, file),
        Err(error) if error.kind() == ErrorKind::NotFound && may_create => {
            create(path)?;
            read(path, File::open(path)?)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Err(VaultError::KeyMissing(path.to_owned())),
        Err(error) => Err(error.into()),
    }
}

fn read(path: &Path, mut file: File) -> Result<Zeroizing<[u8; LENGTH]>, VaultError> {
    let bad = |why| Err(VaultError::BadKeyFile { path: path.to_owned(), why });
    let facts = file.metadata()?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o007 != 0 {
        return bad("anybody may read it; chmod 600");
    }
    if facts.len() != LENGTH as u64 {
        return bad("it does not hold 32 bytes");
    }
    let mut key = Zeroizing::new([0; LENGTH]);
    file.read_exact(key.as_mut())?;
    Ok(key)
}

/// Written whole under another name, then given its own: nobody ever reads half a key, and a key that is there is never
/// replaced.
fn create(path: &Path) -> Result<(), VaultError> {
    let mut key = Zeroizing::new([0; LENGTH]);
    getrandom::fill(key.as_mut())?;
    let mut name = [0; 8];
    getrandom::fill(&mut name)?;
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{:016x}", u64::from_be_bytes(name)));
    let draft = Path::new(&draft);
    let mut file = private(draft)?;
    let written =
        file.write_all(key.as_ref()).and_then(|()| file.sync_all()).and_then(|()| std::fs::hard_link(draft, path));
    std::fs::remove_file(draft)?;
    match written {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(sync_folder(path)?),
    }
}

/// A new file that only its owner may read.
pub(crate) fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}
