//! A store and what stands beside it (the vault, the rows), opened for a command.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use maillage_events::id::SpaceId;
use maillage_log::clock::{AcceptedClock, Clock, SystemClock};
use maillage_log::identity::{StoreId, StoreMarks, mark_witness};
use maillage_log::log::FactLog;
use maillage_log::postgres::{PostgresLog, PostgresOptions};
use maillage_log::sqlite::{SqliteLog, SqliteOptions, Synchronous};
use maillage_log::vault::Vault;
use maillage_projector::{PostgresRows, RowStore, SqliteRows};

use crate::accepted::AcceptedLoss;
use crate::config::Settings;
use crate::failure::Failure;
use crate::store::{StoreAddress, rows_file, vault_file};

/// An open log, and who it is.
#[derive(Debug, Clone)]
pub struct OpenStore {
    /// The log.
    pub log: Arc<dyn FactLog>,
    /// Its identity, and what it remembers of its vault.
    pub marks: Arc<dyn StoreMarks>,
}

/// How a store and what stands beside it are opened.
#[derive(Debug, Clone)]
pub struct StoreAccess {
    /// Where facts live.
    pub address: StoreAddress,
    authorities: Option<PathBuf>,
    vault_key: PathBuf,
    accept_loss: bool,
    accept_clock: bool,
    /// What is given up of it, should a part be missing.
    pub accepted: Vec<AcceptedLoss>,
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
            accepted: Vec::new(),
        }
    }

    /// The same, where what is missing after some positions is given up.
    pub fn accepting(self, accepted: Vec<AcceptedLoss>) -> Self {
        Self { accepted, ..self }
    }

    /// An embedded store in a folder, made by this process, which vouches for the clock.
    pub fn within(folder: &Path) -> Self {
        let address = StoreAddress::within(folder);
        Self {
            authorities: None,
            vault_key: address.vault_key(),
            accept_loss: false,
            accept_clock: true,
            accepted: Vec::new(),
            address,
        }
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

    /// Opens the log, whatever stands beside it. An embedded one that is made is this store, where somebody knows it.
    pub async fn open_unjudged(&self, clock: Arc<dyn Clock>, identity: Option<StoreId>) -> Result<OpenStore, Failure> {
        match &self.address {
            StoreAddress::Sqlite(path) => {
                if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    std::fs::create_dir_all(folder)
                        .map_err(|error| Failure::Failed(format!("{}: {error}", folder.display())))?;
                }
                let options = SqliteOptions {
                    synchronous: Synchronous::Full,
                    accept_loss: self.accept_loss,
                    judged_by_caller: true,
                    identity,
                    ..SqliteOptions::default()
                };
                let log = SqliteLog::open_with(path, clock, &options).map_err(|error| self.failed(&error))?;
                Ok(OpenStore { marks: log.clone(), log })
            }
            StoreAddress::Postgres(address) => {
                let options = self.postgres_options();
                let opened = PostgresLog::open(address, clock, &options).await;
                let log = opened.map_err(|error| self.failed(&error))?;
                Ok(OpenStore { marks: log.clone(), log })
            }
        }
    }

    /// Fails where an embedded store is not there at all, nor anything that knows of one.
    pub fn expect_a_store(&self) -> Result<(), Failure> {
        let StoreAddress::Sqlite(path) = &self.address else { return Ok(()) };
        if path.exists() || rows_file(path).exists() || vault_file(path).exists() || mark_witness(path)?.is_some() {
            return Ok(());
        }
        let address = &self.address;
        Err(Failure::Failed(format!(
            "{address} does not exist; name another with --store, or fill it with `maillage import`"
        )))
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

    /// Opens the vault beside a log, a file or a schema of its own: from now on each remembers how the other stood.
    pub async fn vault(&self, marks: &Arc<dyn StoreMarks>) -> Result<Vault, Failure> {
        let vault = self.vault_alone().await?;
        let beside = tokio::task::block_in_place(|| vault.beside(marks.clone()));
        beside.map_err(|error| Failure::Failed(format!("vault: {error}")))
    }

    /// Opens the vault, beside no log.
    pub async fn vault_alone(&self) -> Result<Vault, Failure> {
        let opened = match &self.address {
            StoreAddress::Sqlite(path) => Vault::open(&vault_file(path), &self.vault_key),
            StoreAddress::Postgres(address) => {
                Vault::open_postgres(address, &self.vault_key, &self.postgres_options()).await
            }
        };
        opened.map_err(|error| Failure::Failed(format!("vault: {error}")))
    }

    /// Opens the rows of projections beside a log: derived, may be deleted, are folded again.
    pub async fn rows(&self, marks: &Arc<dyn StoreMarks>) -> Result<Arc<dyn RowStore>, Failure> {
        let rows = self.unbound_rows().await?;
        belong(rows.clone(), marks.id()).await?;
        Ok(rows)
    }

    /// Opens the rows, whosever they are.
    pub async fn unbound_rows(&self) -> Result<Arc<dyn RowStore>, Failure> {
        Ok(match &self.address {
            StoreAddress::Sqlite(path) => {
                let path = rows_file(path);
                Arc::new(tokio::task::spawn_blocking(move || SqliteRows::open(&path)).await??)
            }
            StoreAddress::Postgres(_) => self.shared_rows().await?,
        })
    }

    /// Opens the rows that several nodes share, as those of a log.
    pub async fn shared_rows_of(&self, marks: &Arc<dyn StoreMarks>) -> Result<Arc<PostgresRows>, Failure> {
        let rows = self.shared_rows().await?;
        belong(rows.clone(), marks.id()).await?;
        Ok(rows)
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

/// Says whose rows they are, where nobody said so.
async fn belong(rows: Arc<dyn RowStore>, store: StoreId) -> Result<(), Failure> {
    let belong = move || if rows.store()? == Some(store) { Ok(()) } else { rows.belong(store) };
    Ok(tokio::task::spawn_blocking(belong).await??)
}
