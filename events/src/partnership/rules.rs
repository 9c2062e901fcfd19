//! What a partnership refuses.

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::partnership::{PartnershipEnded, PartnershipFact, PartnershipFormed, PartnershipRole};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, end, first, follows, over, starts_before_end,
};
use crate::timeline::{Timeline, begins, ends};

/// What the rules know of a partnership.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Partnership {
    formed: Option<Happened<PartnershipFormed>>,
    roles: Timeline<PartnershipRole>,
    ended: Option<Happened<PartnershipEnded>>,
}

impl Rules for Partnership {
    type Facts = PartnershipFact;

    fn judge(&self, ask: &Happened<PartnershipFact>, _circumstances: &Circumstances) -> Verdict {
        if let PartnershipFact::Formed(it) = &ask.fact {
            starts_before_end(Some(ask.on), it.until)?;
            return first(self.formed.as_ref().map(|formed| &formed.fact), it, Family::Partnership);
        }
        let formed = begun(self.formed.as_ref(), Family::Partnership)?;
        let news = match &ask.fact {
            PartnershipFact::Formed(_) => News::Known,
            PartnershipFact::RoleChanged(it) => self.roles.news(begins(ask.on), &it.role),
            PartnershipFact::Ended(it) => return end(formed.on, self.ended.as_ref(), ask.on, it, Family::Partnership),
        };
        match (&self.ended, news) {
            (_, News::Known) => Ok(News::Known),
            // What came about before the end may be told after it.
            (Some(ended), News::New) if begins(ask.on) > ends(ended.on) => Err(over(ended.on, Family::Partnership)),
            (Some(_) | None, News::New) => follows(formed.on, ask.on).map(|()| News::New),
        }
    }

    fn learn(&mut self, happened: Happened<PartnershipFact>) {
        let on = happened.on;
        match happened.fact {
            PartnershipFact::Formed(fact) => {
                self.roles.state(begins(on), fact.role);
                self.formed = Some(Happened { on, fact });
            }
            PartnershipFact::RoleChanged(it) => self.roles.state(begins(on), it.role),
            PartnershipFact::Ended(fact) => self.ended = Some(Happened { on, fact }),
        }
    }
}

aggregate!(Partnership);

impl Facts for PartnershipFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            PartnershipFact::Formed(it) => {
                if !matches!(it.party.family, Family::Organisation | Family::Category) {
                    return Err(Refusal::new("party-of-wrong-family").with("party", &it.party));
                }
                let within =
                    [Family::Contract, Family::Fiche, Family::Action, Family::Pole, Family::Body, Family::Organisation];
                if !within.contains(&it.scope.family) {
                    return Err(Refusal::new("scope-of-wrong-family").with("scope", &it.scope));
                }
                if it.party == it.scope {
                    return Err(Refusal::new("partner-of-itself").with("party", &it.party));
                }
                Ok(())
            }
            PartnershipFact::RoleChanged(_) | PartnershipFact::Ended(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            PartnershipFact::Formed(it) => {
                named.stream(&it.party);
                named.stream(&it.scope);
            }
            PartnershipFact::RoleChanged(_) | PartnershipFact::Ended(_) => {}
        }
    }
}
