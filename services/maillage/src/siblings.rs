//! What stands beside a log: asked what it knows before the log is opened, held to it before anything is written.

use std::path::Path;

use maillage_log::identity::judge::{judge, missing_cards};
use maillage_log::identity::{FoundVault, Lost, StoreId, Witness, mark_witness};
use maillage_log::vault;
use maillage_projector::{PostgresRows, SqliteRows, store};

use crate::failure::Failure;
use crate::store::{StoreAddress, rows_file, vault_file};
use crate::store_access::{OpenStore, StoreAccess};

/// All that stands beside a log.
#[derive(Debug)]
pub struct Siblings {
    witnesses: Vec<Witness>,
    /// The vault, where there is one.
    pub vault: Option<FoundVault>,
}

impl Siblings {
    /// Asks each. What is not there says nothing; nothing is made.
    pub async fn of(store: &StoreAccess) -> Result<Self, Failure> {
        match &store.address {
            StoreAddress::Sqlite(path) => Self::of_file(path, found_vault(store).await?),
            StoreAddress::Postgres(address) => {
                let vault = found_vault(store).await?;
                let mut witnesses = Vec::new();
                if PostgresRows::are_there(address, store.postgres_options().authorities.as_deref()).await? {
                    let rows = store.shared_rows().await?;
                    let name = "the schema maillage_projections".to_owned();
                    let asked = tokio::task::spawn_blocking(move || store::witness(rows.as_ref(), name));
                    witnesses.push(asked.await??);
                }
                Ok(Self { witnesses, vault })
            }
        }
    }

    fn of_file(path: &Path, vault: Option<FoundVault>) -> Result<Self, Failure> {
        let mut witnesses: Vec<Witness> = mark_witness(path)?.into_iter().collect();
        let rows = rows_file(path);
        if rows.exists() {
            witnesses.push(store::witness(&SqliteRows::open(&rows)?, rows.display().to_string())?);
        }
        Ok(Self { witnesses, vault })
    }

    /// Everything that knows something of the log.
    pub fn witnesses(&self) -> Vec<&Witness> {
        self.witnesses.iter().chain(self.vault.as_ref().map(|vault| &vault.witness)).collect()
    }

    /// Whose they are, by the first that says so.
    pub fn store(&self) -> Option<StoreId> {
        self.witnesses().into_iter().find_map(|witness| witness.store)
    }

    /// What is missing where there is no log at all.
    pub fn without_a_log(&self) -> Vec<Lost> {
        let marks =
            self.witnesses().into_iter().flat_map(|witness| witness.marks.iter().map(move |mark| (witness, mark)));
        marks
            .map(|(witness, mark)| Lost::Facts {
                space: mark.space.clone(),
                stood: 0,
                witnessed: mark.position,
                witness: witness.name.clone(),
            })
            .collect()
    }

    /// What is missing of a log, or beside it.
    pub async fn judge(&self, store: &StoreAccess, open: &OpenStore) -> Result<Vec<Lost>, Failure> {
        let mut lost = open.marks.found_lost();
        lost.extend(judge(open.log.as_ref(), open.marks.id(), &self.witnesses()).await?);
        let remembered = tokio::task::block_in_place(|| open.marks.vault_marks())?;
        if !missing_cards(&remembered, self.vault.as_ref()).is_empty() {
            // Another process may have changed a card since the vault was asked, and the log remembers it already.
            lost.extend(missing_cards(&remembered, found_vault(store).await?.as_ref()));
        }
        Ok(lost)
    }
}

async fn found_vault(store: &StoreAccess) -> Result<Option<FoundVault>, Failure> {
    match &store.address {
        StoreAddress::Sqlite(path) => vault::found(&vault_file(path)).map_err(of_vault),
        StoreAddress::Postgres(address) => {
            vault::found_postgres(address, &store.postgres_options()).await.map_err(of_vault)
        }
    }
}

fn of_vault(error: maillage_log::vault::VaultError) -> Failure {
    Failure::Failed(format!("vault: {error}"))
}
