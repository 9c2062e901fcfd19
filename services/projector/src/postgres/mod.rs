//! Rows in PostgreSQL, for projectors and readers on many nodes.
//!
//! # Layout
//! * `layout`: the tables; `session`: a session for one transaction; `read`: checkpoints and rows as they are stored.
//! * `joint_step`: one step of all projections, in one statement; `keep`: any step, in two round trips; `generation`:
//!   rows beside the living ones.
//! * `forget`: rows removed with their checkpoints, for benches.
//! * `moved_rows`: what moved since a position, for those who fold nothing; `notify`: `NOTIFY` and `LISTEN`, so that
//!   they need not wait for their poll.
//!
//! A statement of more than three lines is a file, in the folder of the module that runs it.

mod forget;
mod generation;
mod joint_step;
mod keep;
mod layout;
pub(crate) mod moved_rows;
pub(crate) mod notify;
mod read;
mod session;

#[cfg(feature = "kafka")]
pub(crate) use self::layout::SCHEMA;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deadpool_postgres::Pool;
use maillage_events::id::SpaceId;
use maillage_log::identity::StoreId;
use maillage_log::postgres::connect::PostgresAddress;
use maillage_projections::catalogue::AnyProjection;
use maillage_projections::table::RowChange;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::ProjectorError;
use crate::mark::Mark;
use crate::rows_checksum::Loaded;
use crate::store::{
    Building, Cause, Checkpoint, Difference, Hold, RowStore, SeenElsewhere, Step, Takeover, WriteOutcome,
};
use joint_step::SpacesAsLeft;
use session::Session;

/// Sessions of one process: as many spaces move at once, the others wait their turn.
const SESSIONS: usize = 8;

/// Rows in the schema `maillage_projections` of a PostgreSQL database. Shared by any number of processes.
#[derive(Debug)]
pub struct PostgresRows {
    pub(crate) address: PostgresAddress,
    pub(crate) authorities: Option<PathBuf>,
    pool: Pool,
    runtime: Handle,
    moved: mpsc::UnboundedSender<SpaceId>,
    as_left: SpacesAsLeft,
}

impl PostgresRows {
    /// Reaches the database and makes the tables that are missing; `authorities` is a PEM file of certificate
    /// authorities beside the system's. Must be called on the runtime that will serve its sessions: its methods block
    /// and may be called from any thread that is none of its workers.
    pub async fn open(address: &PostgresAddress, authorities: Option<&Path>) -> Result<Arc<Self>, ProjectorError> {
        let pool = address.pool_with(SESSIONS, authorities, session::SETUP)?;
        let session = Session::of(&pool).await?;
        layout::prepare(&session).await?;
        session.give_back();
        let (moved, waiting) = mpsc::unbounded_channel();
        tokio::spawn(notify::notify(pool.clone(), waiting));
        Ok(Arc::new(Self {
            address: address.clone(),
            authorities: authorities.map(Path::to_owned),
            pool,
            runtime: Handle::current(),
            moved,
            as_left: SpacesAsLeft::default(),
        }))
    }

    /// Whether the database holds rows at all; nothing is made.
    pub async fn are_there(address: &PostgresAddress, authorities: Option<&Path>) -> Result<bool, ProjectorError> {
        let pool = address.pool_with(1, authorities, session::SETUP)?;
        let session = Session::of(&pool).await?;
        let there = layout::is_there(&session).await?;
        session.give_back();
        Ok(there)
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, ProjectorError>>) -> Result<T, ProjectorError> {
        self.runtime.block_on(work)
    }

    /// Wakes the readers of a space, here and elsewhere.
    fn wake_readers(&self, space: &SpaceId) {
        // The task that notifies ends with the runtime; readers then find out by their poll.
        let _ = self.moved.send(space.clone());
    }
}

