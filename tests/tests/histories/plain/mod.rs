//! The plain model: what the reports must say, counted over the facts as JSON, one question at a time and without
//! regard to speed. It shares nothing with the folds.

pub mod actions;
pub mod agreements;
pub mod answers;
pub mod asked;
pub mod attendance;
pub mod cadence;
pub mod contracts;
pub mod corrections;
pub mod councils;
pub mod dates;
pub mod directory;
pub mod discrepancies;
pub mod fiche_presences;
pub mod fiche_totals;
pub mod fiches;
pub mod graph;
pub mod held;
pub mod laws;
pub mod measures;
pub mod money;
pub mod network;
pub mod numbers;
pub mod partners;
pub mod people;
pub mod persons;
pub mod places;
pub mod poles;
pub mod reached;
pub mod sessions;
pub mod sums;
pub mod tally;
pub mod traces;

use std::collections::BTreeMap;

use serde_json::Value;

pub use dates::{Span, days, exact_day, first_day, had_begun, is_over, last_day, lies_in, recorded_day, stands};
pub use numbers::{exactly, hundredths, percent, percent_of};
pub use partners::name_on;

/// A fact as it reads with its amendments.
#[derive(Debug, Clone)]
pub struct Line {
    pub family: String,
    pub object: String,
    pub kind: String,
    pub on: String,
    pub recorded: String,
    pub data: Value,
}

impl Line {
    /// A member that holds a text.
    pub fn text(&self, member: &str) -> &str {
        self.data[member].as_str().unwrap_or_default()
    }

    pub fn number(&self, member: &str) -> u64 {
        self.data[member].as_u64().unwrap_or_default()
    }
}

/// The facts that still say something, in the order of recording: cancelled ones left out, corrected ones in their
/// places with what they should have said.
pub fn standing_facts(stored: &[Value]) -> Vec<Line> {
    let amends = |fact: &&Value| fact["kind"].as_str().unwrap().starts_with("amendment.");
    let by_target: BTreeMap<&str, &Value> =
        stored.iter().filter(amends).map(|fact| (fact["data"]["target"].as_str().unwrap(), fact)).collect();
    stored.iter().filter(|fact| !amends(fact)).filter_map(|fact| reading(fact, &by_target)).collect()
}

/// What an amendment comes to, with what was amended of itself.
enum Amended {
    /// Nothing: it was cancelled.
    Void,
    Cancelled,
    Corrected {
        data: Value,
        occurred: Value,
    },
}

fn amended(amendment: &Value, by_target: &BTreeMap<&str, &Value>) -> Amended {
    let said = &amendment["data"];
    let own = match amendment["kind"].as_str().unwrap() {
        "amendment.cancelled" => Amended::Cancelled,
        _ => Amended::Corrected { data: said["data"].clone(), occurred: said["occurred"].clone() },
    };
    match by_target.get(amendment["id"].as_str().unwrap()).map(|next| amended(next, by_target)) {
        None | Some(Amended::Void) => own,
        Some(Amended::Cancelled) => Amended::Void,
        Some(Amended::Corrected { data, occurred }) => match own {
            Amended::Corrected { occurred: before, .. } if occurred.is_null() => {
                Amended::Corrected { data, occurred: before }
            }
            Amended::Corrected { .. } | Amended::Cancelled | Amended::Void => Amended::Corrected { data, occurred },
        },
    }
}

fn reading(fact: &Value, by_target: &BTreeMap<&str, &Value>) -> Option<Line> {
    let (family, object) = fact["stream"].as_str().unwrap().split_once('/').unwrap();
    let line = |on: &Value, data: &Value| Line {
        family: family.to_owned(),
        object: object.to_owned(),
        kind: fact["kind"].as_str().unwrap().to_owned(),
        on: on.as_str().unwrap().to_owned(),
        recorded: fact["recorded_at"].as_str().unwrap_or_default().to_owned(),
        data: data.clone(),
    };
    match by_target.get(fact["id"].as_str().unwrap()).map(|next| amended(next, by_target)) {
        None | Some(Amended::Void) => Some(line(&fact["occurred"], &fact["data"])),
        Some(Amended::Cancelled) => None,
        Some(Amended::Corrected { data, occurred }) => {
            Some(line(if occurred.is_null() { &fact["occurred"] } else { &occurred }, &data))
        }
    }
}
