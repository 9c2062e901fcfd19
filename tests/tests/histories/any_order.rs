//! The same facts in another order of recording.

use std::collections::{BTreeSet, VecDeque};

use crate::city;
use crate::dice::Dice;
use crate::history::{History, Statement, Wish};

/// What was recorded of a random history in which no two statements have a day in common and nobody signs up or amends:
/// what was refused is left out.
pub async fn told_once(seed: u64, asks: usize) -> (History, Vec<Statement>) {
    let mut dice = Dice::new(seed);
    let mut history = History::begin();
    let mut recorded = Vec::new();
    for said in city::founding() {
        assert!(!history.say(said.clone()).await.is_empty(), "{said:?}");
        recorded.push(said);
    }
    let mut days = BTreeSet::new();
    for _ in 0..asks {
        let mut said = if dice.one_in(2) { city::meeting(&mut dice) } else { city::work(&mut dice) };
        let Wish::Record(kind, _) = &said.ask else { continue };
        if ["session.moved", "session.capacity_changed"].contains(kind) {
            continue;
        }
        // Who was seen before a session was held is told before that, or never: here they have one day.
        if (kind.starts_with("attendance.") || *kind == "session.held") && !city::is_on_own_day(&said) {
            continue;
        }
        if !kind.starts_with("attendance.") && !kind.starts_with("session.") {
            said.on = dice.new_day(&mut days);
        }
        if !history.say(said.clone()).await.is_empty() {
            recorded.push(said);
        }
    }
    (history, recorded)
}

/// The same facts, shuffled: what the rules do not admit yet waits until they do. Merges keep their order among
/// themselves, since nobody is merged into somebody who is merged away.
pub async fn told_again(seed: u64, said: &[Statement]) -> History {
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
    while let Some(mut next) = waiting.pop_front() {
        if is_merge(&next) {
            next.clone_from(&merges[0]);
        }
        if history.say(next.clone()).await.is_empty() {
            waiting.push_back(next);
            refused_in_a_row += 1;
            let first = waiting.iter().take(3).collect::<Vec<_>>();
            assert!(refused_in_a_row <= waiting.len(), "never admitted: {first:?} {:?}", history.refused);
        } else {
            refused_in_a_row = 0;
            if is_merge(&next) {
                merges.pop_front();
            }
        }
    }
    history
}

fn is_merge(said: &Statement) -> bool {
    matches!(&said.ask, Wish::Record("person.merged" | "person.unmerged", _))
}
