//! A store of rows that writes without comparing: what every process would be without the promise of compare-and-set.

use std::collections::BTreeMap;
use std::sync::Arc;

use maillage_events::id::SpaceId;
use maillage_log::identity::StoreId;
use maillage_projections::catalogue::AnyProjection;
use maillage_projections::table::RowChange;

use crate::ProjectorError;
use crate::mark::Mark;
use crate::rows_checksum::Loaded;
use crate::store::{
    Building, Cause, Checkpoint, Difference, Hold, RowStore, SeenElsewhere, Step, Takeover, WriteOutcome,
};

/// Claims for every step what makes it join: the version, generation and position that it finds.
#[derive(Debug)]
pub struct CarelessRows(pub Arc<dyn RowStore>);

impl RowStore for CarelessRows {
    fn keep(&self, space: &SpaceId, steps: &[Step<'_>]) -> Result<Vec<WriteOutcome>, ProjectorError> {
        let mut standing = self.0.standing(space)?;
        let mut claimed = Vec::new();
        for step in steps {
            claimed.push(match standing.remove(step.projection) {
                None => Step { ..*step },
                Some(found) => Step {
                    version: found.version,
                    generation: found.generation,
                    from: found.mark.position,
                    to: Mark { position: step.to.position.max(found.mark.position + 1), ..step.to },
                    ..*step
                },
            });
        }
        self.0.keep(space, &claimed)
    }
    fn moved_elsewhere(&self, seen: &mut SeenElsewhere) -> Result<Vec<SpaceId>, ProjectorError> {
        self.0.moved_elsewhere(seen)
    }
    fn checkpoint(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        self.0.checkpoint(projection, space)
    }
    fn standing(&self, space: &SpaceId) -> Result<BTreeMap<String, Checkpoint>, ProjectorError> {
        self.0.standing(space)
    }
    fn spaces(&self) -> Result<Vec<SpaceId>, ProjectorError> {
        self.0.spaces()
    }
    fn load(&self, space: &SpaceId, state: &mut dyn AnyProjection) -> Result<Option<Loaded>, ProjectorError> {
        self.0.load(space, state)
    }
    fn begin(&self, projection: &'static str, version: u32, space: &SpaceId) -> Result<Building, ProjectorError> {
        self.0.begin(projection, version, space)
    }
    fn add(&self, building: &Building, changes: &[RowChange]) -> Result<(), ProjectorError> {
        self.0.add(building, changes)
    }
    fn differing(&self, building: &Building, limit: usize) -> Result<Vec<Difference>, ProjectorError> {
        self.0.differing(building, limit)
    }
    fn take_over(
        &self,
        building: &Building,
        to: Mark,
        stopped: Option<&str>,
        cause: Cause,
    ) -> Result<Takeover, ProjectorError> {
        self.0.take_over(building, to, stopped, cause)
    }
    fn hold(&self, space: &SpaceId) -> Result<Hold, ProjectorError> {
        self.0.hold(space)
    }
    fn replaced(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        self.0.replaced(projection, space)
    }
    fn switch_back(&self, projection: &str, space: &SpaceId) -> Result<Option<Checkpoint>, ProjectorError> {
        self.0.switch_back(projection, space)
    }
    fn store(&self) -> Result<Option<StoreId>, ProjectorError> {
        self.0.store()
    }
    fn belong(&self, store: StoreId) -> Result<(), ProjectorError> {
        self.0.belong(store)
    }
    fn forget(&self, spaces: &[SpaceId]) -> Result<(), ProjectorError> {
        self.0.forget(spaces)
    }
}
