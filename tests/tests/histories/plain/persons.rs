//! Persons, each once, and to what they object.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::attendance::{merges, same};
use super::{Line, Span, first_day, had_begun, last_day, stands};

/// How many are known at the end of what is asked about, and of them informed and objecting.
pub fn persons(facts: &[Line], asked: Span) -> Value {
    let merges = merges(facts);
    let of_kind = |kind: &'static str| facts.iter().filter(move |it| it.kind == kind);
    let mut each: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for registered in of_kind("person.registered").filter(|it| had_begun(&it.on, asked)) {
        each.entry(same(&registered.object, &merges)).or_default().push(registered);
    }
    let count =
        |what: &dyn Fn(&Line) -> bool| each.values().filter(|references| references.iter().any(|it| what(it))).count();
    let informed =
        |it: &Line| of_kind("person.informed").any(|told| told.object == it.object && had_begun(&told.on, asked));
    let objects = |it: &Line| -> Option<&str> {
        let mut said = Vec::new();
        for line in facts.iter().filter(|line| line.family == "person" && line.object == it.object) {
            match line.kind.as_str() {
                "person.objected" => said.push((first_day(&line.on), line.data["to"].as_str())),
                "person.objection_withdrawn" => said.push((last_day(&line.on), None)),
                _ => {}
            }
        }
        stands(said, asked).flatten()
    };
    let all = count(&|it| objects(it) == Some("all"));
    let any = count(&|it| objects(it).is_some());
    let merged: BTreeSet<&str> = merges.keys().copied().collect();
    json!({
        "known": each.len(), "with_card": count(&|it| it.text("card") == "held"), "informed": count(&informed),
        "not_informed": each.len() - count(&informed), "objecting_to_naming": any - all, "objecting_to_all": all,
        "merged": merged.len(),
    })
}
