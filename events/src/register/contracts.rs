//! Contracts beside each other: signed ones of one kind on one territory one at a time, none before itself, and every
//! party what its organisation can be.

use super::contract_entry::ContractEntry;
use super::entry::{Entry, Shared};
use super::view::View;
use crate::contract::{ContractKind, PartySort};
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::refusal::Refusal;

/// What a contract breaks as it stands.
pub(super) fn violations(view: &View<'_>, stream: &StreamId, contract: &ContractEntry) -> Vec<Refusal> {
    let mut broken = overlaps(view, stream, contract);
    broken.extend(circles(view, stream));
    broken.extend(contract.parties.iter().filter_map(|(party, sort)| misfit(view, stream, party, *sort)));
    broken
}

/// The parties of contracts that an organisation can no longer be.
pub(super) fn misfits_of(view: &View<'_>, organisation: &Id) -> Vec<Refusal> {
    let contracts = view.sharing(&Shared::Party(organisation.clone())).into_iter();
    let engaged = contracts.filter_map(|stream| match view.entry(stream) {
        Some(Entry::Contract(contract)) => Some((stream, contract)),
        _ => None,
    });
    let sorts = engaged.flat_map(|(stream, contract)| {
        contract.parties.iter().filter(|(party, _)| party == organisation).map(move |(_, sort)| (stream, *sort))
    });
    sorts.filter_map(|(stream, sort)| misfit(view, stream, organisation, sort)).collect()
}

/// Refuses a party that is engaged as what its organisation, as far as its kinds are known, is not.
fn misfit(view: &View<'_>, contract: &StreamId, party: &Id, sort: PartySort) -> Option<Refusal> {
    let kinds = match view.entry(&StreamId::new(Family::Organisation, party.clone()))? {
        Entry::Organisation(entry) => &entry.kinds,
        _ => return None,
    };
    (!sort.agrees_with(kinds)).then(|| {
        Refusal::new("party-of-another-kind")
            .with("organisation", party)
            .with("contract", &contract.id)
            .with("sort", sort)
    })
}

/// Refuses a contract that follows itself or lies in itself, through others.
fn circles(view: &View<'_>, stream: &StreamId) -> Vec<Refusal> {
    let entry = |id: &Id| match view.entry(&StreamId::new(Family::Contract, id.clone())) {
        Some(Entry::Contract(entry)) => Some(entry),
        _ => None,
    };
    let reaches = |next: fn(&ContractEntry) -> Vec<Id>| {
        let mut seen: Vec<Id> = entry(&stream.id).map(next).unwrap_or_default();
        let mut at = 0;
        while let Some(id) = seen.get(at).cloned() {
            at += 1;
            for further in entry(&id).map(next).unwrap_or_default() {
                if !seen.contains(&further) {
                    seen.push(further);
                }
            }
        }
        seen.contains(&stream.id)
    };
    let follows = reaches(|it| it.predecessors.clone()).then(|| Refusal::new("predecessor-circle"));
    let within = reaches(|it| it.within.iter().cloned().collect()).then(|| Refusal::new("within-circle"));
    follows.into_iter().chain(within).map(|refusal| refusal.with("contract", &stream.id)).collect()
}

/// Refuses a signed contract that certainly overlaps another of its kind and territory. Programmes of other kinds have
/// nothing in common but that name.
pub(super) fn overlaps(view: &View<'_>, stream: &StreamId, contract: &ContractEntry) -> Vec<Refusal> {
    let (Some(kind @ (ContractKind::Cls | ContractKind::Clsm)), Some(_)) = (contract.kind, contract.signed) else {
        return Vec::new();
    };
    let mut broken: Vec<Refusal> = Vec::new();
    for (territory, from, until) in &contract.territories {
        for other in view.sharing(&Shared::Territory(kind, territory.clone())) {
            let Some(Entry::Contract(standing)) = view.entry(other) else { continue };
            if other == stream || standing.signed.is_none() || follow(stream, contract, other, standing) {
                continue;
            }
            let here = contract.standing_in(*from, *until);
            let shared = standing.territories.iter().filter(|(there, ..)| there == territory);
            let overlaps =
                shared.into_iter().any(|(_, from, until)| here.overlaps(&standing.standing_in(*from, *until)));
            let refusal = Refusal::new("contract-overlaps").with("contract", &other.id);
            if overlaps && !broken.contains(&refusal) {
                broken.push(refusal);
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
