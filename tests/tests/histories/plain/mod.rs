//! The plain model: what the reports must say, counted over the facts as JSON, one question at a time and without
//! regard to speed. It shares nothing with the folds.

pub mod attendance;
pub mod fiches;
pub mod laws;
pub mod money;
pub mod partners;
pub mod sessions;
pub mod traces;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

/// A fact as it reads with its amendments.
#[derive(Debug, Clone)]
pub struct Line {
    pub family: String,
    pub object: String,
    pub kind: String,
    pub on: String,
    pub data: Value,
}

/// First and last day asked about; no bound where there is none.
pub type Span = (Option<Date>, Option<Date>);

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

/// First and last day that a date may mean; `None` for one that is not known.
pub fn days(on: &str) -> Option<(Date, Date)> {
    let parts: Vec<i16> = on.split('-').map_while(|part| part.parse().ok()).collect();
    let date = |month: i16, day: i16| Date::new(parts[0], month.try_into().unwrap(), day.try_into().unwrap()).unwrap();
    match parts.len() {
        1 => Some((date(1, 1), date(12, 31))),
        2 => Some((date(parts[1], 1), date(parts[1], 1).last_of_month())),
        3 => Some((date(parts[1], parts[2]), date(parts[1], parts[2]))),
        _ => None,
    }
}

/// The day from which something counts that begins on a date.
pub fn first_day(on: &str) -> Option<Date> {
    days(on).map(|(first, _)| first)
}

/// Whether something of that date lies in what is asked about: all its days do, or nothing bounds the question.
pub fn lies_in(on: &str, (from, to): Span) -> bool {
    match days(on) {
        Some((first, last)) => from.is_none_or(|from| from <= first) && to.is_none_or(|to| last <= to),
        None => from.is_none() && to.is_none(),
    }
}

/// Whether something that began on a date was so by the end of what is asked about.
pub fn had_begun(on: &str, (_, to): Span) -> bool {
    match (first_day(on), to) {
        (Some(first), Some(to)) => first <= to,
        _ => true,
    }
}

/// Of statements in the order of recording, the one that stands at the end of what is asked about. One without a date
/// stands before all others; of two for one day the later recorded stands.
pub fn stands<T>(statements: Vec<(Option<Date>, T)>, (_, to): Span) -> Option<T> {
    let mut in_time: Vec<(Option<Date>, T)> = statements;
    in_time.sort_by_key(|(day, _)| *day);
    in_time.into_iter().filter(|(day, _)| to.is_none_or(|to| day.is_none_or(|day| day <= to))).map(|it| it.1).last()
}
