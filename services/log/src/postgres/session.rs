//! The writer's own session: what is set in it, what is prepared, and the three ways in which a batch goes through it.

use futures::FutureExt;
use futures::future::BoxFuture;
use maillage_events::id::SpaceId;
use tokio_postgres::{Client, Error};

use super::connect::PostgresAddress;
use super::decide::{Decided, There};
use super::failure::is_named_already;
use super::known::Known;
use super::learn::{Asked, Looks};
use super::options::{OpenError, PostgresOptions, durable};
use super::rows::Inserts;

/// Every look-up goes down an index: the planner, which may have seen the tables while they were small, is not asked. A
/// session that hangs while it holds the lock of a space stops that space: the server ends its transaction.
pub(crate) const SETUP: &str = "
    set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off; set plan_cache_mode = force_generic_plan;
    set client_min_messages = warning;
    set lock_timeout = '20s'; set statement_timeout = '120s'; set idle_in_transaction_session_timeout = '10s'";

/// What became of a batch that the server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrote {
    /// It is durable.
    All,
    /// A space did not stand where the batch goes on.
    Nothing,
}

/// A session that writes.
pub(super) struct Session {
    client: Client,
    looks: Looks,
    inserts: Inserts,
}

impl Session {
    /// Connects and makes sure that what it commits is durable.
    pub(super) async fn open(address: &PostgresAddress, options: &PostgresOptions) -> Result<Self, OpenError> {
        let (client, _) = address.session(options.authorities.as_deref(), drop).await?;
        client.batch_execute(SETUP).await?;
        durable(&client, options.accept_loss).await?;
        let looks = Looks::prepare(&client).await?;
        let inserts = Inserts::prepare(&client).await?;
        Ok(Self { client, looks, inserts })
    }

    /// Whether it is known to be of no more use.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Round trip 1 of 2: the locks, then what is there. The transaction stays open.
    pub(super) fn learn<'a>(
        &'a self,
        asked: &'a Asked<'a>,
        known: &'a mut Known,
    ) -> BoxFuture<'a, Result<There, Error>> {
        self.looks.learn(&self.client, asked, known).boxed()
    }

    /// Round trip 2 of 2: the rows, then the commit. When this answers without an error the batch is durable, or
    /// nothing of it was written.
    pub(super) fn commit<'a>(&'a self, decided: &'a Decided<'a>) -> BoxFuture<'a, Result<Wrote, Error>> {
        async move {
            if decided.receipts.is_empty() {
                self.roll_back().await?;
                return Ok(Wrote::All);
            }
            let (wrote, ()) = futures::try_join!(self.commit_foreseen(decided), self.client.batch_execute("commit"))?;
            Ok(wrote)
        }
        .boxed()
    }

    /// The only round trip of a batch that memory could decide: a transaction of one statement.
    pub(super) fn commit_foreseen<'a>(&'a self, decided: &'a Decided<'a>) -> BoxFuture<'a, Result<Wrote, Error>> {
        async move {
            let facts = self
                .inserts
                .run(&self.client, &decided.places, &decided.streams, &decided.facts, &decided.receipts)
                .await?;
            Ok(if facts == decided.facts.len() as u64 { Wrote::All } else { Wrote::Nothing })
        }
        .boxed()
    }

    /// Undoes an open transaction, if there is one.
    pub(super) async fn roll_back(&self) -> Result<(), Error> {
        self.client.batch_execute("rollback").await
    }

    /// The number of a space, given at its first append and never changed. A transaction of its own: a number without
    /// facts harms nobody.
    pub(super) fn number<'a>(&'a self, space: &'a SpaceId) -> BoxFuture<'a, Result<i32, Error>> {
        self.look_or_give(space).boxed()
    }

    async fn look_or_give(&self, space: &SpaceId) -> Result<i32, Error> {
        const LOOK: &str = "select number from maillage.spaces where space = $1";
        if let Some(row) = self.client.query_opt(LOOK, &[&space.as_str()]).await? {
            return row.try_get(0);
        }
        match self
            .client
            .query_one("insert into maillage.spaces (space) values ($1) returning number", &[&space.as_str()])
            .await
        {
            Ok(row) => row.try_get(0),
            Err(error) if is_named_already(&error) => self.client.query_one(LOOK, &[&space.as_str()]).await?.try_get(0),
            Err(error) => Err(error),
        }
    }
}
