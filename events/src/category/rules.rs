//! What a category of organisations refuses.

use serde::{Deserialize, Serialize};

use crate::category::{CategoryFact, CategoryRecorded};
use crate::family::Family;
use crate::happened::Happened;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, Rules, Verdict, aggregate, first, not_blank};

/// What the rules know of a category.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Category {
    recorded: Option<CategoryRecorded>,
}

impl Rules for Category {
    type Facts = CategoryFact;

    fn judge(&self, ask: &Happened<CategoryFact>, _circumstances: &Circumstances) -> Verdict {
        let CategoryFact::Recorded(it) = &ask.fact;
        first(self.recorded.as_ref(), it, Family::Category)
    }

    fn learn(&mut self, happened: Happened<CategoryFact>) {
        let CategoryFact::Recorded(it) = happened.fact;
        self.recorded = Some(it);
    }
}

aggregate!(Category);

impl Facts for CategoryFact {
    fn sound(&self) -> Result<(), Refusal> {
        let CategoryFact::Recorded(it) = self;
        not_blank("name", &it.name)
    }

    fn references(&self, _named: &mut References) {
        let CategoryFact::Recorded(_) = self;
    }
}
