//! Corrections and cancellations: one fact about a fact of the same stream.

use serde_json::Value;

use super::past::PastFact;
use super::refuse_self_reference;
use super::timely::refuse_ahead;
use crate::amendment::{AmendmentFact, FactCancelled, FactCorrected};
use crate::declare::Amending;
use crate::fact::{Fact, kind_info};
use crate::happened::Happened;
use crate::id::{FactId, StreamId};
use crate::refusal::Refusal;
use crate::rules::{Circumstances, motivated};
use crate::text::Text;
use crate::when::OccurredOn;

/// Position and kind of the fact that is amended; for a correction, the kind that it corrects. Refuses a motive without
/// words, a target that is not in the stream, and one that was amended already.
fn target_of(past: &[PastFact], target: FactId, motive: &Text) -> Result<(u64, String), Refusal> {
    motivated(motive)?;
    let entry = past
        .iter()
        .find(|entry| entry.id == target)
        .ok_or_else(|| Refusal::new("target-unknown").with("target", target))?;
    let taken = past.iter().find_map(|other| match &other.happened.fact {
        Fact::Amendment(AmendmentFact::Corrected(it)) if it.target == target => Some(other.id),
        Fact::Amendment(AmendmentFact::Cancelled(it)) if it.target == target => Some(other.id),
        _ => None,
    });
    match taken {
        Some(amendment) => Err(Refusal::new("already-amended").with("target", target).with("amendment", amendment)),
        None => {
            let kind = match &entry.happened.fact {
                Fact::Amendment(AmendmentFact::Corrected(it)) => it.kind.clone(),
                fact => fact.kind().to_owned(),
            };
            if kind_info(&kind).is_some_and(|info| info.amending == Amending::Unamendable) {
                return Err(Refusal::new("not-amendable").with("kind", kind));
            }
            Ok((entry.position, kind))
        }
    }
}

pub(super) fn correct(
    stream: &StreamId,
    past: &[PastFact],
    target: FactId,
    data: Value,
    occurred: Option<OccurredOn>,
    motive: Text,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let (target_position, kind) = target_of(past, target, &motive)?;
    if kind_info(&kind).is_some_and(|info| info.amending == Amending::CancelledOnly) {
        return Err(Refusal::new("cancellation-cannot-be-corrected").with("target", target));
    }
    let fact = Fact::read(&kind, &data.to_string())
        .map_err(|error| Refusal::new("bad-correction").with("kind", &kind).with("why", error))?;
    fact.sound()?;
    refuse_self_reference(stream, &fact)?;
    if let Some(on) = occurred {
        refuse_ahead(&fact, on, circumstances.today)?;
    }
    let data = fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?;
    let corrected = FactCorrected { target, target_position, kind, data, occurred, motive };
    Ok(vec![Happened { on: OccurredOn::Day(circumstances.today), fact: AmendmentFact::from(corrected).into() }])
}

pub(super) fn cancel(
    past: &[PastFact],
    target: FactId,
    motive: Text,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let (target_position, kind) = target_of(past, target, &motive)?;
    let cancelled = FactCancelled { target, target_position, kind, motive };
    Ok(vec![Happened { on: OccurredOn::Day(circumstances.today), fact: AmendmentFact::from(cancelled).into() }])
}
