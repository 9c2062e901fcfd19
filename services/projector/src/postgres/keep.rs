//! Any step of a space: its rows and checkpoints, in one transaction of two round trips however many rows there are.
//! Most steps need it not: see `together`.

use std::collections::BTreeMap;

use maillage_events::id::SpaceId;
use maillage_projections::table::RowChange;
use tokio_postgres::types::ToSql;

use super::PostgresRows;
use super::read::{STANDING, found};
use super::session::{BEGIN, Session};
use crate::ProjectorError;
use crate::store::{Checkpoint, Kept, Step};

/// Locks the space, counts, and gives it another epoch. A statement of its own, in READ COMMITTED: those after it see
/// what the holder before has committed.
pub(super) const LOCK: &str = "insert into maillage_projections.spaces as known (space, moves) values ($1, 1)
    on conflict (space) do update set moves = known.moves + 1, epoch = gen_random_uuid() returning epoch";

/// Lets those who hold the space finish first. Several who move it need not wait for each other here.
const PASS: &str = "select pg_advisory_xact_lock_shared(hashtextextended($1, 7021905311420411))";

const HOLD: &str = "select pg_advisory_xact_lock(hashtextextended($1, 7021905311420411))";

pub(super) const PUT: &str = "insert into maillage_projections.rows (generation, name, key, row, moved)
    select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::bigint[])
    on conflict (generation, name, key) do update set row = excluded.row, moved = excluded.moved";

/// Those that end elsewhere than the others get positions of their own.
const APART: &str = "update maillage_projections.checkpoints as kept
    set position = step.position, recorded_at = step.recorded_at, fact = step.fact, stopped = null
    from unnest($2::text[], $3::bigint[], $4::bigint[], $5::uuid[]) as step (projection, position, recorded_at, fact)
    where kept.space = $1 and kept.projection = step.projection";

/// From now on these stand where their space stands. Those that stood there and do not move now keep the position that
/// they had.
const JOIN: &str = "update maillage_projections.checkpoints as kept
    set position = case when kept.projection = any($2) then null else known.position end,
        recorded_at = case when kept.projection = any($2) then null else known.recorded_at end,
        fact = case when kept.projection = any($2) then null else known.fact end,
        stopped = case when kept.projection = any($2) then null else kept.stopped end
    from maillage_projections.spaces as known
    where kept.space = $1 and known.space = $1 and (kept.position is null) is distinct from (kept.projection = any($2))";

const MOVE: &str = "update maillage_projections.spaces set position = $2, recorded_at = $3, fact = $4 where space = $1";

/// Rows in columns, as `unnest` takes them.
#[derive(Default)]
pub(super) struct Columns<'c> {
    generations: Vec<i64>,
    names: Vec<&'c str>,
    keys: Vec<&'c str>,
    rows: Vec<Option<&'c [u8]>>,
    moved: Vec<i64>,
}

impl<'c> Columns<'c> {
    pub(super) fn push(&mut self, generation: i64, moved: i64, change: &'c RowChange) {
        self.generations.push(generation);
        self.names.push(change.table);
        self.keys.push(&change.key);
        self.rows.push(change.row.as_deref());
        self.moved.push(moved);
    }

    pub(super) fn values(&self) -> [&(dyn ToSql + Sync); 5] {
        [&self.generations, &self.names, &self.keys, &self.rows, &self.moved]
    }
}

/// Checkpoints in columns.
#[derive(Default)]
struct Marks<'m> {
    projections: Vec<&'m str>,
    positions: Vec<i64>,
    recorded_at: Vec<Option<i64>>,
    facts: Vec<Option<uuid::Uuid>>,
}

impl<'m> Marks<'m> {
    fn push(&mut self, step: &Step<'m>) {
        self.projections.push(step.projection);
        self.positions.push(signed(step.to.position));
        self.recorded_at.push(step.to.fact.map(|(recorded_at, _)| recorded_at.0));
        self.facts.push(step.to.fact.map(|(_, id)| id.0));
    }
}

