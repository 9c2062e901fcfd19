//! What a body refuses.

use serde::{Deserialize, Serialize};

use crate::body::BodyFact;
use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::refusal::Refusal;

/// What the rules know of a body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {}

impl Body {
    fn admit(&self, ask: Happened<BodyFact>, _at: &Circumstances) -> Result<Vec<Happened<BodyFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<BodyFact>) {}
}

aggregate!(Body, "body", BodyFact, Happened<BodyFact>);
