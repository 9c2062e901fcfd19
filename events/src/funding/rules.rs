//! What a funding refuses. Amounts are cents.
//!
//! What others did (notified, paid, spent) is never refused for its sum: the report flags it. What is decided here (an
//! allocation) never goes above what is notified.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::family::Family;
use crate::funding::{
    BudgetDeclared, FundingDeclined, FundingFact, FundingRequested, FundingRevised, Grant, Notifications, Years,
};
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, first, motivated, once, plausible_year};
use crate::timeline::{Timeline, begins, news};

/// What the rules know of a funding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Funding {
    grant: Option<Grant>,
    budget: Option<BudgetDeclared>,
    requested: Timeline<FundingRequested>,
    declined: Timeline<FundingDeclined>,
    /// What is no statement, by the name of its notification.
    notifications: BTreeMap<Id, Happened<FundingFact>>,
    revised: BTreeMap<Id, Timeline<FundingRevised>>,
    notified: Notifications,
    /// What is no statement, by the name of its movement.
    movements: BTreeMap<Id, Happened<FundingFact>>,
    /// What each fiche holds.
    allocated: BTreeMap<Id, u64>,
}

/// What is said again under the same name is known, and anything else under it is refused.
fn same_movement(standing: Option<&Happened<FundingFact>>, said: &Happened<FundingFact>, id: &Id) -> Verdict {
    once(standing, said, |it| Refusal::new("movement-known-otherwise").with("id", id).with("on", it.on))
}

/// The same for notifications.
fn same_notification(standing: Option<&Happened<FundingFact>>, said: &Happened<FundingFact>, id: &Id) -> Verdict {
    once(standing, said, |it| Refusal::new("notification-known-otherwise").with("id", id).with("on", it.on))
}

impl Funding {
    /// Refuses another funder, another object, other years than those of the funding.
    fn of_the_grant(&self, said: &Grant) -> Result<(), Refusal> {
        let Some(known) = &self.grant else { return Ok(()) };
        let years_differ = known.years.zip(said.years).is_some_and(|(known, said)| known != said);
        if (&known.funder, &known.object) != (&said.funder, &said.object) || years_differ {
            let years = known.years.map_or_else(|| "–".to_owned(), |years| years.to_string());
            return Err(Refusal::new("funding-of-other")
                .with("funder", &known.funder)
                .with("object", &known.object)
                .with("years", years));
        }
        Ok(())
    }

    fn has_begun(&self) -> bool {
        self.grant.is_some()
            || !self.movements.is_empty()
            || !self.notifications.is_empty()
            || !self.declined.is_empty()
    }

    fn funder(&self) -> String {
        self.grant.as_ref().map_or_else(|| "–".to_owned(), |grant| grant.funder.to_string())
    }

    fn revision(&self, said: &Happened<FundingFact>, it: &FundingRevised) -> Verdict {
        let id = &it.notification;
        let Some(notified) = self.notifications.get(id) else {
            let known = self.notified.ids().collect::<Vec<_>>().join(", ");
            let known = if known.is_empty() { "–".to_owned() } else { known };
            return Err(Refusal::new("notification-unknown").with("id", id).with("known", known));
        };
        match (notified.on.span(), said.on.span()) {
            (Some((first, _)), Some((_, last))) if last < first => {
                Err(Refusal::new("revised-before-notified").with("id", id).with("on", notified.on))
            }
            _ => Ok(news(self.revised.get(id), begins(said.on), it)),
        }
    }

    /// Allocations are decided here: together they never go above what is notified, as it is known now.
    fn allocation(&self, cents: u64) -> Verdict {
        let notified = self.notified.amount(None).unwrap_or(0);
        let total = self.allocated.values().copied().fold(cents, u64::saturating_add);
        if total <= notified {
            return Ok(News::New);
        }
        Err(Refusal::new("allocated-above-notified").with("total_cents", total).with("notified_cents", notified))
    }

    fn release(&self, fiche: &Id, cents: u64) -> Verdict {
        let held = self.allocated.get(fiche).copied().unwrap_or(0);
        if cents <= held {
            return Ok(News::New);
        }
        Err(Refusal::new("released-above-allocated")
            .with("fiche", fiche)
            .with("released_cents", cents)
            .with("allocated_cents", held))
    }
}

impl Rules for Funding {
    type Facts = FundingFact;

