//! The vault's rows in a schema of a PostgreSQL database, shared by every node.
//!
//! # Layout
//! * here: each call; `changes`: rows written; `marks`: how the vault stands, and where it knew the log to stand.

mod changes;
mod marks;

use std::path::Path;

use deadpool_postgres::{Client, Pool, Transaction};
use jiff::Timestamp;
use maillage_events::bad_id::BadId;
use maillage_events::id::{CommandId, PersonRef, SpaceId};
use tokio::runtime::Handle;
use tokio_postgres::Row;
use uuid::Uuid;

pub use self::marks::found_postgres;
use super::rows::{Change, CurrentRows, DecideChanges, OwedRow, Rows, SealedCard};
use super::seal::Keys;
use super::{PendingCards, VaultError, root};
use crate::identity::{LogMark, StoreId, VaultStanding};
use crate::postgres::connect::PostgresAddress;
use crate::postgres::{OpenError, PostgresOptions, SETUP, blocking, durable, ensure};

/// "MAIV": changes of the vault come one at a time under this lock, whichever node makes them.
const LOCK: &str = "select pg_advisory_xact_lock(1296124246, 0)";

/// Sessions of a vault at most: its calls are rare beside those of the log.
const SESSIONS: usize = 4;

const SETTLE: &str = "insert into maillage_vault.persons as old (space, person, key, card, blind, version)
    select space, person, key, card, blind, 1 from maillage_vault.pending where space = $1 and command = $2
    on conflict (space, person) do update
    set key = excluded.key, card = excluded.card, blind = excluded.blind, version = old.version + 1
    returning person, version";
