//! A space whose facts are judged in its register, for the tests of rules over several streams.

use maillage_events::decide::{Amended, Ask, PastFact, StreamPast, refuse_broken};
use maillage_events::declare::{Example, example_person};
use maillage_events::fact::Fact;
use maillage_events::happened::Happened;
use maillage_events::id::{StreamId, person_stream};
use maillage_events::person::{PersonMerged, PersonRegistered};
use maillage_events::refusal::Refusal;
use maillage_events::register::{Register, judge_amended, judge_in_register, needs};

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
        let amends = ask.amends();
        let decided = now(StreamPast::new(stream.clone(), past.clone()).decide(day(on), ask, &at(TODAY)))?;
        if amends {
            self.judge(stream, &past, &decided)?;
        }
        for happened in decided.iter().filter(|happened| !amends && needs(&happened.fact)) {
            judge_in_register(&self.register, stream, &past, happened)?;
        }
        for happened in decided {
            self.recorded += 1;
            let fact = past_fact(self.recorded, TODAY, happened);
            self.register.learn(stream, fact.clone());
            match self.streams.iter_mut().find(|(of, _)| of == stream) {
                Some((_, past)) => past.push(fact),
                None => self.streams.push((stream.clone(), vec![fact])),
            }
        }
        Ok(self.recorded)
    }

    /// Judges amendments by the rules of their stream and of the register.
    fn judge(&self, stream: &StreamId, before: &[PastFact], decided: &[Happened<Fact>]) -> Result<(), Refusal> {
        let new = (self.recorded + 1..).zip(decided).map(|(number, said)| past_fact(number, TODAY, said.clone()));
        let after: Vec<PastFact> = before.iter().cloned().chain(new.clone()).collect();
        let mut register = self.register.clone();
        new.for_each(|fact| register.learn(stream, fact));
        let amended = Amended { stream, before, after: &after };
        let mut broken = amended.newly_broken(&moments);
        broken.extend(judge_amended(&self.register, &register, &[amended]));
        refuse_broken(broken)
    }

    /// What was recorded in a stream.
    pub fn past(&self, stream: &str) -> &[PastFact] {
        let stream: StreamId = stream.parse().unwrap();
        self.streams.iter().find(|(of, _)| *of == stream).map_or(&[], |(_, past)| past)
    }

    pub fn record(&mut self, stream: &str, on: &str, fact: impl Into<Fact>) -> Result<u64, Refusal> {
        self.ask(&stream.parse().unwrap(), on, Ask::Record(fact.into()))
    }

    pub fn correct(&mut self, stream: &str, target: u64, fact: impl Into<Fact>) -> Result<u64, Refusal> {
        let data = fact.into().payload().unwrap();
        let correct = Ask::Correct { target: fact_id(target), data, occurred: None, why: misread() };
        self.ask(&stream.parse().unwrap(), TODAY, correct)
    }

    pub fn cancel(&mut self, stream: &str, target: u64) -> Result<u64, Refusal> {
        let cancel = Ask::Cancel { target: fact_id(target), why: twice() };
        self.ask(&stream.parse().unwrap(), TODAY, cancel)
    }

    pub fn person(&mut self, number: u64, fact: impl Into<Fact>) -> Result<u64, Refusal> {
        self.ask(&stream_of(number), "2016", Ask::Record(fact.into()))
    }

    pub fn merge(&mut self, number: u64, into: u64) -> Result<u64, Refusal> {
        self.person(number, PersonMerged { into: example_person(into), ..PersonMerged::example() })
    }
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
