//! Settings and where each comes from: flag > `MAILLAGE_*` > file > default.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use maillage_server::PublicOrigin;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::store::StoreAddress;

/// The configuration file. An unknown key is an error: a typo must not silently mean the default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    store: Option<String>,
    listen: Option<SocketAddr>,
    public_origin: Option<String>,
    postgres_ca: Option<PathBuf>,
    vault_key: Option<PathBuf>,
    accept_loss: Option<bool>,
    kafka: Option<String>,
    kafka_config: Option<PathBuf>,
    topic: Option<String>,
    group: Option<String>,
    metrics: Option<SocketAddr>,
    backup_dir: Option<PathBuf>,
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
    /// Certificate authorities of the database, beside the system's.
    pub postgres_ca: Setting<Option<PathBuf>>,
    /// The vault's root key.
    pub vault_key: Setting<PathBuf>,
    /// Whether a database that may lose acknowledged facts is taken all the same.
    pub accept_loss: Setting<bool>,
    /// Whether somebody vouches for the machine's clock; said each time, never by a file.
    pub accept_clock: bool,
    /// Where the server listens.
    pub listen: Setting<SocketAddr>,
    /// The origin that browsers know the server under, behind a proxy.
    pub public_origin: Setting<Option<PublicOrigin>>,
    /// Kafka's bootstrap servers; none: projections follow the log itself.
    pub kafka: Setting<Option<String>>,
    /// How they are reached when they ask for TLS or a password: properties of librdkafka.
    pub kafka_config: Setting<Option<PathBuf>>,
    /// The topic of facts.
    pub topic: Setting<String>,
    /// The consumer group of the projectors.
    pub group: Setting<String>,
    /// Where a relay or a projector shows its metrics.
    pub metrics: Setting<Option<SocketAddr>>,
    /// The folder of backups.
    pub backup_dir: Setting<Option<PathBuf>>,
}

/// What was said on the command line or, through clap, in the environment.
#[derive(Debug, Default)]
pub struct GivenSettings {
    /// `--store` or `MAILLAGE_STORE`.
    pub store: Option<StoreAddress>,
    /// `--postgres-ca` or `MAILLAGE_POSTGRES_CA`.
    pub postgres_ca: Option<PathBuf>,
    /// `--vault-key` or `MAILLAGE_VAULT_KEY`.
    pub vault_key: Option<PathBuf>,
    /// `--i-accept-loss`.
    pub accept_loss: bool,
    /// `--accept-clock`.
    pub accept_clock: bool,
    /// `--listen` or `MAILLAGE_LISTEN`.
    pub listen: Option<SocketAddr>,
    /// `--public-origin` or `MAILLAGE_PUBLIC_ORIGIN`.
    pub public_origin: Option<PublicOrigin>,
    /// `--kafka` or `MAILLAGE_KAFKA`.
    pub kafka: Option<String>,
    /// `--kafka-config` or `MAILLAGE_KAFKA_CONFIG`.
    pub kafka_config: Option<PathBuf>,
    /// `--topic` or `MAILLAGE_TOPIC`.
    pub topic: Option<String>,
    /// `--group` or `MAILLAGE_GROUP`.
    pub group: Option<String>,
    /// `--metrics` or `MAILLAGE_METRICS`.
    pub metrics: Option<SocketAddr>,
    /// `--backup-dir` or `MAILLAGE_BACKUP_DIR`.
    pub backup_dir: Option<PathBuf>,
}

/// Where the server listens when nothing else is said.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// The topic of facts when nothing else is said.
const TOPIC: &str = "maillage.facts.v1";
/// The group of the projectors when nothing else is said.
const GROUP: &str = "maillage-projectors";

/// Settles every setting.
pub fn settle(said: GivenSettings, file: Option<&Path>) -> Result<Settings, Failure> {
    let file = file.map_or(Ok(File::default()), read)?;
    let store_in_file = file
        .store
        .map(|text| text.parse::<StoreAddress>().map_err(|why| Failure::Usage(format!("store: {why}"))))
        .transpose()?;
    let origin_in_file = file
        .public_origin
        .map(|text| text.parse::<PublicOrigin>().map_err(|why| Failure::Usage(format!("public_origin: {why}"))))
        .transpose()?;
    let store = choose(said.store, "MAILLAGE_STORE", store_in_file, StoreAddress::default_for_user);
    let beside = store.value.vault_key();
    Ok(Settings {
        postgres_ca: optional(choose_path(said.postgres_ca, "MAILLAGE_POSTGRES_CA", file.postgres_ca)),
        vault_key: choose_path(said.vault_key, "MAILLAGE_VAULT_KEY", file.vault_key)
            .unwrap_or(Setting { value: beside, origin: Origin::Default }),
        accept_loss: choose(said.accept_loss.then_some(true), "MAILLAGE_ACCEPT_LOSS", file.accept_loss, || false),
        accept_clock: said.accept_clock,
        listen: choose(said.listen, "MAILLAGE_LISTEN", file.listen, || LISTEN),
        public_origin: optional(choose_some(said.public_origin, "MAILLAGE_PUBLIC_ORIGIN", origin_in_file)),
        kafka: optional(choose_some(said.kafka, "MAILLAGE_KAFKA", file.kafka)),
        kafka_config: optional(choose_path(said.kafka_config, "MAILLAGE_KAFKA_CONFIG", file.kafka_config)),
        topic: choose(said.topic, "MAILLAGE_TOPIC", file.topic, || TOPIC.to_owned()),
        group: choose(said.group, "MAILLAGE_GROUP", file.group, || GROUP.to_owned()),
        metrics: optional(choose_some(said.metrics, "MAILLAGE_METRICS", file.metrics)),
        backup_dir: optional(choose_path(said.backup_dir, "MAILLAGE_BACKUP_DIR", file.backup_dir)),
        store,
    })
}

