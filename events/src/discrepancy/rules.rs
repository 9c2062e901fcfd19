//! What a discrepancy refuses.

use serde::{Deserialize, Serialize};

use crate::discrepancy::{DiscrepancyExplained, DiscrepancyFact, DiscrepancyFlagged};
use crate::family::Family;
use crate::happened::Happened;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, not_blank};

/// What the rules know of a discrepancy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Discrepancy {
    flagged: Option<DiscrepancyFlagged>,
    explained: Vec<DiscrepancyExplained>,
}

impl Rules for Discrepancy {
    type Facts = DiscrepancyFact;

    /// An explanation may be followed by a better one: both stay.
    fn judge(&self, ask: &Happened<DiscrepancyFact>, _circumstances: &Circumstances) -> Verdict {
        match &ask.fact {
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

aggregate!(Discrepancy);

impl Facts for DiscrepancyFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            DiscrepancyFact::Flagged(it) => not_blank("note", &it.note),
            DiscrepancyFact::Explained(it) => not_blank("explanation", &it.explanation),
        }
    }

    fn references(&self, not_blank: &mut References) {
        match self {
            DiscrepancyFact::Flagged(it) => not_blank.stream(&it.about),
            DiscrepancyFact::Explained(_) => {}
        }
    }
}
