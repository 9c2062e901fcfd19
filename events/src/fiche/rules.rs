//! What a fiche refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::charge::Charge;
use crate::family::Family;
use crate::fiche::year::FicheYear;
use crate::fiche::{
    FicheFact, FicheRecorded, FicheRole, FicheRoleEnded, FicheRoleNamed, FicheStatus, MilestonePassed, OutcomeCategory,
    Successor,
};
use crate::happened::Happened;
use crate::holder::{Holder, holder_references, one_holder};
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, amount_ordered, begun, first, not_blank, once,
    plausible_year, ranked,
};
use crate::tenure::{Tenure, beginning, ending};
use crate::timeline::{Timeline, begins};
use crate::when::OccurredOn;

/// What the rules know of a fiche.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fiche {
    recorded: Option<FicheRecorded>,
    numbers: Timeline<u32>,
    axes: BTreeMap<Id, Tenure>,
    /// Roles that several may have at a time.
    roles: BTreeMap<(Holder, FicheRole), Tenure>,
    carrier: Charge<Holder>,
    categories: BTreeMap<OutcomeCategory, Tenure>,
    /// Steps passed, by their names.
    milestones: BTreeMap<Id, Happened<MilestonePassed>>,
    years: BTreeMap<i16, FicheYear>,
}

impl Fiche {
    fn opened(&self, year: i16) -> Result<&FicheYear, Refusal> {
        self.years
            .get(&year)
            .filter(|it| it.is_open())
            .ok_or_else(|| Refusal::new("year-not-opened").with("year", year))
    }

    fn role_named(&self, on: OccurredOn, said: &FicheRoleNamed) -> Verdict {
        let holder = one_holder(said.holder())?;
        if said.role.is_single() {
            return self.carrier.taking(&holder, on, said.until);
        }
        beginning(self.roles.get(&(holder, said.role)), on, said.until)
    }

    fn role_ended(&self, on: OccurredOn, said: &FicheRoleEnded) -> Verdict {
        let holder = one_holder(said.holder())?;
        let no_role = || Refusal::new("no-role").with("holder", &holder).with("role", said.role);
        if said.role.is_single() {
            return self.carrier.leaving(&holder, on, no_role);
        }
        ending(self.roles.get(&(holder.clone(), said.role)), on, no_role)
    }

    /// The same step said again is known, and another one under its name is refused.
    fn milestone(&self, on: OccurredOn, said: &MilestonePassed) -> Verdict {
        self.opened(said.year)?;
        let happened = Happened { on, fact: said.clone() };
        once(self.milestones.get(&said.milestone), &happened, |standing| {
            Refusal::new("milestone-known-otherwise").with("id", &said.milestone).with("on", standing.on)
        })
    }
}

impl Rules for Fiche {
    type Facts = FicheFact;

    fn judge(&self, ask: &Happened<FicheFact>, _circumstances: &Circumstances) -> Verdict {
        if let FicheFact::Recorded(it) = &ask.fact {
            return first(self.recorded.as_ref(), it, Family::Fiche);
        }
        begun(self.recorded.as_ref(), Family::Fiche)?;
        match &ask.fact {
            FicheFact::Recorded(_) => Ok(News::Known),
            FicheFact::Renumbered(it) => Ok(self.numbers.news(begins(ask.on), &it.number)),
            FicheFact::Attached(it) => beginning(self.axes.get(&it.axis), ask.on, None),
            FicheFact::Detached(it) => {
                ending(self.axes.get(&it.axis), ask.on, || Refusal::new("not-attached").with("axis", &it.axis))
            }
            FicheFact::RoleNamed(it) => self.role_named(ask.on, it),
            FicheFact::RoleEnded(it) => self.role_ended(ask.on, it),
            FicheFact::CategoryRetained(it) => beginning(self.categories.get(&it.code), ask.on, None),
            FicheFact::CategoryDropped(it) => ending(self.categories.get(&it.code), ask.on, || {
                Refusal::new("category-not-retained").with("code", it.code)
            }),
            FicheFact::YearOpened(it) => match self.years.get(&it.year) {
                None => Ok(News::New),
                Some(year) => year.opening(it),
            },
            FicheFact::StatusDeclared(it) => self.opened(it.year)?.status(ask.on, it),
            FicheFact::MilestonePassed(it) => self.milestone(ask.on, it),
            FicheFact::ResultExpected(it) => self.opened(it.year)?.expected(ask.on, it),
            FicheFact::ResultAchieved(it) => self.opened(it.year)?.achieved(ask.on, it),
            FicheFact::Narrated(it) => self.opened(it.year)?.narrated(it),
        }
    }

