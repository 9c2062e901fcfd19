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
    Ask(u64, u64, u32),
    GiveBack(u64),
    Resize(Option<u32>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1..30_u64, 1..12_u64, 1..4_u32)
            .prop_map(|(signup, person, heads)| Step::Ask(signup, person, heads)),
        2 => (1..30_u64).prop_map(Step::GiveBack),
        1 => prop::option::of(0..6_u32).prop_map(Step::Resize),
    ];
    prop::collection::vec(step, 1..60)
}

/// Where every signup stands, read from the facts alone and not from the aggregate.
#[derive(Default)]
struct Reading {
    persons: BTreeMap<Id, PersonRef>,
    heads: BTreeMap<Id, u32>,
    capacity: Option<u32>,
    confirmed: BTreeSet<Id>,
    waiting: BTreeMap<u32, Id>,
    ranks: BTreeSet<u32>,
    left: BTreeSet<Id>,
}

impl Reading {
    fn read(&mut self, fact: &SessionFact) {
        match fact {
            SessionFact::SignupRequested(it) => {
                self.heads.insert(it.signup.clone(), it.heads);
                assert!(self.persons.insert(it.signup.clone(), it.person.unwrap()).is_none(), "requested twice");
            }
            SessionFact::SignupConfirmed(it) => {
                if let Some((rank, first)) = self.waiting.first_key_value().map(|(rank, first)| (*rank, first.clone()))
                {
                    assert_eq!(first, it.signup, "somebody was passed over");
                    self.waiting.remove(&rank);
                }
                assert!(self.confirmed.insert(it.signup.clone()), "confirmed twice");
                assert!(
                    self.capacity.is_none_or(|capacity| self.taken() <= capacity),
                    "a place is given above the capacity recorded last"
                );
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

    /// Whether nothing speaks against this signup: its name is new, its person has no other, and the room
    /// can hold so many.
    fn admits(&self, request: &SignupRequested) -> bool {
        let fits = request.heads == 1 || self.capacity.is_none_or(|capacity| request.heads <= capacity);
        fits && !self.persons.contains_key(&request.signup) && !self.active().contains(&request.person.unwrap())
    }

    /// Heads that have a place.
    fn taken(&self) -> u32 {
        self.confirmed.iter().map(|signup| self.heads[signup]).sum()
    }

    fn check(&self) {
        let fits = |signup: &Id| self.capacity.is_none_or(|capacity| self.taken() + self.heads[signup] <= capacity);
        assert!(!self.waiting.first_key_value().is_some_and(|(_, first)| fits(first)), "whoever waits first would fit");
        assert_eq!(self.persons.len(), self.confirmed.len() + self.waiting.len() + self.left.len(), "a signup is lost");
        let active = self.active();
        assert_eq!(active.iter().collect::<BTreeSet<_>>().len(), active.len(), "a person is active twice");
    }
}

proptest! {
    #[test]
    fn places_are_never_oversold_and_the_line_keeps_its_order(steps in steps(), first in 0..5_u32) {
        let mut past = vec![for_places(first)];
        let mut reading = Reading { capacity: Some(first), ..Reading::default() };
        for step in steps {
            let answer = match step {
                Step::Ask(signup, person, heads) => {
                    let request = SignupRequested { person: Some(example_person(person)), heads, ..request(signup) };
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
                    reading.capacity = it.capacity;
                }
                reading.read(&happened.fact);
                past.push(happened);
            }
            reading.check();
        }
    }
}
