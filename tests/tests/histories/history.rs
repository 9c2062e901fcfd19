//! A log that two nodes write in turn, and what it answers.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::envelope::{Channel, Context, RecordedAt};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, SpaceId};
use maillage_events::messages::Language;
use maillage_events::when::Period;
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, CommandError, Executor, Outcome, StreamAsk};
use maillage_log::log::{AppendError, FactLog};
use maillage_log::sqlite::SqliteLog;
use maillage_projections::report::Scope;
use maillage_projector::{Question, asof};
use serde_json::Value;

/// What is noted of a command whose id was another's.
pub const COMMAND_REUSED: &str = "command-reused";

/// What somebody says of an object.
#[derive(Debug, Clone)]
pub struct Statement {
    pub stream: String,
    pub on: String,
    pub ask: Wish,
}

/// How it is said.
#[derive(Debug, Clone)]
pub enum Wish {
    Record(&'static str, Value),
    Put(&'static str, Value),
    SignUp(Value),
    PutSignUp(Value),
    GiveBack(Value),
    Correct { target: FactId, data: Value, occurred: Option<String> },
    Cancel { target: FactId },
}

pub struct History {
    _folder: tempfile::TempDir,
    clock: Arc<SetClock>,
    pub log: Arc<dyn FactLog>,
    nodes: [Executor; 2],
    now: Timestamp,
    commands: u64,
    /// Codes of what was refused, for a history that must say why little of it was taken.
    pub refused: std::collections::BTreeMap<&'static str, u64>,
}

pub fn space() -> SpaceId {
    SpaceId::new("ville").unwrap()
}

impl History {
    pub fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2018-01-02T08:00:00Z".parse().unwrap();
        let clock = Arc::new(SetClock::at(now));
        let log: Arc<dyn FactLog> = SqliteLog::open(&folder.path().join("facts.sqlite"), clock.clone()).unwrap();
        let nodes = [Executor::new(log.clone()), Executor::new(log.clone())];
        let refused = std::collections::BTreeMap::new();
        Self { _folder: folder, clock, log, nodes, now, commands: 0, refused }
    }

    /// Says something to the node whose turn it is; gives the ids of what was recorded, none where it was refused.
    pub async fn say(&mut self, said: Statement) -> Vec<FactId> {
        let Some(command) = self.command(said) else { return Vec::new() };
        let done = self.send(command, self.commands % 2).await;
        done.map(|done| done.facts.iter().map(|fact| fact.id).collect()).unwrap_or_default()
    }

    /// The next command, some minutes after the one before; `None` where the payload has a shape that no fact has.
    pub fn command(&mut self, said: Statement) -> Option<Command> {
        self.commands += 1;
        self.now = self.now.checked_add(7.minutes()).unwrap();
        self.clock.set(self.now);
        let mut hash = DefaultHasher::new();
        format!("{said:?}").hash(&mut hash);
        let mut fingerprint = [0; 32];
        fingerprint[..8].copy_from_slice(&hash.finish().to_be_bytes());
        let occurred = said.on.parse().unwrap();
        let context = Context::new(Id::new("compte-1").unwrap(), Channel::Api);
        Some(Command {
            space: space(),
            id: CommandId::derived(&self.commands.to_string()),
            fingerprint,
            asks: vec![StreamAsk { stream: said.stream.parse().unwrap(), occurred, ask: ask(said.ask)?, context }],
            if_version: None,
        })
    }

    /// Sends a command to a node; `None` where the rules refuse it, or where its id was another command's.
    pub async fn send(&mut self, command: Command, node: u64) -> Option<Outcome> {
        let code = match self.nodes[usize::try_from(node).unwrap()].execute(command).await {
            Ok(done) => return Some(done),
            Err(CommandError::Refused { refusal, .. }) => refusal.code,
            Err(CommandError::Append(AppendError::CommandReused(_))) => COMMAND_REUSED,
            Err(other) => unreachable!("the log answers: {other}"),
        };
        *self.refused.entry(code).or_default() += 1;
        None
    }

    /// Adds the facts that were stored since.
    pub async fn catch_up(&self, stored: &mut Vec<Value>) -> usize {
        let page = self.log.read(&space(), stored.len() as u64, 1000).await.unwrap();
        stored.extend(page.iter().map(|fact| serde_json::from_slice::<Value>(&fact.bytes).unwrap()));
        page.len()
    }

    /// Every fact as it is stored, in order.
    pub async fn facts(&self) -> Vec<Value> {
        let mut facts = Vec::new();
        loop {
            let page = self.log.read(&space(), facts.len() as u64, 1000).await.unwrap();
            if page.is_empty() {
                return facts;
            }
            facts.extend(page.iter().map(|fact| serde_json::from_slice::<Value>(&fact.bytes).unwrap()));
        }
    }

    /// The figures of a report.
    pub async fn figures(&self, name: &str, period: Period, known_at: Option<RecordedAt>) -> Value {
        self.report(name, period, known_at).await["figures"].take()
    }

    /// The figures of a report that is narrowed.
    pub async fn figures_of(&self, name: &str, scope: Scope) -> Value {
        self.answer(name, scope, None).await["figures"].take()
    }

    /// A report with its tables.
    pub async fn report(&self, name: &str, period: Period, known_at: Option<RecordedAt>) -> Value {
        self.answer(name, Scope::from(period), known_at).await
    }

    async fn answer(&self, name: &str, scope: Scope, known_at: Option<RecordedAt>) -> Value {
        let question =
            Question { space: space(), report: name.to_owned(), scope, known_at, language: Language::French };
        let report = asof::report(self.log.clone(), question).await.unwrap();
        serde_json::to_value(&report).unwrap()
    }
}

/// `None` where the payload has a shape that no fact has.
fn ask(wish: Wish) -> Option<Ask> {
    let fact = |kind: &str, data: &Value| Fact::read(kind, &data.to_string());
    let why = || Why { reason: AmendmentReason::Typing, motive: "Erreur de saisie".into() };
    Some(match wish {
        Wish::Record(kind, data) => {
            Ask::Record(fact(kind, &data).unwrap_or_else(|error| unreachable!("{kind} {data}: {error}")))
        }
        Wish::Put(kind, data) => Ask::Put(fact(kind, &data).ok()?),
        Wish::PutSignUp(data) => Ask::PutSignup(serde_json::from_value(data).unwrap()),
        Wish::SignUp(data) => Ask::SignUp(serde_json::from_value(data).unwrap()),
        Wish::GiveBack(data) => Ask::CancelSignup(serde_json::from_value(data).unwrap()),
        Wish::Correct { target, data, occurred } => {
            Ask::Correct { target, data, occurred: occurred.map(|on| on.parse().unwrap()), why: why() }
        }
        Wish::Cancel { target } => Ask::Cancel { target, why: why() },
    })
}
