//! What a pole refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::pole::PoleFact;
use crate::refusal::Refusal;

/// What the rules know of a pole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pole {}

impl Pole {
    fn admit(&self, ask: Happened<PoleFact>, _at: &Circumstances) -> Result<Vec<Happened<PoleFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<PoleFact>) {}
}

aggregate!(Pole, "pole", PoleFact, Happened<PoleFact>);
