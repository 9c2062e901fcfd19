//! A relay's lease and positions on PostgreSQL. The server's clock alone judges when a lease ends.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};
use maillage_events::id::SpaceId;

use crate::relay::{Epoch, Move, MoveOutcome, PositionsUnavailable, RelayPositions};

const ACQUIRE: &str = include_str!("relay/acquire.sql");
const CLAIM: &str = include_str!("relay/claim.sql");
const RENEW: &str = "
    update public.relay_lease
    set expires_at = clock_timestamp() + make_interval(secs => $3)
    where sink = $1 and epoch = $2 and expires_at > '-infinity'";
const RELEASE: &str = "
    update public.relay_lease
    set expires_at = '-infinity'
    where sink = $1 and epoch = $2";
const LOAD: &str = "
    select space, position
    from public.relay_position
    where sink = $1";
const IS_HELD: &str = "
    select epoch
    from public.relay_lease
    where sink = $1 and expires_at > clock_timestamp()";
const HELD: &str = include_str!("relay/held.sql");
const ADVANCE: &str = include_str!("relay/advance.sql");
const FORGET: &str = "
    delete from public.relay_position
    where sink = $1";

/// Leases and positions in the database that holds the log.
#[derive(Clone)]
pub struct PostgresRelayPositions {
    pool: Pool,
}

impl std::fmt::Debug for PostgresRelayPositions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresRelayPositions").finish_non_exhaustive()
    }
}

impl PostgresRelayPositions {
    /// On sessions of this pool; the tables are those of the migration `V2__relay`. Two sessions are enough.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }

    async fn session(&self) -> Result<Object, PositionsUnavailable> {
        self.pool.get().await.map_err(|error| PositionsUnavailable(error.to_string()))
    }
}

fn unavailable(error: tokio_postgres::Error) -> PositionsUnavailable {
    // The driver's own message says only "db error"; the server's says what.
    PositionsUnavailable(
        error.as_db_error().map_or_else(|| error.to_string(), |db| format!("{} ({})", db.message(), db.code().code())),
    )
}

fn unreadable(why: impl std::fmt::Display) -> PositionsUnavailable {
    PositionsUnavailable(format!("a stored value cannot be read: {why}"))
}

fn stored(number: u64) -> Result<i64, PositionsUnavailable> {
    i64::try_from(number).map_err(unreadable)
}

fn read(number: i64) -> Result<u64, PositionsUnavailable> {
    u64::try_from(number).map_err(unreadable)
}

#[async_trait]
impl RelayPositions for PostgresRelayPositions {
    async fn acquire(&self, sink: &str, holder: &str, term: Duration) -> Result<Option<Epoch>, PositionsUnavailable> {
        let session = self.session().await?;
        let statement = session.prepare_cached(ACQUIRE).await.map_err(unavailable)?;
        let row = session.query_opt(&statement, &[&sink, &holder, &term.as_secs_f64()]).await.map_err(unavailable)?;
        row.map(|row| read(row.get(0)).map(Epoch)).transpose()
    }

    async fn claim(&self, sink: &str, holder: &str) -> Result<(Epoch, Duration), PositionsUnavailable> {
        let session = self.session().await?;
        let statement = session.prepare_cached(CLAIM).await.map_err(unavailable)?;
        let row = session.query_one(&statement, &[&sink, &holder]).await.map_err(unavailable)?;
        let left = Duration::try_from_secs_f64(row.get::<_, f64>(1).max(0.0)).map_err(unreadable)?;
        Ok((Epoch(read(row.get(0))?), left))
    }

    async fn renew(&self, sink: &str, epoch: Epoch, term: Duration) -> Result<bool, PositionsUnavailable> {
        let session = self.session().await?;
        let statement = session.prepare_cached(RENEW).await.map_err(unavailable)?;
        let renewed =
            session.execute(&statement, &[&sink, &stored(epoch.0)?, &term.as_secs_f64()]).await.map_err(unavailable)?;
        Ok(renewed == 1)
    }

    async fn release(&self, sink: &str, epoch: Epoch) -> Result<(), PositionsUnavailable> {
        let session = self.session().await?;
        let statement = session.prepare_cached(RELEASE).await.map_err(unavailable)?;
        session.execute(&statement, &[&sink, &stored(epoch.0)?]).await.map_err(unavailable)?;
        Ok(())
    }

    async fn is_held(&self, sink: &str) -> Result<bool, PositionsUnavailable> {
        let session = self.session().await?;
        let statement = session.prepare_cached(IS_HELD).await.map_err(unavailable)?;
        Ok(session.query_opt(&statement, &[&sink]).await.map_err(unavailable)?.is_some())
    }

    async fn load(&self, sink: &str) -> Result<BTreeMap<SpaceId, u64>, PositionsUnavailable> {
        let session = self.session().await?;
        let statement = session.prepare_cached(LOAD).await.map_err(unavailable)?;
        let rows = session.query(&statement, &[&sink]).await.map_err(unavailable)?;
        rows.iter()
            .map(|row| Ok((SpaceId::new(row.get::<_, String>(0)).map_err(unreadable)?, read(row.get(1))?)))
            .collect()
    }

    async fn advance(&self, sink: &str, epoch: Epoch, moves: &[Move]) -> Result<MoveOutcome, PositionsUnavailable> {
        let spaces: Vec<&str> = moves.iter().map(|change| change.space.as_str()).collect();
        let from = moves.iter().map(|change| stored(change.from)).collect::<Result<Vec<_>, _>>()?;
        let to = moves.iter().map(|change| stored(change.to)).collect::<Result<Vec<_>, _>>()?;
        self.held(sink, epoch, ADVANCE, &[&sink, &stored(epoch.0)?, &spaces, &from, &to], Some(moves.len())).await
    }

    async fn forget(&self, sink: &str, epoch: Epoch) -> Result<MoveOutcome, PositionsUnavailable> {
        self.held(sink, epoch, FORGET, &[&sink], None).await
    }
}

type Values<'a> = [&'a (dyn tokio_postgres::types::ToSql + Sync)];

impl PostgresRelayPositions {
    /// Runs a change in one transaction that holds the lease's row, so that no other epoch begins before it ends. When
    /// the change touches another number of rows than expected, nothing of it is saved.
    async fn held(
        &self,
        sink: &str,
        epoch: Epoch,
        change: &str,
        values: &Values<'_>,
        expected: Option<usize>,
    ) -> Result<MoveOutcome, PositionsUnavailable> {
        let mut session = self.session().await?;
        let held = session.prepare_cached(HELD).await.map_err(unavailable)?;
        let change = session.prepare_cached(change).await.map_err(unavailable)?;
        let transaction = session.transaction().await.map_err(unavailable)?;
        // A move that a crash of the server loses is made again: no one waits for the disk. The lease itself is
        // durable.
        transaction.batch_execute("set local synchronous_commit = off").await.map_err(unavailable)?;
        if transaction.query_opt(&held, &[&sink, &stored(epoch.0)?]).await.map_err(unavailable)?.is_none() {
            return Ok(MoveOutcome::Fenced);
        }
        let touched = transaction.execute(&change, values).await.map_err(unavailable)?;
        if expected.is_some_and(|expected| u64::try_from(expected) != Ok(touched)) {
            return Ok(MoveOutcome::Elsewhere);
        }
        transaction.commit().await.map_err(unavailable)?;
        Ok(MoveOutcome::Saved)
    }
}
