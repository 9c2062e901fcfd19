//! What a fiche refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::fiche::FicheFact;
use crate::refusal::Refusal;

/// What the rules know of a fiche.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fiche {}

impl Fiche {
    fn admit(&self, ask: Happened<FicheFact>, _at: &Circumstances) -> Result<Vec<Happened<FicheFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<FicheFact>) {}
}

aggregate!(Fiche, "fiche", FicheFact, Happened<FicheFact>);
