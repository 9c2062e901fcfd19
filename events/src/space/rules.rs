//! What a space refuses.

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, Rules, Verdict, aggregate, first, not_blank};

use crate::space::{SpaceFact, SpaceOpened};

/// What the rules know of a space.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Space {
    opened: Option<SpaceOpened>,
}

impl Rules for Space {
    type Facts = SpaceFact;

    fn judge(&self, ask: &Happened<SpaceFact>, _circumstances: &Circumstances) -> Verdict {
        let SpaceFact::Opened(it) = &ask.fact;
        first(self.opened.as_ref(), it, Family::Space)
    }

    fn learn(&mut self, happened: Happened<SpaceFact>) {
        let SpaceFact::Opened(it) = happened.fact;
        self.opened = Some(it);
    }
}

aggregate!(Space);

impl Facts for SpaceFact {
    fn sound(&self) -> Result<(), Refusal> {
        let SpaceFact::Opened(it) = self;
        not_blank("name", &it.name)
    }

    fn references(&self, _named: &mut References) {
        let SpaceFact::Opened(_) = self;
    }
}
