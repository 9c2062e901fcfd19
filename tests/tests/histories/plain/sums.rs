//! Numbers of people of which not all is known.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::percent;
use super::sessions::Session;

/// At least and at most; no most where a part has no bound, and the estimates that were made, added up.
#[derive(Debug, Clone, Copy)]
pub struct Sum {
    pub least: u64,
    pub most: Option<u64>,
    pub estimate: Option<u64>,
}

impl Sum {
    pub const NONE: Self = Self::between(0, Some(0));

    pub const fn between(least: u64, most: Option<u64>) -> Self {
        Self { least, most, estimate: None }
    }

    /// A quantity as it is written in facts: of an estimate only that there was one is sure.
    pub fn of(quantity: &Value) -> Self {
        let number = |member: &str| quantity[member].as_u64();
        match quantity["is"].as_str().unwrap() {
            "exact" => Self::between(number("value").unwrap(), number("value")),
            "about" => Self { least: number("value").unwrap().min(1), most: None, estimate: number("value") },
            "range" => Self::between(number("min").unwrap(), number("max")),
            _ => Self::between(number("at_least").unwrap_or(0), None),
        }
    }

    pub fn and(self, other: Self) -> Self {
        let estimates: Vec<u64> = self.estimate.into_iter().chain(other.estimate).collect();
        Self {
            least: self.least + other.least,
            most: self.most.zip(other.most).map(|(a, b)| a + b),
            estimate: (!estimates.is_empty()).then(|| estimates.iter().sum()),
        }
    }

    /// No most where more may have come.
    pub fn open_where(self, more_may_have_come: bool) -> Self {
        Self { most: self.most.filter(|_| !more_may_have_come), ..self }
    }

    /// A most that takes in others who may belong with these.
    pub fn and_perhaps(self, others: Option<Self>) -> Self {
        let also = others.and_then(|it| it.most);
        Self { most: self.most.zip(also).map(|(most, also)| most + also), ..self }
    }
}

pub fn bounds(line: &mut Value, name: &str, sum: Option<Sum>) {
    line[format!("{name}_at_least")] = json!(sum.map(|it| it.least));
    line[format!("{name}_at_most")] = json!(sum.and_then(|it| it.most));
}

/// A sum: its number where its bounds are one, its bounds, and what was estimated beside.
pub fn sum(line: &mut Value, name: &str, sum: Option<Sum>) {
    line[name] = json!(sum.and_then(|it| it.most.filter(|most| *most == it.least)));
    bounds(line, name, sum);
    line[format!("{name}_estimate")] = json!(sum.and_then(|it| it.estimate));
}

/// Heads at a session. Those of several parts may be the same people: at least the most of one part, at most all.
pub fn heads(session: &Session<'_>) -> Sum {
    let parts: BTreeSet<Option<&str>> = session.heads.values().map(|it| it["part"].as_str()).collect();
    let of = |part: Option<&str>| {
        let sheets = session.heads.values().filter(|it| it["part"].as_str() == part);
        sheets.map(|it| Sum::of(&it["total"])).fold(Sum::NONE, Sum::and)
    };
    let in_parts: Vec<Sum> = parts.into_iter().filter(Option::is_some).map(of).collect();
    let largest = in_parts.iter().map(|it| it.least).max().unwrap_or(0);
    let estimate = in_parts.iter().filter_map(|it| it.estimate).max();
    let all = in_parts.into_iter().fold(Sum::NONE, Sum::and);
    of(None).and(Sum { least: largest, most: all.most, estimate })
}

/// How many are so, how many are not, of how many nobody knows (no number where that has no bound), and how many of
/// either there may be besides.
#[derive(Debug, Clone, Copy)]
pub struct Portion {
    pub so: u64,
    pub not_so: u64,
    pub unknown: Option<u64>,
    pub also_so: u64,
    pub also_not: u64,
}

impl Portion {
    pub const NOBODY: Self = Self { so: 0, not_so: 0, unknown: Some(0), also_so: 0, also_not: 0 };

    pub fn and(self, other: Self) -> Self {
        Self {
            so: self.so + other.so,
            not_so: self.not_so + other.not_so,
            unknown: self.unknown.zip(other.unknown).map(|(a, b)| a + b),
            also_so: self.also_so + other.also_so,
            also_not: self.also_not + other.also_not,
        }
    }

    /// Others may belong with these: each of them may be left out, and whoever nobody knows may be either.
    pub fn and_perhaps(self, other: &Self) -> Self {
        let unknown = other.unknown.unwrap_or(0);
        Self {
            unknown: self.unknown.filter(|_| other.unknown.is_some()),
            also_so: self.also_so + other.so + other.also_so + unknown,
            also_not: self.also_not + other.not_so + other.also_not + unknown,
            ..self
        }
    }

    /// The share in percent where it is one number, and between what it lies, rounded outwards.
    pub fn write(self, line: &mut Value, name: &str) {
        let ends = match self.unknown {
            None => Some([(0, 1), (1, 1)]),
            Some(unknown) => {
                let all = self.so + self.not_so + unknown;
                let least = (self.so, all + self.also_not);
                let most = (self.so + unknown + self.also_so, all + self.also_so);
                let told: Vec<(u64, u64)> = [least, most].into_iter().filter(|(_, whole)| *whole > 0).collect();
                told.first().copied().zip(told.last().copied()).map(|(least, most)| [least, most])
            }
        };
        let is_one = |[(a, of_a), (b, of_b)]: &[(u64, u64); 2]| a * of_b == b * of_a;
        let one = ends.filter(is_one).and_then(|[(part, whole), _]| percent(part, whole));
        let points = |of: u64| format!("{}.{:02}", of / 100, of % 100);
        let between =
            ends.map(|[(a, of_a), (b, of_b)]| [points(a * 10_000 / of_a), points((b * 10_000).div_ceil(of_b))]);
        let between = one.clone().map(|one| [one.clone(), one]).or(between);
        line[name] = json!(one);
        line[format!("{name}_at_least")] = json!(between.as_ref().map(|it| &it[0]));
        line[format!("{name}_at_most")] = json!(between.as_ref().map(|it| &it[1]));
    }
}
