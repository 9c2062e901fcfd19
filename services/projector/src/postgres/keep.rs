//! Any step of a space: its rows and checkpoints, in one transaction of two round trips however many rows there are.
//! Most steps need only one: see `joint_step`.
//!
//! ```text
//! first round trip    begin, wait for who holds the space, lock the space, read where each projection stands
//!                     (here: judge each step against where its rows stand)
//! second round trip   put rows, move checkpoints, move the space, commit; or roll back, when nothing moves
//! ```

use std::collections::BTreeMap;

use deadpool_postgres::Client;
use maillage_events::id::SpaceId;
use maillage_projections::table::RowChange;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};
use uuid::Uuid;

use super::PostgresRows;
use super::joint_step::Member;
use super::read::{STANDING, found};
use super::session::{BEGIN, Session};
use crate::ProjectorError;
use crate::mark::Mark;
use crate::store::{Checkpoint, Step, WriteOutcome};

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
const MOVE_APART: &str = include_str!("keep/move_apart.sql");

/// From now on these stand where their space stands. Those that stood there and do not move now keep the position that
/// they had.
const JOIN_SPACE: &str = include_str!("keep/join_space.sql");

const MOVE_SPACE: &str =
    "update maillage_projections.spaces set position = $2, recorded_at = $3, fact = $4 where space = $1";

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
    facts: Vec<Option<Uuid>>,
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

/// What the second round trip writes.
struct Writes<'w> {
    rows: Columns<'w>,
    /// The checkpoints that end before `end`.
    apart: Marks<'w>,
    /// The projections that end at `end`: from now on they stand there together.
    joined: Vec<&'static str>,
    members: Vec<Member>,
    /// The furthest end. Most often all steps have it.
    end: Mark,
    /// Whether anything moves at all.
    any: bool,
}

impl<'w> Writes<'w> {
    fn of(steps: &'w [Step<'w>], outcomes: &[WriteOutcome], standing: &BTreeMap<&str, Checkpoint>) -> Self {
        let taken = || {
            let pairs = steps.iter().zip(outcomes).filter(|(_, outcome)| **outcome == WriteOutcome::Written);
            pairs.map(|(step, _)| step)
        };
        let end = taken().map(|step| step.to).max_by_key(|to| to.position).unwrap_or_default();
        let mut writes = Self {
            rows: Columns::default(),
            apart: Marks::default(),
            joined: Vec::new(),
            members: Vec::new(),
            end,
            any: false,
        };
        for (step, found) in taken().filter_map(|step| Some((step, standing.get(step.projection)?))) {
            // Rows that stand where the step ends hold it already: another process was as fast, or the answer to this
            // one was lost.
            let moves = found.mark.position != step.to.position;
            writes.any |= moves;
            step.changes
                .iter()
                .filter(|_| moves)
                .for_each(|change| writes.rows.push(found.generation, signed(step.to.position), change));
            if step.to == end {
                writes.joined.push(step.projection);
                writes.members.push((step.projection, step.version, step.generation));
            } else if moves {
                writes.apart.push(step);
            }
        }
        writes
    }

    async fn commit(&self, client: &Client, statements: &Statements, space: &str) -> Result<(), ProjectorError> {
        let (at, fact) = (self.end.fact.map(|(recorded_at, _)| recorded_at.0), self.end.fact.map(|(_, id)| id.0));
        let (columns, position) = (self.rows.values(), signed(self.end.position));
        let apart: [&(dyn ToSql + Sync); 5] =
            [&space, &self.apart.projections, &self.apart.positions, &self.apart.recorded_at, &self.apart.facts];
        let joined: [&(dyn ToSql + Sync); 2] = [&space, &self.joined];
        let moved: [&(dyn ToSql + Sync); 4] = [&space, &position, &at, &fact];
        tokio::try_join!(
            biased;
            client.execute(&statements.put, &columns),
            client.execute(&statements.join_space, &joined),
            client.execute(&statements.move_apart, &apart),
            client.execute(&statements.move_space, &moved),
            client.batch_execute("commit"),
        )?;
        Ok(())
    }
}

struct Statements {
    pass: Statement,
    lock: Statement,
    standing: Statement,
    put: Statement,
    move_apart: Statement,
    join_space: Statement,
    move_space: Statement,
}

impl Statements {
    async fn prepared(client: &Client) -> Result<Self, ProjectorError> {
        Ok(Self {
            pass: client.prepare_cached(PASS).await?,
            lock: client.prepare_cached(LOCK).await?,
            standing: client.prepare_cached(STANDING).await?,
            put: client.prepare_cached(PUT).await?,
            move_apart: client.prepare_cached(MOVE_APART).await?,
            join_space: client.prepare_cached(JOIN_SPACE).await?,
            move_space: client.prepare_cached(MOVE_SPACE).await?,
        })
    }

    /// Begins a transaction that locks the space: its new epoch, and where its projections stand. Futures are polled in
    /// order, so the statements leave in order, all before the first answer.
    async fn lock(&self, client: &Client, space: &str) -> Result<(Uuid, Vec<Row>), ProjectorError> {
        let of: [&(dyn ToSql + Sync); 1] = [&space];
        let (_, _, epoch, standing) = tokio::try_join!(
            biased;
            client.batch_execute(BEGIN),
            client.query(&self.pass, &of),
            client.query_one(&self.lock, &of),
            client.query(&self.standing, &of),
        )?;
        Ok((epoch.get(0), standing))
    }
}

impl PostgresRows {
    pub(super) async fn move_on(
        &self,
        space: &SpaceId,
        steps: &[Step<'_>],
    ) -> Result<Vec<WriteOutcome>, ProjectorError> {
        if self.move_jointly(space, steps).await? {
            return Ok(vec![WriteOutcome::Written; steps.len()]);
        }
        let session = Session::of(&self.pool).await?;
        let statements = Statements::prepared(&session).await?;
        let (epoch, standing) = statements.lock(&session, space.as_str()).await?;
        let standing: BTreeMap<&str, Checkpoint> = standing.iter().map(|row| (row.get(0), found(row, 1))).collect();
        let outcomes: Vec<WriteOutcome> = steps.iter().map(|step| step.judge(standing.get(step.projection))).collect();
        let writes = Writes::of(steps, &outcomes, &standing);
        if writes.any {
            writes.commit(&session, &statements, space.as_str()).await?;
            self.as_left.learn(space, epoch, writes.end.position, writes.members);
        } else {
            session.batch_execute("rollback").await?;
        }
        session.give_back();
        Ok(outcomes)
    }

    /// A session under whose lock nobody moves the space on.
    pub(super) async fn held(&self, space: &SpaceId) -> Result<Session, ProjectorError> {
        let session = Session::of(&self.pool).await?;
        session.batch_execute(BEGIN).await?;
        session.query(HOLD, &[&space.as_str()]).await?;
        Ok(session)
    }
}
