//! Money that is allocated: its funder has the role of one, on that day; and no amendment takes the role from under it.

use super::entry::{Entry, Shared};
use super::facts::Register;
use super::view::View;
use crate::decide::{PastFact, broken, effective, standing};
use crate::fact::Fact;
use crate::family::Family;
use crate::funding::{FundingAllocated, FundingFact};
use crate::happened::Happened;
use crate::id::{Id, StreamId};
use crate::partnership::PartnershipRole;
use crate::refusal::{Broken, Refusal};
use crate::when::OccurredOn;

/// Refuses an allocation whose funder funds, on that day, neither what the money was granted for, nor the fiche, nor
/// the fiche's contract. Those that were admitted before are not judged again.
pub(super) fn judge(view: &View<'_>, before: &[PastFact], after: &[PastFact]) -> Result<(), Refusal> {
    let allocated = |past: &[PastFact]| -> Vec<(OccurredOn, FundingAllocated)> {
        let allocation = |happened: Happened<Fact>| match happened.fact {
            Fact::Funding(FundingFact::Allocated(it)) => Some((happened.on, it)),
            _ => None,
        };
        effective(past).into_iter().filter_map(allocation).collect()
    };
    let Some((funder, object)) = effective(after).into_iter().find_map(|happened| line(happened.fact)) else {
        return Ok(());
    };
    let before = allocated(before);
    for (on, allocation) in allocated(after).into_iter().filter(|it| !before.contains(it)) {
        if !funds(view, &funder, &object, &allocation.fiche, on) {
            return Err(unfunded(&funder, &allocation));
        }
    }
    Ok(())
}

fn unfunded(funder: &Id, allocation: &FundingAllocated) -> Refusal {
    Refusal::new("funder-without-role").with("funder", funder).with("fiche", &allocation.fiche)
}

/// Whether the amendments of a stream may take from allocations of others what they stand on.
pub fn may_unfund(amended: &StreamId) -> bool {
    matches!(amended.family, Family::Partnership | Family::Fiche)
}

impl Register {
    /// The grants of which money was allocated, or was before that was amended.
    pub fn allocated(&self) -> impl Iterator<Item = &StreamId> {
        self.allocated.iter()
    }
}

/// The allocations of a grant that were funded by a role without the facts of a command, and are not with them.
/// `past`: the facts of the grant.
pub fn newly_unfunded(before: &Register, after: &Register, grant: &StreamId, past: &[PastFact]) -> Vec<Broken> {
    let (before, after) = (View::of(before), View::of(after));
    let facts = standing(past);
    let Some((funder, object)) = facts.iter().find_map(|(_, happened)| line(happened.fact.clone())) else {
        return Vec::new();
    };
    let newly = |(fact, happened): &(&PastFact, Happened<Fact>)| {
        let Fact::Funding(FundingFact::Allocated(it)) = &happened.fact else { return None };
        let is_funded = |view: &View<'_>| funds(view, &funder, &object, &it.fiche, happened.on);
        (is_funded(&before) && !is_funded(&after)).then(|| broken(grant, fact, unfunded(&funder, it)))
    };
    facts.iter().filter_map(newly).collect()
}

/// Who grants, and for what.
fn line(fact: Fact) -> Option<(Id, StreamId)> {
    match fact {
        Fact::Funding(it) => it.grant().map(|grant| (grant.funder, grant.object)),
        _ => None,
    }
}

fn funds(view: &View<'_>, funder: &Id, object: &StreamId, fiche: &Id, on: OccurredOn) -> bool {
    let fiche = StreamId::new(Family::Fiche, fiche.clone());
    let contract = match view.entry(&fiche) {
        Some(Entry::Fiche(entry)) => entry.contract.clone().map(|id| StreamId::new(Family::Contract, id)),
        _ => None,
    };
    let party = StreamId::new(Family::Organisation, funder.clone());
    view.sharing(&Shared::Partner(party)).into_iter().any(|stream| {
        let Some(Entry::Partnership(entry)) = view.entry(stream) else { return false };
        let scoped = entry
            .between
            .as_ref()
            .is_some_and(|(_, scope)| scope == object || *scope == fiche || Some(scope) == contract.as_ref());
        scoped && entry.roles.iter().any(|(role, window)| *role == PartnershipRole::Funding && window.may_hold(on))
    })
}
