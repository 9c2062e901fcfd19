//! A space whose facts are judged in its register, for the tests of rules over several streams.

use maillage_events::decide::{Ask, PastFact, StreamPast};
use maillage_events::declare::{Example, example_person};
use maillage_events::fact::Fact;
use maillage_events::id::{FactId, StreamId, person_stream};
use maillage_events::person::{PersonMerged, PersonRegistered};
use maillage_events::refusal::Refusal;
use maillage_events::register::{Register, judge_in_register, needs};
use uuid::Uuid;

use crate::support::*;

pub const TODAY: &str = "2026-06-01";

/// A space, one ask after the other: decided on its stream, judged in the register, learned by both.
#[derive(Default)]
pub struct Space {
    streams: Vec<(StreamId, Vec<PastFact>)>,
    register: Register,
    recorded: u64,
}

impl Space {
    pub fn ask(&mut self, stream: &StreamId, on: &str, ask: Ask) -> Result<u64, Refusal> {
        let past = self.streams.iter().find(|(of, _)| of == stream).map(|(_, past)| past.clone()).unwrap_or_default();
        let decided = now(StreamPast::new(stream.clone(), past.clone()).decide(day(on), ask, &at(TODAY)))?;
        for happened in &decided {
            if needs(&happened.fact) {
                judge_in_register(&self.register, stream, &past, happened)?;
            }
        }
        for happened in decided {
            self.recorded += 1;
            let fact = PastFact { id: fact_id(self.recorded), position: self.recorded, happened };
            self.register.learn(stream, fact.clone());
            match self.streams.iter_mut().find(|(of, _)| of == stream) {
                Some((_, past)) => past.push(fact),
                None => self.streams.push((stream.clone(), vec![fact])),
            }
        }
        Ok(self.recorded)
    }

    pub fn record(&mut self, stream: &str, on: &str, fact: impl Into<Fact>) -> Result<u64, Refusal> {
        self.ask(&stream.parse().unwrap(), on, Ask::Record(fact.into()))
    }

    pub fn correct(&mut self, stream: &str, target: u64, fact: impl Into<Fact>) -> Result<u64, Refusal> {
        let data = fact.into().payload().unwrap();
        let correct = Ask::Correct { target: fact_id(target), data, occurred: None, motive: "Mal lu".into() };
        self.ask(&stream.parse().unwrap(), TODAY, correct)
    }

    pub fn cancel(&mut self, stream: &str, target: u64) -> Result<u64, Refusal> {
        let cancel = Ask::Cancel { target: fact_id(target), motive: "Saisi deux fois".into() };
        self.ask(&stream.parse().unwrap(), TODAY, cancel)
    }

    pub fn person(&mut self, number: u64, fact: impl Into<Fact>) -> Result<u64, Refusal> {
        self.ask(&stream_of(number), "2016", Ask::Record(fact.into()))
    }

    pub fn merge(&mut self, number: u64, into: u64) -> Result<u64, Refusal> {
        self.person(number, PersonMerged { into: example_person(into), ..PersonMerged::example() })
    }
}

pub fn fact_id(number: u64) -> FactId {
    FactId(Uuid::from_u128(u128::from(number)))
}

pub fn stream_of(number: u64) -> StreamId {
    person_stream(example_person(number)).unwrap()
}

/// Persons 1 to 4.
pub fn persons() -> Space {
    let mut space = Space::default();
    for number in 1..=4 {
        space.person(number, PersonRegistered::example()).unwrap();
    }
    space
}
