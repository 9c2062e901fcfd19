//! The live state of a projection, shown to who asks too often for a report.

use maillage_events::id::SpaceId;
use maillage_projections::projection::Projection;

use crate::Projector;

impl Projector {
    /// Shows the live state of a projection, and the position that it has taken, to `look`; `None` when the space or
    /// the projection is not followed, or not folded yet. The state stands still meanwhile, so `look` must be short and
    /// must not block.
    pub fn with_live_state<P: Projection, R>(&self, space: &SpaceId, look: impl FnOnce(&P, u64) -> R) -> Option<R> {
        let index = self.catalogue.iter().position(|(name, _)| *name == P::NAME)?;
        let space_state = self.space_state(space)?;
        let slot = space_state.slot(index);
        if !slot.ready {
            return None;
        }
        let state = slot.folded.state.as_ref().as_any().downcast_ref::<P>()?;
        Some(look(state, slot.folded.mark.position))
    }
}
