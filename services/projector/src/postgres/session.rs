//! One session for one transaction: given back to the pool when it ended well, dropped when anything went wrong.

use deadpool_postgres::{Client, Object, Pool};
use tokio_postgres::error::SqlState;

use crate::ProjectorError;

/// What every session begins with. `synchronous_commit=off`: rows are derived, what a crash of the server takes away is
/// folded again from the log, and PostgreSQL loses whole transactions only, the last ones, so rows and checkpoint never
/// part. Set once a session: set in each transaction, it cost a live step as much as its
/// rows.
pub(super) const SETUP: &str =
    "set synchronous_commit to off; set lock_timeout to '10s'; set idle_in_transaction_session_timeout to '60s'";

/// Begins a transaction that moves rows.
pub(super) const BEGIN: &str = "begin";

/// Begins a transaction that sees one moment of every table.
pub(super) const SNAPSHOT: &str = "begin isolation level repeatable read read only";

/// A session that goes back to the pool only through [`Session::give_back`]: no half-ended transaction is ever lent to
/// the next.
pub(super) struct Session(Option<Client>);

impl Session {
    pub(super) async fn of(pool: &Pool) -> Result<Self, ProjectorError> {
        Ok(Self(Some(pool.get().await?)))
    }

    /// Whatever was begun is ended: the session may serve others.
    pub(super) fn give_back(mut self) {
        self.0 = None;
    }
}

impl std::ops::Deref for Session {
    type Target = Client;

    fn deref(&self) -> &Client {
        match &self.0 {
            Some(client) => client,
            None => unreachable!("a session that was given back is gone"),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.0.take() {
            drop(Object::take(client));
        }
    }
}

/// What the server said. Its detail is left out: it may repeat the values of a row.
pub(super) fn server_message(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => error.to_string(),
    }
}

impl From<tokio_postgres::Error> for ProjectorError {
    fn from(error: tokio_postgres::Error) -> Self {
        let hint = match error.code() {
            Some(code) if *code == SqlState::UNDEFINED_TABLE => {
                ": the tables of another layout were dropped, begin again"
            }
            _ => "",
        };
        Self::Store(format!("{}{hint}", server_message(&error)))
    }
}

impl From<deadpool_postgres::PoolError> for ProjectorError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => error.into(),
            other => Self::Store(other.to_string()),
        }
    }
}

impl From<maillage_log::postgres::connect::ConnectError> for ProjectorError {
    fn from(error: maillage_log::postgres::connect::ConnectError) -> Self {
        Self::Store(error.to_string())
    }
}
