//! What a discrepancy refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::discrepancy::{DiscrepancyExplained, DiscrepancyFact, DiscrepancyFlagged};
use crate::fact::Happened;
use crate::family::Family;
use crate::refusal::Refusal;
use crate::soundness::{News, Verdict, begun, first, named};

/// What the rules know of a discrepancy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Discrepancy {
    flagged: Option<DiscrepancyFlagged>,
    explained: Vec<DiscrepancyExplained>,
}

impl Discrepancy {
    fn admit(
        &self,
        ask: Happened<DiscrepancyFact>,
        _at: &Circumstances,
    ) -> Result<Vec<Happened<DiscrepancyFact>>, Refusal> {
        sound(&ask.fact)?;
        Ok(self.judge(&ask.fact)?.facts(ask))
    }

    /// An explanation may be followed by a better one: both stay.
    fn judge(&self, fact: &DiscrepancyFact) -> Verdict {
        match fact {
            DiscrepancyFact::Flagged(it) => first(self.flagged.as_ref(), it, Family::Discrepancy),
            DiscrepancyFact::Explained(it) => {
                begun(self.flagged.as_ref(), Family::Discrepancy)?;
                Ok(News::unless(self.explained.contains(it)))
            }
        }
    }

    fn learn(&mut self, happened: Happened<DiscrepancyFact>) {
        match happened.fact {
            DiscrepancyFact::Flagged(it) => self.flagged = Some(it),
            DiscrepancyFact::Explained(it) => self.explained.push(it),
        }
    }
}

aggregate!(Discrepancy, "discrepancy", DiscrepancyFact, Happened<DiscrepancyFact>);

/// What a payload must hold by itself.
pub fn sound(fact: &DiscrepancyFact) -> Result<(), Refusal> {
    match fact {
        DiscrepancyFact::Flagged(it) => named("note", &it.note),
        DiscrepancyFact::Explained(it) => named("explanation", &it.explanation),
    }
}
