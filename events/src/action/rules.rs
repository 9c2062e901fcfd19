//! What a action refuses.

use serde::{Deserialize, Serialize};

use crate::action::ActionFact;
use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::refusal::Refusal;

/// What the rules know of a action.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Action {}

impl Action {
    fn admit(&self, ask: Happened<ActionFact>, _at: &Circumstances) -> Result<Vec<Happened<ActionFact>>, Refusal> {
        Ok(vec![ask])
    }

    fn learn(&mut self, _happened: Happened<ActionFact>) {}
}

aggregate!(Action, "action", ActionFact, Happened<ActionFact>);
