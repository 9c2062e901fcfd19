//! A joint step: one of all projections that stand together, in one statement. It is what a live fact costs.
//!
//! The process that moved a space last knows how it left it: which projections stand where their space stands, their
//! versions and generations, and the epoch. As long as the epoch is the same, nothing else was done to the checkpoints,
//! so the step is taken if the space still stands at the position that it starts from. Where either differs, nothing is
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
/// for. The checkpoints are counted, because an operator may have removed some by hand: rows without them would be
/// nobody's.
const STEP: &str = include_str!("joint_step/step.sql");

/// Projection, version of its fold, generation of its rows.
pub(super) type Member = (&'static str, u32, i64);

#[derive(Debug)]
struct AsLeft {
    epoch: Uuid,
    position: u64,
    members: Vec<Member>,
}

/// How this process left each space.
#[derive(Debug, Default)]
pub(super) struct SpacesAsLeft(Mutex<BTreeMap<SpaceId, AsLeft>>);

impl SpacesAsLeft {
    /// Notes how a space was left.
    pub(super) fn learn(&self, space: &SpaceId, epoch: Uuid, position: u64, members: Vec<Member>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(space.clone(), AsLeft { epoch, position, members });
    }

    /// How the space was left, when the steps go on from there. It is forgotten until they were taken.
    fn take(&self, space: &SpaceId, steps: &[Step<'_>]) -> Option<AsLeft> {
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
    pub(super) async fn move_jointly(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<bool, ProjectorError> {
        let Some(left) = self.as_left.take(space, steps) else { return Ok(false) };
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
        session.give_back();
        if moved == 1 {
            self.as_left.learn(space, left.epoch, to.position, left.members);
        }
        Ok(moved == 1)
    }
}
