//! Settings and where each comes from: flag > `MAILLAGE_*` > file > default.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::store::StoreAddress;

/// The configuration file. An unknown key is an error: a typo must not silently mean the default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    store: Option<String>,
    listen: Option<SocketAddr>,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A flag of the command line.
    Flag,
    /// An environment variable.
    Environment,
    /// The configuration file.
    File,
    /// Nothing said otherwise.
    Default,
}

/// A value and its origin.
#[derive(Debug, Clone)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// Every setting.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where facts live.
    pub store: Setting<StoreAddress>,
    /// Where the server listens.
    pub listen: Setting<SocketAddr>,
}

/// What was said on the command line or, through clap, in the environment.
#[derive(Debug, Default)]
pub struct Said {
    /// `--store` or `MAILLAGE_STORE`.
    pub store: Option<StoreAddress>,
    /// `--listen` or `MAILLAGE_LISTEN`.
    pub listen: Option<SocketAddr>,
}

/// Where the server listens when nothing else is said.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Settles every setting.
pub fn settle(said: Said, file: Option<&Path>) -> Result<Settings, Failure> {
    let file = file.map_or(Ok(File::default()), read)?;
    let store_in_file = file.store.map(|text| text.parse::<StoreAddress>().map_err(|why| Failure::Usage(format!("store: {why}")))).transpose()?;
    Ok(Settings {
        store: choose(said.store, "MAILLAGE_STORE", store_in_file, StoreAddress::default_for_user),
        listen: choose(said.listen, "MAILLAGE_LISTEN", file.listen, || LISTEN),
    })
}

fn read(path: &Path) -> Result<File, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    toml::from_str(&text).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))
}

fn choose<T: std::fmt::Display>(said: Option<T>, variable: &str, file: Option<T>, default: impl FnOnce() -> T) -> Setting<T> {
    match (said, file) {
        (Some(value), _) => {
            // clap folds flag and environment into one value: a flag that repeats the variable's value is told as the variable.
            let from_environment = std::env::var(variable).is_ok_and(|held| held == value.to_string());
            Setting { value, origin: if from_environment { Origin::Environment } else { Origin::Flag } }
        }
        (None, Some(value)) => Setting { value, origin: Origin::File },
        (None, None) => Setting { value: default(), origin: Origin::Default },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> StoreAddress {
        text.parse().unwrap()
    }

    #[test]
    fn a_flag_beats_the_file_and_the_file_beats_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maillage.toml");
        std::fs::write(&path, "store = \"sqlite:/a.sqlite\"\nlisten = \"127.0.0.1:9999\"\n").unwrap();
        let said = Said { store: Some(address("sqlite:/b.sqlite")), listen: None };
        let settings = settle(said, Some(&path)).unwrap();
        assert_eq!((settings.store.value, settings.store.origin), (address("sqlite:/b.sqlite"), Origin::Flag));
        assert_eq!((settings.listen.value.port(), settings.listen.origin), (9999, Origin::File));
        assert_eq!(settle(Said::default(), None).unwrap().listen.origin, Origin::Default);
    }

    #[test]
    fn a_typo_in_the_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maillage.toml");
        std::fs::write(&path, "stor = \"sqlite:/a.sqlite\"\n").unwrap();
        assert!(matches!(settle(Said::default(), Some(&path)), Err(Failure::Usage(_))));
    }
}
