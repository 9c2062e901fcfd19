//! What holds for a whole contract: fiche numbers and their gaps, sessions counted once, outcome categories covered.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::fiche::OutcomeCategory;
use maillage_events::when::Period;
use serde_json::{Value, json};

use super::Fiches;
use super::seen::Seen;
use crate::session_count::SessionCount;
use crate::spans::begun;

/// The most missing numbers that are listed; a gap beyond that is a wrong number, not missing fiches.
const MOST_MISSING: usize = 1000;

/// The totals of one contract.
#[derive(Debug)]
pub(super) struct Total {
    pub contract: String,
    pub title: Option<String>,
    /// Numbers of the fiches with something in the period.
    pub numbers: BTreeSet<u32>,
    /// How many fiches that is.
    pub narrated: usize,
    /// Numbers below the highest that no fiche of the contract ever bore.
    pub missing: Vec<u32>,
    /// Numbers of fiches with nothing in the period.
    pub silent: BTreeSet<u32>,
    /// Sessions credited to any fiche, each once.
    pub sessions: SessionCount,
    /// Those credited to several fiches.
    pub shared: SessionCount,
    /// What the fiche columns would add up to.
    pub column: SessionCount,
    /// Numbers of fiches by outcome category retained; every category is there.
    pub categories: BTreeMap<OutcomeCategory, BTreeSet<u32>>,
}

/// The totals of every contract that has a fiche.
pub(super) fn totals(state: &Fiches, seen: &[Seen<'_>], period: &Period) -> Vec<Total> {
    let mut borne: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    let mut silent: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for (id, fiche) in state.fiches.iter() {
        if let Some(recorded) = fiche.recorded.as_ref().filter(|recorded| begun(recorded.on, period)) {
            if !seen.iter().any(|fiche| fiche.id == id) {
                silent.entry(recorded.contract.as_str()).or_default().extend(fiche.number(period));
            }
            let numbers = fiche.numbers.iter().filter(|(from, _)| period.to.is_none() || *from <= period.to);
            borne.entry(recorded.contract.as_str()).or_default().extend(numbers.map(|(_, number)| *number));
        }
    }
    for fiche in seen {
        borne.entry(fiche.recorded.contract.as_str()).or_default().insert(fiche.number);
    }
    let of = |contract: &str, borne: &BTreeSet<u32>| Total {
        silent: silent.get(contract).cloned().unwrap_or_default(),
        ..total(state, contract, borne, seen, period)
    };
    borne.into_iter().map(|(contract, borne)| of(contract, &borne)).collect()
}

fn total(state: &Fiches, contract: &str, borne: &BTreeSet<u32>, seen: &[Seen<'_>], period: &Period) -> Total {
    let mut total = Total {
        contract: contract.to_owned(),
        title: state.contracts.get(contract).and_then(|row| row.title.as_ref()).map(ToString::to_string),
        numbers: BTreeSet::new(),
        narrated: 0,
        missing: gaps(borne),
        silent: BTreeSet::new(),
        sessions: SessionCount::default(),
        shared: SessionCount::default(),
        column: SessionCount::default(),
        categories: OutcomeCategory::ALL.iter().map(|code| (*code, BTreeSet::new())).collect(),
    };
    let mut once = BTreeSet::new();
    for fiche in seen.iter().filter(|fiche| fiche.recorded.contract.as_str() == contract) {
        total.narrated += 1;
        total.numbers.insert(fiche.number);
        for held in &fiche.sessions {
            let stands_for = held.session.stands_for.as_ref();
            total.column.add(stands_for);
            if once.insert(held.id) {
                total.sessions.add(stands_for);
                if held.shared() {
                    total.shared.add(stands_for);
                }
            }
        }
        for stay in fiche.fiche.categories.at(period) {
            total.categories.entry(*stay.of).or_default().insert(fiche.number);
        }
    }
    total
}

impl Total {
    /// What its contract is called; its identifier when no title is known.
    pub fn shown(&self) -> &str {
        self.title.as_ref().unwrap_or(&self.contract)
    }

    /// For programs.
    pub fn figures(&self) -> Value {
        let covered: Vec<Value> =
            self.categories.iter().map(|(code, fiches)| json!({ "code": code, "fiches": fiches })).collect();
        let mut figures = json!({
            "contract": self.contract,
            "title": self.title,
            "fiches": { "count": self.narrated, "numbers": self.numbers, "ranges": ranges(&self.numbers),
                "missing": self.missing, "silent": self.silent },
            "categories": covered,
            "categories_covered": self.covered(),
        });
        let counts = [
            ("sessions_credited", self.sessions),
            ("sessions_shared", self.shared),
            ("sessions_column_sum", self.column),
        ];
        if let Some(figures) = figures.as_object_mut() {
            for (name, count) in counts {
                if self.sessions.is_none() {
                    figures.insert(name.to_owned(), Value::Null);
                } else {
                    count.write(figures, name);
                }
            }
        }
        figures
    }

    /// How many outcome categories at least one fiche retains; nothing retained anywhere is unknown.
    pub fn covered(&self) -> Option<usize> {
        Some(self.categories.values().filter(|fiches| !fiches.is_empty()).count()).filter(|covered| *covered > 0)
    }
}

/// Numbers from 1 up to the highest that are not there.
fn gaps(borne: &BTreeSet<u32>) -> Vec<u32> {
    let highest = borne.last().copied().unwrap_or(0);
    (1..highest).filter(|number| !borne.contains(number)).take(MOST_MISSING).collect()
}

/// Numbers as people write them: `1–16, 18`.
pub(crate) fn ranges(numbers: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let written: Vec<String> = runs
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first}–{last}"),
        })
        .collect();
    written.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined_and_gaps_are_told() {
        let numbers: BTreeSet<u32> = (1..=16).chain([18]).collect();
        assert_eq!(ranges(&numbers), "1–16, 18");
        assert_eq!(gaps(&numbers), [17]);
        assert_eq!(ranges(&BTreeSet::from([1, 2, 4])), "1, 2, 4");
        assert_eq!((ranges(&BTreeSet::new()).as_str(), gaps(&BTreeSet::new()).len()), ("", 0));
    }

    #[test]
    fn a_wild_number_does_not_list_a_billion_gaps() {
        assert_eq!(gaps(&BTreeSet::from([1, u32::MAX])).len(), MOST_MISSING);
    }
}
