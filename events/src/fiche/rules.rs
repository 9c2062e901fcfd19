//! What a fiche refuses.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::family::Family;
use crate::fiche::year::FicheYear;
use crate::fiche::{FicheFact, FicheRecorded, FicheRole, FicheStatus, OutcomeCategory};
use crate::happened::Happened;
use crate::id::Id;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::{
    Circumstances, Facts, News, Rules, Verdict, aggregate, amount_ordered, begun, first, not_blank, plausible_year,
    ranked,
};
use crate::timeline::{Timeline, begins, ends, news};

/// What the rules know of a fiche.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fiche {
    recorded: Option<FicheRecorded>,
    /// Whether it belongs to each axis, over time.
    axes: BTreeMap<Id, Timeline<bool>>,
    roles: BTreeMap<(Id, FicheRole), Timeline<()>>,
    categories: BTreeMap<OutcomeCategory, Timeline<()>>,
    years: BTreeMap<i16, FicheYear>,
}

impl Fiche {
    fn opened(&self, year: i16) -> Result<&FicheYear, Refusal> {
        self.years
            .get(&year)
            .filter(|it| it.is_open())
            .ok_or_else(|| Refusal::new("year-not-opened").with("year", year))
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
            FicheFact::Attached(it) => Ok(news(self.axes.get(&it.axis), begins(ask.on), &true)),
            FicheFact::Detached(it) => match self.axes.get(&it.axis) {
                Some(axis) if axis.stated_for(ends(ask.on)) == Some(&false) => Ok(News::Known),
                Some(axis) if axis.on(ends(ask.on)) == Some(&true) => Ok(News::New),
                Some(_) | None => Err(Refusal::new("not-attached").with("axis", &it.axis)),
            },
            FicheFact::RoleNamed(it) => {
                Ok(news(self.roles.get(&(it.organisation.clone(), it.role)), begins(ask.on), &()))
            }
            FicheFact::CategoryRetained(it) => Ok(news(self.categories.get(&it.code), begins(ask.on), &())),
            FicheFact::YearOpened(it) => match self.years.get(&it.year) {
                None => Ok(News::New),
                Some(year) => year.opening(it),
            },
            FicheFact::StatusDeclared(it) => self.opened(it.year)?.status(ask.on, it),
            FicheFact::MilestonePassed(it) => self.opened(it.year)?.milestone(it),
            FicheFact::ResultExpected(it) => self.opened(it.year)?.expected(ask.on, it),
            FicheFact::ResultAchieved(it) => self.opened(it.year)?.achieved(ask.on, it),
            FicheFact::Narrated(it) => self.opened(it.year)?.narrated(it),
        }
    }

    fn learn(&mut self, happened: Happened<FicheFact>) {
        match happened.fact {
            FicheFact::Recorded(it) => self.recorded = Some(it),
            FicheFact::Attached(it) => {
                self.axes.entry(it.axis).or_default().state(begins(happened.on), true);
            }
            FicheFact::Detached(it) => {
                self.axes.entry(it.axis).or_default().state(ends(happened.on), false);
            }
            FicheFact::RoleNamed(it) => {
                self.roles.entry((it.organisation, it.role)).or_default().state(begins(happened.on), ());
            }
            FicheFact::CategoryRetained(it) => {
                self.categories.entry(it.code).or_default().state(begins(happened.on), ());
            }
            FicheFact::YearOpened(it) => self.years.entry(it.year).or_default().learn_opening(it),
            FicheFact::StatusDeclared(it) => self.years.entry(it.year).or_default().learn_status(happened.on, it),
            FicheFact::MilestonePassed(it) => self.years.entry(it.year).or_default().learn_milestone(it),
            FicheFact::ResultExpected(it) => self.years.entry(it.year).or_default().learn_expected(happened.on, it),
            FicheFact::ResultAchieved(it) => self.years.entry(it.year).or_default().learn_achieved(happened.on, it),
            FicheFact::Narrated(it) => self.years.entry(it.year).or_default().learn_narrated(it),
        }
    }
}

aggregate!(Fiche);

impl Facts for FicheFact {
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            FicheFact::Recorded(it) if it.number == 0 => Err(Refusal::new("fiche-number-zero")),
            FicheFact::Recorded(it) => not_blank("title", &it.title),
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
            FicheFact::Attached(_)
            | FicheFact::Detached(_)
            | FicheFact::RoleNamed(_)
            | FicheFact::CategoryRetained(_) => Ok(()),
        }
    }

    fn references(&self, not_blank: &mut References) {
        match self {
            FicheFact::Recorded(it) => not_blank.id(Family::Contract, &it.contract),
            FicheFact::RoleNamed(it) => not_blank.id(Family::Organisation, &it.organisation),
            // Axes are of the contract; a status names its successor in words.
            FicheFact::Attached(_)
            | FicheFact::Detached(_)
            | FicheFact::YearOpened(_)
            | FicheFact::StatusDeclared(_)
            | FicheFact::MilestonePassed(_)
            | FicheFact::ResultExpected(_)
            | FicheFact::ResultAchieved(_)
            | FicheFact::Narrated(_)
            | FicheFact::CategoryRetained(_) => {}
        }
    }
}
