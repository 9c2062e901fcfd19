//! A city on a log of its own, one command after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::declare::{Example, example_person};
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, PersonRef, SpaceId, StreamId, person_stream};
use maillage_events::organisation::OrganisationRecorded;
use maillage_events::person::PersonRegistered;
use maillage_events::refusal::Refusal;
use maillage_events::session::*;
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, CommandError, Executor, Outcome, StreamAsk};
use maillage_log::log::FactReads;
use maillage_log::sqlite::SqliteLog;
use serde_json::json;

pub struct City {
    _folder: tempfile::TempDir,
    pub clock: Arc<SetClock>,
    pub log: Arc<SqliteLog>,
    pub executor: Executor,
    commands: AtomicU64,
}

pub fn space() -> SpaceId {
    SpaceId::new("la-rochelle").unwrap()
}

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn ask(stream: &str, on: &str, ask: Ask) -> StreamAsk {
    let context = Context::new(id("compte-1"), Channel::Api);
    StreamAsk { stream: stream.parse().unwrap(), occurred: on.parse().unwrap(), ask, context }
}

pub fn why() -> Why {
    Why { reason: AmendmentReason::Typing, motive: "Mal lu".into() }
}

pub fn correct(stream: &str, target: FactId, fact: impl Into<Fact>) -> StreamAsk {
    let data = fact.into().payload().unwrap();
    ask(stream, "2016-06-01", Ask::Correct { target, data, occurred: None, why: why() })
}

pub fn cancel(stream: &str, target: FactId) -> StreamAsk {
    ask(stream, "2016-06-01", Ask::Cancel { target, why: why() })
}

pub fn refused(outcome: Result<Outcome, CommandError>) -> Refusal {
    match outcome.unwrap_err() {
        CommandError::Refused { refusal, .. } => refusal,
        other => panic!("{other}"),
    }
}

/// The code of a refusal, or of the first fact that an amendment would break.
pub fn code(outcome: Result<Outcome, CommandError>) -> &'static str {
    let refusal = refused(outcome);
    refusal.broken.first().map_or(refusal.code, |broken| broken.refusal.code)
}

impl City {
    pub fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2016-06-01T08:00:00Z".parse().unwrap()));
        let log = SqliteLog::open(&folder.path().join("facts.sqlite"), clock.clone()).unwrap();
        Self { _folder: folder, executor: Executor::new(log.clone()), clock, log, commands: AtomicU64::new(0) }
    }

    pub async fn ask(&self, asks: Vec<StreamAsk>) -> Result<Outcome, CommandError> {
        self.ask_by(&self.executor, asks).await
    }

    pub async fn ask_by(&self, executor: &Executor, asks: Vec<StreamAsk>) -> Result<Outcome, CommandError> {
        let name = self.commands.fetch_add(1, Ordering::SeqCst).to_string();
        let command =
            Command { space: space(), id: CommandId::derived(&name), fingerprint: [0; 32], asks, if_version: None };
        executor.execute(command).await
    }

    pub async fn record(&self, stream: &str, on: &str, fact: impl Into<Fact>) -> FactId {
        self.ask(vec![ask(stream, on, Ask::Record(fact.into()))]).await.unwrap().facts[0].id
    }

    pub async fn organisation(&self, name: &str) -> FactId {
        self.record(&format!("organisation/{name}"), "2010", OrganisationRecorded::example()).await
    }

    pub async fn person(&self, number: u64) {
        let stream = person_stream(example_person(number)).unwrap().to_string();
        self.record(&stream, "2016", PersonRegistered::example()).await;
    }

    pub async fn session(&self, name: &str, capacity: Option<u32>) -> FactId {
        self.record(&format!("session/{name}"), "2016-02-01", plan("2016-03-08", capacity)).await
    }

    /// The facts of a session that read as if they stood, by kind.
    pub async fn kinds(&self, stream: &str) -> Vec<String> {
        let stream: StreamId = stream.parse().unwrap();
        let facts = self.log.read_stream(&space(), &stream).await.unwrap();
        facts.into_iter().map(|fact| fact.kind).collect()
    }
}

/// A session that names no other stream.
pub fn plan(when: &str, capacity: Option<u32>) -> SessionPlanned {
    let data = json!({"title": "Réunion", "kind": "meeting", "when": when, "capacity": capacity});
    let Fact::Session(SessionFact::Planned(plan)) = Fact::read("session.planned", &data.to_string()).unwrap() else {
        panic!("not a plan")
    };
    plan
}

pub fn led(organisation: &str) -> Fact {
    SessionLed { organisation: id(organisation), ..SessionLed::example() }.into()
}

pub fn present(person: PersonRef) -> AttendanceObserved {
    AttendanceObserved { person, organisation: None, ..AttendanceObserved::example() }
}

pub fn request(number: u64) -> SignupRequested {
    let (signup, person) = (id(&format!("i-{number}")), Some(example_person(number)));
    SignupRequested { signup, person, organisation: None, ..SignupRequested::example() }
}
