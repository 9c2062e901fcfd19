//! Partnerships: the same party has the same role in the same thing once at a time.

use super::entry::{Entry, PartnershipEntry, Shared};
use super::view::View;
use super::window::Window;
use crate::id::StreamId;
use crate::refusal::Refusal;

/// Refuses a partnership that stands already under another identifier.
pub(super) fn violations(view: &View<'_>, stream: &StreamId, partnership: &PartnershipEntry) -> Vec<Refusal> {
    let Some((party, scope)) = &partnership.between else { return Vec::new() };
    let mut broken = Vec::new();
    for other in view.sharing(&Shared::Partners(party.clone(), scope.clone())) {
        let Some(Entry::Partnership(standing)) = view.entry(other) else { continue };
        let same = |(role, window): &(_, Window)| {
            standing.roles.iter().any(|(there, since)| there == role && since.overlaps(window))
        };
        if other != stream && partnership.roles.iter().any(same) {
            broken.push(
                Refusal::new("partnership-twice")
                    .with("party", party)
                    .with("scope", scope)
                    .with("partnership", &other.id),
            );
        }
    }
    broken
}
