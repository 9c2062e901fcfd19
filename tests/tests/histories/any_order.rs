//! The same facts in another order of recording.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::city;
use crate::dice::Dice;
use crate::history::{History, Statement, Wish};

/// Kinds that are left out, as the order of recording decides of them by design: what a place is worth, which rhythm a
/// slot is of, and whether a name is taken, are judged by what was recorded before; and a presence that is taken back
/// has the day of the presence.
const ORDERED: [&str; 5] =
    ["session.moved", "session.capacity_changed", "pole.cadence_set", "attendance.withdrawn", "person.erased"];

/// Kinds that decide whether a name is taken: they are told of persons whom no session names.
const OF_NAMES: [&str; 4] =
    ["person.objected", "person.objection_withdrawn", "person.minority_declared", "person.responsible_named"];

/// Two orders of recording of one random history, and what both hold.
pub struct TwoOrders {
    pub histories: [History; 2],
    pub said: Vec<Statement>,
    /// What the rules do not admit in the second order, whatever is told before it: neither history holds it.
    pub left_out: usize,
}

/// Draws a history in which no two statements of one thing have a day in common and nobody signs up or amends, and
/// tells it in both orders.
pub async fn told_in_two_orders(seed: u64, asks: usize) -> TwoOrders {
    let (mut first, mut said) = told_once(seed, asks).await;
    let all = said.len();
    loop {
        let (second, refused) = told_again(seed + 1, &said).await;
        if refused.is_empty() {
            return TwoOrders { histories: [first, second], left_out: all - said.len(), said };
        }
        said.retain(|it| !refused.contains(&format!("{it:?}")));
        first = History::begin();
        let mut taken = Vec::new();
        for statement in said {
            if !first.say(statement.clone()).await.is_empty() {
                taken.push(statement);
            }
        }
        said = taken;
    }
}

/// How often each kind is told.
pub fn kinds(said: &[Statement]) -> BTreeMap<&'static str, u64> {
    let mut kinds = BTreeMap::new();
    for statement in said {
        if let Wish::Record(kind, _) = &statement.ask {
            *kinds.entry(*kind).or_default() += 1;
        }
    }
    kinds
}

async fn told_once(seed: u64, asks: usize) -> (History, Vec<Statement>) {
    let mut dice = Dice::new(seed);
    let mut history = History::begin();
    let mut recorded = Vec::new();
    for said in city::founding() {
        assert!(!history.say(said.clone()).await.is_empty(), "{said:?}");
        recorded.push(said);
    }
    let mut days = BTreeSet::new();
    for _ in 0..asks {
        let mut said = match dice.below(4) {
            0 | 1 => city::meeting(&mut dice),
            2 => city::work(&mut dice),
            _ => city::matters(&mut dice),
        };
        if !has_no_order(&said) {
            continue;
        }
        let Wish::Record(kind, _) = &said.ask else { continue };
        let is_of_its_day = kind.starts_with("attendance.") || ["session.planned", "session.held"].contains(kind);
        if !is_of_its_day {
            said.on = dice.new_day(&mut days);
        }
        if !history.say(said.clone()).await.is_empty() {
            recorded.push(said);
        }
    }
    (history, recorded)
}

fn has_no_order(said: &Statement) -> bool {
    let Wish::Record(kind, data) = &said.ask else { return false };
    let names = |reference: &str| city::is_apart(reference);
    let person = data["person"].as_str().or(data["into"].as_str()).unwrap_or_default();
    let reference = said.stream.strip_prefix("person/").unwrap_or_default();
    // Who was seen before a session was held is told before that, or never: here they have one day.
    let on_its_day = !(kind.starts_with("attendance.") || *kind == "session.held") || city::is_on_own_day(said);
    // A first sheet is told before the others.
    let is_first_sheet = data["standing"]["is"] == "first";
    // Whoever is named is of no age that another fact tells.
    let is_asked = data["age"]["grid"] == "standard";
    let is_apart_as_told = if OF_NAMES.contains(kind) {
        names(reference)
    } else {
        !(names(person) || kind.starts_with("person.merged") && names(reference))
    };
    !ORDERED.contains(kind) && on_its_day && !is_first_sheet && !is_asked && is_apart_as_told
}

/// The same facts, shuffled: what the rules do not admit yet waits until they do. Merges keep their order among
/// themselves, since nobody is merged into somebody who is merged away. Gives what they never admit.
async fn told_again(seed: u64, said: &[Statement]) -> (History, BTreeSet<String>) {
    let mut dice = Dice::new(seed);
    let mut history = History::begin();
    let mut left: Vec<Statement> = said.to_vec();
    let mut waiting: VecDeque<Statement> = VecDeque::new();
    while !left.is_empty() {
        let at = usize::try_from(dice.below(left.len() as u64)).unwrap();
        waiting.push_back(left.swap_remove(at));
    }
    let mut merges: VecDeque<Statement> = said.iter().filter(|it| is_merge(it)).cloned().collect();
    let mut refused_in_a_row = 0;
    while refused_in_a_row <= waiting.len() {
        let Some(mut next) = waiting.pop_front() else { break };
        if is_merge(&next) {
            next.clone_from(&merges[0]);
        }
        if history.say(next.clone()).await.is_empty() {
            waiting.push_back(next);
            refused_in_a_row += 1;
        } else {
            refused_in_a_row = 0;
            if is_merge(&next) {
                merges.pop_front();
            }
        }
    }
    let never = waiting.iter().filter(|it| !is_merge(it)).chain(&merges);
    (history, never.map(|it| format!("{it:?}")).collect())
}

fn is_merge(said: &Statement) -> bool {
    matches!(&said.ask, Wish::Record("person.merged" | "person.unmerged", _))
}
