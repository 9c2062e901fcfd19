//! From an HTTP request to a command of the executor.

use std::time::Instant;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, SpaceId, StreamId};
use maillage_events::when::OccurredOn;
use maillage_log::clock::new_uuid;
use maillage_log::executor::{Command, CommandError, Outcome, StreamAsk};

use crate::command::reply::CommandReply;
use crate::http::parts::Condition;
use crate::http::problem::{Problem, RouteResult};
use crate::http::request_identity::RequestIdentity;
use crate::routes::paths::NamesStream;
use crate::state::AppState;

/// What every command route reads beside its path and body: which request this is, its condition, the state.
#[derive(Debug)]
pub struct CommandContext {
    /// What every handler holds: log, executor, projector, vault, metrics.
    pub state: AppState,
    pub(super) identity: RequestIdentity,
    pub(super) condition: Condition,
}

impl FromRequestParts<AppState> for CommandContext {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let identity = RequestIdentity::from_request_parts(parts, state).await?;
        let condition = Condition::from_request_parts(parts, state).await?;
        Ok(Self { state: state.clone(), identity, condition })
    }
}

/// What a route asks of one stream.
#[derive(Debug)]
pub struct CommandRequest {
    /// What kind of command it is, for the metrics: `plan`, `sign_up`, `record`, …
    pub verb: &'static str,
    /// Where it is recorded.
    pub space: SpaceId,
    /// The object that it is about; the reply gives its version.
    pub stream: StreamId,
    /// When it happened; `None`: today in the time zone of the space.
    pub occurred: Option<OccurredOn>,
    /// What the rules decide.
    pub ask: Ask,
    /// Who, how, why.
    pub context: Context,
}

/// Who speaks through the API until accounts exist.
pub fn api_context() -> Context {
    Context::new(Id::from_words("local").unwrap_or_else(|| unreachable!("a constant slug")), Channel::Api)
}

impl CommandContext {
    /// Records a fact in the stream that the path names, in a space that exists. `occurred` is today, in its time zone,
    /// when not given; `bytes` is what the caller sent, by which a retry is told from another request under the same
    /// key.
    ///
    /// # Errors
    /// A problem: unknown space, refused, stale, key reused, store unavailable.
    pub async fn record(
        &self,
        path: &impl NamesStream,
        verb: &'static str,
        occurred: Option<OccurredOn>,
        fact: impl Into<Fact>,
        bytes: &[u8],
    ) -> RouteResult<CommandReply> {
        let fact = fact.into();
        let ask = if self.identity.is_put() { Ask::Put(fact) } else { Ask::Record(fact) };
        self.ask(path, verb, occurred, ask, bytes).await
    }

    /// As [`record`](Self::record), for an ask that the rules turn into facts.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub async fn ask(
        &self,
        path: &impl NamesStream,
        verb: &'static str,
        occurred: Option<OccurredOn>,
        ask: Ask,
        bytes: &[u8],
    ) -> RouteResult<CommandReply> {
        let space = path.space().clone();
        self.state.known(&space).await?;
        let stream = path.stream()?;
        self.submit(CommandRequest { verb, space, stream, occurred, ask, context: api_context() }, bytes).await
    }

    /// Lets several facts stand in the stream that the path names, in one command: all of them or none.
    ///
    /// # Errors
    /// As for [`record`](Self::record).
    pub async fn put_all(
        &self,
        path: &impl NamesStream,
        verb: &'static str,
        facts: Vec<(Option<OccurredOn>, Fact)>,
        bytes: &[u8],
    ) -> RouteResult<CommandReply> {
        let space = path.space().clone();
        self.state.known(&space).await?;
        let stream = path.stream()?;
        let request = |(occurred, fact)| CommandRequest {
            verb,
            space: space.clone(),
            stream: stream.clone(),
            occurred,
            ask: Ask::Put(fact),
            context: api_context(),
        };
        self.submit_all(facts.into_iter().map(request).collect(), bytes).await
    }

    /// Executes a command; `bytes` is what the caller sent, by which a retry is told from another request under the
    /// same key. The space need not exist: [`record`](Self::record) checks that first.
    ///
    /// # Errors
    /// A problem: refused, stale, key reused, store unavailable.
    pub async fn submit(&self, request: CommandRequest, bytes: &[u8]) -> RouteResult<CommandReply> {
        self.submit_all(vec![request], bytes).await
    }

    /// As [`submit`](Self::submit), for several asks of one space: all of them are admitted, or none. Condition and
    /// reply are about the stream of the first.
    ///
    /// # Errors
    /// As for [`submit`](Self::submit).
    pub async fn submit_all(&self, requests: Vec<CommandRequest>, bytes: &[u8]) -> RouteResult<CommandReply> {
        let Some(CommandRequest { verb, space, stream, .. }) = requests.first() else {
            return Err(Problem::new("bad-body"));
        };
        let (verb, space, stream) = (*verb, space.clone(), stream.clone());
        let fingerprint = self.identity.fingerprint(bytes);
        let clock = self.state.log.clock();
        let fresh = || CommandId(new_uuid(&*clock));
        let id = self.identity.command_id(&space, fresh);
        let asks = requests.iter().map(|request| &request.ask);
        let today = OccurredOn::Day(self.state.executor.circumstances(&space, asks).await?.today);
        let if_version = self.version_asked(&space, &stream).await?.map(|version| (stream.clone(), version));
        let asks = requests
            .into_iter()
            .map(|CommandRequest { stream, occurred, ask, context, .. }| StreamAsk {
                stream,
                occurred: occurred.unwrap_or(today),
                ask,
                context,
            })
            .collect();
        let command = Command { space: space.clone(), id, fingerprint, asks, if_version };
        let started = Instant::now();
        let result = self.state.executor.execute(command).await;
        self.count(&stream, verb, &result, started);
        Ok(CommandReply { space, stream, outcome: result?, signup: None, stands_at: None })
    }

    /// The version at which a stream must be for the command to be carried out; `None` where any will do.
    ///
    /// # Errors
    /// A problem: at none of several versions, or not there; store unavailable.
    pub(super) async fn version_asked(&self, space: &SpaceId, stream: &StreamId) -> RouteResult<Option<u64>> {
        match &self.condition {
            Condition::None => Ok(None),
            Condition::Version(version) => Ok(Some(*version)),
            Condition::IsNew => Ok(Some(0)),
            several @ (Condition::OneOf(_) | Condition::Exists) => {
                let versions = self.state.log.versions(space, std::slice::from_ref(stream)).await?;
                let actual = versions.first().copied().unwrap_or(0);
                match several.at(actual)? {
                    Condition::Version(version) => Ok(Some(version)),
                    Condition::None | Condition::OneOf(_) | Condition::Exists | Condition::IsNew => Ok(None),
                }
            }
        }
    }

    /// Counts how a command ended.
    pub(super) fn count(
        &self,
        stream: &StreamId,
        verb: &str,
        result: &Result<Outcome, CommandError>,
        started: Instant,
    ) {
        let ended = match result {
            Ok(outcome) if outcome.receipt.repeated => "repeated",
            Ok(_) => "done",
            Err(CommandError::Refused { .. }) => "refused",
            Err(CommandError::Stale { .. }) => "stale",
            Err(CommandError::Append(_) | CommandError::Read(_)) => "failed",
        };
        let metrics = &self.state.metrics;
        metrics.command_ended(stream.family.as_str(), verb, ended, started.elapsed());
        if let Ok(outcome) = result
            && !outcome.receipt.repeated
        {
            outcome.facts.iter().for_each(|fact| metrics.appended(&fact.kind));
        }
    }
}
