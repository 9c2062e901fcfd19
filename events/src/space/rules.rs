//! What a space refuses.

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::family::Family;
use crate::refusal::Refusal;
use crate::soundness::{first, named};
use crate::space::{SpaceFact, SpaceOpened};

/// What the rules know of a space.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Space {
    opened: Option<SpaceOpened>,
}

impl Space {
    fn admit(&self, ask: Happened<SpaceFact>, _at: &Circumstances) -> Result<Vec<Happened<SpaceFact>>, Refusal> {
        sound(&ask.fact)?;
        let SpaceFact::Opened(it) = &ask.fact;
        Ok(first(self.opened.as_ref(), it, Family::Space)?.facts(ask))
    }

    fn learn(&mut self, happened: Happened<SpaceFact>) {
        let SpaceFact::Opened(it) = happened.fact;
        self.opened = Some(it);
    }
}

aggregate!(Space, "space", SpaceFact, Happened<SpaceFact>);

/// What a payload must hold by itself.
pub fn sound(fact: &SpaceFact) -> Result<(), Refusal> {
    let SpaceFact::Opened(it) = fact;
    named("name", &it.name)
}
