//! Where facts live: the `--store` of every command.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use maillage_log::postgres::connect::PostgresAddress;

/// A store by its address: `sqlite:PATH` for one city, `postgres://…` for a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreAddress {
    /// The file of facts.
    Sqlite(PathBuf),
    /// The database of facts.
    Postgres(Box<PostgresAddress>),
}

impl FromStr for StoreAddress {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => match text.parse() {
                Ok(address) => Ok(Self::Postgres(Box::new(address))),
                Err(why) => Err(why.to_string()),
            },
            _ => Err(format!("« {text} » is not a store: sqlite:PATH or postgres://user@host/database")),
        }
    }
}

impl fmt::Display for StoreAddress {
    /// Never shows a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(address) => write!(f, "{address}"),
        }
    }
}

impl StoreAddress {
    /// The default: in the folder that systemd or the desktop's conventions give for data.
    pub fn default_for_user() -> Self {
        Self::Sqlite(data_folder().join("maillage.sqlite"))
    }

    /// An embedded store in a folder.
    pub fn within(folder: &Path) -> Self {
        Self::Sqlite(folder.join("maillage.sqlite"))
    }

    /// The vault's root key when nothing else is said: to be backed up apart from the vault, or not at all.
    pub fn vault_key(&self) -> PathBuf {
        match self {
            Self::Sqlite(path) => path.with_extension("vault.key"),
            Self::Postgres(_) => data_folder().join("maillage.vault.key"),
        }
    }
}

/// Where the rows of an embedded store lie.
pub fn rows_file(log: &Path) -> PathBuf {
    log.with_extension("projections.sqlite")
}

/// Where its vault lies.
pub fn vault_file(log: &Path) -> PathBuf {
    log.with_extension("vault.sqlite")
}

fn data_folder() -> PathBuf {
    std::env::var_os("STATE_DIRECTORY")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("XDG_DATA_HOME").map(|data| PathBuf::from(data).join("maillage")))
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share/maillage")))
        .unwrap_or_else(|| PathBuf::from("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_vault_is_named_after_the_facts() {
        let store: StoreAddress = "sqlite:/tmp/x/ville.sqlite".parse().unwrap();
        assert_eq!(store.vault_key(), Path::new("/tmp/x/ville.vault.key"));
    }

    #[test]
    fn an_unknown_store_is_refused_with_the_way_out() {
        assert!("mysql://x".parse::<StoreAddress>().unwrap_err().contains("sqlite:PATH or postgres://"));
        assert!("sqlite:".parse::<StoreAddress>().is_err());
    }

    #[test]
    fn a_password_is_never_shown() {
        let store: StoreAddress =
            "postgres://maillage_app:s3cr3t@db.example:5433/region?sslmode=require".parse().unwrap();
        assert_eq!(store.to_string(), "postgres://db.example:5433/region");
        assert!(!format!("{store:?}").contains("s3cr3t"));
        assert!(!"postgres://maillage:s3cr3t@h:port/x".parse::<StoreAddress>().unwrap_err().contains("s3cr3t"));
    }
}
