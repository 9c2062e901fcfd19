//! Rows written beside the living ones, which take their place, and may give it back, in one transaction each.

use deadpool_postgres::Client;
use maillage_events::id::SpaceId;
use maillage_projections::table::RowChange;

use super::PostgresRows;
use super::keep::{Columns, LOCK, PUT, signed};
use super::read::{checkpoint, replaced};
use super::session::{BEGIN, SNAPSHOT, Session};
use crate::ProjectorError;
use crate::mark::Mark;
use crate::store::{Building, Cause, Checkpoint, Difference, Takeover};

const NUMBER: &str =
    "insert into maillage_projections.generations (space, projection) values ($1, $2) returning generation";

const BUILD: &str =
    "insert into maillage_projections.checkpoints (space, projection, version, position, generation, building)
    values ($1, $2, 0, 0, 0, $3) on conflict (space, projection) do update set building = excluded.building";

const BEGUN: &str = "select building from maillage_projections.checkpoints where space = $1 and projection = $2";

/// Holds a generation while rows are added to it: one that was abandoned meanwhile has been swept, and rows without it
/// would stay for ever.
const STILL_KNOWN: &str = "select from maillage_projections.generations where generation = $1 for key share";

const REMOVE: &str = "delete from maillage_projections.rows where generation = $1 and name = $2 and key = any($3)";

const DIFFERING: &str = include_str!("generation/differing.sql");

const SET_ASIDE: &str = include_str!("generation/set_aside.sql");

const LIVE: &str =
    "update maillage_projections.checkpoints set version = $3, position = $4, recorded_at = $5, fact = $6,
    generation = $7, building = null, stopped = $8, declined = $9 where space = $1 and projection = $2";

/// Generations of a projection of a space that nothing points to: neither living, nor kept for a switch back, nor being
/// written.
const ORPHANS: &str = include_str!("generation/orphans.sql");

const SWEEP: &str = "with gone as (delete from maillage_projections.rows where generation = any($1))
    delete from maillage_projections.generations where generation = any($1)";

impl PostgresRows {
    pub(super) async fn begun(&self, projection: &str, space: &SpaceId) -> Result<i64, ProjectorError> {
        let session = Session::of(&self.pool).await?;
        hold(&session, space).await?;
        let generation: i64 = session.query_one(NUMBER, &[&space.as_str(), &projection]).await?.get(0);
        session.execute(BUILD, &[&space.as_str(), &projection, &generation]).await?;
        session.batch_execute("commit").await?;
        swept(session, projection, space).await;
        Ok(generation)
    }

    pub(super) async fn added(&self, building: &Building, changes: &[RowChange]) -> Result<(), ProjectorError> {
        let session = Session::of(&self.pool).await?;
        session.batch_execute(BEGIN).await?;
        if session.query_opt(STILL_KNOWN, &[&building.generation]).await?.is_none() {
            // Another one was begun since; the takeover will say so.
            session.batch_execute("rollback").await?;
            session.give_back();
            return Ok(());
        }
        // Nobody has read this generation: what is removed may go at once, and whoever reads it first reads all of it.
        let mut rows = Columns::default();
        changes
            .iter()
            .filter(|change| change.row.is_some())
            .for_each(|change| rows.push(building.generation, 0, change));
        let put = session.prepare_cached(PUT).await?;
        session.execute(&put, &rows.values()).await?;
        for table in changes.chunk_by(|one, next| one.table == next.table) {
            let keys: Vec<&str> =
                table.iter().filter(|change| change.row.is_none()).map(|change| change.key.as_str()).collect();
            if let Some(first) = table.first().filter(|_| !keys.is_empty()) {
                session.execute(REMOVE, &[&building.generation, &first.table, &keys]).await?;
            }
        }
        session.batch_execute("commit").await?;
        session.give_back();
        Ok(())
    }

    pub(super) async fn differences(
        &self,
        building: &Building,
        limit: usize,
    ) -> Result<Vec<Difference>, ProjectorError> {
        let session = Session::of(&self.pool).await?;
        session.batch_execute(SNAPSHOT).await?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = session
            .query(DIFFERING, &[&building.space.as_str(), &building.projection, &building.generation, &limit])
            .await?;
        session.batch_execute("commit").await?;
        session.give_back();
        let difference = |row: tokio_postgres::Row| {
            let named = format!("{}/{}", row.get::<_, &str>(0), row.get::<_, &str>(1));
            Difference::new(named, row.get(2), row.get(3))
        };
        Ok(rows.into_iter().map(difference).collect())
    }

