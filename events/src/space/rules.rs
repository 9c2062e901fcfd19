//! What a space refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::refusal::Refusal;
use crate::space::SpaceFact;

/// What the rules know of a space.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Space {}

impl Space {
    fn admit(&self, ask: Happened<SpaceFact>, _at: &Circumstances) -> Result<Vec<Happened<SpaceFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<SpaceFact>) {}
}

aggregate!(Space, "space", SpaceFact, Happened<SpaceFact>);