impl RowStore for PostgresRows {
    fn checkpoint(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let found = read::checkpoint(&session, projection, space).await?;
            session.give_back();
            Ok(found)
        })
    }

    fn standing(&self, space: &SpaceId) -> Result<BTreeMap<String, Checkpoint>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let found = read::standing(&session, space).await?;
            session.give_back();
            Ok(found)
        })
    }

    fn spaces(&self) -> Result<Vec<SpaceId>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let rows = session
                .query(
                    "select distinct space from maillage_projections.checkpoints where version > 0 order by space",
                    &[],
                )
                .await?;
            session.give_back();
            Ok(rows.into_iter().filter_map(|row| SpaceId::new(row.get::<_, String>(0)).ok()).collect())
        })
    }

    fn moved_elsewhere(&self, seen: &mut SeenElsewhere) -> Result<Vec<SpaceId>, ProjectorError> {
        let epochs = self.wait(async {
            let session = Session::of(&self.pool).await?;
            let statement = session.prepare_cached("select space, epoch from maillage_projections.spaces").await?;
            let rows = session.query(&statement, &[]).await?;
            session.give_back();
            let epoch = |row: &tokio_postgres::Row| Some((SpaceId::new(row.get::<_, String>(0)).ok()?, row.get(1)));
            Ok(rows.iter().filter_map(epoch).collect::<BTreeMap<SpaceId, uuid::Uuid>>())
        })?;
        let moved = epochs.iter().filter(|(space, epoch)| seen.epochs.get(*space) != Some(*epoch));
        let moved = moved.map(|(space, _)| space.clone()).collect();
        seen.epochs = epochs;
        Ok(moved)
    }

    fn load(&self, space: &SpaceId, state: &mut dyn AnyProjection) -> Result<Option<Loaded>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let found = read::load(&session, space, state).await?;
            session.give_back();
            Ok(found)
        })
    }

    fn keep(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<Vec<WriteOutcome>, ProjectorError> {
        if steps.is_empty() {
            return Ok(Vec::new());
        }
        let outcomes = self.wait(self.move_on(space, steps))?;
        if outcomes.contains(&WriteOutcome::Written) {
            self.wake_readers(space);
        }
        Ok(outcomes)
    }

    fn begin(&self, projection: &'static str, version: u32, space: &SpaceId) -> Result<Building, ProjectorError> {
        let generation = self.wait(self.begun(projection, space))?;
        Ok(Building { projection, space: space.clone(), version, generation })
    }

    fn add(&self, building: &Building, changes: &[RowChange]) -> Result<(), ProjectorError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.wait(self.added(building, changes))
    }

    fn differing(&self, building: &Building, limit: usize) -> Result<Vec<Difference>, ProjectorError> {
        self.wait(self.differences(building, limit))
    }

    fn take_over(
        &self,
        building: &Building,
        to: Mark,
        stopped: Option<&str>,
        cause: Cause,
    ) -> Result<Takeover, ProjectorError> {
        let outcome = self.wait(self.taken_over(building, to, stopped, cause))?;
        self.wake_readers(&building.space);
        Ok(outcome)
    }

    fn hold(&self, space: &SpaceId) -> Result<Hold, ProjectorError> {
        // The session ends with the guard, and the lock with the session.
        Ok(Hold::new(self.wait(self.held(space))?))
    }

    fn replaced(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let found = read::replaced(&session, projection, space).await?;
            session.give_back();
            Ok(found)
        })
    }

    fn switch_back(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        let outcome = self.wait(self.switched_back(projection, space))?;
        self.wake_readers(space);
        Ok(outcome)
    }

    fn store(&self) -> Result<Option<StoreId>, ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let found = session.query_opt("select id from maillage_projections.store", &[]).await?;
            session.give_back();
            Ok(found.map(|row| StoreId(row.get(0))))
        })
    }

    fn belong(&self, store: StoreId) -> Result<(), ProjectorError> {
        self.wait(async {
            let session = Session::of(&self.pool).await?;
            let sql = "insert into maillage_projections.store (one, id) values (true, $1)
                on conflict (one) do update set id = excluded.id";
            session.execute(sql, &[&store.0]).await?;
            session.give_back();
            Ok(())
        })
    }

    fn forget(&self, spaces: &[SpaceId]) -> Result<(), ProjectorError> {
        self.wait(self.forgotten(spaces))
    }
}
