//! What a space refuses.

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, not_blank};
use crate::space::{SpaceFact, SpaceLossAccepted, SpaceOpened};
use crate::text::Text;
use crate::timeline::{Timeline, begins};

/// What the rules know of a space.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Space {
    opened: Option<SpaceOpened>,
    names: Timeline<Text>,
    #[serde(default)]
    losses: Vec<SpaceLossAccepted>,
}

impl Rules for Space {
    type Facts = SpaceFact;

    fn judge(&self, ask: &Happened<SpaceFact>, _circumstances: &Circumstances) -> Verdict {
        match &ask.fact {
            SpaceFact::Opened(it) => first(self.opened.as_ref(), it, Family::Space),
            SpaceFact::Renamed(it) => {
                begun(self.opened.as_ref(), Family::Space)?;
                Ok(self.names.news(begins(ask.on), &it.name))
            }
            // A space that was lost whole begins with it.
            SpaceFact::LossAccepted(it) => Ok(if self.losses.contains(it) { News::Known } else { News::New }),
        }
    }

    fn learn(&mut self, happened: Happened<SpaceFact>) {
        match happened.fact {
            SpaceFact::Opened(it) => {
                self.names.state(begins(happened.on), it.name.clone());
                self.opened = Some(it);
            }
            SpaceFact::Renamed(it) => self.names.state(begins(happened.on), it.name),
            SpaceFact::LossAccepted(it) => self.losses.push(it),
        }
    }
}

aggregate!(Space);

impl SpaceOpened {
    /// Refuses a correction that would move the days on which everything else was decided.
    pub(crate) fn keeps_its_days(&self, corrected: &Self) -> Result<(), Refusal> {
        if self.time_zone == corrected.time_zone {
            return Ok(());
        }
        Err(Refusal::new("time-zone-stays").with("zone", &self.time_zone))
    }
}

impl Facts for SpaceFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            SpaceFact::Opened(it) => not_blank("name", &it.name),
            SpaceFact::Renamed(it) => not_blank("name", &it.name),
            SpaceFact::LossAccepted(it) if it.witnessed < it.stood => {
                Err(Refusal::new("loss-before-it-stood").with("stood", it.stood).with("witnessed", it.witnessed))
            }
            SpaceFact::LossAccepted(_) => Ok(()),
        }
    }

    fn references(&self, _named: &mut References) {
        match self {
            SpaceFact::Opened(_) | SpaceFact::Renamed(_) | SpaceFact::LossAccepted(_) => {}
        }
    }
}
