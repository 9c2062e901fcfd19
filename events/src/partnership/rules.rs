//! What a partnership refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::partnership::PartnershipFact;
use crate::refusal::Refusal;

/// What the rules know of a partnership.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Partnership {}

impl Partnership {
    fn admit(&self, ask: Happened<PartnershipFact>, _at: &Circumstances) -> Result<Vec<Happened<PartnershipFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<PartnershipFact>) {}
}

aggregate!(Partnership, "partnership", PartnershipFact, Happened<PartnershipFact>);
