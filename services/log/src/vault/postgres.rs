//! The vault's rows in a schema of a PostgreSQL database, shared by every node.

use std::path::Path;

use deadpool_postgres::{Client, Pool, Transaction};
use maillage_events::id::PersonRef;
use tokio::runtime::Handle;
use tokio_postgres::Row;
use uuid::Uuid;

use super::rows::{Change, CurrentRows, DecideChanges, Rows, SealedCard};
use super::seal::Keys;
use super::{VaultError, root};
use crate::postgres::connect::PostgresAddress;
use crate::postgres::{OpenError, PostgresOptions, SETUP, blocking, durable, ensure};

/// "MAIV": changes of the vault come one at a time under this lock, whichever node makes them.
const LOCK: &str = "select pg_advisory_xact_lock(1296124246, 0)";

/// Sessions of a vault at most: its calls are rare beside those of the log.
const SESSIONS: usize = 4;

/// Rows in `maillage_vault`.
pub(super) struct PostgresRows {
    pool: Pool,
    runtime: Handle,
}

impl PostgresRows {
    /// Opens the rows, or makes them, with the keys that belong to them. Of several nodes that make them at once one
    /// does, and the others need its key.
    pub(super) async fn open(
        address: &PostgresAddress,
        key_path: &Path,
        options: &PostgresOptions,
    ) -> Result<(Self, Keys), VaultError> {
        ensure(address, options).await?;
        let pool = address.pool_with(SESSIONS, options.authorities.as_deref(), SETUP).map_err(OpenError::from)?;
        let mut client = pool.get().await?;
        durable(&client, options.accept_loss).await?;
        let transaction = begin(&mut client).await?;
        let proof: Option<Vec<u8>> = transaction
            .query_opt("select proof from maillage_vault.root", &[])
            .await?
            .map(|row| row.try_get(0))
            .transpose()?;
        let keys = Keys::derive(&*root::load(key_path, proof.is_none())?);
        match proof {
            Some(proof) if proof != keys.proof().as_slice() => return Err(VaultError::WrongKey),
            Some(_) => {}
            None => {
                transaction
                    .execute("insert into maillage_vault.root (proof) values ($1)", &[&keys.proof().as_slice()])
                    .await?;
            }
        }
        transaction.commit().await?;
        drop(client);
        Ok((Self { pool, runtime: Handle::current() }, keys))
    }

    /// Waits for an answer, on a thread of the runtime or on any other.
    fn wait<T>(&self, work: impl Future<Output = Result<T, VaultError>>) -> Result<T, VaultError> {
        blocking(|| self.runtime.block_on(work))
    }
}

async fn begin(client: &mut Client) -> Result<Transaction<'_>, VaultError> {
    let transaction =
        client.build_transaction().isolation_level(tokio_postgres::IsolationLevel::ReadCommitted).start().await?;
    transaction.batch_execute(LOCK).await?;
    Ok(transaction)
}

impl Rows for PostgresRows {
    fn change(&self, persons: &[PersonRef], decide: DecideChanges<'_>) -> Result<(), VaultError> {
        let persons: Vec<Uuid> = persons.iter().map(|person| person.0).collect();
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = begin(&mut client).await?;
            let cards = transaction
                .query("select person, key, card from maillage_vault.persons where person = any($1)", &[&persons])
                .await?;
            let erased = transaction
                .query("select person from maillage_vault.erased where person = any($1)", &[&persons])
                .await?;
            let mut current = CurrentRows::default();
            for row in &cards {
                current.cards.insert(person(row)?, SealedCard { key: row.try_get(1)?, card: row.try_get(2)? });
            }
            current.erased = erased.iter().map(person).collect::<Result<_, _>>()?;
            write(&transaction, decide(&current)?).await?;
            Ok(transaction.commit().await?)
        })
    }

    fn sealed(&self, person: PersonRef) -> Result<Option<SealedCard>, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let statement =
                client.prepare_cached("select key, card from maillage_vault.persons where person = $1").await?;
            let Some(row) = client.query_opt(&statement, &[&person.0]).await? else { return Ok(None) };
            Ok(Some(SealedCard { key: row.try_get(0)?, card: row.try_get(1)? }))
        })
    }

    fn by_blind(&self, blind: &[u8; 32]) -> Result<Vec<PersonRef>, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let statement = client
                .prepare_cached("select person from maillage_vault.persons where blind = $1 order by person")
                .await?;
            client.query(&statement, &[&blind.as_slice()]).await?.iter().map(person).collect()
        })
    }

    fn erase(&self, person: PersonRef) -> Result<(), VaultError> {
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = begin(&mut client).await?;
            transaction.execute("delete from maillage_vault.persons where person = $1", &[&person.0]).await?;
            let keep_empty = "insert into maillage_vault.erased (person) select $1
                where not exists (select from maillage_vault.erased where person = $1)";
            transaction.execute(keep_empty, &[&person.0]).await?;
            transaction.commit().await?;
            let owner = "select pg_has_role(current_user, relowner, 'usage')
                from pg_class where oid = 'maillage_vault.persons'::regclass";
            // Whoever does not own the table waits for autovacuum, which is set to come at the first dead row.
            if client.query_one(owner, &[]).await?.try_get(0)? {
                client.batch_execute("vacuum maillage_vault.persons").await?;
            }
            Ok(())
        })
    }
}

fn person(row: &Row) -> Result<PersonRef, VaultError> {
    Ok(PersonRef(row.try_get(0)?))
}

async fn write(transaction: &Transaction<'_>, changes: Vec<Change>) -> Result<(), VaultError> {
    let (mut persons, mut keys, mut cards, mut blinds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        match change {
            Change::Insert { person, sealed, blind } => {
                persons.push(person.0);
                keys.push(sealed.key);
                cards.push(sealed.card);
                blinds.push(blind.to_vec());
            }
            Change::Replace { person, card, blind } => {
                let sql = "update maillage_vault.persons set card = $2, blind = $3 where person = $1";
                transaction.execute(sql, &[&person.0, &card, &blind.as_slice()]).await?;
            }
        }
    }
    let sql = "insert into maillage_vault.persons (person, key, card, blind)
        select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[])";
    if !persons.is_empty() {
        transaction.execute(sql, &[&persons, &keys, &cards, &blinds]).await?;
    }
    Ok(())
}
