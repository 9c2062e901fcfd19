//! What an agreement refuses.

use serde::{Deserialize, Serialize};

use crate::agreement::{AgreementEnded, AgreementFact, AgreementRenewed, AgreementSigned, Renewal};
use crate::family::Family;
use crate::happened::Happened;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, each_once, end, first, follows, not_blank, over,
    starts_before_end,
};
use crate::timeline::{Timeline, begins, ends};

/// What the rules know of an agreement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    signed: Option<Happened<AgreementSigned>>,
    renewed: Timeline<AgreementRenewed>,
    ended: Option<Happened<AgreementEnded>>,
}

impl Agreement {
    fn renewing(&self, signed: &AgreementSigned, ask: &Happened<AgreementFact>, said: &AgreementRenewed) -> Verdict {
        starts_before_end(Some(signed.starts), said.ends)?;
        starts_before_end(Some(ask.on), said.ends)?;
        match (&self.ended, self.renewed.news(begins(ask.on), said)) {
            // A renewal from before the end may be told after it.
            (Some(ended), News::New) if begins(ask.on) > ends(ended.on) => Err(over(ended.on, Family::Agreement)),
            (_, news) => Ok(news),
        }
    }
}

impl Rules for Agreement {
    type Facts = AgreementFact;

    fn judge(&self, ask: &Happened<AgreementFact>, _circumstances: &Circumstances) -> Verdict {
        if let AgreementFact::Signed(it) = &ask.fact {
            return first(self.signed.as_ref().map(|signed| &signed.fact), it, Family::Agreement);
        }
        let signed = begun(self.signed.as_ref(), Family::Agreement)?;
        match &ask.fact {
            AgreementFact::Signed(_) => Ok(News::Known),
            AgreementFact::Renewed(it) => {
                follows(signed.on, ask.on)?;
                self.renewing(&signed.fact, ask, it)
            }
            AgreementFact::Ended(it) => end(signed.on, self.ended.as_ref(), ask.on, it, Family::Agreement),
        }
    }

    fn learn(&mut self, happened: Happened<AgreementFact>) {
        let on = happened.on;
        match happened.fact {
            AgreementFact::Signed(fact) => self.signed = Some(Happened { on, fact }),
            AgreementFact::Renewed(it) => self.renewed.state(begins(on), it),
            AgreementFact::Ended(fact) => self.ended = Some(Happened { on, fact }),
        }
    }
}

aggregate!(Agreement);

/// In what an agreement may stand.
const SCOPES: [Family; 6] =
    [Family::Contract, Family::Fiche, Family::Action, Family::Pole, Family::Body, Family::Partnership];

impl Facts for AgreementFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            AgreementFact::Signed(it) => {
                not_blank("object", &it.object)?;
                each_once("parties", &it.parties)?;
                starts_before_end(Some(it.starts), it.ends)?;
                if it.parties.len() < 2 {
                    return Err(Refusal::new("agreement-of-one"));
                }
                if it.renewal == (Renewal::Tacit { months: 0 }) {
                    return Err(Refusal::new("renewed-for-no-month"));
                }
                match &it.scope {
                    Some(scope) if !SCOPES.contains(&scope.family) => {
                        Err(Refusal::new("agreement-scope-of-wrong-family").with("scope", scope))
                    }
                    Some(_) | None => Ok(()),
                }
            }
            AgreementFact::Renewed(_) | AgreementFact::Ended(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            AgreementFact::Signed(it) => {
                named.all(Family::Organisation, &it.parties);
                if let Some(scope) = &it.scope {
                    named.stream(scope);
                }
            }
            AgreementFact::Renewed(_) | AgreementFact::Ended(_) => {}
        }
    }
}
