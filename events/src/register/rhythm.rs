//! The rhythms of a pole, and the slots that they give.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, Unit};

use crate::amendment::AmendmentFact;
use crate::fact::Fact;
use crate::id::Id;
use crate::session::{SessionFact, SessionPlanned};

/// A slot of a pole's rhythm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PoleSlot {
    /// The pole.
    pub pole: Id,
    /// The day on which it is due, which names it.
    pub due: Date,
}

impl PoleSlot {
    pub(super) fn of(plan: &SessionPlanned) -> Option<Self> {
        Some(Self { pole: plan.pole.clone()?, due: plan.slot? })
    }

    /// The slot that a plan names, or a correction gives it.
    pub(super) fn named_by(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::Session(SessionFact::Planned(plan)) => Self::of(plan),
            Fact::Amendment(AmendmentFact::Corrected(it)) => Self::named_by(&it.fact),
            _ => None,
        }
    }
}

/// The rhythms of a pole, in the order in which they were told: the first slot of each, and the days between two.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Rhythms(pub(super) Vec<(Date, u32)>);

impl Rhythms {
    /// Whether a day is no slot: a rhythm has begun by then, and none that was ever set gives it, were it never
    /// followed by another. Where none has begun, one may still be typed.
    pub(super) fn lacks(&self, day: Date) -> bool {
        let mut begun = self.0.iter().filter(|(from, _)| *from <= day).peekable();
        begun.peek().is_some() && !begun.any(|(from, days)| days_after(*from, day) % i64::from(*days).max(1) == 0)
    }

    /// The slots before and after a day that is none.
    pub(super) fn around(&self, day: Date) -> Option<(Date, Date)> {
        let begun: BTreeMap<Date, u32> = self.0.iter().copied().filter(|(from, _)| *from <= day).collect();
        let (from, days) = begun.last_key_value()?;
        let days = i64::from(*days).max(1);
        let passed = days_after(*from, day) / days * days;
        let on = |days: i64| from.checked_add(Span::new().try_days(days).ok()?).ok();
        on(passed).zip(on(passed + days))
    }
}

fn days_after(from: Date, day: Date) -> i64 {
    from.until((Unit::Day, day)).map_or(0, |span| i64::from(span.get_days()))
}
