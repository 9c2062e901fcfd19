//! How facts read once their amendments are taken into account.
//!
//! A correction is one more fact: what was recorded never changes. It takes effect in three places, each by
//! [`Amendments::reading`].
//!
//! ```text
//!  correction or cancellation, recorded in the stream of its target       events/src/decide/amend.rs
//!    │
//!    ├─▶ rules          `effective` reads the stream's past as amended,    events/src/decide/past.rs
//!    │                  so the next command is judged on it
//!    │
//!    ├─▶ live counters  the step finds it among the new facts, and which   services/projector/src/step.rs
//!    │                  kind of fact it amends;                            services/projector/src/amendments.rs
//!    │                  every projection of that kind is folded again      services/projector/src/refold.rs
//!    │                  from zero beside the living one, then swapped;
//!    │                  each fact is handed to the fold as it now reads    projections/src/projection.rs (`take`)
//!    │
//!    └─▶ past reports   folded from the facts up to a position, with the   services/projector/src/asof.rs
//!                       amendments among them and no other: as known       services/projector/src/fold.rs (`state_at`)
//!                       before the correction, the report stays as it was
//! ```

use std::collections::HashMap;

use serde_json::Value;

use crate::amendment::AmendmentFact;
use crate::id::FactId;
use crate::when::OccurredOn;

/// How one fact reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading<'a> {
    /// As it was recorded.
    Original,
    /// With another payload and, where that was wrong too, another date.
    Replaced(&'a Value, Option<OccurredOn>),
    /// As if it had not been.
    Removed,
}

/// The amendments of a stretch of the log.
#[derive(Debug, Clone, Default)]
pub struct Amendments {
    by_target: HashMap<FactId, (FactId, AmendmentFact)>,
}

impl Amendments {
    /// Takes one amendment into account. The rules admit one amendment a target; were there two, the later would rule.
    pub fn note(&mut self, id: FactId, amendment: AmendmentFact) {
        let target = match &amendment {
            AmendmentFact::Corrected(it) => it.target,
            AmendmentFact::Cancelled(it) => it.target,
        };
        self.by_target.insert(target, (id, amendment));
    }

    /// Whether nothing was amended.
    pub fn is_empty(&self) -> bool {
        self.by_target.is_empty()
    }

    /// The amendment that names this fact as its target.
    pub fn of(&self, target: FactId) -> Option<&(FactId, AmendmentFact)> {
        self.by_target.get(&target)
    }

    /// How a fact reads. An amendment may itself be amended: cancelling a correction gives the original back.
    pub fn reading(&self, target: FactId) -> Reading<'_> {
        let Some((id, amendment)) = self.by_target.get(&target) else {
            return Reading::Original;
        };
        match (self.reading(*id), amendment) {
            (Reading::Removed, _) => Reading::Original,
            (Reading::Replaced(data, occurred), _) => Reading::Replaced(data, occurred),
            (Reading::Original, AmendmentFact::Corrected(it)) => Reading::Replaced(&it.data, it.occurred),
            (Reading::Original, AmendmentFact::Cancelled(_)) => Reading::Removed,
        }
    }
}

impl FromIterator<(FactId, AmendmentFact)> for Amendments {
    /// The amendments of some facts, in the order of the log, each with the id of the fact that bears it.
    fn from_iter<I: IntoIterator<Item = (FactId, AmendmentFact)>>(amendments: I) -> Self {
        let mut all = Self::default();
        amendments.into_iter().for_each(|(id, amendment)| all.note(id, amendment));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amendment::{FactCancelled, FactCorrected};
    use uuid::Uuid;

    fn id(n: u128) -> FactId {
        FactId(Uuid::from_u128(n))
    }

    fn corrected(target: FactId, minutes: u64) -> AmendmentFact {
        FactCorrected {
            target,
            target_position: 1,
            kind: "session.held".into(),
            data: serde_json::json!({ "minutes": minutes }),
            occurred: None,
            motive: "m".into(),
        }
        .into()
    }

    fn cancelled(target: FactId) -> AmendmentFact {
        FactCancelled { target, target_position: 1, kind: "session.held".into(), motive: "m".into() }.into()
    }

    #[test]
    fn a_correction_of_a_correction_rules() {
        let mut amendments = Amendments::default();
        amendments.note(id(2), corrected(id(1), 90));
        amendments.note(id(3), corrected(id(2), 60));
        assert_eq!(amendments.reading(id(1)), Reading::Replaced(&serde_json::json!({"minutes": 60}), None));
    }

    #[test]
    fn cancelling_a_correction_gives_the_original_back() {
        let mut amendments = Amendments::default();
        amendments.note(id(2), corrected(id(1), 90));
        amendments.note(id(3), cancelled(id(2)));
        assert_eq!(amendments.reading(id(1)), Reading::Original);
        amendments.note(id(4), cancelled(id(3)));
        assert_eq!(amendments.reading(id(1)), Reading::Replaced(&serde_json::json!({"minutes": 90}), None));
    }

    #[test]
    fn a_cancelled_fact_reads_as_if_it_had_not_been() {
        let mut amendments = Amendments::default();
        amendments.note(id(2), cancelled(id(1)));
        assert_eq!(amendments.reading(id(1)), Reading::Removed);
    }
}
