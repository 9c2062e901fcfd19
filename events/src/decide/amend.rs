//! Corrections and cancellations: one fact about a fact of the same stream. Whether it may stand is judged once the
//! whole command is known, with every other amendment of it: see [`super::judged`].

use serde_json::Value;

use super::past::PastFact;
use super::refuse_self_reference;
use super::timely::refuse_ahead;
use crate::amendment::{AmendmentFact, AmendmentReason, FactCancelled, FactCorrected};
use crate::declare::Amending;
use crate::fact::{Fact, kind_info};
use crate::happened::Happened;
use crate::id::{FactId, StreamId};
use crate::refusal::Refusal;
use crate::rules::{Circumstances, motivated};
use crate::shape_fault::ShapeFault;
use crate::space::SpaceFact;
use crate::text::Text;
use crate::when::OccurredOn;

/// Why somebody amends a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// What sort of mistake it was.
    pub reason: AmendmentReason,
    /// The same in words.
    pub motive: Text,
}

/// The fact that is amended. Refuses a motive without words, a target that is not in the stream, and one that was
/// amended already.
fn target_of<'p>(past: &'p [PastFact], target: FactId, why: &Why) -> Result<&'p PastFact, Refusal> {
    motivated(&why.motive)?;
    let entry = past
        .iter()
        .find(|entry| entry.id == target)
        .ok_or_else(|| Refusal::new("target-unknown").with("target", target))?;
    let amends =
        |other: &&PastFact| matches!(&other.happened.fact, Fact::Amendment(amendment) if amendment.target() == target);
    match past.iter().find(amends) {
        Some(other) => Err(Refusal::new("already-amended").with("target", target).with("amendment", other.id)),
        None => Ok(entry),
    }
}

/// What may be done about a fact of this kind.
fn amending(fact: &Fact) -> Amending {
    kind_info(fact.kind()).map_or(Amending::Unamendable, |info| info.amending)
}

fn not_amendable(fact: &Fact) -> Refusal {
    Refusal::new("not-amendable").with("kind", fact.kind())
}

/// A correction whose payload is not of the shape of its kind.
fn bad_correction(kind: &str, fault: Option<ShapeFault>) -> Refusal {
    let mut refusal = Refusal::new("bad-correction").with("kind", kind);
    match fault {
        Some(fault) => {
            refusal.values.push(("shape", fault.key.to_owned()));
            refusal.values.extend(fault.values);
        }
        None => refusal = refusal.with("shape", "shape-wrong-value").with("member", "whole"),
    }
    refusal
}

pub(super) fn correct(
    stream: &StreamId,
    past: &[PastFact],
    target: FactId,
    data: &Value,
    occurred: Option<OccurredOn>,
    why: Why,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let entry = target_of(past, target, &why)?;
    let wrong = match &entry.happened.fact {
        Fact::Amendment(AmendmentFact::Corrected(it)) => &*it.fact,
        fact => fact,
    };
    match amending(wrong) {
        Amending::Amendable | Amending::CorrectedOnly => {}
        Amending::CancelledOnly => {
            return Err(Refusal::new("cancellation-cannot-be-corrected").with("target", target));
        }
        Amending::Unamendable => return Err(not_amendable(wrong)),
    }
    let kind = wrong.kind();
    let fact = Fact::read_sent(kind, data).map_err(|fault| bad_correction(kind, fault))?.completed();
    fact.sound()?;
    refuse_self_reference(stream, &fact)?;
    if let (Fact::Space(SpaceFact::Opened(wrong)), Fact::Space(SpaceFact::Opened(right))) = (wrong, &fact) {
        wrong.keeps_its_days(right)?;
    }
    let date = match &entry.happened.fact {
        Fact::Amendment(AmendmentFact::Corrected(it)) => it.occurred.unwrap_or(OccurredOn::Unknown),
        _ => entry.happened.on,
    };
    refuse_ahead(&fact, occurred.unwrap_or(date), circumstances.today)?;
    let Why { reason, motive } = why;
    let (fact, target_position) = (Box::new(fact), entry.position);
    let corrected = FactCorrected { target, target_position, fact, occurred, reason, motive };
    Ok(vec![Happened { on: OccurredOn::Day(circumstances.today), fact: AmendmentFact::from(corrected).into() }])
}

pub(super) fn cancel(
    past: &[PastFact],
    target: FactId,
    why: Why,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let entry = target_of(past, target, &why)?;
    let fact = &entry.happened.fact;
    match amending(fact) {
        Amending::Amendable | Amending::CancelledOnly => {}
        Amending::CorrectedOnly => {
            return Err(Refusal::new("not-cancellable").with("kind_words", fact.kind()));
        }
        Amending::Unamendable => return Err(not_amendable(fact)),
    }
    let Why { reason, motive } = why;
    let (kind, target_position) = (fact.kind().to_owned(), entry.position);
    let cancelled = FactCancelled { target, target_position, kind, reason, motive };
    Ok(vec![Happened { on: OccurredOn::Day(circumstances.today), fact: AmendmentFact::from(cancelled).into() }])
}
