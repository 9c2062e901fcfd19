//! A look at a living state, for what is asked too often to be a report.

use maillage_events::id::SpaceId;
use maillage_projections::projection::Projection;

use crate::Projector;

impl Projector {
    /// Shows the living state of a projection, and the position that it has taken, to `look`; `None` when the space or
    /// the projection is not followed, or not folded yet. The state stands still meanwhile, so `look` must be short and
    /// must not block.
    pub fn peek<P: Projection, R>(&self, space: &SpaceId, look: impl FnOnce(&P, u64) -> R) -> Option<R> {
        let at = self.catalogue.iter().position(|(name, _)| *name == P::NAME)?;
        let cell = self.cell(space)?;
        let living = cell.living(at);
        if !living.ready {
            return None;
        }
        let state = living.part.state.as_ref().as_any().downcast_ref::<P>()?;
        Some(look(state, living.part.mark.position))
    }
}