impl Settings {
    /// How the brokers are reached, read and tried.
    #[cfg(feature = "kafka")]
    pub fn kafka_client(&self) -> Result<maillage_relay::Client, Failure> {
        maillage_relay::read_client_file(self.kafka_config.value.as_deref())
            .map_err(|unfit| Failure::Usage(unfit.to_string()))
    }

    /// Name, value and origin of each, as people read them.
    pub fn rows(&self) -> Vec<(&'static str, String, Origin)> {
        let none = || "none".to_owned();
        let path = |path: &PathBuf| path.display().to_string();
        vec![
            ("store", self.store.value.to_string(), self.store.origin),
            ("postgres_ca", self.postgres_ca.value.as_ref().map_or_else(none, path), self.postgres_ca.origin),
            ("vault_key", path(&self.vault_key.value), self.vault_key.origin),
            ("accept_loss", self.accept_loss.value.to_string(), self.accept_loss.origin),
            ("listen", self.listen.value.to_string(), self.listen.origin),
            (
                "public_origin",
                self.public_origin.value.as_ref().map_or_else(none, ToString::to_string),
                self.public_origin.origin,
            ),
            ("kafka", self.kafka.value.clone().unwrap_or_else(none), self.kafka.origin),
            ("kafka_config", self.kafka_config.value.as_ref().map_or_else(none, path), self.kafka_config.origin),
            ("topic", self.topic.value.clone(), self.topic.origin),
            ("group", self.group.value.clone(), self.group.origin),
            ("metrics", self.metrics.value.map_or_else(none, |address| address.to_string()), self.metrics.origin),
            ("backup_dir", self.backup_dir.value.as_ref().map_or_else(none, path), self.backup_dir.origin),
        ]
    }
}

fn read(path: &Path) -> Result<File, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    toml::from_str(&text).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))
}

fn choose<T: std::fmt::Display>(
    said: Option<T>,
    variable: &str,
    file: Option<T>,
    default: impl FnOnce() -> T,
) -> Setting<T> {
    choose_some(said, variable, file).unwrap_or_else(|| Setting { value: default(), origin: Origin::Default })
}

fn choose_some<T: std::fmt::Display>(said: Option<T>, variable: &str, file: Option<T>) -> Option<Setting<T>> {
    match (said, file) {
        (Some(value), _) => {
            // clap folds flag and environment into one value: a flag that repeats the variable's value is told as the
            // variable.
            let from_environment = std::env::var(variable).is_ok_and(|held| held == value.to_string());
            Some(Setting { value, origin: if from_environment { Origin::Environment } else { Origin::Flag } })
        }
        (None, Some(value)) => Some(Setting { value, origin: Origin::File }),
        (None, None) => None,
    }
}

fn choose_path(said: Option<PathBuf>, variable: &str, file: Option<PathBuf>) -> Option<Setting<PathBuf>> {
    let shown = |path: PathBuf| path.display().to_string();
    choose_some(said.map(shown), variable, file.map(shown))
        .map(|it| Setting { value: PathBuf::from(it.value), origin: it.origin })
}

fn optional<T>(setting: Option<Setting<T>>) -> Setting<Option<T>> {
    match setting {
        Some(Setting { value, origin }) => Setting { value: Some(value), origin },
        None => Setting { value: None, origin: Origin::Default },
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
        std::fs::write(
            &path,
            "store = \"sqlite:/a.sqlite\"\nlisten = \"127.0.0.1:9999\"\nkafka = \"127.0.0.1:9092\"\n",
        )
        .unwrap();
        let said = GivenSettings {
            store: Some(address("sqlite:/b.sqlite")),
            vault_key: Some("/k".into()),
            ..GivenSettings::default()
        };
        let settings = settle(said, Some(&path)).unwrap();
        assert_eq!((settings.store.value, settings.store.origin), (address("sqlite:/b.sqlite"), Origin::Flag));
        assert_eq!((settings.listen.value.port(), settings.listen.origin), (9999, Origin::File));
        assert_eq!((settings.kafka.value.as_deref(), settings.kafka.origin), (Some("127.0.0.1:9092"), Origin::File));
        assert_eq!((settings.vault_key.value.as_path(), settings.vault_key.origin), (Path::new("/k"), Origin::Flag));
        let untouched = settle(GivenSettings::default(), None).unwrap();
        assert!(untouched.rows().iter().all(|(.., origin)| *origin == Origin::Default));
    }

    #[test]
    fn a_typo_in_the_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maillage.toml");
        std::fs::write(&path, "stor = \"sqlite:/a.sqlite\"\n").unwrap();
        assert!(matches!(settle(GivenSettings::default(), Some(&path)), Err(Failure::Usage(_))));
    }
}