    fn judge(&self, ask: &Happened<FundingFact>, _circumstances: &Circumstances) -> Verdict {
        if let FundingFact::BudgetDeclared(it) = &ask.fact {
            if self.has_begun() {
                return Err(Refusal::new("budget-stands-alone").with("funder", self.funder()));
            }
            return first(self.budget.as_ref(), it, Family::Funding);
        }
        let grant = ask.fact.grant();
        if self.budget.is_some() {
            let funder = grant.map_or_else(|| "–".to_owned(), |grant| grant.funder.to_string());
            return Err(Refusal::new("budget-stands-alone").with("funder", funder));
        }
        if let Some(grant) = grant {
            self.of_the_grant(&grant)?;
        }
        if let Some(movement) = ask.fact.movement() {
            let known = same_movement(self.movements.get(movement), ask, movement)?;
            if known == News::Known {
                return Ok(known);
            }
        }
        match &ask.fact {
            FundingFact::Requested(it) => Ok(self.requested.news(begins(ask.on), it)),
            FundingFact::Declined(it) => Ok(self.declined.news(begins(ask.on), it)),
            FundingFact::Notified(it) => {
                let id = &it.notification;
                same_notification(self.notifications.get(id), ask, id)
            }
            FundingFact::Revised(it) => self.revision(ask, it),
            FundingFact::Allocated(it) => self.allocation(it.cents),
            FundingFact::Released(it) => self.release(&it.fiche, it.cents),
            FundingFact::Paid(_)
            | FundingFact::Refunded(_)
            | FundingFact::Spent(_)
            | FundingFact::Contributed(_)
            | FundingFact::BudgetDeclared(_) => Ok(News::New),
        }
    }

    fn learn(&mut self, happened: Happened<FundingFact>) {
        let on = happened.on;
        if let Some(mut grant) = happened.fact.grant() {
            grant.years = grant.years.or(self.grant.as_ref().and_then(|known| known.years));
            self.grant = Some(grant);
        }
        match &happened.fact {
            FundingFact::Requested(it) => self.requested.state(begins(on), it.clone()),
            FundingFact::Declined(it) => self.declined.state(begins(on), it.clone()),
            FundingFact::Notified(it) => self.notified.say(&it.notification, on, it.cents),
            FundingFact::Revised(it) => {
                self.notified.say(&it.notification, on, it.cents);
                self.revised.entry(it.notification.clone()).or_default().state(begins(on), it.clone());
            }
            FundingFact::Allocated(it) => {
                let held = self.allocated.entry(it.fiche.clone()).or_default();
                *held = held.saturating_add(it.cents);
            }
            FundingFact::Released(it) => {
                let held = self.allocated.entry(it.fiche.clone()).or_default();
                *held = held.saturating_sub(it.cents);
            }
            FundingFact::BudgetDeclared(it) => self.budget = Some(it.clone()),
            FundingFact::Paid(_) | FundingFact::Refunded(_) | FundingFact::Spent(_) | FundingFact::Contributed(_) => {}
        }
        if let FundingFact::Notified(it) = &happened.fact {
            self.notifications.insert(it.notification.clone(), happened);
        } else if let Some(movement) = happened.fact.movement() {
            self.movements.insert(movement.clone(), happened);
        }
    }
}

aggregate!(Funding);

fn plausible(years: Option<Years>) -> Result<(), Refusal> {
    let Some(Years { from, to }) = years else { return Ok(()) };
    plausible_year(from)?;
    plausible_year(to)?;
    if to < from {
        return Err(Refusal::new("ends-before-start").with("starts", from).with("ends", to));
    }
    Ok(())
}

/// Refuses a measure of what is given in kind that measures nothing.
fn above_zero(member: &'static str, number: Option<&Decimal>) -> Result<(), Refusal> {
    match number {
        Some(number) if number.billionths() <= 0 => Err(Refusal::new("not-above-zero").with("member", member)),
        _ => Ok(()),
    }
}

impl Facts for FundingFact {
    fn sound(&self) -> Result<(), Refusal> {
        plausible(self.grant().and_then(|grant| grant.years))?;
        let cents = match self {
            FundingFact::Requested(it) => Some(it.cents),
            // A funder may grant nothing, and take back all that it granted.
            FundingFact::Declined(_) | FundingFact::Notified(_) => None,
            FundingFact::Revised(it) => {
                motivated(&it.motive)?;
                None
            }
            FundingFact::Paid(it) => Some(it.cents),
            FundingFact::Refunded(it) => Some(it.cents),
            FundingFact::Spent(it) => Some(it.cents),
            FundingFact::Allocated(it) => Some(it.cents),
            FundingFact::Released(it) => Some(it.cents),
            FundingFact::Contributed(it) => {
                above_zero("fte", it.fte.as_ref())?;
                above_zero("hours", it.hours.as_ref())?;
                it.cents
            }
            FundingFact::BudgetDeclared(it) => {
                it.year.map_or(Ok(()), plausible_year)?;
                Some(it.cents)
            }
        };
        if cents == Some(0) { Err(Refusal::new("no-amount")) } else { Ok(()) }
    }

    fn references(&self, named: &mut References) {
        if let Some(grant) = self.grant() {
            named.id(Family::Organisation, &grant.funder);
            named.stream(&grant.object);
        }
        match self {
            FundingFact::Allocated(it) => named.id(Family::Fiche, &it.fiche),
            FundingFact::Released(it) => named.id(Family::Fiche, &it.fiche),
            FundingFact::BudgetDeclared(it) => named.stream(&it.object),
            // Whose money it is was named above; a notification and a movement are of the funding itself.
            FundingFact::Requested(_)
            | FundingFact::Declined(_)
            | FundingFact::Notified(_)
            | FundingFact::Revised(_)
            | FundingFact::Paid(_)
            | FundingFact::Refunded(_)
            | FundingFact::Spent(_)
            | FundingFact::Contributed(_) => {}
        }
    }
}
