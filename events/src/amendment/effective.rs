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

use crate::amendment::AmendmentFact;
use crate::fact::Fact;
use crate::id::FactId;
use crate::when::OccurredOn;

/// How one fact reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading<'a> {
    /// As it was recorded.
    Original,
    /// As a correction has it.
    Replaced(Replacement<'a>),
    /// As if it had not been.
    Removed,
}

/// What a corrected fact reads as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Replacement<'a> {
    /// What it says.
    pub fact: &'a Fact,
    /// Its date, where that was wrong too.
    pub occurred: Option<OccurredOn>,
    /// The correction that has these words.
    pub by: FactId,
}

/// The amendments of a stretch of the log.
#[derive(Debug, Clone, Default)]
pub struct Amendments {
    by_target: HashMap<FactId, (FactId, AmendmentFact)>,
}

impl Amendments {
    /// Takes one amendment into account. The rules admit one amendment a target; were there two, the later would rule.
    pub fn note(&mut self, id: FactId, amendment: AmendmentFact) {
        self.by_target.insert(amendment.target(), (id, amendment));
    }

    /// Whether nothing was amended.
    pub fn is_empty(&self) -> bool {
        self.by_target.is_empty()
    }

    /// The amendment that names this fact as its target.
    pub fn of(&self, target: FactId) -> Option<&(FactId, AmendmentFact)> {
        self.by_target.get(&target)
    }

    /// How a fact reads. An amendment may itself be amended: cancelling a correction gives the original back, and the
    /// correction of a correction keeps the date that the first one gave where it gives none.
    pub fn reading(&self, target: FactId) -> Reading<'_> {
        let Some((id, amendment)) = self.by_target.get(&target) else {
            return Reading::Original;
        };
        match (self.reading(*id), amendment) {
            (Reading::Removed, _) => Reading::Original,
            (Reading::Replaced(later), AmendmentFact::Corrected(it)) => {
                Reading::Replaced(Replacement { occurred: later.occurred.or(it.occurred), ..later })
            }
            (Reading::Replaced(later), AmendmentFact::Cancelled(_)) => Reading::Replaced(later),
            (Reading::Original, AmendmentFact::Corrected(it)) => {
                Reading::Replaced(Replacement { fact: &it.fact, occurred: it.occurred, by: *id })
            }
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
    use crate::declare::Example;
    use crate::session::SessionHeld;
    use uuid::Uuid;

    fn id(n: u128) -> FactId {
        FactId(Uuid::from_u128(n))
    }

    fn held(minutes: u32) -> Fact {
        SessionHeld { minutes: Some(minutes), ..SessionHeld::default() }.into()
    }

    fn corrected(target: FactId, minutes: u32, occurred: Option<OccurredOn>) -> AmendmentFact {
        FactCorrected { target, fact: Box::new(held(minutes)), occurred, ..FactCorrected::example() }.into()
    }

    fn cancelled(target: FactId) -> AmendmentFact {
        FactCancelled { target, ..FactCancelled::example() }.into()
    }

    fn reads(amendments: &Amendments, minutes: u32, occurred: Option<OccurredOn>, by: FactId) {
        let fact = held(minutes);
        assert_eq!(amendments.reading(id(1)), Reading::Replaced(Replacement { fact: &fact, occurred, by }));
    }

    #[test]
    fn a_correction_of_a_correction_rules() {
        let mut amendments = Amendments::default();
        amendments.note(id(2), corrected(id(1), 90, None));
        amendments.note(id(3), corrected(id(2), 60, None));
        reads(&amendments, 60, None, id(3));
    }

    #[test]
    fn a_correction_of_a_correction_keeps_the_date_that_was_corrected_before() {
        let mut amendments = Amendments::default();
        let (first, second) = (OccurredOn::Year(2016), OccurredOn::Year(2017));
        amendments.note(id(2), corrected(id(1), 90, Some(first)));
        amendments.note(id(3), corrected(id(2), 60, None));
        reads(&amendments, 60, Some(first), id(3));
        amendments.note(id(4), corrected(id(3), 60, Some(second)));
        reads(&amendments, 60, Some(second), id(4));
    }

    #[test]
    fn cancelling_a_correction_gives_the_original_back() {
        let mut amendments = Amendments::default();
        amendments.note(id(2), corrected(id(1), 90, None));
        amendments.note(id(3), cancelled(id(2)));
        assert_eq!(amendments.reading(id(1)), Reading::Original);
        amendments.note(id(4), cancelled(id(3)));
        reads(&amendments, 90, None, id(2));
    }

    #[test]
    fn a_cancelled_fact_reads_as_if_it_had_not_been() {
        let mut amendments = Amendments::default();
        amendments.note(id(2), cancelled(id(1)));
        assert_eq!(amendments.reading(id(1)), Reading::Removed);
    }
}
