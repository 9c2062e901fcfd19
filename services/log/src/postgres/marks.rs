//! The identity of the database's log, and its marks.

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use tokio_postgres::Client;

use super::{OpenError, PostgresLog, blocking, error_text};
use crate::identity::{LogMark, Lost, StoreId, StoreMarks, VaultMark};
use crate::log::ReadError;

const LAST: &str =
    "select position, recorded_at, id from maillage.facts where space = $1 order by position desc limit 1";
const REMEMBERED: &str =
    "select vault, changes, space, position, cards, erased from maillage.vault_marks order by number";
const REMEMBER: &str = "insert into maillage.vault_marks (vault, changes, space, position, cards, erased)
    values ($1, $2, $3, $4, $5, $6)";

/// Who it is.
pub(super) async fn identity(session: &Client) -> Result<StoreId, OpenError> {
    Ok(StoreId(session.query_one("select id from maillage.store", &[]).await?.try_get(0)?))
}

fn unavailable(error: &tokio_postgres::Error) -> ReadError {
    ReadError::Unavailable(error_text(error))
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl PostgresLog {
    /// Waits for an answer, on a thread of the runtime or on any other.
    fn wait<T>(&self, work: impl Future<Output = Result<T, ReadError>>) -> Result<T, ReadError> {
        blocking(|| self.runtime.block_on(work))
    }
}

impl StoreMarks for PostgresLog {
    fn id(&self) -> StoreId {
        self.store
    }

    fn last(&self, space: &SpaceId) -> Result<Option<LogMark>, ReadError> {
        self.wait(async {
            let Some((client, number)) = self.reads.in_space(space).await? else { return Ok(None) };
            let Some(row) = client.query_opt(LAST, &[&number]).await.map_err(|why| unavailable(&why))? else {
                return Ok(None);
            };
            let (position, recorded_at, fact) = (unsigned(row.get(0)), RecordedAt(row.get(1)), FactId(row.get(2)));
            Ok(Some(LogMark { space: space.clone(), position, recorded_at, fact }))
        })
    }

    fn vault_marks(&self) -> Result<Vec<VaultMark>, ReadError> {
        self.wait(async {
            let client = self.reads.pool.get().await?;
            let rows = client.query(REMEMBERED, &[]).await.map_err(|why| unavailable(&why))?;
            let mark = |row: &tokio_postgres::Row| {
                let space = row.get::<_, &str>(2).parse::<SpaceId>();
                Ok(VaultMark {
                    vault: row.get(0),
                    changes: unsigned(row.get(1)),
                    space: space.map_err(|why| ReadError::Unavailable(why.to_string()))?,
                    position: unsigned(row.get(3)),
                    cards: unsigned(row.get(4)),
                    erased: unsigned(row.get(5)),
                })
            };
            rows.iter().map(mark).collect()
        })
    }

    fn remember_vault(&self, mark: &VaultMark) -> Result<(), ReadError> {
        let VaultMark { vault, changes, space, position, cards, erased } = mark;
        let (changes, position) = (signed(*changes), signed(*position));
        let (cards, erased) = (signed(*cards), signed(*erased));
        self.wait(async {
            let client = self.reads.pool.get().await?;
            let values: [&(dyn tokio_postgres::types::ToSql + Sync); 6] =
                [vault, &changes, &space.as_str(), &position, &cards, &erased];
            client.execute(REMEMBER, &values).await.map(drop).map_err(|why| unavailable(&why))
        })
    }

    /// Nothing stands beside a database but its other schemas, which are marked by themselves.
    fn mark_anew(&self, _: &[LogMark]) -> Result<(), ReadError> {
        Ok(())
    }

    fn found_lost(&self) -> Vec<Lost> {
        Vec::new()
    }
}
