//! Slots of poles' rhythms: each is one that the rhythm gives, and each is held once.
//!
//! The register remembers which sessions ever named a slot. Whether a session was held stands in its own stream alone:
//! when one comes to be held, those that name its slot too are read beside it.
//!
//! ```text
//!  s2 is held, for the slot of 23/02 ──▶ Register::naming ──▶ s1 ──▶ its stream: held ──▶ refused
//!                                                                         └ not held ──▶ appended, as long as the
//!                                                                 register and s1 stand where they were read
//! ```

use super::entry::Entry;
use super::facts::Register;
use super::rhythm::PoleSlot;
use super::view::View;
use crate::decide::{Amended, PastFact, effective};
use crate::fact::Fact;
use crate::family::Family;
use crate::happened::Happened;
use crate::id::{Id, StreamId};
use crate::refusal::Refusal;
use crate::session::SessionFact;
use crate::when::OccurredOn;

/// A session's slot as its plan reads now, and the day on which it was held, once it was.
fn slot_of(past: &[PastFact]) -> Option<(PoleSlot, Option<OccurredOn>)> {
    let (mut slot, mut held) = (None, None);
    for happened in effective(past) {
        match happened.fact {
            Fact::Session(SessionFact::Planned(plan)) => slot = PoleSlot::of(&plan),
            Fact::Session(SessionFact::Held(_)) => held = Some(happened.on),
            _ => {}
        }
    }
    Some((slot?, held))
}

/// The slot in which a session was held, and when.
fn held_slot(past: &[PastFact]) -> Option<(PoleSlot, OccurredOn)> {
    slot_of(past).and_then(|(slot, held)| Some((slot, held?)))
}

/// The slot that a session comes to hold by what is said of it; most of what is said holds none. `past`: its facts
/// before.
pub fn slot_to_hold(past: &[PastFact], said: &[Happened<Fact>]) -> Option<PoleSlot> {
    let is_held = said.iter().any(|it| matches!(it.fact, Fact::Session(SessionFact::Held(_))));
    if is_held { slot_of(past).map(|(slot, _)| slot) } else { None }
}

/// The slot that a session holds with the amendments of a command, and did not hold without them.
pub fn slot_newly_held(amended: &Amended<'_>) -> Option<PoleSlot> {
    let (slot, _) = held_slot(amended.after)?;
    held_slot(amended.before).is_none_or(|(earlier, _)| earlier != slot).then_some(slot)
}

/// Refuses a slot that another session holds. `past`: the facts of that session.
pub fn refuse_held(slot: &PoleSlot, session: &Id, past: &[PastFact]) -> Result<(), Refusal> {
    match held_slot(past) {
        Some((held, on)) if held == *slot => Err(Refusal::new("slot-held")
            .with("pole", &slot.pole)
            .with("due", slot.due)
            .with("session", session)
            .with("on", on)),
        Some(_) | None => Ok(()),
    }
}

impl Register {
    /// The sessions that name a slot, or did before they were corrected.
    pub fn naming(&self, slot: &PoleSlot) -> impl Iterator<Item = &StreamId> {
        self.slots.get(slot).into_iter().flatten()
    }
}

/// Refuses a plan that names a slot that the pole's rhythm does not give.
pub(super) fn judge_said(view: &View<'_>, said: &Fact) -> Result<(), Refusal> {
    PoleSlot::named_by(said).map_or(Ok(()), |slot| refuse_off_rhythm(view, &slot))
}

/// Refuses a slot that an amended plan names since, and that the rhythm does not give.
pub(super) fn judge(view: &View<'_>, before: &[PastFact], after: &[PastFact]) -> Result<(), Refusal> {
    let slot = |past: &[PastFact]| slot_of(past).map(|(slot, _)| slot);
    match slot(after) {
        Some(named) if slot(before).as_ref() != Some(&named) => refuse_off_rhythm(view, &named),
        Some(_) | None => Ok(()),
    }
}

fn refuse_off_rhythm(view: &View<'_>, slot: &PoleSlot) -> Result<(), Refusal> {
    let pole = StreamId::new(Family::Pole, slot.pole.clone());
    let Some(Entry::Pole(rhythms)) = view.entry(&pole) else { return Ok(()) };
    match rhythms.around(slot.due).filter(|_| rhythms.lacks(slot.due)) {
        None => Ok(()),
        Some((before, after)) => Err(Refusal::new("slot-off-rhythm")
            .with("pole", &slot.pole)
            .with("slot", slot.due)
            .with("before", before)
            .with("after", after)),
    }
}
