//! Successions of organisations: no circle.

use super::view::View;
use crate::family::Family;
use crate::id::StreamId;
use crate::refusal::Refusal;

/// Refuses successions that lead back to where they begin.
pub(super) fn violations(view: &View<'_>, stream: &StreamId) -> Vec<Refusal> {
    let mut seen = vec![stream.clone()];
    while let Some(successor) = seen.last().and_then(|at| view.successor(at)) {
        let next = StreamId::new(Family::Organisation, successor.clone());
        if seen.contains(&next) {
            return match view.successor(stream) {
                Some(successor) => vec![Refusal::new("succession-circle").with("successor", successor)],
                None => Vec::new(),
            };
        }
        seen.push(next);
    }
    Vec::new()
}
