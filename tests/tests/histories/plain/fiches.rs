//! Fiches, year by year: what was said of each, and the sessions that count for it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::attendance::{merges, persons};
use super::contracts::number;
use super::sessions::{self, Session};
use super::{Line, Span, days, first_day, lies_in, stands};

/// Statuses that end a year count from the last day of their date.
const FINAL: [&str; 4] = ["done", "not_deployed", "abandoned", "postponed"];

/// Every fiche of which something lies in what is asked about.
pub fn fiches(facts: &[Line], asked: Span) -> Value {
    let inside: Vec<Session<'_>> = sessions::all(facts).into_iter().filter(|it| lies_in(it.date(), asked)).collect();
    let merges = merges(facts);
    let present = |fiche: &str| {
        let of_it = inside.iter().filter(|it| it.fiches.contains(fiche));
        of_it.map(|it| persons(it, &merges).len() as u64).sum::<u64>()
    };
    let recorded = facts.iter().filter(|it| it.kind == "fiche.recorded");
    let line = |entry: &Line| {
        let mut line = fiche(facts, entry, &inside, asked)?;
        line["presences"] = json!(Some(present(&entry.object)).filter(|number| *number > 0));
        Some(line)
    };
    let mut lines: Vec<Value> = recorded.filter_map(line).collect();
    lines.sort_by_key(|line| (line["contract"].as_str().unwrap().to_owned(), line["number"].as_u64()));
    lines.into()
}

fn fiche(facts: &[Line], entry: &Line, inside: &[Session<'_>], asked: Span) -> Option<Value> {
    let of: Vec<&Line> = facts.iter().filter(|it| it.family == "fiche" && it.object == entry.object).collect();
    let credited = |it: &&Session<'_>| it.held.is_some() && it.fiches.contains(entry.object.as_str());
    let mine: Vec<&Session<'_>> = inside.iter().filter(credited).collect();
    let mut years: BTreeSet<i64> = of.iter().filter_map(|it| it.data["year"].as_i64()).collect();
    years.retain(|year| meets(&year.to_string(), asked));
    if years.is_empty() && mine.is_empty() && !lies_in(&entry.on, asked) {
        return None;
    }
    years.extend(
        mine.iter()
            .filter_map(|it| days(it.date()))
            .filter_map(|(first, last)| (first.year() == last.year()).then_some(i64::from(first.year()))),
    );
    let year = |year: &i64| {
        let said: Vec<&Line> = of.iter().filter(|it| it.data["year"].as_i64() == Some(*year)).copied().collect();
        let in_year = |it: &&&Session<'_>| {
            days(it.date()).is_some_and(|(first, last)| [first, last].iter().all(|day| i64::from(day.year()) == *year))
        };
        let mut sessions: Vec<&str> = mine.iter().filter(in_year).map(|it| it.id).collect();
        sessions.sort_unstable();
        json!({
            "year": year,
            "status": status(&said, asked),
            "expected": results(&said, "fiche.result_expected", *year, asked),
            "achieved": results(&said, "fiche.result_achieved", *year, asked),
            "sessions": sessions,
        })
    };
    Some(json!({
        "fiche": entry.object, "contract": entry.data["contract"], "number": number(&of, asked),
        "years": years.iter().map(year).collect::<Vec<_>>(),
    }))
}

/// Whether some day of a date lies in what is asked about.
fn meets(on: &str, (from, to): Span) -> bool {
    let (first, last) = days(on).unwrap();
    from.is_none_or(|from| from <= last) && to.is_none_or(|to| first <= to)
}

fn status(said: &[&Line], asked: Span) -> Value {
    let declared = said.iter().filter(|it| it.kind == "fiche.status_declared");
    let counts_from = |it: &Line| {
        let ends = FINAL.contains(&it.text("status"));
        days(&it.on).map(|(first, last)| if ends { last } else { first })
    };
    stands(declared.map(|it| (counts_from(it), it.data["status"].clone())).collect(), asked).unwrap_or(Value::Null)
}

/// What stood of each result; once its year is over, what is said of it later still speaks of it.
fn results(said: &[&Line], kind: &str, year: i64, (from, to): Span) -> Value {
    let over = Date::new(year.try_into().unwrap(), 12, 31).unwrap();
    let asked = (from, to.filter(|to| *to < over));
    let mut by_result: BTreeMap<&str, Vec<(Option<Date>, Value)>> = BTreeMap::new();
    for line in said.iter().filter(|it| it.kind == kind) {
        by_result.entry(line.text("result")).or_default().push((first_day(&line.on), line.data["what"].clone()));
    }
    let standing = by_result.into_iter().filter_map(|(result, said)| Some((result, stands(said, asked)?)));
    standing.map(|(result, what)| json!({ "result": result, "what": what })).collect()
}
