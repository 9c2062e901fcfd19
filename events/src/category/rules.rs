//! What a category of organisations refuses.

use serde::{Deserialize, Serialize};

use crate::category::{CategoryFact, CategoryRecorded};
use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::family::Family;
use crate::refusal::Refusal;
use crate::soundness::{first, named};

/// What the rules know of a category.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Category {
    recorded: Option<CategoryRecorded>,
}

impl Category {
    fn admit(&self, ask: Happened<CategoryFact>, _at: &Circumstances) -> Result<Vec<Happened<CategoryFact>>, Refusal> {
        sound(&ask.fact)?;
        let CategoryFact::Recorded(it) = &ask.fact;
        Ok(first(self.recorded.as_ref(), it, Family::Category)?.facts(ask))
    }

    fn learn(&mut self, happened: Happened<CategoryFact>) {
        let CategoryFact::Recorded(it) = happened.fact;
        self.recorded = Some(it);
    }
}

aggregate!(Category, "category", CategoryFact, Happened<CategoryFact>);

/// What a payload must hold by itself.
pub fn sound(fact: &CategoryFact) -> Result<(), Refusal> {
    let CategoryFact::Recorded(it) = fact;
    named("name", &it.name)
}