/// A position as PostgreSQL holds it.
pub(super) fn signed(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

impl PostgresRows {
    pub(super) async fn move_on(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<Vec<Kept>, ProjectorError> {
        if !self.is_careless() && self.move_together(space, steps).await? {
            return Ok(vec![Kept::Moved; steps.len()]);
        }
        let named = space;
        let session = Session::of(&self.pool).await?;
        let (pass, lock) = (session.prepare_cached(PASS).await?, session.prepare_cached(LOCK).await?);
        let (stand, put) = (session.prepare_cached(STANDING).await?, session.prepare_cached(PUT).await?);
        let (apart, join, move_on) = (
            session.prepare_cached(APART).await?,
            session.prepare_cached(JOIN).await?,
            session.prepare_cached(MOVE).await?,
        );
        // Futures are polled in order, so the statements leave in order, all before the first answer.
        let space = space.as_str();
        let of: [&(dyn ToSql + Sync); 1] = [&space];
        let (_, _, epoch, standing) = tokio::try_join!(
            biased;
            session.batch_execute(BEGIN),
            session.query(&pass, &of),
            session.query_one(&lock, &of),
            session.query(&stand, &of),
        )?;
        let standing: BTreeMap<&str, Checkpoint> = standing.iter().map(|row| (row.get(0), found(row, 1))).collect();
        let outcomes: Vec<Kept> = steps.iter().map(|step| self.judge(step, standing.get(step.projection))).collect();
        // Most often all end at the same fact: these stand together from now on.
        let taken =
            || steps.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == Kept::Moved).map(|(step, _)| step);
        let end = taken().map(|step| step.to).max_by_key(|to| to.position).unwrap_or_default();
        let (mut rows, mut marks, mut joined, mut any) = (Columns::default(), Marks::default(), Vec::new(), false);
        for (step, found) in taken().filter_map(|step| Some((step, standing.get(step.projection)?))) {
            // Rows that stand where the step ends hold it already: another process was as fast, or the answer to this
            // one was lost.
            let moves = found.mark.position != step.to.position || self.is_careless();
            any |= moves;
            step.changes
                .iter()
                .filter(|_| moves)
                .for_each(|change| rows.push(found.generation, signed(step.to.position), change));
            if step.to == end {
                joined.push(step.projection);
            } else if moves {
                marks.push(step);
            }
        }
        if any {
            let (at, fact) = (end.fact.map(|(recorded_at, _)| recorded_at.0), end.fact.map(|(_, id)| id.0));
            let (columns, position) = (rows.values(), signed(end.position));
            let apart_to: [&(dyn ToSql + Sync); 5] =
                [&space, &marks.projections, &marks.positions, &marks.recorded_at, &marks.facts];
            let (joins, moved): ([&(dyn ToSql + Sync); 2], [&(dyn ToSql + Sync); 4]) =
                ([&space, &joined], [&space, &position, &at, &fact]);
            tokio::try_join!(
                biased;
                session.execute(&put, &columns),
                session.execute(&join, &joins),
                session.execute(&apart, &apart_to),
                session.execute(&move_on, &moved),
                session.batch_execute("commit"),
            )?;
            let stand_there =
                taken().filter(|step| step.to == end).map(|step| (step.projection, step.version, step.generation));
            self.together.learn(named, epoch.get(0), end.position, stand_there.collect());
        } else {
            session.batch_execute("rollback").await?;
        }
        session.done();
        Ok(outcomes)
    }

    /// A session under whose lock nobody moves the space on.
    pub(super) async fn held(&self, space: &SpaceId) -> Result<Session, ProjectorError> {
        let session = Session::of(&self.pool).await?;
        session.batch_execute(BEGIN).await?;
        session.query(HOLD, &[&space.as_str()]).await?;
        Ok(session)
    }

    fn is_careless(&self) -> bool {
        #[cfg(test)]
        return self.careless.load(std::sync::atomic::Ordering::SeqCst);
        #[cfg(not(test))]
        false
    }
}
