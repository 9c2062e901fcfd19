//! What a mandate refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::mandate::MandateFact;
use crate::refusal::Refusal;

/// What the rules know of a mandate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mandate {}

impl Mandate {
    fn admit(&self, ask: Happened<MandateFact>, _at: &Circumstances) -> Result<Vec<Happened<MandateFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<MandateFact>) {}
}

aggregate!(Mandate, "mandate", MandateFact, Happened<MandateFact>);
