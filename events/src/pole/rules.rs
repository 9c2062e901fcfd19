//! What a pole refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::pole::{CadenceSet, ContactTried, PoleClosed, PoleFact, PoleOpened, ReferentNamed};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, begun, end, first, follows, not_blank, once, over,
};
use crate::timeline::{Timeline, begins, ends};
use crate::when::OccurredOn;

/// What the rules know of a pole: who was in charge from when to when, and the rhythms that were set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pole {
    opened: Option<Happened<PoleOpened>>,
    closed: Option<Happened<PoleClosed>>,
    /// One at a time: who is named takes over; `None` where the place is empty.
    referent: Timeline<Option<ReferentNamed>>,
    deputy: Timeline<Option<ReferentNamed>>,
    /// By their first slots.
    cadences: Timeline<CadenceSet>,
    /// Tries to reach somebody, by their names.
    contacts: BTreeMap<Id, Happened<ContactTried>>,
}

impl Pole {
    fn in_charge(&self, deputy: bool) -> &Timeline<Option<ReferentNamed>> {
        if deputy { &self.deputy } else { &self.referent }
    }

    fn in_charge_mut(&mut self, deputy: bool) -> &mut Timeline<Option<ReferentNamed>> {
        if deputy { &mut self.deputy } else { &mut self.referent }
    }

    /// Refuses what certainly begins after the pole closed.
    fn before_closing(&self, on: OccurredOn) -> Result<(), Refusal> {
        match &self.closed {
            Some(closed) if follows(on, closed.on).is_err() => Err(over(closed.on, Family::Pole)),
            Some(_) | None => Ok(()),
        }
    }
}

/// Somebody must be in charge on the day that is left.
fn leaving(in_charge: &Timeline<Option<ReferentNamed>>, on: OccurredOn) -> Verdict {
    let day = ends(on);
    match (in_charge.stated_for(day), in_charge.on(day)) {
        (Some(None), _) => Ok(News::Known),
        (_, Some(Some(_))) => Ok(News::New),
        (_, Some(None) | None) => Err(Refusal::new("no-referent")),
    }
}

impl Rules for Pole {
    type Facts = PoleFact;

    fn judge(&self, ask: &Happened<PoleFact>, _circumstances: &Circumstances) -> Verdict {
        if let PoleFact::Opened(it) = &ask.fact {
            return first(self.opened.as_ref().map(|opened| &opened.fact), it, Family::Pole);
        }
        let opened = begun(self.opened.as_ref(), Family::Pole)?;
        match &ask.fact {
            PoleFact::Opened(_) => Ok(News::Known),
            PoleFact::ReferentNamed(it) => {
                self.before_closing(ask.on)?;
                Ok(self.in_charge(it.deputy).news(begins(ask.on), &Some(it.clone())))
            }
            PoleFact::ReferentLeft(it) => leaving(self.in_charge(it.deputy), ask.on),
            PoleFact::CadenceSet(it) => {
                self.before_closing(OccurredOn::Day(it.from))?;
                Ok(self.cadences.news(Some(it.from), it))
            }
            PoleFact::ContactTried(it) => {
                let tried = Happened { on: ask.on, fact: it.clone() };
                once(self.contacts.get(&it.contact), &tried, |standing| {
                    Refusal::new("contact-known-otherwise").with("id", &it.contact).with("on", standing.on)
                })
            }
            PoleFact::Closed(it) => end(opened.on, self.closed.as_ref(), ask.on, it, Family::Pole),
        }
    }

    fn learn(&mut self, happened: Happened<PoleFact>) {
        let on = happened.on;
        match happened.fact {
            PoleFact::Opened(fact) => self.opened = Some(Happened { on, fact }),
            PoleFact::ReferentNamed(it) => {
                self.in_charge_mut(it.deputy).state(begins(on), Some(it));
            }
            PoleFact::ReferentLeft(it) => {
                self.in_charge_mut(it.deputy).state(ends(on), None);
            }
            PoleFact::CadenceSet(it) => self.cadences.state(Some(it.from), it),
            PoleFact::ContactTried(fact) => {
                self.contacts.insert(fact.contact.clone(), Happened { on, fact });
            }
            PoleFact::Closed(fact) => self.closed = Some(Happened { on, fact }),
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
            | PoleFact::ContactTried(_)
            | PoleFact::Closed(_) => Ok(()),
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
            PoleFact::ReferentLeft(_) | PoleFact::CadenceSet(_) | PoleFact::ContactTried(_) | PoleFact::Closed(_) => {}
        }
    }
}
