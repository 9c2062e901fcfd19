//! What a body refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::body::{BodyConstituted, BodyFact, College};
use crate::family::Family;
use crate::happened::Happened;
use crate::holder::{Holder, holder_references, one_holder};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, not_blank};
use crate::tenure::{Tenure, beginning, ending};

/// What the rules know of a body: who sat there, from when to when.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    constituted: Option<BodyConstituted>,
    /// One may sit in more than one college.
    seats: BTreeMap<(Holder, Option<College>), Tenure>,
}

impl Rules for Body {
    type Facts = BodyFact;

    fn judge(&self, ask: &Happened<BodyFact>, _circumstances: &Circumstances) -> Verdict {
        if let BodyFact::Constituted(it) = &ask.fact {
            return first(self.constituted.as_ref(), it, Family::Body);
        }
        begun(self.constituted.as_ref(), Family::Body)?;
        match &ask.fact {
            BodyFact::Constituted(_) => Ok(News::Known),
            BodyFact::SeatGiven(it) => {
                let seat = (one_holder(it.holder())?, it.college);
                beginning(self.seats.get(&seat), ask.on, it.until)
            }
            BodyFact::SeatLeft(it) => {
                let seat = (one_holder(it.holder())?, it.college);
                ending(self.seats.get(&seat), ask.on, || Refusal::new("no-seat").with("holder", &seat.0))
            }
        }
    }

    fn learn(&mut self, happened: Happened<BodyFact>) {
        match happened.fact {
            BodyFact::Constituted(it) => self.constituted = Some(it),
            BodyFact::SeatGiven(it) => {
                if let Some(holder) = it.holder() {
                    self.seats.entry((holder, it.college)).or_default().begin(happened.on, it.until);
                }
            }
            BodyFact::SeatLeft(it) => {
                if let Some(holder) = it.holder() {
                    self.seats.entry((holder, it.college)).or_default().end(happened.on);
                }
            }
        }
    }
}

aggregate!(Body);

impl Facts for BodyFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            BodyFact::Constituted(it) => not_blank("title", &it.title),
            BodyFact::SeatGiven(it) => one_holder(it.holder()).map(drop),
            BodyFact::SeatLeft(it) => one_holder(it.holder()).map(drop),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            BodyFact::Constituted(it) => {
                named.all(Family::Contract, &it.contracts);
                named.maybe(Family::Pole, it.pole.as_ref());
            }
            BodyFact::SeatGiven(it) => holder_references(named, it.organisation.as_ref(), it.person),
            // Who leaves a seat was given it before.
            BodyFact::SeatLeft(_) => {}
        }
    }
}
