//! What a mandate refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::mandate::{MandateEnded, MandateExtended, MandateFact, MandateGranted};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, end, first, follows, over, starts_before_end,
};
use crate::timeline::{self, Timeline, begins, ends};
use crate::when::OccurredOn;

/// What the rules know of a mandate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mandate {
    granted: Option<Happened<MandateGranted>>,
    contracts: BTreeMap<Id, Timeline<()>>,
    ended: Option<Happened<MandateEnded>>,
}

impl Mandate {
    fn extending(&self, granted: &Happened<MandateGranted>, on: OccurredOn, said: &MandateExtended) -> Verdict {
        if timeline::news(self.contracts.get(&said.contract), begins(on), &()) == News::Known {
            return Ok(News::Known);
        }
        // What came about before its end may be told after it.
        let ended = self.ended.iter().map(|ended| ended.on).chain(granted.fact.until);
        match ended.into_iter().find(|end| ends(*end).is_some_and(|end| begins(on) > Some(end))) {
            Some(end) => Err(over(end, Family::Mandate)),
            None => follows(granted.on, on).map(|()| News::New),
        }
    }
}

impl Rules for Mandate {
    type Facts = MandateFact;

    fn judge(&self, ask: &Happened<MandateFact>, _circumstances: &Circumstances) -> Verdict {
        if let MandateFact::Granted(it) = &ask.fact {
            starts_before_end(Some(ask.on), it.until)?;
            return first(self.granted.as_ref().map(|granted| &granted.fact), it, Family::Mandate);
        }
        let granted = begun(self.granted.as_ref(), Family::Mandate)?;
        match &ask.fact {
            MandateFact::Granted(_) => Ok(News::Known),
            MandateFact::Extended(it) => self.extending(granted, ask.on, it),
            MandateFact::Ended(it) => end(granted.on, self.ended.as_ref(), ask.on, it, Family::Mandate),
        }
    }

    fn learn(&mut self, happened: Happened<MandateFact>) {
        match happened.fact {
            MandateFact::Granted(fact) => {
                for contract in &fact.contracts {
                    self.contracts.entry(contract.clone()).or_default().state(begins(happened.on), ());
                }
                self.granted = Some(Happened { on: happened.on, fact });
            }
            MandateFact::Extended(it) => {
                self.contracts.entry(it.contract).or_default().state(begins(happened.on), ());
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
