//! A store and what stands beside it (the vault, the rows), opened for a command.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use maillage_events::id::SpaceId;
use maillage_log::clock::{AcceptedClock, Clock, SystemClock};
use maillage_log::log::FactLog;
use maillage_log::postgres::{PostgresLog, PostgresOptions};
use maillage_log::sqlite::{SqliteLog, SqliteOptions, Synchronous};
use maillage_log::vault::Vault;
use maillage_projector::{PostgresRows, RowStore, SqliteRows};

use crate::config::Settings;
use crate::failure::Failure;
use crate::store::StoreAddress;

/// How a store and what stands beside it are opened.
#[derive(Debug, Clone)]
pub struct StoreAccess {
    /// Where facts live.
    pub address: StoreAddress,
    authorities: Option<PathBuf>,
    vault_key: PathBuf,
    accept_loss: bool,
    accept_clock: bool,
}

impl StoreAccess {
    /// The store that the settings name.
    pub fn of(settings: &Settings) -> Self {
        if settings.accept_clock {
            tracing::warn!(now = %SystemClock.now(), "somebody vouches for the machine's clock: it is recorded by");
        }
        Self {
            address: settings.store.value.clone(),
            authorities: settings.postgres_ca.value.clone(),
            vault_key: settings.vault_key.value.clone(),
            accept_loss: settings.accept_loss.value,
            accept_clock: settings.accept_clock,
        }
    }

    /// An embedded store in a folder, made by this process, which vouches for the clock.
    pub fn within(folder: &Path) -> Self {
        let address = StoreAddress::within(folder);
        Self { authorities: None, vault_key: address.vault_key(), accept_loss: false, accept_clock: true, address }
    }

    /// The machine's clock, vouched for where somebody does.
    pub fn clock(&self) -> Arc<dyn Clock> {
        if self.accept_clock { Arc::new(AcceptedClock) } else { Arc::new(SystemClock) }
    }

    /// Certificate authorities of its database, beside the system's.
    #[cfg(feature = "kafka")]
    pub fn authorities(&self) -> Option<&Path> {
        self.authorities.as_deref()
    }

    /// How its database is opened.
    pub fn postgres_options(&self) -> PostgresOptions {
        PostgresOptions {
            authorities: self.authorities.clone(),
            accept_loss: self.accept_loss,
            ..PostgresOptions::default()
        }
    }

    /// Opens the log; an embedded one is made, with its folder, when it is not there.
    pub async fn log(&self, clock: Arc<dyn Clock>) -> Result<Arc<dyn FactLog>, Failure> {
        match &self.address {
            StoreAddress::Sqlite(path) => {
                if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    std::fs::create_dir_all(folder)
                        .map_err(|error| Failure::Failed(format!("{}: {error}", folder.display())))?;
                }
                let options = SqliteOptions {
                    synchronous: Synchronous::Full,
                    accept_loss: self.accept_loss,
                    ..SqliteOptions::default()
                };
                Ok(SqliteLog::open_with(path, clock, &options).map_err(|error| self.failed(&error))?)
            }
            StoreAddress::Postgres(address) => Ok(PostgresLog::open(address, clock, &self.postgres_options())
                .await
                .map_err(|error| self.failed(&error))?),
        }
    }

    /// Opens the log for reading only what is there: a store that does not exist is a failure, not a new file.
    pub async fn existing_log(&self, clock: Arc<dyn Clock>) -> Result<Arc<dyn FactLog>, Failure> {
        if let StoreAddress::Sqlite(path) = &self.address
            && !path.exists()
        {
            let address = &self.address;
            return Err(Failure::Failed(format!(
                "{address} does not exist; name another with --store, or fill it with `maillage import`"
            )));
        }
        self.log(clock).await
    }

    /// Fails when the store holds nothing of a space, and names those that it holds.
    pub async fn expect_space(&self, log: &dyn FactLog, space: &SpaceId) -> Result<(), Failure> {
        let held = log.spaces().await?;
        if held.contains(space) {
            return Ok(());
        }
        let held = held.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Err(Failure::Failed(format!("{} holds no space « {space} »; it holds: {held}", self.address)))
    }

    /// Opens the vault beside it: a file of its own, or a schema of its own.
    pub async fn vault(&self) -> Result<Vault, Failure> {
        let opened = match &self.address {
            StoreAddress::Sqlite(path) => Vault::open(&path.with_extension("vault.sqlite"), &self.vault_key),
            StoreAddress::Postgres(address) => {
                Vault::open_postgres(address, &self.vault_key, &self.postgres_options()).await
            }
        };
        opened.map_err(|error| Failure::Failed(format!("vault: {error}")))
    }

    /// Opens the rows of projections beside it: derived, may be deleted, are folded again.
    pub async fn rows(&self) -> Result<Arc<dyn RowStore>, Failure> {
        match &self.address {
            StoreAddress::Sqlite(path) => {
                let path = path.with_extension("projections.sqlite");
                Ok(Arc::new(tokio::task::spawn_blocking(move || SqliteRows::open(&path)).await??))
            }
            StoreAddress::Postgres(_) => Ok(self.shared_rows().await?),
        }
    }

    /// Opens the rows that several nodes share; only a database has them.
    pub async fn shared_rows(&self) -> Result<Arc<PostgresRows>, Failure> {
        match &self.address {
            StoreAddress::Sqlite(_) => Err(Failure::Usage(format!(
                "{}: one city has one node; several need --store postgres://…",
                self.address
            ))),
            StoreAddress::Postgres(address) => Ok(PostgresRows::open(address, self.authorities.as_deref()).await?),
        }
    }

    /// A failure that names the store.
    pub fn failed(&self, error: &dyn std::error::Error) -> Failure {
        Failure::Failed(format!("{}: {error}", self.address))
    }
}
