//! One step of a space: its rows and checkpoints, in one transaction of two round trips however many rows there are.

use std::collections::BTreeMap;

use maillage_events::id::SpaceId;
use maillage_projections::table::RowChange;
use tokio_postgres::types::ToSql;

use super::PostgresRows;
use super::read::found;
use super::session::{BEGIN, Session};
use crate::ProjectorError;
use crate::store::{Checkpoint, Kept, Step};

/// Locks the space, and counts. A statement of its own, in READ COMMITTED: those after it see what the holder before has committed.
pub(super) const LOCK: &str = "insert into maillage_projections.spaces as known (space, moves) values ($1, 1)
    on conflict (space) do update set moves = known.moves + 1";

/// Lets those who hold the space finish first. Several who move it need not wait for each other here.
const PASS: &str = "select pg_advisory_xact_lock_shared(hashtextextended($1, 7021905311420411))";

const HOLD: &str = "select pg_advisory_xact_lock(hashtextextended($1, 7021905311420411))";

const STAND: &str = "select projection, version, position, recorded_at, fact, generation, stopped, declined
    from maillage_projections.checkpoints where space = $1 and projection = any($2) and version > 0";

pub(super) const PUT: &str = "insert into maillage_projections.rows (generation, name, key, row, moved)
    select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::bigint[])
    on conflict (generation, name, key) do update set row = excluded.row, moved = excluded.moved";

const MOVE: &str = "update maillage_projections.checkpoints as kept
    set position = step.position, recorded_at = step.recorded_at, fact = step.fact, stopped = null
    from unnest($2::text[], $3::bigint[], $4::bigint[], $5::uuid[]) as step (projection, position, recorded_at, fact)
    where kept.space = $1 and kept.projection = step.projection";

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
        let session = Session::of(&self.pool).await?;
        let (pass, lock) = (session.prepare_cached(PASS).await?, session.prepare_cached(LOCK).await?);
        let stand = session.prepare_cached(STAND).await?;
        let (put, move_on) = (session.prepare_cached(PUT).await?, session.prepare_cached(MOVE).await?);
        let wanted: Vec<&str> = steps.iter().map(|step| step.projection).collect();
        // Futures are polled in order, so the statements leave in order, all before the first answer.
        let space = space.as_str();
        let (of, both): ([&(dyn ToSql + Sync); 1], [&(dyn ToSql + Sync); 2]) = ([&space], [&space, &wanted]);
        let (_, _, _, standing) = tokio::try_join!(
            biased;
            session.batch_execute(BEGIN),
            session.query(&pass, &of),
            session.execute(&lock, &of),
            session.query(&stand, &both),
        )?;
        let standing: BTreeMap<&str, Checkpoint> = standing.iter().map(|row| (row.get(0), found(row, 1))).collect();
        let (mut rows, mut marks) = (Columns::default(), Marks::default());
        let mut outcomes = Vec::with_capacity(steps.len());
        for step in steps {
            let found = standing.get(step.projection);
            let outcome = self.judge(step, found);
            // Rows that stand where the step ends hold it already: another process was as fast, or the answer to this one was lost.
            let stands_there = |found: &&Checkpoint| found.mark.position == step.to.position && !self.is_careless();
            if let Some(found) = found.filter(|found| outcome == Kept::Moved && !stands_there(found)) {
                step.changes.iter().for_each(|change| rows.push(found.generation, signed(step.to.position), change));
                marks.push(step);
            }
            outcomes.push(outcome);
        }
        if marks.projections.is_empty() {
            session.batch_execute("rollback").await?;
        } else {
            let (columns, moved) =
                (rows.values(), [&space as &(dyn ToSql + Sync), &marks.projections, &marks.positions, &marks.recorded_at, &marks.facts]);
            tokio::try_join!(biased; session.execute(&put, &columns), session.execute(&move_on, &moved), session.batch_execute("commit"))?;
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
