//! What holds for all fiches of a contract.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::contracts::number;
use super::fiches::Seen;
use super::sessions::Session;
use super::tally::number as counted;
use super::{Line, Span, first_day, had_begun};

pub const CATEGORIES: [&str; 12] = ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "D"];

/// Every contract that has a fiche by then.
pub fn totals(facts: &[Line], recorded: &BTreeMap<&str, &Line>, seen: &[Seen<'_>], asked: Span) -> Vec<Value> {
    let is_seen = |id: &str| seen.iter().any(|it| it.entry.object == id);
    let there = recorded.values().filter(|it| had_begun(&it.on, asked) || is_seen(&it.object));
    let there: Vec<&Line> = there.copied().collect();
    let contracts: BTreeSet<&str> = there.iter().map(|it| it.text("contract")).collect();
    contracts.into_iter().map(|contract| total(facts, contract, &there, seen, asked)).collect()
}

fn total(facts: &[Line], contract: &str, there: &[&Line], seen: &[Seen<'_>], asked: Span) -> Value {
    let (mut borne, mut silent) = (BTreeSet::new(), BTreeSet::new());
    for entry in there.iter().filter(|it| it.text("contract") == contract) {
        let of: Vec<&Line> = facts.iter().filter(|it| it.family == "fiche" && it.object == entry.object).collect();
        let numbers = of.iter().filter(|it| it.data["number"].is_u64());
        let by_then = |it: &&&Line| asked.1.is_none_or(|to| first_day(&it.on).is_none_or(|day| day <= to));
        borne.extend(numbers.filter(by_then).map(|it| it.number("number")));
        if !seen.iter().any(|it| it.entry.object == entry.object) {
            silent.insert(number(&of, asked));
        }
    }
    let mine: Vec<&Seen<'_>> = seen.iter().filter(|it| it.entry.text("contract") == contract).collect();
    borne.extend(mine.iter().map(|it| it.number));
    let numbers: BTreeSet<u64> = mine.iter().map(|it| it.number).collect();
    let highest = borne.last().copied().unwrap_or(0);
    let missing: Vec<u64> = (1..highest).filter(|number| !borne.contains(number)).collect();
    let by_code = |code: &&str| {
        let fiches = mine.iter().filter(|it| it.categories.contains(*code)).map(|it| it.number);
        json!({ "code": code, "fiches": fiches.collect::<BTreeSet<_>>() })
    };
    let covered = CATEGORIES.iter().filter(|code| mine.iter().any(|it| it.categories.contains(**code))).count();
    let column: Vec<&Session<'_>> = mine.iter().flat_map(|it| it.held.iter().copied()).collect();
    let once: BTreeMap<&str, &Session<'_>> = column.iter().map(|it| (it.id, *it)).collect();
    let once: Vec<&Session<'_>> = once.into_values().collect();
    let shared: Vec<&Session<'_>> = once.iter().filter(|it| it.fiches().len() > 1).copied().collect();
    let mut line = json!({
        "contract": contract,
        "title": facts.iter().rfind(|it| it.kind == "contract.prepared" && it.object == contract)
            .map(|it| &it.data["title"]),
        "fiches": { "count": mine.len(), "numbers": numbers, "ranges": ranges(&numbers), "missing": missing,
            "silent": silent },
        "categories": CATEGORIES.iter().map(by_code).collect::<Vec<_>>(),
        "categories_covered": Some(covered).filter(|covered| *covered > 0),
    });
    for (name, of) in [("sessions_credited", &once), ("sessions_shared", &shared), ("sessions_column_sum", &column)] {
        if once.is_empty() {
            line[name] = Value::Null;
        } else {
            counted(&mut line, name, of);
        }
    }
    line
}

/// Numbers as people write them.
fn ranges(numbers: &BTreeSet<u64>) -> String {
    let mut words = Vec::new();
    for first in numbers.iter().filter(|number| !numbers.contains(&(**number - 1))) {
        let last = (*first..).find(|number| !numbers.contains(&(number + 1))).unwrap();
        words.push(match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first}–{last}"),
        });
    }
    words.join(", ")
}
