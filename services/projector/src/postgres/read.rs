//! Reading checkpoints and rows.

use std::collections::BTreeMap;

use deadpool_postgres::Client;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId};
use maillage_projections::catalogue::AnyProjection;
use tokio_postgres::Row;

use super::session::SNAPSHOT;
use crate::ProjectorError;
use crate::mark::Mark;
use crate::rows_checksum::{Loaded, TABLE};
use crate::store::Checkpoint;

const CHECKPOINT: &str = "select version, position, recorded_at, fact, generation, stopped, declined
    from maillage_projections.standing where space = $1 and projection = $2";

/// Column 0 is the projection; the others are those of [`found`].
pub(super) const STANDING: &str =
    "select projection, version, position, recorded_at, fact, generation, stopped, declined
    from maillage_projections.standing where space = $1";

const REPLACED: &str = "select version, position, recorded_at, fact, generation, stopped, null::integer
    from maillage_projections.replaced where space = $1 and projection = $2";

const FIRST: &str = "select key, row from maillage_projections.rows
    where generation = $1 and name = $2 and row is not null order by key limit $3";

const NEXT: &str = "select key, row from maillage_projections.rows
    where generation = $1 and name = $2 and key > $4 and row is not null order by key limit $3";

const CHECKSUM: &str = "select row from maillage_projections.rows where generation = $1 and name = $2 and key = ''";

/// Rows that are fetched at once: what a load holds beside the state.
const PAGE: i64 = 2000;

pub(super) async fn checkpoint(
    client: &Client,
    projection: &str,
    space: &SpaceId,
) -> Result<Option<Checkpoint>, ProjectorError> {
    let statement = client.prepare_cached(CHECKPOINT).await?;
    Ok(client.query_opt(&statement, &[&space.as_str(), &projection]).await?.map(|row| found(&row, 0)))
}

/// Where every projection of a space stands.
pub(super) async fn standing(client: &Client, space: &SpaceId) -> Result<BTreeMap<String, Checkpoint>, ProjectorError> {
    let statement = client.prepare_cached(STANDING).await?;
    let rows = client.query(&statement, &[&space.as_str()]).await?;
    Ok(rows.iter().map(|row| (row.get(0), found(row, 1))).collect())
}

pub(super) async fn replaced(
    client: &Client,
    projection: &str,
    space: &SpaceId,
) -> Result<Option<Checkpoint>, ProjectorError> {
    let statement = client.prepare_cached(REPLACED).await?;
    Ok(client.query_opt(&statement, &[&space.as_str(), &projection]).await?.map(|row| found(&row, 0)))
}

/// Reads version, position, recorded_at, fact, generation, stopped and declined, in that order, from column `at` on.
pub(super) fn found(row: &Row, at: usize) -> Checkpoint {
    let recorded_at: Option<i64> = row.get(at + 2);
    let fact: Option<uuid::Uuid> = row.get(at + 3);
    Checkpoint {
        version: row.get::<_, i32>(at).unsigned_abs(),
        mark: Mark {
            position: row.get::<_, i64>(at + 1).unsigned_abs(),
            fact: recorded_at.zip(fact).map(|(at, id)| (RecordedAt(at), FactId(id))),
        },
        generation: row.get(at + 4),
        stopped: row.get(at + 5),
        declined: row.get::<_, Option<i32>>(at + 6).map(i32::unsigned_abs),
    }
}

/// Puts the living rows back into a state, all of them as they were at one moment.
pub(super) async fn load(
    client: &Client,
    space: &SpaceId,
    state: &mut dyn AnyProjection,
) -> Result<Option<Loaded>, ProjectorError> {
    client.batch_execute(SNAPSHOT).await?;
    let mut checksum = None;
    let found = checkpoint(client, state.name(), space).await?.filter(|found| found.version == state.version());
    if let Some(found) = &found {
        for table in state.tables() {
            let (first, next) = (client.prepare_cached(FIRST).await?, client.prepare_cached(NEXT).await?);
            let mut rows = client.query(&first, &[&found.generation, &table.name(), &PAGE]).await?;
            while let Some(last) = rows.last() {
                for row in &rows {
                    table.restore(row.get(0), row.get(1))?;
                }
                let last: String = last.get(0);
                rows = client.query(&next, &[&found.generation, &table.name(), &PAGE, &last]).await?;
            }
        }
    }
    if let Some(found) = &found {
        let statement = client.prepare_cached(CHECKSUM).await?;
        checksum = client.query_opt(&statement, &[&found.generation, &TABLE]).await?.map(|row| row.get(0));
    }
    client.batch_execute("commit").await?;
    Ok(found.map(|checkpoint| Loaded { checkpoint, checksum }))
}
