//! What a mandate refuses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::mandate::{MandateEnded, MandateFact, MandateGranted};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, end, first, over};

/// What the rules know of a mandate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mandate {
    granted: Option<Happened<MandateGranted>>,
    contracts: BTreeSet<Id>,
    ended: Option<Happened<MandateEnded>>,
}

impl Rules for Mandate {
    type Facts = MandateFact;

    fn judge(&self, ask: &Happened<MandateFact>, _circumstances: &Circumstances) -> Verdict {
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

aggregate!(Mandate);

impl Facts for MandateFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            MandateFact::Granted(it) if it.principal == it.operator => {
                Err(Refusal::new("mandate-to-itself").with("organisation", &it.operator))
            }
            MandateFact::Granted(_) | MandateFact::Extended(_) | MandateFact::Ended(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            MandateFact::Granted(it) => {
                named.id(Family::Organisation, &it.principal);
                named.id(Family::Organisation, &it.operator);
                named.all(Family::Contract, &it.contracts);
            }
            MandateFact::Extended(it) => named.id(Family::Contract, &it.contract),
            MandateFact::Ended(_) => {}
        }
    }
}