    pub(super) async fn taken_over(
        &self,
        building: &Building,
        to: Mark,
        stopped: Option<&str>,
        cause: Cause,
    ) -> Result<Takeover, ProjectorError> {
        let (projection, space) = (building.projection, &building.space);
        let session = Session::of(&self.pool).await?;
        hold(&session, space).await?;
        let begun: Option<i64> =
            session.query_opt(BEGUN, &[&space.as_str(), &projection]).await?.and_then(|row| row.get(0));
        let current = checkpoint(&session, projection, space).await?;
        let judged = building.judge(begun, current.as_ref(), to, stopped.is_some(), cause);
        if judged == Takeover::Taken {
            if current.is_some_and(|current| building.keeps(&current, cause)) {
                session.execute(SET_ASIDE, &[&space.as_str(), &projection]).await?;
            }
            let taken = Checkpoint {
                version: building.version,
                mark: to,
                generation: building.generation,
                stopped: stopped.map(str::to_owned),
                declined: None,
            };
            live(&session, projection, space, &taken).await?;
            session.batch_execute("commit").await?;
            swept(session, projection, space).await;
        } else {
            session.batch_execute("rollback").await?;
            session.give_back();
        }
        Ok(judged)
    }

    pub(super) async fn switched_back(
        &self,
        projection: &str,
        space: &SpaceId,
    ) -> Result<Option<Checkpoint>, ProjectorError> {
        let session = Session::of(&self.pool).await?;
        hold(&session, space).await?;
        let current = checkpoint(&session, projection, space).await?;
        let earlier = replaced(&session, projection, space).await?;
        let (Some(current), Some(mut earlier)) = (current, earlier) else {
            session.batch_execute("rollback").await?;
            session.give_back();
            return Ok(None);
        };
        session.execute(SET_ASIDE, &[&space.as_str(), &projection]).await?;
        earlier.declined = Some(current.version).filter(|version| *version > earlier.version);
        live(&session, projection, space, &earlier).await?;
        session.batch_execute("commit").await?;
        session.give_back();
        Ok(Some(earlier))
    }
}

/// Begins a transaction that no other move of the space can overtake.
async fn hold(client: &Client, space: &SpaceId) -> Result<(), ProjectorError> {
    client.batch_execute(BEGIN).await?;
    client.execute(LOCK, &[&space.as_str()]).await?;
    Ok(())
}

async fn live(client: &Client, projection: &str, space: &SpaceId, to: &Checkpoint) -> Result<(), ProjectorError> {
    let (recorded_at, fact) = (to.mark.fact.map(|(recorded_at, _)| recorded_at.0), to.mark.fact.map(|(_, id)| id.0));
    let number = |version: u32| i32::try_from(version).unwrap_or(i32::MAX);
    let (version, declined) = (number(to.version), to.declined.map(number));
    let values: [&(dyn tokio_postgres::types::ToSql + Sync); 9] = [
        &space.as_str(),
        &projection,
        &version,
        &signed(to.mark.position),
        &recorded_at,
        &fact,
        &to.generation,
        &to.stopped,
        &declined,
    ];
    client.execute(LIVE, &values).await?;
    Ok(())
}

/// Removes what nothing points to. After the takeover, not in it: readers and writers of the space need not wait for
/// it. What went before is done whatever becomes of the sweep; what a crash leaves is swept by the next generation.
async fn swept(session: Session, projection: &str, space: &SpaceId) {
    match sweep(&session, projection, space).await {
        Ok(()) => session.give_back(),
        Err(why) => {
            tracing::warn!(
                %space,
                projection,
                %why,
                "rows of an older generation could not be removed; the next generation will"
            )
        }
    }
}

async fn sweep(client: &Client, projection: &str, space: &SpaceId) -> Result<(), ProjectorError> {
    client.batch_execute(BEGIN).await?;
    let orphans: Vec<i64> =
        client.query(ORPHANS, &[&space.as_str(), &projection]).await?.iter().map(|row| row.get(0)).collect();
    if !orphans.is_empty() {
        client.execute(SWEEP, &[&orphans]).await?;
    }
    Ok(client.batch_execute("commit").await?)
}
