//! Positions in PostgreSQL, beside the rows.

use std::path::Path;
use std::time::Duration;

use deadpool_postgres::Pool;
use maillage_log::postgres::connect::PostgresAddress;
use tokio::runtime::Handle;
use tokio_postgres::error::SqlState;

use super::{Partition, TopicPositions};
use crate::ProjectorError;

/// Sessions of the pool: the thread that reads the topic needs one at a time.
const SESSIONS: usize = 2;

/// Longest wait for an answer: the thread that asks must go on polling the topic.
const PATIENCE: Duration = Duration::from_secs(5);

/// Made by the projector itself: it is derived like the rows, and the schema may be dropped with them.
const TABLE: &str = include_str!("postgres/table.sql");

const NUMBERS: &str = "select system_identifier, (select oid from pg_database where datname = current_database())
    from pg_control_system()";

const LOAD: &str = "select next from maillage_projections.topic_positions
    where consumers = $1 and topic = $2 and partition = $3";

const FIRST: &str =
    "insert into maillage_projections.topic_positions (consumers, topic, partition, next) values ($1, $2, $3, $4)";

const MOVE: &str = "update maillage_projections.topic_positions set next = $5
    where consumers = $1 and topic = $2 and partition = $3 and next = $4";

/// Positions in the schema `maillage_projections` of a database.
pub struct PostgresPositions {
    pool: Pool,
    runtime: Handle,
}

impl std::fmt::Debug for PostgresPositions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PostgresPositions")
    }
}

fn unavailable(why: impl std::fmt::Display) -> ProjectorError {
    ProjectorError::Store(format!("positions of the topic: {why}"))
}

impl PostgresPositions {
    /// Reaches the database and makes the table when it is not there. `authorities`: certificates to trust beside the
    /// system's.
    ///
    /// # Errors
    /// When the database cannot be reached, or its role may not make the table.
    pub async fn open(address: &PostgresAddress, authorities: Option<&Path>) -> Result<Self, ProjectorError> {
        let pool = address.pool(SESSIONS, authorities).map_err(unavailable)?;
        let positions = Self { pool, runtime: Handle::current() };
        positions.make().await?;
        Ok(positions)
    }

    /// What tells this database from every other: its cluster's number and its own. A standby that takes over has the
    /// same.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn database(&self) -> Result<String, ProjectorError> {
        let session = self.pool.get().await.map_err(unavailable)?;
        let row = session.query_one(NUMBERS, &[]).await.map_err(unavailable)?;
        let (cluster, database): (i64, u32) =
            (row.try_get(0).map_err(unavailable)?, row.try_get(1).map_err(unavailable)?);
        Ok(format!("{:x}-{database}", cluster.cast_unsigned()))
    }

    fn wait<T>(&self, answer: impl Future<Output = Result<T, ProjectorError>>) -> Result<T, ProjectorError> {
        self.runtime.block_on(async { tokio::time::timeout(PATIENCE, answer).await.map_err(unavailable)? })
    }

    async fn make(&self) -> Result<(), ProjectorError> {
        let mut session = self.pool.get().await.map_err(unavailable)?;
        let transaction = session.transaction().await.map_err(unavailable)?;
        transaction.batch_execute("set local client_min_messages = warning").await.map_err(unavailable)?;
        transaction.batch_execute(crate::postgres::SCHEMA).await.map_err(unavailable)?;
        transaction.batch_execute(TABLE).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }

    /// After an error: the table may have been dropped with the rows since. It is then made again, and holds nothing.
    async fn made_again(&self, error: tokio_postgres::Error) -> Result<(), ProjectorError> {
        match error.code() {
            Some(code) if *code == SqlState::UNDEFINED_TABLE || *code == SqlState::INVALID_SCHEMA_NAME => {
                self.make().await
            }
            _ => Err(unavailable(error)),
        }
    }

    async fn loaded(&self, of: &Partition) -> Result<Option<i64>, ProjectorError> {
        let session = self.pool.get().await.map_err(unavailable)?;
        match session.query_opt(LOAD, &[&of.group, &of.topic, &of.partition]).await {
            Ok(row) => row.map(|row| row.try_get(0).map_err(unavailable)).transpose(),
            Err(error) => self.made_again(error).await.map(|()| None),
        }
    }

    async fn moved(&self, of: &Partition, from: Option<i64>, to: i64) -> Result<bool, ProjectorError> {
        let session = self.pool.get().await.map_err(unavailable)?;
        let changed = match from {
            Some(from) => session.execute(MOVE, &[&of.group, &of.topic, &of.partition, &from, &to]).await,
            None => session.execute(FIRST, &[&of.group, &of.topic, &of.partition, &to]).await,
        };
        match changed {
            Ok(rows) => Ok(rows == 1),
            Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Ok(false),
            Err(error) => self.made_again(error).await.map(|()| false),
        }
    }
}

impl TopicPositions for PostgresPositions {
    fn load(&self, partition: &Partition) -> Result<Option<i64>, ProjectorError> {
        self.wait(self.loaded(partition))
    }

    fn advance(&self, partition: &Partition, from: Option<i64>, to: i64) -> Result<bool, ProjectorError> {
        self.wait(self.moved(partition, from, to))
    }
}
