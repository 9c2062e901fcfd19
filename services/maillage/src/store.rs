//! Where facts live: the `--store` of every command, and what stands beside it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use maillage_events::id::SpaceId;
use maillage_log::clock::Clock;
use maillage_log::log::FactLog;
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;

use crate::failure::Failure;

/// A store by its address: `sqlite:PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreAddress(PathBuf);

impl FromStr for StoreAddress {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => Err("this build knows the embedded store only: sqlite:PATH".to_owned()),
            _ => Err(format!("« {text} » is not a store: sqlite:PATH")),
        }
    }
}

impl fmt::Display for StoreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sqlite:{}", self.0.display())
    }
}

impl StoreAddress {
    /// The file of facts.
    pub fn facts(&self) -> &Path {
        &self.0
    }

    /// The vault: names and contacts, a file of its own.
    pub fn vault(&self) -> PathBuf {
        self.0.with_extension("vault.sqlite")
    }

    /// The vault's root key: to be backed up apart from the vault, or not at all.
    pub fn vault_key(&self) -> PathBuf {
        self.0.with_extension("vault.key")
    }

    /// Rows and checkpoints: derived, may be deleted, are folded again.
    pub fn projections(&self) -> PathBuf {
        self.0.with_extension("projections.sqlite")
    }

    /// The default: in the folder that systemd or the desktop's conventions give for data.
    pub fn default_for_user() -> Self {
        let folder = std::env::var_os("STATE_DIRECTORY")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("XDG_DATA_HOME").map(|data| PathBuf::from(data).join("maillage")))
            .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share/maillage")))
            .unwrap_or_else(|| PathBuf::from("."));
        Self(folder.join("maillage.sqlite"))
    }

    /// A store in a folder.
    pub fn within(folder: &Path) -> Self {
        Self(folder.join("maillage.sqlite"))
    }

    /// Opens the log, making the file and its folder when they are not there.
    pub fn open_log(&self, clock: Arc<dyn Clock>) -> Result<Arc<SqliteLog>, Failure> {
        if let Some(folder) = self.0.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| Failure::Failed(format!("{}: {error}", folder.display())))?;
        }
        SqliteLog::open(&self.0, clock).map_err(|error| Failure::Failed(format!("{self}: {error}")))
    }

    /// Opens the log for reading only what is there: a store that does not exist is a failure, not a new file.
    pub fn open_existing(&self, clock: Arc<dyn Clock>) -> Result<Arc<dyn FactLog>, Failure> {
        if !self.0.exists() {
            return Err(Failure::Failed(format!("{self} does not exist; name another with --store, or fill it with `maillage import`")));
        }
        Ok(self.open_log(clock)?)
    }

    /// Fails when the store holds nothing of a space, and names those that it holds.
    pub async fn expect_space(&self, log: &dyn FactLog, space: &SpaceId) -> Result<(), Failure> {
        let held = log.spaces().await?;
        if held.contains(space) {
            return Ok(());
        }
        let held = held.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Err(Failure::Failed(format!("{self} holds no space « {space} »; it holds: {held}")))
    }

    /// Opens the vault beside it.
    pub fn open_vault(&self) -> Result<Vault, Failure> {
        Vault::open(&self.vault(), &self.vault_key()).map_err(|error| Failure::Failed(format!("vault: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_facts_is_named_after_them() {
        let store: StoreAddress = "sqlite:/tmp/x/ville.sqlite".parse().unwrap();
        assert_eq!(store.vault(), Path::new("/tmp/x/ville.vault.sqlite"));
        assert_eq!(store.projections(), Path::new("/tmp/x/ville.projections.sqlite"));
    }

    #[test]
    fn an_unknown_store_is_refused_with_the_way_out() {
        assert!("mysql://x".parse::<StoreAddress>().unwrap_err().contains("sqlite:PATH"));
        assert!("sqlite:".parse::<StoreAddress>().is_err());
    }
}
