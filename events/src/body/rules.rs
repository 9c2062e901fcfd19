//! What a body refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::body::{BodyConstituted, BodyFact, College, SeatLeft};
use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, not_blank};
use crate::timeline::{Timeline, begins, ends, news};
use crate::when::OccurredOn;

/// What the rules know of a body: who sat there, from when to when.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    constituted: Option<BodyConstituted>,
    /// Whether each seat is taken, over time. An organisation may sit in more than one college.
    seats: BTreeMap<(Id, Option<College>), Timeline<bool>>,
}

impl Body {
    fn leaving(&self, on: OccurredOn, said: &SeatLeft) -> Verdict {
        let seat = self.seats.get(&(said.organisation.clone(), said.college));
        let day = ends(on);
        match seat {
            Some(seat) if seat.stated_for(day) == Some(&false) => Ok(News::Known),
            Some(seat) if seat.on(day) == Some(&true) => Ok(News::New),
            Some(_) | None => Err(Refusal::new("no-seat").with("organisation", &said.organisation)),
        }
    }
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
                Ok(news(self.seats.get(&(it.organisation.clone(), it.college)), begins(ask.on), &true))
            }
            BodyFact::SeatLeft(it) => self.leaving(ask.on, it),
        }
    }

    fn learn(&mut self, happened: Happened<BodyFact>) {
        match happened.fact {
            BodyFact::Constituted(it) => self.constituted = Some(it),
            BodyFact::SeatGiven(it) => {
                self.seats.entry((it.organisation, it.college)).or_default().state(begins(happened.on), true);
            }
            BodyFact::SeatLeft(it) => {
                self.seats.entry((it.organisation, it.college)).or_default().state(ends(happened.on), false);
            }
        }
    }
}

aggregate!(Body);

impl Facts for BodyFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            BodyFact::Constituted(it) => not_blank("title", &it.title),
            BodyFact::SeatGiven(_) | BodyFact::SeatLeft(_) => Ok(()),
        }
    }

    fn references(&self, not_blank: &mut References) {
        match self {
            BodyFact::Constituted(it) => {
                not_blank.all(Family::Contract, &it.contracts);
                not_blank.maybe(Family::Pole, it.pole.as_ref());
            }
            BodyFact::SeatGiven(it) => not_blank.id(Family::Organisation, &it.organisation),
            // Who leaves a seat was given it before.
            BodyFact::SeatLeft(_) => {}
        }
    }
}
