//! Signed contracts of one kind on one territory: one at a time.

use super::entry::{ContractEntry, Entry, Shared};
use super::view::View;
use crate::contract::ContractKind;
use crate::id::StreamId;
use crate::refusal::Refusal;

/// Refuses a signed contract that certainly overlaps another of its kind and territory. Programmes of other kinds have
/// nothing in common but that name.
pub(super) fn violations(view: &View<'_>, stream: &StreamId, contract: &ContractEntry) -> Vec<Refusal> {
    let (Some(kind @ (ContractKind::Cls | ContractKind::Clsm)), Some(_)) = (contract.kind, contract.signed) else {
        return Vec::new();
    };
    let mut broken: Vec<Refusal> = Vec::new();
    for territory in &contract.territories {
        for other in view.sharing(&Shared::Territory(kind, territory.clone())) {
            let Some(Entry::Contract(standing)) = view.entry(other) else { continue };
            if other == stream || standing.signed.is_none() || follow(stream, contract, other, standing) {
                continue;
            }
            if contract.standing().overlaps(&standing.standing()) {
                broken.push(Refusal::new("contract-overlaps").with("contract", &other.id));
            }
        }
    }
    broken
}

/// Whether one follows the other, which ends with its beginning since no other end was said.
fn follow(a: &StreamId, one: &ContractEntry, b: &StreamId, other: &ContractEntry) -> bool {
    (one.predecessors.contains(&b.id) && other.standing().to.is_none())
        || (other.predecessors.contains(&a.id) && one.standing().to.is_none())
}
