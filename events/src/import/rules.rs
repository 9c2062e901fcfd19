//! What a import refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::import::ImportFact;
use crate::refusal::Refusal;

/// What the rules know of a import.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Import {}

impl Import {
    fn admit(&self, ask: Happened<ImportFact>, _at: &Circumstances) -> Result<Vec<Happened<ImportFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<ImportFact>) {}
}

aggregate!(Import, "import", ImportFact, Happened<ImportFact>);
