//! What the fold of fiches keeps.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Unit;
use maillage_events::amount::Amount;
use maillage_events::charge::Charge;
use maillage_events::fiche::{FicheRole, FicheStatus, OutcomeCategory, Successor};
use maillage_events::holder::Holder;
use maillage_events::id::Id;
use maillage_events::text::Text;
use maillage_events::timeline::{Timeline, begins, ends};
use maillage_events::when::{OccurredOn, Period};
use serde::{Deserialize, Serialize};

use crate::spans::begun;
use crate::stays::{Stays, lasts};

/// A contract, as far as fiches need it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Contract {
    /// Its title.
    pub title: Option<Text>,
    /// Its axes by code.
    pub axes: BTreeMap<String, Axis>,
}

/// An axis.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Axis {
    /// Its place in the contract.
    pub rank: u32,
    /// Its label, once it is defined.
    pub label: Option<Text>,
    /// When it was defined.
    pub defined: Option<OccurredOn>,
    /// When it was closed.
    pub closed: Option<OccurredOn>,
}

impl Axis {
    /// Whether the contract has it at the end of a period.
    pub fn stands(&self, period: &Period) -> bool {
        let closed = self.closed.is_some_and(|on| period.to.is_none() || ends(on) <= period.to);
        self.defined.is_some_and(|on| begun(on, period)) && !closed
    }
}

/// A fiche with everything that was said of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Fiche {
    /// Its entry in a contract.
    pub recorded: Option<Recorded>,
    /// Its numbers, each from its day on.
    pub numbers: Timeline<u32>,
    /// Axes that it belongs or belonged to.
    pub axes: Stays<Id>,
    /// Roles that several may have at a time.
    pub roles: Stays<Role>,
    /// Who carries it.
    pub carrier: Charge<Holder>,
    /// Outcome categories retained.
    pub categories: Stays<OutcomeCategory>,
    /// Its years.
    pub years: BTreeMap<i16, Year>,
    /// The dates of the facts about it, each once.
    pub dates: BTreeSet<String>,
}

/// How a fiche entered its contract.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recorded {
    /// The contract.
    pub contract: Id,
    /// Its title.
    pub title: Text,
    /// When.
    pub on: OccurredOn,
}

/// A role that somebody took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Who.
    pub holder: Holder,
    /// Which role.
    pub role: FicheRole,
}

/// Somebody in a role at the end of a period.
#[derive(Debug, Clone, Copy)]
pub struct InRole<'a> {
    /// Who.
    pub holder: &'a Holder,
    /// Which role.
    pub role: FicheRole,
    /// Since when.
    pub from: OccurredOn,
}

/// One year of a fiche.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Year {
    /// How it was opened.
    pub opened: Option<Opened>,
    /// Statuses declared, each from its day on.
    pub statuses: Timeline<Status>,
    /// Steps passed.
    pub milestones: Vec<Milestone>,
    /// Results hoped for, in the order in which they were first told.
    pub expected: Vec<Outcome>,
    /// Results reached, likewise.
    pub achieved: Vec<Outcome>,
    /// Activities told without a figure.
    pub narrated: Vec<Narrated>,
}

/// The opening of a year.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Opened {
    /// The year that it continues.
    pub chained_to: Option<i16>,
    /// When.
    pub on: OccurredOn,
}

/// A status as declared.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Status {
    /// Which.
    pub status: FicheStatus,
    /// Why.
    pub motive: Option<Text>,
    /// What takes over.
    pub successor: Option<Successor>,
    /// The year it is put off to.
    pub to_year: Option<i16>,
    /// When.
    pub on: OccurredOn,
}

/// A step passed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Milestone {
    /// Its identifier within the fiche.
    pub milestone: Id,
    /// Which.
    pub label: Text,
    /// When.
    pub on: OccurredOn,
}

