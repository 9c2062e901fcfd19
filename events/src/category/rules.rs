//! What a category refuses.

use serde::{Deserialize, Serialize};

use crate::category::CategoryFact;
use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::refusal::Refusal;

/// What the rules know of a category.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Category {}

impl Category {
    fn admit(&self, ask: Happened<CategoryFact>, _at: &Circumstances) -> Result<Vec<Happened<CategoryFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<CategoryFact>) {}
}

aggregate!(Category, "category", CategoryFact, Happened<CategoryFact>);
