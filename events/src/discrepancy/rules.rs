//! What a discrepancy refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::discrepancy::DiscrepancyFact;
use crate::fact::Happened;
use crate::refusal::Refusal;

/// What the rules know of a discrepancy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Discrepancy {}

impl Discrepancy {
    fn admit(&self, ask: Happened<DiscrepancyFact>, _at: &Circumstances) -> Result<Vec<Happened<DiscrepancyFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<DiscrepancyFact>) {}
}

aggregate!(Discrepancy, "discrepancy", DiscrepancyFact, Happened<DiscrepancyFact>);
