//! What a body refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::body::{BodyConstituted, BodyFact, College, SeatGiven};
use crate::decide::{Circumstances, aggregate};
use crate::fact::Happened;
use crate::family::Family;
use crate::id::Id;
use crate::refusal::Refusal;
use crate::soundness::{News, Verdict, begun, first, follows, named};
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
    fn admit(&self, ask: Happened<BodyFact>, _at: &Circumstances) -> Result<Vec<Happened<BodyFact>>, Refusal> {
        sound(&ask.fact)?;
        if let BodyFact::Constituted(it) = &ask.fact {
            return Ok(first(self.constituted.as_ref(), it, Family::Body)?.facts(ask));
        }
        begun(self.constituted.as_ref(), Family::Body)?;
        let news = match &ask.fact {
            BodyFact::Constituted(_) => News::Known,
            BodyFact::SeatGiven(it) => self.giving(ask.on, it)?,
            BodyFact::SeatLeft(it) => self.leaving(ask.on, &it.organisation)?,
        };
        Ok(news.facts(ask))
    }

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

aggregate!(Body, "body", BodyFact, Happened<BodyFact>);

/// What a payload must hold by itself.
pub fn sound(fact: &BodyFact) -> Result<(), Refusal> {
    match fact {
        BodyFact::Constituted(it) => named("title", &it.title),
        _ => Ok(()),
    }
}
