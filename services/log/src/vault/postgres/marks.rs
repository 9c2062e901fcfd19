//! How the vault of a database stands, and where it knew the log to stand.

use deadpool_postgres::Transaction;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use tokio_postgres::{Client, Row};
use uuid::Uuid;

use super::{space_of, version};
use crate::identity::{FoundVault, LogMark, StoreId, VaultStanding, Witness};
use crate::postgres::connect::PostgresAddress;
use crate::postgres::{OpenError, PostgresOptions};
use crate::vault::VaultError;

const STANDING: &str = "select id, changes, (select count(*) from maillage_vault.persons),
    (select count(*) from maillage_vault.erased), store from maillage_vault.root";
const NOTE: &str = "insert into maillage_vault.log_marks as old (space, position, recorded_at, fact)
    values ($1, $2, $3, $4) on conflict (space) do update
    set position = excluded.position, recorded_at = excluded.recorded_at, fact = excluded.fact
    where excluded.position > old.position";

/// The vault of a database as it is found, without its key; `None` where there is none. Nothing is made.
///
/// # Errors
/// When the database does not answer.
pub async fn found_postgres(
    address: &PostgresAddress,
    options: &PostgresOptions,
) -> Result<Option<FoundVault>, VaultError> {
    let (client, _) = address.session(options.authorities.as_deref(), drop).await.map_err(OpenError::from)?;
    let is_there = "select to_regclass('maillage_vault.log_marks') is not null";
    if !client.query_one(is_there, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(None);
    }
    let Some(root) = client.query_opt(STANDING, &[]).await? else { return Ok(None) };
    let mut marks = Vec::new();
    for row in client.query("select space, position, recorded_at, fact from maillage_vault.log_marks", &[]).await? {
        let (position, recorded_at) = (version(&row, 1)?, RecordedAt(row.try_get(2)?));
        marks.push(LogMark { space: space_of(&row)?, position, recorded_at, fact: FactId(row.try_get(3)?) });
    }
    let store: Option<Uuid> = root.try_get(4)?;
    let witness = Witness { name: "the schema maillage_vault".to_owned(), store: store.map(StoreId), marks };
    Ok(Some(FoundVault { standing: read(&root)?, witness }))
}

pub(super) async fn store(client: &Client) -> Result<Option<StoreId>, VaultError> {
    let store: Option<Uuid> = client.query_one(STANDING, &[]).await?.try_get(4)?;
    Ok(store.map(StoreId))
}

pub(super) async fn standing(client: &Client) -> Result<VaultStanding, VaultError> {
    read(&client.query_one(STANDING, &[]).await?)
}

fn read(row: &Row) -> Result<VaultStanding, VaultError> {
    let (changes, cards, erased) = (version(row, 1)?, version(row, 2)?, version(row, 3)?);
    Ok(VaultStanding { vault: row.try_get(0)?, changes, cards, erased })
}

/// Within a transaction.
pub(super) async fn belong(client: &Transaction<'_>, store: StoreId, marks: &[LogMark]) -> Result<(), VaultError> {
    client.execute("update maillage_vault.root set store = $1", &[&store.0]).await?;
    client.execute("delete from maillage_vault.log_marks", &[]).await?;
    for mark in marks {
        note(client, mark).await?;
    }
    Ok(())
}

pub(super) async fn note(client: &Transaction<'_>, mark: &LogMark) -> Result<(), VaultError> {
    let position = i64::try_from(mark.position).unwrap_or(i64::MAX);
    client.execute(NOTE, &[&mark.space.as_str(), &position, &mark.recorded_at.0, &mark.fact.0]).await?;
    Ok(())
}
