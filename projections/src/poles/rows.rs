//! What the fold of poles keeps.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maillage_events::amount::Amount;
use maillage_events::id::{Id, PersonRef};
use maillage_events::measure::Unit;
use maillage_events::pole::{ContactChannel, ContactOutcome};
use maillage_events::quantity::Quantity;
use maillage_events::text::Text;
use maillage_events::timeline::{FromDay, Timeline, ends};
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::session_date::SessionDate;

/// A pole with everything that was said of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Pole {
    /// How it opened.
    pub opened: Option<Opened>,
    /// How it closed.
    pub closed: Option<Closed>,
    /// Who is in charge; `None` where the place is empty.
    pub referent: Timeline<Option<InCharge>>,
    /// The deputy, likewise.
    pub deputy: Timeline<Option<InCharge>>,
    /// Tries to reach somebody, in the order in which they were recorded.
    pub contacts: Vec<Contact>,
}

/// The opening of a pole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opened {
    /// When.
    pub on: OccurredOn,
    /// Its name.
    pub name: Text,
    /// Its neighbourhood.
    pub neighbourhood: Text,
    /// The contract that it serves.
    pub contract: Option<Id>,
    /// The organisation that hosts it.
    pub host: Option<Id>,
}

/// The closing of a pole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Closed {
    /// When.
    pub on: OccurredOn,
    /// Why.
    pub motive: Option<Text>,
}

/// Who is in charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InCharge {
    /// Which person, where one is known.
    pub person: Option<PersonRef>,
    /// Employed by whom.
    pub organisation: Option<Id>,
}

/// A try to reach somebody.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Contact {
    /// When.
    pub on: OccurredOn,
    /// How.
    pub channel: ContactChannel,
    /// With what outcome.
    pub outcome: ContactOutcome,
}

/// One session, as far as its pole asks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PoleSession {
    /// The pole that holds it.
    pub pole: Option<String>,
    /// When it is planned for, and when it was held.
    pub date: SessionDate,
    /// How many sessions it stands for, where it is not one.
    pub stands_for: Option<Quantity>,
    /// Referrals by name: whether people were sent on, and how many.
    pub referrals: BTreeMap<String, (bool, u32)>,
}

/// A declared total of a pole or a contract.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reached {
    /// Of what, `family/identifier`.
    pub subject: String,
    /// Which period the source speaks of.
    pub period: OccurredOn,
    /// What was declared, in which unit.
    pub said: Timeline<(Unit, Amount)>,
}

/// Somebody in charge, from a day until the day before another, a departure or the closing.
#[derive(Debug, Clone, Copy)]
pub struct Charge<'a> {
    /// Who.
    pub who: &'a InCharge,
    /// From which day; unknown stands before all.
    pub from: FromDay,
    /// Until which day, where it ended; that day is the first on which it was another's or nobody's.
    pub until: Option<Date>,
}

impl Pole {
    /// The place of the referent or of the deputy.
    pub fn place(&mut self, deputy: bool) -> &mut Timeline<Option<InCharge>> {
        if deputy { &mut self.deputy } else { &mut self.referent }
    }

    /// Who was in charge, in order of time; nobody is once the pole has closed.
    pub fn charges(&self, deputy: bool) -> Vec<Charge<'_>> {
        let place = if deputy { &self.deputy } else { &self.referent };
        let closed = self.closed.as_ref().and_then(|closed| ends(closed.on));
        let until = |to: Option<Date>| match (to.and_then(|last| last.tomorrow().ok()), closed) {
            (Some(next), Some(closed)) => Some(next.min(closed)),
            (next, closed) => next.or(closed),
        };
        let held = place.stretches().filter_map(|(from, to, who)| Some((from, until(to), who.as_ref()?)));
        let began = held.filter(|(from, until, _)| until.is_none_or(|until| *from < Some(until)));
        began.map(|(from, until, who)| Charge { who, from, until }).collect()
    }

    /// Who is in charge at the end of a period.
    pub fn in_charge(&self, deputy: bool, period: &Period) -> Option<Charge<'_>> {
        let lasts = |charge: &Charge<'_>| match period.to {
            Some(to) => charge.from <= Some(to) && charge.until.is_none_or(|until| to < until),
            None => charge.until.is_none(),
        };
        self.charges(deputy).into_iter().rev().find(lasts)
    }
}
