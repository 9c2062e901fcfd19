//! What the register knows of one contract: where and when it stands, who takes part, which axes it has.

use std::collections::{BTreeMap, BTreeSet};

use super::window::{Window, earlier, in_time, later};
use crate::contract::{ContractFact, ContractKind, PartySort, Territory, TerritoryLevel};
use crate::fact::Fact;
use crate::id::Id;
use crate::text::slug;
use crate::when::OccurredOn;

/// A territory as contracts are compared by it: by its code where one is known, else by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TerritoryName {
    level: TerritoryLevel,
    name: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ContractEntry {
    pub(super) kind: Option<ContractKind>,
    /// Its territories, each with the day from which and the day until which they were said to be its own.
    pub(super) territories: Vec<(TerritoryName, Option<OccurredOn>, Option<OccurredOn>)>,
    pub(super) predecessors: Vec<Id>,
    /// Its axes, each with the day on which it closed, once it did.
    pub(super) axes: BTreeMap<Id, Option<OccurredOn>>,
    pub(super) within: Option<Id>,
    /// Who takes part, as what.
    pub(super) parties: BTreeSet<(Id, PartySort)>,
    starts: Option<OccurredOn>,
    ends: Option<OccurredOn>,
    pub(super) signed: Option<OccurredOn>,
    completed: Option<OccurredOn>,
}

impl ContractEntry {
    fn begins(&self) -> OccurredOn {
        self.starts.or(self.signed).unwrap_or(OccurredOn::Unknown)
    }

    /// When it stands beside others: its end is the first that was said.
    pub(super) fn standing(&self) -> Window {
        Window { from: self.begins(), to: earlier(self.ends, self.completed) }
    }

    /// When it stands in a territory that is its own from one day until another.
    pub(super) fn standing_in(&self, from: Option<OccurredOn>, until: Option<OccurredOn>) -> Window {
        let Window { from: begins, to } = self.standing();
        Window { from: from.and_then(|from| later(Some(begins), Some(from))).unwrap_or(begins), to: earlier(to, until) }
    }

    /// When work may be done under it: its end is the last that was said.
    pub(super) fn at_work(&self) -> Window {
        Window { from: self.begins(), to: later(self.ends, self.completed) }
    }
}

/// What the facts of a contract come to.
pub(super) fn contract(facts: impl Iterator<Item = (OccurredOn, Fact)>) -> ContractEntry {
    let mut entry = ContractEntry::default();
    let (mut ends, mut territories, mut closed) = (Vec::new(), Vec::new(), Vec::new());
    for (on, fact) in facts {
        match fact {
            Fact::Contract(ContractFact::Prepared(it)) => {
                entry.kind = Some(it.kind);
                // Where it holds at first is known before any change of it.
                territories.push((OccurredOn::Unknown, it.territories));
                entry.predecessors = it.predecessors;
                entry.within = it.within;
                entry.starts = it.starts;
                entry.ends = it.ends;
            }
            Fact::Contract(ContractFact::AxisDefined(it)) => {
                entry.axes.insert(it.code, None);
            }
            Fact::Contract(ContractFact::AxisClosed(it)) => closed.push((it.code, on)),
            Fact::Contract(ContractFact::TerritoryChanged(it)) => territories.push((on, it.territories)),
            Fact::Contract(ContractFact::PartyEngaged(it)) => drop(entry.parties.insert((it.organisation, it.sort))),
            Fact::Contract(ContractFact::Signed(_)) => entry.signed = Some(on),
            Fact::Contract(ContractFact::Amended(it)) => ends.extend(it.ends.map(|end| (on, end))),
            Fact::Contract(ContractFact::Completed(_)) => entry.completed = Some(on),
            _ => {}
        }
    }
    for (axis, on) in closed {
        entry.axes.entry(axis).and_modify(|end| *end = Some(on));
    }
    in_time(&mut ends);
    entry.ends = ends.last().map(|(_, end)| *end).or(entry.ends);
    entry.territories = in_turn(territories);
    entry
}

/// Each territory, from the day on which it was said until the one on which others were.
fn in_turn(
    mut stated: Vec<(OccurredOn, Vec<Territory>)>,
) -> Vec<(TerritoryName, Option<OccurredOn>, Option<OccurredOn>)> {
    in_time(&mut stated);
    let ends: Vec<_> = stated.iter().skip(1).map(|(on, _)| Some(*on)).chain([None]).collect();
    let mut all = Vec::new();
    for ((from, territories), until) in stated.into_iter().zip(ends) {
        let from = Some(from).filter(|from| *from != OccurredOn::Unknown);
        let named = territories.into_iter().map(|it| TerritoryName {
            level: it.level,
            name: it.code.unwrap_or_else(|| slug(it.name.as_str(), usize::MAX)),
        });
        all.extend(named.map(|name| (name, from, until)));
    }
    all
}
