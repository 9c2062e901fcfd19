//! What a funding refuses. Amounts are cents.

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::funding::{BudgetDeclared, FundingFact};
use crate::happened::Happened;
use crate::id::{Id, StreamId};
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{Circumstances, Facts, News, Rules, Verdict, aggregate, first, plausible_year};

/// Who funds what, for which year: the same for a whole stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Line {
    funder: Id,
    object: StreamId,
    year: Option<i16>,
}

/// What the rules know of a funding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Funding {
    line: Option<Line>,
    budget: Option<BudgetDeclared>,
    said: Vec<Happened<FundingFact>>,
    notified: u64,
    paid: u64,
    allocated: u64,
}

impl Funding {
    fn on_line(&self, funder: &Id, object: &StreamId, year: Option<i16>) -> Verdict {
        match &self.line {
            None if self.budget.is_some() => Err(Refusal::new("budget-stands-alone").with("funder", funder)),
            Some(line) if (&line.funder, &line.object, line.year) != (funder, object, year) => {
                let year = line.year.map_or_else(|| "–".to_owned(), |year| year.to_string());
                Err(Refusal::new("funding-of-other")
                    .with("funder", &line.funder)
                    .with("object", &line.object)
                    .with("year", year))
            }
            _ => Ok(News::New),
        }
    }
}

fn within(notified: u64, before: u64, cents: u64, refusal: impl FnOnce(String) -> Refusal) -> Verdict {
    let total = before.saturating_add(cents);
    if total <= notified { Ok(News::New) } else { Err(refusal(euros(total)).with("notified", euros(notified))) }
}

/// `26707.00`: euros with both decimals, for messages.
fn euros(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

impl Rules for Funding {
    type Facts = FundingFact;

    /// The same movement on the same date is the same movement: two equal instalments need two dates.
    fn judge(&self, ask: &Happened<FundingFact>, _circumstances: &Circumstances) -> Verdict {
        if let FundingFact::BudgetDeclared(it) = &ask.fact {
            return match &self.line {
                Some(line) => Err(Refusal::new("budget-stands-alone").with("funder", &line.funder)),
                None => first(self.budget.as_ref(), it, Family::Funding),
            };
        }
        if self.said.contains(ask) {
            return Ok(News::Known);
        }
        match &ask.fact {
            FundingFact::Requested(it) => self.on_line(&it.funder, &it.object, it.year),
            FundingFact::Notified(it) => self.on_line(&it.funder, &it.object, it.year),
            FundingFact::Paid(it) => within(self.notified, self.paid, it.cents, |euros| {
                Refusal::new("paid-above-notified").with("total", euros)
            }),
            FundingFact::Allocated(it) => within(self.notified, self.allocated, it.cents, |euros| {
                Refusal::new("allocated-above-notified").with("total", euros)
            }),
            FundingFact::Spent(_) if self.line.is_none() => {
                Err(Refusal::new("not-recorded-yet").with("family", Family::Funding))
            }
            FundingFact::Spent(_) | FundingFact::BudgetDeclared(_) => Ok(News::New),
        }
    }

    fn learn(&mut self, happened: Happened<FundingFact>) {
        match &happened.fact {
            FundingFact::Requested(it) => {
                self.line = Some(Line { funder: it.funder.clone(), object: it.object.clone(), year: it.year })
            }
            FundingFact::Notified(it) => {
                self.line = Some(Line { funder: it.funder.clone(), object: it.object.clone(), year: it.year });
                self.notified = self.notified.saturating_add(it.cents);
            }
            FundingFact::Paid(it) => self.paid = self.paid.saturating_add(it.cents),
            FundingFact::Allocated(it) => self.allocated = self.allocated.saturating_add(it.cents),
            FundingFact::Spent(_) => {}
            FundingFact::BudgetDeclared(it) => self.budget = Some(it.clone()),
        }
        self.said.push(happened);
    }
}

aggregate!(Funding);

impl Facts for FundingFact {
    fn sound(&self) -> Result<(), Refusal> {
        let (cents, year) = match self {
            FundingFact::Requested(it) => (it.cents, it.year),
            FundingFact::Notified(it) => (it.cents, it.year),
            FundingFact::Paid(it) => (it.cents, None),
            FundingFact::Allocated(it) => (it.cents, None),
            FundingFact::Spent(it) => (it.cents, None),
            FundingFact::BudgetDeclared(it) => (it.cents, it.year),
        };
        if cents == 0 {
            return Err(Refusal::new("no-amount"));
        }
        year.map_or(Ok(()), plausible_year)
    }

    fn references(&self, named: &mut References) {
        match self {
            FundingFact::Requested(it) => {
                named.id(Family::Organisation, &it.funder);
                named.stream(&it.object);
            }
            FundingFact::Notified(it) => {
                named.id(Family::Organisation, &it.funder);
                named.stream(&it.object);
            }
            FundingFact::Allocated(it) => named.id(Family::Fiche, &it.fiche),
            FundingFact::BudgetDeclared(it) => named.stream(&it.object),
            FundingFact::Paid(_) | FundingFact::Spent(_) => {}
        }
    }
}
