//! Fiches in their contract: each number once, and every year within the contract's.

use super::entry::{ContractEntry, Entry, FicheEntry, Shared};
use super::view::View;
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::refusal::Refusal;
use crate::when::OccurredOn;

/// Refuses a number that another fiche of the contract has, and years in which the contract certainly does not run.
pub(super) fn violations(view: &View<'_>, stream: &StreamId, fiche: &FicheEntry) -> Vec<Refusal> {
    let Some(contract) = &fiche.contract else { return Vec::new() };
    let mut broken = Vec::new();
    for other in view.sharing(&Shared::FicheOf(contract.clone())) {
        if other != stream && matches!(view.entry(other), Some(Entry::Fiche(there)) if there.number == fiche.number) {
            broken.push(Refusal::new("fiche-number-taken").with("number", fiche.number).with("fiche", &other.id));
        }
    }
    if let Some(Entry::Contract(entry)) = view.entry(&StreamId::new(Family::Contract, contract.clone())) {
        broken.extend(outside(contract, entry, &stream.id, fiche));
    }
    broken
}

/// The years of the contract's fiches that lie outside it.
pub(super) fn years_outside(view: &View<'_>, contract: &StreamId) -> Vec<Refusal> {
    let Some(Entry::Contract(entry)) = view.entry(contract) else { return Vec::new() };
    let mut broken = Vec::new();
    for stream in view.sharing(&Shared::FicheOf(contract.id.clone())) {
        if let Some(Entry::Fiche(fiche)) = view.entry(stream) {
            broken.extend(outside(&contract.id, entry, &stream.id, fiche));
        }
    }
    broken
}

fn outside(contract: &Id, entry: &ContractEntry, of: &Id, fiche: &FicheEntry) -> Vec<Refusal> {
    let window = entry.at_work();
    let refusal = |year: &i16| {
        Refusal::new("year-outside-contract")
            .with("fiche", of)
            .with("year", year)
            .with("contract", contract)
            .with("starts", window.from)
            .with("ends", window.to.unwrap_or(OccurredOn::Unknown))
    };
    fiche.years.iter().filter(|year| !window.may_hold(OccurredOn::Year(**year))).map(refusal).collect()
}
