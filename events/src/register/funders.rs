//! Money that is allocated: its funder has the role of one, on that day.

use super::entry::{Entry, Shared};
use super::view::View;
use crate::decide::{PastFact, effective};
use crate::fact::Fact;
use crate::family::Family;
use crate::funding::{FundingAllocated, FundingFact};
use crate::happened::Happened;
use crate::id::{Id, StreamId};
use crate::partnership::PartnershipRole;
use crate::refusal::Refusal;
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
            return Err(Refusal::new("funder-without-role").with("funder", &funder).with("fiche", &allocation.fiche));
        }
    }
    Ok(())
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
