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
const TABLE: &str = "
    SELECT pg_advisory_xact_lock(hashtext('maillage_projections.topic_positions'));
    CREATE TABLE IF NOT EXISTS maillage_projections.topic_positions (
        consumers text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        next bigint NOT NULL,
        PRIMARY KEY (consumers, topic, partition)
    );";

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

    fn wait<T>(&self, asked: impl Future<Output = Result<T, ProjectorError>>) -> Result<T, ProjectorError> {
        self.runtime.block_on(async { tokio::time::timeout(PATIENCE, asked).await.map_err(unavailable)? })
    }

    async fn make(&self) -> Result<(), ProjectorError> {
        let mut session = self.pool.get().await.map_err(unavailable)?;
        let transaction = session.transaction().await.map_err(unavailable)?;
        transaction.batch_execute("SET LOCAL client_min_messages = warning").await.map_err(unavailable)?;
        transaction.batch_execute(crate::postgres::SCHEMA).await.map_err(unavailable)?;
        transaction.batch_execute(TABLE).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }

    /// The table may have been dropped with the rows since: it is then made again, and holds nothing.
    async fn there(&self, error: tokio_postgres::Error) -> Result<(), ProjectorError> {
        match error.code() {
            Some(code) if *code == SqlState::UNDEFINED_TABLE || *code == SqlState::INVALID_SCHEMA_NAME => {
                self.make().await
            }
            _ => Err(unavailable(error)),
        }
    }

    async fn loaded(&self, of: &Partition) -> Result<Option<i64>, ProjectorError> {
        let session = self.pool.get().await.map_err(unavailable)?;
        let found = session
            .query_opt(
                "SELECT next FROM maillage_projections.topic_positions WHERE consumers = $1 AND topic = $2 AND partition = $3",
                &[&of.group, &of.topic, &of.partition],
            )
            .await;
        match found {
            Ok(row) => row.map(|row| row.try_get(0).map_err(unavailable)).transpose(),
            Err(error) => self.there(error).await.map(|()| None),
        }
    }

    async fn moved(&self, of: &Partition, from: Option<i64>, to: i64) -> Result<bool, ProjectorError> {
        let session = self.pool.get().await.map_err(unavailable)?;
        let changed = match from {
            Some(from) => session
                .execute(
                    "UPDATE maillage_projections.topic_positions SET next = $5 WHERE consumers = $1 AND topic = $2 AND partition = $3 AND next = $4",
                    &[&of.group, &of.topic, &of.partition, &from, &to],
                )
                .await,
            None => {
                session
                    .execute(
                        "INSERT INTO maillage_projections.topic_positions (consumers, topic, partition, next) VALUES ($1, $2, $3, $4)",
                        &[&of.group, &of.topic, &of.partition, &to],
                    )
                    .await
            }
        };
        match changed {
            Ok(rows) => Ok(rows == 1),
            Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Ok(false),
            Err(error) => self.there(error).await.map(|()| false),
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
