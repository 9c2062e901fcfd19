//! Rows of cards, written within a transaction.

use deadpool_postgres::Transaction;
use maillage_events::id::SpaceId;

use crate::vault::VaultError;
use crate::vault::rows::{Change, SealedCard};

const PUT: &str = "insert into maillage_vault.persons (space, person, key, card, blind, version)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (space, person) do update
    set key = excluded.key, card = excluded.card, blind = excluded.blind, version = excluded.version";
const RESERVE: &str = "insert into maillage_vault.pending (space, person, command, since, key, card, blind)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (space, command, person) do update
    set since = excluded.since, key = excluded.key, card = excluded.card, blind = excluded.blind";

pub(super) async fn write(
    transaction: &Transaction<'_>,
    space: &SpaceId,
    changes: Vec<Change>,
) -> Result<(), VaultError> {
    let put = transaction.prepare(PUT).await?;
    let reserve = transaction.prepare(RESERVE).await?;
    let space = space.as_str();
    for change in changes {
        match change {
            Change::Put { person, sealed: SealedCard { key, card, blind }, version } => {
                let version = i64::try_from(version).unwrap_or(i64::MAX);
                transaction.execute(&put, &[&space, &person.0, &key, &card, &blind, &version]).await?
            }
            Change::Reserve { person, sealed: SealedCard { key, card, blind }, command, since } => {
                let since = since.as_microsecond();
                transaction.execute(&reserve, &[&space, &person.0, &command.0, &since, &key, &card, &blind]).await?
            }
        };
    }
    Ok(())
}