/// A result, expected or achieved, with all that was stated of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// Its identifier within the fiche.
    pub result: Id,
    /// What was stated of it.
    pub said: Timeline<ResultValue>,
}

/// What a result was told to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResultValue {
    /// What.
    pub what: Text,
    /// How much.
    pub amount: Amount,
}

/// A result as it stood on a day.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Its identifier within the fiche.
    pub result: &'a Id,
    /// What it was then told to be.
    pub told: &'a ResultValue,
}

/// An activity told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Narrated {
    /// Its place.
    pub rank: u32,
    /// The words.
    pub text: Text,
}

impl Fiche {
    /// Its number at the end of a period; before its first, the first.
    pub fn number(&self, period: &Period) -> Option<u32> {
        self.numbers.at_end(period.to).or_else(|| self.numbers.iter().next().map(|(_, number)| number)).copied()
    }

    /// Who has a role at the end of a period.
    pub fn in_role(&self, period: &Period) -> Vec<InRole<'_>> {
        let several = self.roles.at(period);
        let several = several.map(|stay| InRole { holder: &stay.of.holder, role: stay.of.role, from: stay.from });
        let carriers = self.carrier.stretches().into_iter().filter(|(_, held)| lasts(held, period));
        let carriers = carriers.map(|(holder, held)| InRole { holder, role: FicheRole::Carrier, from: held.from });
        several.chain(carriers).collect()
    }
}

impl Status {
    /// Whole days since it was declared, at the end of a period; unknown where either day is.
    pub fn days(&self, period: &Period) -> Option<u64> {
        let days = self.on.day()?.until((Unit::Day, period.to?)).ok()?.get_days();
        u64::try_from(days).ok()
    }
}

impl Year {
    /// Takes one more statement of a result.
    pub fn tell(list: &mut Vec<Outcome>, result: Id, on: OccurredOn, told: ResultValue) {
        match list.iter_mut().find(|known| known.result == result) {
            Some(known) => known.said.state(begins(on), told),
            None => {
                let mut said = Timeline::default();
                said.state(begins(on), told);
                list.push(Outcome { result, said });
            }
        }
    }

    /// The results hoped for, as they stood at the end of a period.
    pub fn expected_at(&self, year: i16, period: &Period) -> Vec<Standing<'_>> {
        standing(&self.expected, year, period)
    }

    /// The results reached, as they stood at the end of a period.
    pub fn achieved_at(&self, year: i16, period: &Period) -> Vec<Standing<'_>> {
        standing(&self.achieved, year, period)
    }

    /// The steps passed by the end of a period.
    pub fn milestones(&self, period: &Period) -> impl Iterator<Item = &Milestone> {
        self.milestones.iter().filter(|step| begun(step.on, period))
    }

    /// The status that stands at the end of a period.
    pub fn status(&self, period: &Period) -> Option<&Status> {
        self.statuses.at_end(period.to)
    }

    /// The activities told, in the order of the narrative.
    pub fn texts(&self) -> Vec<&str> {
        let mut told: Vec<&Narrated> = self.narrated.iter().collect();
        told.sort_by_key(|it| it.rank);
        told.into_iter().map(|it| it.text.as_str()).collect()
    }

    /// How many results carried a known figure at the end of a period.
    pub fn figures(&self, year: i16, period: &Period) -> usize {
        let mut all = self.expected_at(year, period);
        all.extend(self.achieved_at(year, period));
        all.iter().filter(|it| !matches!(it.told.amount, Amount::Unknown { .. })).count()
    }
}

/// What stood of each result at the end of a period. Once a year is over, what is said of it later still speaks of it.
fn standing<'a>(list: &'a [Outcome], year: i16, period: &Period) -> Vec<Standing<'a>> {
    let day = period.to.filter(|to| (to.year(), to.month(), to.day()) < (year, 12, 31));
    list.iter().filter_map(|it| it.said.at_end(day).map(|told| Standing { result: &it.result, told })).collect()
}
