//! What a organisation refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::organisation::OrganisationFact;
use crate::refusal::Refusal;

/// What the rules know of a organisation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Organisation {}

impl Organisation {
    fn admit(&self, ask: Happened<OrganisationFact>, _at: &Circumstances) -> Result<Vec<Happened<OrganisationFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<OrganisationFact>) {}
}

aggregate!(Organisation, "organisation", OrganisationFact, Happened<OrganisationFact>);
