//! Whatever people ask, in whatever order: places are never oversold.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::id::{Id, PersonRef};
use maillage_events::session::*;
use proptest::prelude::*;

use crate::session_places::{BEFORE, cancel, for_places, give_back, request, sign_up};
use crate::session_plan::record;
use crate::support::*;

#[derive(Debug, Clone)]
enum Step {
    Ask(u64, u64),
    GiveBack(u64),
    Resize(Option<u32>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1..30_u64, 1..12_u64).prop_map(|(signup, person)| Step::Ask(signup, person)),
        2 => (1..30_u64).prop_map(Step::GiveBack),
        1 => prop::option::of(0..6_u32).prop_map(Step::Resize),
    ];
    prop::collection::vec(step, 1..60)
}

/// Where every signup stands, read from the facts alone and not from the aggregate.
#[derive(Default)]
struct Reading {
    persons: BTreeMap<Id, PersonRef>,
    confirmed: BTreeSet<Id>,
    waiting: BTreeMap<u32, Id>,
    ranks: BTreeSet<u32>,
    left: BTreeSet<Id>,
}

impl Reading {
    fn read(&mut self, fact: &SessionFact) {
        match fact {
            SessionFact::SignupRequested(it) => {
                assert!(self.persons.insert(it.signup.clone(), it.person.unwrap()).is_none(), "requested twice");
            }
            SessionFact::SignupConfirmed(it) => {
                if let Some((rank, first)) = self.waiting.first_key_value().map(|(rank, first)| (*rank, first.clone()))
                {
                    assert_eq!(first, it.signup, "somebody was passed over");
                    self.waiting.remove(&rank);
                }
                assert!(self.confirmed.insert(it.signup.clone()), "confirmed twice");
            }
            SessionFact::SignupWaiting(it) => {
                assert!(self.ranks.last().is_none_or(|last| *last < it.rank), "a rank was given again");
                self.ranks.insert(it.rank);
                self.waiting.insert(it.rank, it.signup.clone());
            }
            SessionFact::SignupCancelled(it) => {
                self.confirmed.remove(&it.signup);
                self.waiting.retain(|_, waiting| *waiting != it.signup);
                assert!(self.left.insert(it.signup.clone()), "cancelled twice");
            }
            _ => {}
        }
    }

    /// The persons of signups that were not cancelled.
    fn active(&self) -> Vec<PersonRef> {
        self.persons.iter().filter(|(signup, _)| !self.left.contains(*signup)).map(|(_, person)| *person).collect()
    }

    /// Whether nothing speaks against this signup: its name is new, and its person has no other.
    fn admits(&self, request: &SignupRequested) -> bool {
        !self.persons.contains_key(&request.signup) && !self.active().contains(&request.person.unwrap())
    }

    fn check(&self, capacity: Option<u32>) {
        assert!(
            capacity.is_none_or(|capacity| self.confirmed.len() <= capacity as usize),
            "more confirmed than places"
        );
        assert!(
            self.waiting.is_empty() || capacity.is_some_and(|capacity| self.confirmed.len() >= capacity as usize),
            "a place is free and somebody waits"
        );
        assert_eq!(self.persons.len(), self.confirmed.len() + self.waiting.len() + self.left.len(), "a signup is lost");
        let active = self.active();
        assert_eq!(active.iter().collect::<BTreeSet<_>>().len(), active.len(), "a person is active twice");
    }
}

proptest! {
    #[test]
    fn places_are_never_oversold_and_the_line_keeps_its_order(steps in steps(), first in 0..5_u32) {
        let mut past = vec![for_places(first)];
        let mut capacity = Some(first);
        let mut reading = Reading::default();
        for step in steps {
            let answer = match step {
                Step::Ask(signup, person) => {
                    let request = SignupRequested { person: Some(example_person(person)), ..request(signup) };
                    let admitted = reading.admits(&request);
                    let answer = sign_up(BEFORE, &past, request);
                    assert!(answer.is_ok() || !admitted, "a new signup is refused: {answer:?}");
                    answer
                }
                Step::GiveBack(signup) => give_back(BEFORE, &past, cancel(signup)),
                Step::Resize(places) => record(BEFORE, &past, on(BEFORE, CapacityChanged { capacity: places })),
            };
            for happened in answer.unwrap_or_default() {
                if let SessionFact::CapacityChanged(it) = &happened.fact {
                    capacity = it.capacity;
                }
                reading.read(&happened.fact);
                past.push(happened);
            }
            reading.check(capacity);
        }
    }
}
