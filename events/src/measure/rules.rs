//! What a measure refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::measure::MeasureFact;
use crate::refusal::Refusal;

/// What the rules know of a measure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {}

impl Measure {
    fn admit(&self, ask: Happened<MeasureFact>, _at: &Circumstances) -> Result<Vec<Happened<MeasureFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<MeasureFact>) {}
}

aggregate!(Measure, "measure", MeasureFact, Happened<MeasureFact>);
