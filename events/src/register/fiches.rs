//! Fiches in their contract: each number once at a time, every year within the contract's, every axis one of its axes
//! that had not closed by then.

use super::contract_entry::ContractEntry;
use super::entry::{Entry, FicheEntry, Shared};
use super::view::View;
use super::window::Window;
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::refusal::Refusal;
use crate::when::OccurredOn;

/// Refuses a number that another fiche of the contract certainly bears meanwhile, years in which the contract certainly
/// does not run, axes that it does not define, and axes that had certainly closed when the fiche was attached.
pub(super) fn violations(view: &View<'_>, stream: &StreamId, fiche: &FicheEntry) -> Vec<Refusal> {
    let Some(contract) = &fiche.contract else { return Vec::new() };
    let mut broken = Vec::new();
    for other in view.sharing(&Shared::FicheOf(contract.clone())) {
        let Some(Entry::Fiche(there)) = view.entry(other) else { continue };
        let taken = |(number, window): &&(u32, Window)| {
            there.numbers.iter().any(|(standing, since)| standing == number && since.overlaps(window))
        };
        if let Some((number, _)) = fiche.numbers.iter().find(taken).filter(|_| other != stream) {
            broken.push(Refusal::new("fiche-number-taken").with("number", number).with("fiche", &other.id));
        }
    }
    if let Some(Entry::Contract(entry)) = view.entry(&StreamId::new(Family::Contract, contract.clone())) {
        broken.extend(outside(contract, entry, &stream.id, fiche));
        broken.extend(undefined(contract, entry, &stream.id, fiche));
        broken.extend(closed(contract, entry, &stream.id, fiche));
    }
    broken
}

/// The years of the contract's fiches that lie outside it, and their axes that it does not define.
pub(super) fn without_contract(view: &View<'_>, contract: &StreamId) -> Vec<Refusal> {
    let Some(Entry::Contract(entry)) = view.entry(contract) else { return Vec::new() };
    let mut broken = Vec::new();
    for stream in view.sharing(&Shared::FicheOf(contract.id.clone())) {
        if let Some(Entry::Fiche(fiche)) = view.entry(stream) {
            broken.extend(outside(&contract.id, entry, &stream.id, fiche));
            broken.extend(undefined(&contract.id, entry, &stream.id, fiche));
            broken.extend(closed(&contract.id, entry, &stream.id, fiche));
        }
    }
    broken
}

fn undefined(contract: &Id, entry: &ContractEntry, of: &Id, fiche: &FicheEntry) -> Vec<Refusal> {
    let known = entry.axes.keys().map(Id::as_str).collect::<Vec<_>>().join(", ");
    let known = if known.is_empty() { "–" } else { known.as_str() };
    let refusal = |axis: &Id| {
        Refusal::new("axis-undefined")
            .with("fiche", of)
            .with("axis", axis)
            .with("contract", contract)
            .with("known", known)
    };
    fiche.axes.keys().filter(|axis| !entry.axes.contains_key(*axis)).map(refusal).collect()
}

/// The axes that had certainly closed on a day on which the fiche was attached to them.
fn closed(contract: &Id, entry: &ContractEntry, of: &Id, fiche: &FicheEntry) -> Vec<Refusal> {
    let mut broken = Vec::new();
    for (axis, attached) in &fiche.axes {
        let Some(end) = entry.axes.get(axis).copied().flatten() else { continue };
        let is_after =
            |on: &&OccurredOn| matches!((end.span(), on.span()), (Some((_, last)), Some((first, _))) if last < first);
        broken.extend(attached.iter().find(is_after).map(|_| {
            Refusal::new("axis-closed").with("fiche", of).with("axis", axis).with("contract", contract).with("on", end)
        }));
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