    fn learn(&mut self, happened: Happened<FicheFact>) {
        let on = happened.on;
        match happened.fact {
            FicheFact::Recorded(it) => {
                self.numbers.state(begins(on), it.number);
                self.recorded = Some(it);
            }
            FicheFact::Renumbered(it) => self.numbers.state(begins(on), it.number),
            FicheFact::Attached(it) => self.axes.entry(it.axis).or_default().begin(on, None),
            FicheFact::Detached(it) => self.axes.entry(it.axis).or_default().end(on),
            FicheFact::RoleNamed(it) => match it.holder() {
                Some(holder) if it.role.is_single() => self.carrier.take(holder, on, it.until),
                Some(holder) => self.roles.entry((holder, it.role)).or_default().begin(on, it.until),
                None => {}
            },
            FicheFact::RoleEnded(it) => match it.holder() {
                Some(holder) if it.role.is_single() => self.carrier.leave(holder, on),
                Some(holder) => self.roles.entry((holder, it.role)).or_default().end(on),
                None => {}
            },
            FicheFact::CategoryRetained(it) => self.categories.entry(it.code).or_default().begin(on, None),
            FicheFact::CategoryDropped(it) => self.categories.entry(it.code).or_default().end(on),
            FicheFact::MilestonePassed(it) => {
                self.milestones.insert(it.milestone.clone(), Happened { on, fact: it });
            }
            FicheFact::YearOpened(it) => self.years.entry(it.year).or_default().learn_opening(it),
            FicheFact::StatusDeclared(it) => self.years.entry(it.year).or_default().learn_status(on, it),
            FicheFact::ResultExpected(it) => self.years.entry(it.year).or_default().learn_expected(on, it),
            FicheFact::ResultAchieved(it) => self.years.entry(it.year).or_default().learn_achieved(on, it),
            FicheFact::Narrated(it) => self.years.entry(it.year).or_default().learn_narrated(it),
        }
    }
}

aggregate!(Fiche);

/// Refuses a fiche numbered 0.
fn numbered(number: u32) -> Result<(), Refusal> {
    if number == 0 { Err(Refusal::new("fiche-number-zero")) } else { Ok(()) }
}

impl Facts for FicheFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            FicheFact::Recorded(it) => numbered(it.number).and_then(|()| not_blank("title", &it.title)),
            FicheFact::Renumbered(it) => numbered(it.number),
            FicheFact::YearOpened(it) => {
                plausible_year(it.year)?;
                match it.chained_to {
                    Some(before) if before >= it.year => {
                        Err(Refusal::new("chained-to-later").with("year", it.year).with("before", before))
                    }
                    _ => Ok(()),
                }
            }
            FicheFact::StatusDeclared(it) => {
                if let Some(Successor::Words(words)) = &it.successor {
                    not_blank("successor", words)?;
                }
                let motiveless = it.motive.as_ref().is_none_or(|motive| motive.is_blank());
                match (it.status, it.to_year) {
                    (FicheStatus::NotDeployed | FicheStatus::Abandoned | FicheStatus::Postponed, _) if motiveless => {
                        Err(Refusal::new("status-needs-motive").with("status", it.status))
                    }
                    (FicheStatus::Postponed, None) => Err(Refusal::new("postponed-to-when").with("year", it.year)),
                    (FicheStatus::Postponed, Some(to)) if to <= it.year => {
                        Err(Refusal::new("postponed-to-earlier").with("year", it.year).with("to", to))
                    }
                    _ => Ok(()),
                }
            }
            FicheFact::MilestonePassed(it) => not_blank("label", &it.label),
            FicheFact::ResultExpected(it) => not_blank("what", &it.what).and_then(|()| amount_ordered(&it.amount)),
            FicheFact::ResultAchieved(it) => not_blank("what", &it.what).and_then(|()| amount_ordered(&it.amount)),
            FicheFact::Narrated(it) => ranked(it.rank).and_then(|()| not_blank("text", &it.text)),
            FicheFact::RoleNamed(it) => one_holder(it.holder()).map(drop),
            FicheFact::RoleEnded(it) => one_holder(it.holder()).map(drop),
            FicheFact::Attached(_)
            | FicheFact::Detached(_)
            | FicheFact::CategoryRetained(_)
            | FicheFact::CategoryDropped(_) => Ok(()),
        }
    }

    fn references(&self, named: &mut References) {
        match self {
            FicheFact::Recorded(it) => named.id(Family::Contract, &it.contract),
            FicheFact::RoleNamed(it) => holder_references(named, it.organisation.as_ref(), it.person),
            FicheFact::StatusDeclared(it) => {
                if let Some(Successor::Stream(stream)) = &it.successor {
                    named.stream(stream);
                }
            }
            // Axes are of the contract, which the register knows; who leaves a role took it before.
            FicheFact::Renumbered(_)
            | FicheFact::Attached(_)
            | FicheFact::Detached(_)
            | FicheFact::RoleEnded(_)
            | FicheFact::YearOpened(_)
            | FicheFact::MilestonePassed(_)
            | FicheFact::ResultExpected(_)
            | FicheFact::ResultAchieved(_)
            | FicheFact::Narrated(_)
            | FicheFact::CategoryRetained(_)
            | FicheFact::CategoryDropped(_) => {}
        }
    }
}
