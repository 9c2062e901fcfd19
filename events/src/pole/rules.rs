//! What a pole refuses.

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::pole::{CadenceSet, PoleFact, PoleOpened, ReferentNamed};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, follows, not_blank};

use crate::when::OccurredOn;

/// One referent's (or deputy's) time in charge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Term {
    named: Happened<ReferentNamed>,
    left: Option<OccurredOn>,
}

/// What the rules know of a pole: who was in charge from when to when, and the rhythms that were set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pole {
    opened: Option<PoleOpened>,
    referents: Vec<Term>,
    deputies: Vec<Term>,
    cadences: Vec<CadenceSet>,
}

impl Pole {
    fn terms(&self, deputy: bool) -> &[Term] {
        if deputy { &self.deputies } else { &self.referents }
    }

    fn terms_mut(&mut self, deputy: bool) -> &mut Vec<Term> {
        if deputy { &mut self.deputies } else { &mut self.referents }
    }
}

fn naming(terms: &[Term], on: OccurredOn, said: &ReferentNamed) -> Verdict {
    let known = terms.iter().any(|term| term.named.fact == *said && (term.named.on == on || term.left.is_none()));
    match terms.last() {
        _ if known => Ok(News::Known),
        Some(Term { left: Some(left), .. }) => follows(*left, on).map(|()| News::New),
        Some(Term { named, .. }) if said.deputy => Err(Refusal::new("deputy-in-place").with("since", named.on)),
        Some(Term { named, .. }) => Err(Refusal::new("referent-in-place").with("since", named.on)),
        None => Ok(News::New),
    }
}

fn leaving(terms: &[Term], on: OccurredOn) -> Verdict {
    match terms.last() {
        _ if terms.iter().any(|term| term.left == Some(on)) => Ok(News::Known),
        Some(Term { left: None, named }) => follows(named.on, on).map(|()| News::New),
        _ => Err(Refusal::new("no-referent")),
    }
}

impl Rules for Pole {
    type Facts = PoleFact;

    fn judge(&self, ask: &Happened<PoleFact>, _circumstances: &Circumstances) -> Verdict {
        if let PoleFact::Opened(it) = &ask.fact {
            return first(self.opened.as_ref(), it, Family::Pole);
        }
        begun(self.opened.as_ref(), Family::Pole)?;
        match &ask.fact {
            PoleFact::Opened(_) => Ok(News::Known),
            PoleFact::ReferentNamed(it) => naming(self.terms(it.deputy), ask.on, it),
            PoleFact::ReferentLeft(it) => leaving(self.terms(it.deputy), ask.on),
            PoleFact::CadenceSet(it) => Ok(News::unless(self.cadences.contains(it))),
            // Two tries that look alike are two tries.
            PoleFact::ContactTried(_) => Ok(News::New),
        }
    }

    fn learn(&mut self, happened: Happened<PoleFact>) {
        match happened.fact {
            PoleFact::Opened(it) => self.opened = Some(it),
            PoleFact::ReferentNamed(fact) => {
                self.terms_mut(fact.deputy).push(Term { named: Happened { on: happened.on, fact }, left: None });
            }
            PoleFact::ReferentLeft(it) => {
                if let Some(term) = self.terms_mut(it.deputy).last_mut() {
                    term.left = Some(happened.on);
                }
            }
            PoleFact::CadenceSet(it) => self.cadences.push(it),
            PoleFact::ContactTried(_) => {}
        }
    }
}

aggregate!(Pole);

impl Facts for PoleFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            PoleFact::Opened(it) => {
                not_blank("name", &it.name).and_then(|()| not_blank("neighbourhood", &it.neighbourhood))
            }
            PoleFact::ReferentNamed(it) if it.person.is_none() && it.organisation.is_none() => {
                Err(Refusal::new("referent-nobody"))
            }
            PoleFact::CadenceSet(it) if it.days == 0 => Err(Refusal::new("cadence-zero")),
            PoleFact::ReferentNamed(_)
            | PoleFact::CadenceSet(_)
            | PoleFact::ReferentLeft(_)
            | PoleFact::ContactTried(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            PoleFact::Opened(it) => {
                named.maybe(Family::Contract, it.contract.as_ref());
                named.maybe(Family::Organisation, it.host.as_ref());
            }
            PoleFact::ReferentNamed(it) => {
                named.maybe(Family::Organisation, it.organisation.as_ref());
                named.person(it.person);
            }
            PoleFact::ReferentLeft(_) | PoleFact::CadenceSet(_) | PoleFact::ContactTried(_) => {}
        }
    }
}
