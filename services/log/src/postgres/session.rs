//! The writer's own session: what is set in it, what is prepared, and the three ways in which a batch goes through it.

use futures::FutureExt;
use futures::future::BoxFuture;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use tokio_postgres::{Client, Error};

use super::batch::Existing;
use super::batch_decision::Decision;
use super::connect::PostgresAddress;
use super::failure::is_named_already;
use super::inserts::Inserts;
use super::lookups::{BatchKeys, Lookups};
use super::options::{OpenError, PostgresOptions, durable};
use super::writer_cache::WriterCache;

/// Every look-up goes down an index: the planner, which may have seen the tables while they were small, is not asked. A
/// session that hangs while it holds the lock of a space stops that space: the server ends its transaction.
pub(crate) const SETUP: &str = include_str!("session/setup.sql");

/// What became of a batch that the server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WriteOutcome {
    /// It is durable.
    Committed,
    /// Nothing was written: a space does not end where the batch goes on.
    HeadMoved,
}

/// A session that writes.
pub(super) struct Session {
    client: Client,
    lookups: Lookups,
    inserts: Inserts,
}

impl Session {
    /// Connects and makes sure that what it commits is durable.
    pub(super) async fn open(address: &PostgresAddress, options: &PostgresOptions) -> Result<Self, OpenError> {
        let (client, _) = address.session(options.authorities.as_deref(), drop).await?;
        client.batch_execute(SETUP).await?;
        durable(&client, options.accept_loss).await?;
        let lookups = Lookups::prepare(&client).await?;
        let inserts = Inserts::prepare(&client).await?;
        Ok(Self { client, lookups, inserts })
    }

    /// The session itself, before it writes.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Whether it is known to be of no more use.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Round trip 1 of 2: the locks, then what is there. The transaction stays open.
    pub(super) fn read_under_lock<'a>(
        &'a self,
        keys: &'a BatchKeys<'a>,
        cache: &'a mut WriterCache,
    ) -> BoxFuture<'a, Result<Existing, Error>> {
        self.lookups.read_under_lock(&self.client, keys, cache).boxed()
    }

    /// Round trip 2 of 2: the rows, then the commit. When this answers without an error the batch is durable, or
    /// nothing of it was written.
    pub(super) fn commit<'a>(&'a self, decision: &'a Decision<'a>) -> BoxFuture<'a, Result<WriteOutcome, Error>> {
        async move {
            if decision.receipts.is_empty() {
                self.roll_back().await?;
                return Ok(WriteOutcome::Committed);
            }
            let (outcome, ()) = futures::try_join!(self.commit_at_once(decision), self.client.batch_execute("commit"))?;
            Ok(outcome)
        }
        .boxed()
    }

    /// The only round trip of a batch that the cache could decide: a transaction of one statement.
    pub(super) fn commit_at_once<'a>(
        &'a self,
        decision: &'a Decision<'a>,
    ) -> BoxFuture<'a, Result<WriteOutcome, Error>> {
        async move {
            let facts = self
                .inserts
                .run(&self.client, &decision.places, &decision.streams, &decision.facts, &decision.receipts)
                .await?;
            Ok(if facts == decision.facts.len() as u64 { WriteOutcome::Committed } else { WriteOutcome::HeadMoved })
        }
        .boxed()
    }

    /// What time it is there.
    pub(super) async fn time(&self) -> Result<RecordedAt, Error> {
        const TIME: &str = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";
        self.client.query_one(TIME, &[]).await?.try_get(0).map(RecordedAt)
    }

    /// When its newest fact was recorded, and when the store was last said to be alive.
    pub(super) async fn newest(&self) -> Result<(Option<RecordedAt>, Option<RecordedAt>), Error> {
        let row = self.client.query_one(include_str!("session/newest.sql"), &[]).await?;
        let moment = |at: Option<i64>| at.map(RecordedAt);
        Ok((moment(row.try_get(0)?), moment(row.try_get(1)?)))
    }

    /// Writes that the store is alive: a row, made durable.
    pub(super) async fn say_alive(&self, now: RecordedAt) -> Result<(), Error> {
        const ALIVE: &str = "insert into maillage.alive (at) values ($1) on conflict do nothing";
        self.client.execute(ALIVE, &[&now.0]).await.map(drop)
    }

    /// Undoes an open transaction, if there is one.
    pub(super) async fn roll_back(&self) -> Result<(), Error> {
        self.client.batch_execute("rollback").await
    }

    /// The number of a space, given at its first append and never changed. A transaction of its own: a number without
    /// facts harms nobody.
    pub(super) fn space_number<'a>(&'a self, space: &'a SpaceId) -> BoxFuture<'a, Result<i32, Error>> {
        self.look_up_or_give(space).boxed()
    }

    async fn look_up_or_give(&self, space: &SpaceId) -> Result<i32, Error> {
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
