//! Successions of organisations, and what each is a part of: no circle.

use super::view::View;
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::refusal::Refusal;

/// Refuses successions that lead back to where they begin, and an organisation that is a part of itself.
pub(super) fn violations(view: &View<'_>, stream: &StreamId) -> Vec<Refusal> {
    let successor = |at: &StreamId| view.organisation(at).and_then(|it| it.successor.clone());
    let parent = |at: &StreamId| view.organisation(at).and_then(|it| it.parent.clone());
    let succeeded =
        in_circle(stream, successor).map(|successor| Refusal::new("succession-circle").with("successor", successor));
    let part = in_circle(stream, parent).map(|parent| Refusal::new("parent-circle").with("parent", parent));
    succeeded.into_iter().chain(part).collect()
}

/// The next of a stream, where the way from it leads into a circle.
fn in_circle(stream: &StreamId, next: impl Fn(&StreamId) -> Option<Id>) -> Option<Id> {
    let mut seen = vec![stream.clone()];
    while let Some(id) = seen.last().and_then(&next) {
        let further = StreamId::new(Family::Organisation, id);
        if seen.contains(&further) {
            return next(stream);
        }
        seen.push(further);
    }
    None
}
