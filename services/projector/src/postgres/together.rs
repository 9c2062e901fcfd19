//! A step of all projections that stand together, in one statement: what a live fact costs.
//!
//! Whoever moved a space knows what he left: which projections stand where their space stands, their versions and
//! generations, and the epoch. As long as the epoch is that one, nothing else was done to the checkpoints, so the step
//! is taken where the space still stands at the position that it starts from. Where either is another, nothing is
//! changed, and the step is judged projection by projection: see `keep`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use maillage_events::id::SpaceId;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::PostgresRows;
use super::keep::signed;
use super::session::Session;
use crate::ProjectorError;
use crate::store::Step;

/// The comparison is made on the row of the space as its holder before has committed it, however long that was waited
/// for. Checkpoints that an operator removed by hand are missed: rows without them would be nobody's.
const STEP: &str = "with pass as materialized (select pg_advisory_xact_lock_shared(hashtextextended($1, 7021905311420411))),
    moved as (update maillage_projections.spaces as known set moves = known.moves + 1, position = $4, recorded_at = $5, fact = $6 from pass
        where known.space = $1 and known.epoch = $2 and known.position = $3 and $7 =
            (select count(*) from maillage_projections.checkpoints as own where own.space = $1 and own.position is null)
        returning known.space),
    put as (insert into maillage_projections.rows (generation, name, key, row, moved)
        select step.*, $4 from unnest($8::bigint[], $9::text[], $10::text[], $11::bytea[]) as step where exists (select from moved)
        on conflict (generation, name, key) do update set row = excluded.row, moved = excluded.moved)
    select count(*) from moved";

/// Projection, version of its fold, generation of its rows.
type Member = (&'static str, u32, i64);

#[derive(Debug)]
struct Left {
    epoch: Uuid,
    position: u64,
    members: Vec<Member>,
}

/// How this process left each space.
#[derive(Debug, Default)]
pub(super) struct Together(Mutex<BTreeMap<SpaceId, Left>>);

impl Together {
    pub(super) fn learn(&self, space: &SpaceId, epoch: Uuid, position: u64, members: Vec<Member>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(space.clone(), Left { epoch, position, members });
    }

    /// What is known, when the steps join it: it is known no more until they were taken.
    fn take(&self, space: &SpaceId, steps: &[Step<'_>]) -> Option<Left> {
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(space)?;
        let end = steps.first()?.to;
        let joins = |(step, member): (&Step<'_>, &Member)| {
            (step.projection, step.version, step.generation) == *member && step.from == left.position && step.to == end
        };
        let all = steps.len() == left.members.len() && steps.iter().zip(&left.members).all(joins);
        (all && end.position > left.position).then_some(left)
    }
}

impl PostgresRows {
    /// Takes the steps if they are of all the projections that stand together, and nobody else did anything to the
    /// space; `false`: nothing was changed.
    pub(super) async fn move_together(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<bool, ProjectorError> {
        let Some(left) = self.together.take(space, steps) else { return Ok(false) };
        let Some(to) = steps.first().map(|step| step.to) else { return Ok(false) };
        let session = Session::of(&self.pool).await?;
        let statement = session.prepare_cached(STEP).await?;
        let changes = || steps.iter().flat_map(|step| step.changes.iter().map(move |change| (step.generation, change)));
        let generations: Vec<i64> = changes().map(|(generation, _)| generation).collect();
        let names: Vec<&str> = changes().map(|(_, change)| change.table).collect();
        let keys: Vec<&str> = changes().map(|(_, change)| change.key.as_str()).collect();
        let rows: Vec<Option<&[u8]>> = changes().map(|(_, change)| change.row.as_deref()).collect();
        let (recorded_at, fact) = (to.fact.map(|(recorded_at, _)| recorded_at.0), to.fact.map(|(_, id)| id.0));
        let members = i64::try_from(left.members.len()).unwrap_or(i64::MAX);
        let (space_name, from, position) = (space.as_str(), signed(left.position), signed(to.position));
        let values: [&(dyn ToSql + Sync); 11] = [
            &space_name,
            &left.epoch,
            &from,
            &position,
            &recorded_at,
            &fact,
            &members,
            &generations,
            &names,
            &keys,
            &rows,
        ];
        let moved: i64 = session.query_one(&statement, &values).await?.get(0);
        session.done();
        if moved == 1 {
            self.together.learn(space, left.epoch, to.position, left.members);
        }
        Ok(moved == 1)
    }
}
