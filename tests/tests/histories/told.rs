//! What a report says, brought to the form of the plain model: lists without an order of their own have one.

use serde_json::Value;

use crate::plain::discrepancies::{DECLARED_BY, REGISTERED_BY, sort_by_members};

/// Lists that stand in the order in which their lines were first told, which is no figure.
const AS_TOLD: [&str; 16] = [
    "achieved",
    "associates",
    "audiences",
    "budgets",
    "context",
    "contracts",
    "evaluations",
    "expected",
    "identifiers",
    "in_kind",
    "milestones",
    "pilots",
    "results",
    "roles",
    "seats",
    "signatories",
];

/// Marks that keep a word together in text of two directions.
const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Every member.
pub fn whole(figures: &Value) -> Value {
    let mut told = figures.clone();
    in_one_order(&mut told);
    told
}

/// Brings lists without an order of their own to one.
pub fn in_one_order(figures: &mut Value) {
    match figures {
        Value::Object(members) => {
            for (member, value) in members.iter_mut() {
                if let (Value::Array(list), true) = (&mut *value, AS_TOLD.contains(&member.as_str())) {
                    list.sort_by_key(ToString::to_string);
                }
                in_one_order(value);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(in_one_order),
        Value::String(text) => text.retain(|letter| !ISOLATES.contains(&letter)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

pub fn discrepancies(figures: &Value) -> Value {
    let mut told = figures.clone();
    for (member, by) in [("discrepancies", &REGISTERED_BY[..]), ("declared_fiches", &DECLARED_BY)] {
        sort_by_members(told[member].as_array_mut().unwrap(), by);
    }
    told
}
