//! What a funding refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::funding::FundingFact;
use crate::refusal::Refusal;

/// What the rules know of a funding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Funding {}

impl Funding {
    fn admit(&self, ask: Happened<FundingFact>, _at: &Circumstances) -> Result<Vec<Happened<FundingFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<FundingFact>) {}
}

aggregate!(Funding, "funding", FundingFact, Happened<FundingFact>);
