//! What a body refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::body::{BodyConstituted, BodyFact, College, SeatGiven};
use crate::family::Family;
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, begun, first, follows, not_blank};

use crate::when::OccurredOn;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Seat {
    college: Option<College>,
    given: OccurredOn,
    left: Option<OccurredOn>,
}

/// What the rules know of a body: who sat there, from when to when.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    constituted: Option<BodyConstituted>,
    seats: BTreeMap<Id, Vec<Seat>>,
}

impl Body {
    fn seats_of(&self, organisation: &Id) -> &[Seat] {
        self.seats.get(organisation).map_or(&[], Vec::as_slice)
    }

    fn giving(&self, on: OccurredOn, said: &SeatGiven) -> Verdict {
        let seats = self.seats_of(&said.organisation);
        let known = seats.iter().any(|seat| seat.college == said.college && (seat.given == on || seat.left.is_none()));
        match seats.last() {
            _ if known => Ok(News::Known),
            Some(Seat { left: Some(left), .. }) => follows(*left, on).map(|()| News::New),
            Some(Seat { given, .. }) => {
                Err(Refusal::new("seat-taken").with("organisation", &said.organisation).with("since", given))
            }
            None => Ok(News::New),
        }
    }

    fn leaving(&self, on: OccurredOn, organisation: &Id) -> Verdict {
        let seats = self.seats_of(organisation);
        match seats.last() {
            _ if seats.iter().any(|seat| seat.left == Some(on)) => Ok(News::Known),
            Some(Seat { left: None, given, .. }) => follows(*given, on).map(|()| News::New),
            _ => Err(Refusal::new("no-seat").with("organisation", organisation)),
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
            BodyFact::SeatGiven(it) => self.giving(ask.on, it),
            BodyFact::SeatLeft(it) => self.leaving(ask.on, &it.organisation),
        }
    }

    fn learn(&mut self, happened: Happened<BodyFact>) {
        match happened.fact {
            BodyFact::Constituted(it) => self.constituted = Some(it),
            BodyFact::SeatGiven(it) => {
                self.seats.entry(it.organisation).or_default().push(Seat {
                    college: it.college,
                    given: happened.on,
                    left: None,
                });
            }
            BodyFact::SeatLeft(it) => {
                if let Some(seat) = self.seats.get_mut(&it.organisation).and_then(|seats| seats.last_mut()) {
                    seat.left = Some(happened.on);
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
