//! What a mandate refuses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::family::Family;
use crate::id::Id;
use crate::mandate::{MandateEnded, MandateFact, MandateGranted};
use crate::refusal::Refusal;
use crate::soundness::{News, Verdict, begun, end, first, over};

/// What the rules know of a mandate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mandate {
    granted: Option<Happened<MandateGranted>>,
    contracts: BTreeSet<Id>,
    ended: Option<Happened<MandateEnded>>,
}

impl Mandate {
    fn admit(&self, ask: Happened<MandateFact>, _at: &Circumstances) -> Result<Vec<Happened<MandateFact>>, Refusal> {
        sound(&ask.fact)?;
        Ok(self.judge(&ask)?.facts(ask))
    }

    fn judge(&self, ask: &Happened<MandateFact>) -> Verdict {
        match &ask.fact {
            MandateFact::Granted(it) => first(self.granted.as_ref().map(|granted| &granted.fact), it, Family::Mandate),
            MandateFact::Extended(it) if self.contracts.contains(&it.contract) => Ok(News::Known),
            MandateFact::Extended(_) => {
                begun(self.granted.as_ref(), Family::Mandate)?;
                match &self.ended {
                    Some(ended) => Err(over(ended.on, Family::Mandate)),
                    None => Ok(News::New),
                }
            }
            MandateFact::Ended(it) => {
                let granted = begun(self.granted.as_ref(), Family::Mandate)?;
                end(granted.on, self.ended.as_ref(), ask.on, it, Family::Mandate)
            }
        }
    }

    fn learn(&mut self, happened: Happened<MandateFact>) {
        match happened.fact {
            MandateFact::Granted(fact) => {
                self.contracts.extend(fact.contracts.iter().cloned());
                self.granted = Some(Happened { on: happened.on, fact });
            }
            MandateFact::Extended(it) => {
                self.contracts.insert(it.contract);
            }
            MandateFact::Ended(fact) => self.ended = Some(Happened { on: happened.on, fact }),
        }
    }
}

aggregate!(Mandate, "mandate", MandateFact, Happened<MandateFact>);

/// What a payload must hold by itself.
pub fn sound(fact: &MandateFact) -> Result<(), Refusal> {
    match fact {
        MandateFact::Granted(it) if it.principal == it.operator => {
            Err(Refusal::new("mandate-to-itself").with("organisation", &it.operator))
        }
        _ => Ok(()),
    }
}
