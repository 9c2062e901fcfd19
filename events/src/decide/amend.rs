//! Corrections and cancellations: one fact about a fact of the same stream.

use serde_json::Value;

use super::past::Past;
use crate::amendment::{AmendmentFact, FactCancelled, FactCorrected};
use crate::declare::Amending;
use crate::fact::{Fact, kind_info};
use crate::happened::Happened;
use crate::id::{FactId, StreamId};
use crate::refusal::Refusal;
use crate::rules::{Circumstances, motivated};
use crate::screen::screen;
use crate::text::Text;
use crate::when::OccurredOn;

/// Refuses an object that names itself: its own predecessor, its own successor, merged into itself.
pub(super) fn refuse_self_reference(stream: &StreamId, fact: &Fact) -> Result<(), Refusal> {
    if fact.references().contains(stream) { Err(Refusal::new("names-itself").with("stream", stream)) } else { Ok(()) }
}

fn target_of(past: &[Past], target: FactId, motive: &Text) -> Result<(u64, String, OccurredOn), Refusal> {
    motivated(motive)?;
    screen(&Value::String(motive.0.clone()))?;
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
            Ok((entry.position, kind, entry.happened.on))
        }
    }
}

pub(super) fn correct(
    stream: &StreamId,
    past: &[Past],
    target: FactId,
    data: Value,
    occurred: Option<OccurredOn>,
    motive: Text,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let (target_position, kind, _) = target_of(past, target, &motive)?;
    if kind_info(&kind).is_some_and(|info| info.amending == Amending::CancelledOnly) {
        return Err(Refusal::new("cancellation-cannot-be-corrected").with("target", target));
    }
    screen(&data)?;
    let fact = Fact::read(&kind, &data.to_string())
        .map_err(|error| Refusal::new("bad-correction").with("kind", &kind).with("why", error))?;
    fact.sound()?;
    refuse_self_reference(stream, &fact)?;
    let data = fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?;
    let corrected = FactCorrected { target, target_position, kind, data, occurred, motive };
    Ok(vec![Happened { on: OccurredOn::Day(at.today), fact: AmendmentFact::from(corrected).into() }])
}

pub(super) fn cancel(
    past: &[Past],
    target: FactId,
    motive: Text,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let (target_position, kind, _) = target_of(past, target, &motive)?;
    let cancelled = FactCancelled { target, target_position, kind, motive };
    Ok(vec![Happened { on: OccurredOn::Day(at.today), fact: AmendmentFact::from(cancelled).into() }])
}
