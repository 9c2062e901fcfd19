//! How spaces were opened, each as it was read where the space stood: a list of all reads again those that moved.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use maillage_events::id::SpaceId;
use maillage_events::space::SpaceOpened;

/// The opening of a space, where one was recorded, and the position at which it was read.
type Read = (u64, Option<SpaceOpened>);

/// Cheap to clone; clones share what they know.
#[derive(Debug, Clone, Default)]
pub(crate) struct Openings(Arc<Mutex<BTreeMap<SpaceId, Read>>>);

impl Openings {
    /// What was read of a space at this position; `None` when nothing was.
    pub(crate) fn known(&self, space: &SpaceId, position: u64) -> Option<Option<SpaceOpened>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(space).filter(|(at, _)| *at == position).map(|(_, opening)| opening.clone())
    }

    /// Keeps what was read of a space at a position.
    pub(crate) fn note(&self, space: &SpaceId, position: u64, opening: Option<SpaceOpened>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(space.clone(), (position, opening));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_is_known_at_its_position_alone() {
        let (openings, space) = (Openings::default(), SpaceId::new("lille").unwrap());
        openings.note(&space, 3, None);
        assert_eq!(openings.known(&space, 3), Some(None));
        assert_eq!(openings.known(&space, 4), None);
    }
}