/// In the transaction of each change of cards or of erased references.
const CHANGED: &str = "update maillage_vault.root set changes = changes + 1";
const WITHDRAW: &str = "delete from maillage_vault.pending where space = $1 and command = $2";
const BURY: [&str; 3] = [
    "delete from maillage_vault.persons where space = $1 and person = any($2)",
    "delete from maillage_vault.pending where space = $1 and person = any($2)",
    "insert into maillage_vault.erased (space, person) select $1, given.person from unnest($2::uuid[]) as given (person)
        where not exists
            (select from maillage_vault.erased as old where old.space = $1 and old.person = given.person)",
];

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
    fn change(&self, space: &SpaceId, persons: &[PersonRef], decide: DecideChanges<'_>) -> Result<(), VaultError> {
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = begin(&mut client).await?;
            let changes = decide(&current(&transaction, space, persons).await?)?;
            if changes.iter().any(|change| matches!(change, Change::Put { .. })) {
                transaction.execute(CHANGED, &[]).await?;
            }
            changes::write(&transaction, space, changes).await?;
            Ok(transaction.commit().await?)
        })
    }

    fn current(&self, space: &SpaceId, persons: &[PersonRef]) -> Result<CurrentRows, VaultError> {
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = client.transaction().await?;
            current(&transaction, space, persons).await
        })
    }

    fn sealed(&self, space: &SpaceId, person: PersonRef) -> Result<Option<SealedCard>, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let sql = "select key, card, blind from maillage_vault.persons where space = $1 and person = $2";
            let statement = client.prepare_cached(sql).await?;
            let Some(row) = client.query_opt(&statement, &[&space.as_str(), &person.0]).await? else {
                return Ok(None);
            };
            Ok(Some(SealedCard { key: row.try_get(0)?, card: row.try_get(1)?, blind: row.try_get(2)? }))
        })
    }

    fn by_blind(&self, space: &SpaceId, blind: &[u8; 32]) -> Result<Vec<PersonRef>, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let sql = "select person from maillage_vault.persons where space = $1 and blind = $2 order by person";
            let statement = client.prepare_cached(sql).await?;
            client.query(&statement, &[&space.as_str(), &blind.as_slice()]).await?.iter().map(person).collect()
        })
    }

    fn pending(&self) -> Result<Vec<PendingCards>, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let sql = "select space, command, min(since) from maillage_vault.pending group by space, command";
            let read = |row: &Row| {
                let since = Timestamp::from_microsecond(row.try_get(2)?).unwrap_or(Timestamp::MIN);
                Ok(PendingCards { space: space_of(row)?, command: CommandId(row.try_get(1)?), since })
            };
            client.query(sql, &[]).await?.iter().map(read).collect()
        })
    }

    fn settle(&self, space: &SpaceId, command: CommandId) -> Result<Vec<(PersonRef, u64)>, VaultError> {
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = begin(&mut client).await?;
            let settled = transaction.query(SETTLE, &[&space.as_str(), &command.0]).await?;
            transaction.execute(WITHDRAW, &[&space.as_str(), &command.0]).await?;
            transaction.execute(CHANGED, &[]).await?;
            transaction.commit().await?;
            settled.iter().map(|row| Ok((person(row)?, version(row, 1)?))).collect()
        })
    }

    fn withdraw(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            client.execute(WITHDRAW, &[&space.as_str(), &command.0]).await?;
            Ok(())
        })
    }

    fn bury(&self, space: &SpaceId, persons: &[PersonRef], owed: Option<&OwedRow>) -> Result<(), VaultError> {
        let persons = uuids(persons);
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = begin(&mut client).await?;
            for sql in BURY {
                transaction.execute(sql, &[&space.as_str(), &persons]).await?;
            }
            if let Some((space, command, words)) = owed {
                let sql = "insert into maillage_vault.owed (space, command, erasure) select $1, $2, $3 where not exists
                    (select from maillage_vault.owed where space = $1 and command = $2)";
                transaction.execute(sql, &[&space.as_str(), &command.0, words]).await?;
            }
            transaction.execute(CHANGED, &[]).await?;
            Ok(transaction.commit().await?)
        })
    }

    fn owed(&self) -> Result<Vec<OwedRow>, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let rows = client.query("select space, command, erasure from maillage_vault.owed", &[]).await?;
            rows.iter().map(|row| Ok((space_of(row)?, CommandId(row.try_get(1)?), row.try_get(2)?))).collect()
        })
    }

    fn told(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let sql = "delete from maillage_vault.owed where space = $1 and command = $2";
            client.execute(sql, &[&space.as_str(), &command.0]).await?;
            Ok(())
        })
    }

    /// The server overwrites dead rows by itself.
    fn is_stale(&self) -> Result<bool, VaultError> {
        Ok(false)
    }

    fn may_overwrite(&self) -> Result<bool, VaultError> {
        Ok(true)
    }

    fn overwrite(&self) -> Result<bool, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            let owner = "select pg_has_role(current_user, relowner, 'usage')
                from pg_class where oid = 'maillage_vault.persons'::regclass";
            // Whoever does not own the tables waits for autovacuum, which is set to come at the first dead row.
            if client.query_one(owner, &[]).await?.try_get(0)? {
                client.batch_execute("vacuum maillage_vault.persons, maillage_vault.pending").await?;
            }
            Ok(true)
        })
    }

    fn store(&self) -> Result<Option<StoreId>, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            marks::store(&client).await
        })
    }

    fn belong(&self, store: StoreId, marks: &[LogMark]) -> Result<(), VaultError> {
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = begin(&mut client).await?;
            marks::belong(&transaction, store, marks).await?;
            Ok(transaction.commit().await?)
        })
    }

    fn standing(&self) -> Result<VaultStanding, VaultError> {
        self.wait(async {
            let client = self.pool.get().await?;
            marks::standing(&client).await
        })
    }

    fn note(&self, mark: &LogMark) -> Result<(), VaultError> {
        self.wait(async {
            let mut client = self.pool.get().await?;
            let transaction = begin(&mut client).await?;
            marks::note(&transaction, mark).await?;
            Ok(transaction.commit().await?)
        })
    }
}

async fn current(
    transaction: &Transaction<'_>,
    space: &SpaceId,
    persons: &[PersonRef],
) -> Result<CurrentRows, VaultError> {
    let persons = uuids(persons);
    let held = "select person, version from maillage_vault.persons where space = $1 and person = any($2)";
    let held = transaction.query(held, &[&space.as_str(), &persons]).await?;
    let erased = "select person from maillage_vault.erased where space = $1 and person = any($2)";
    let erased = transaction.query(erased, &[&space.as_str(), &persons]).await?;
    Ok(CurrentRows {
        versions: held.iter().map(|row| Ok((person(row)?, version(row, 1)?))).collect::<Result<_, VaultError>>()?,
        erased: erased.iter().map(person).collect::<Result<_, _>>()?,
    })
}

fn uuids(persons: &[PersonRef]) -> Vec<Uuid> {
    persons.iter().map(|person| person.0).collect()
}

fn person(row: &Row) -> Result<PersonRef, VaultError> {
    Ok(PersonRef(row.try_get(0)?))
}

fn version(row: &Row, column: usize) -> Result<u64, VaultError> {
    Ok(u64::try_from(row.try_get::<_, i64>(column)?).unwrap_or(0))
}

/// The space, where it is the first column.
fn space_of(row: &Row) -> Result<SpaceId, VaultError> {
    row.try_get::<_, &str>(0)?.parse().map_err(|error: BadId| VaultError::Unavailable(error.to_string()))
}
