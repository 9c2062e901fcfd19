//! From an HTTP request to a command, and from its outcome to an answer that a retry repeats byte for byte.

use std::time::Instant;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Context, RecordedAt};
use maillage_events::id::{CommandId, FactId, Id, SpaceId, StreamId};
use maillage_events::when::OccurredOn;
use maillage_log::clock::{circumstances, new_uuid};
use maillage_log::executor::{Command, CommandError, Outcome, OutcomeFact, Request};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::idempotency::{Asked, REPLAYED};
use crate::http::parts::Condition;
use crate::http::problem::{Answered, Problem};
use crate::retry::carry_out;
use crate::state::AppState;

/// What every command route takes in beside its path and body: the ask's name, its condition, the state.
#[derive(Debug)]
pub struct Intake {
    /// The state.
    pub state: AppState,
    asked: Asked,
    condition: Condition,
}

impl FromRequestParts<AppState> for Intake {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let asked = Asked::from_request_parts(parts, state).await?;
        let condition = Condition::from_request_parts(parts, state).await?;
        Ok(Self { state: state.clone(), asked, condition })
    }
}

/// One thing to say to one stream.
#[derive(Debug)]
pub struct Telling {
    /// What kind of command it is, for the metrics: `plan`, `sign_up`, `record`, …
    pub verb: &'static str,
    /// The space.
    pub space: SpaceId,
    /// The stream.
    pub stream: StreamId,
    /// When it happened; today in Paris when not said.
    pub occurred: Option<OccurredOn>,
    /// What is asked.
    pub ask: Ask,
    /// Who, how, why.
    pub context: Context,
}

/// Who speaks through the API until accounts exist.
pub fn api_context() -> Context {
    Context::new(Id::from_words("local").unwrap_or_else(|| unreachable!("a constant slug")), Channel::Api)
}

impl Intake {
    /// Carries a command out; `bytes` is what the caller sent, by which a retry is told from a reuse.
    ///
    /// # Errors
    /// A problem: refused, stale, reused, unavailable.
    pub async fn tell(&self, telling: Telling, bytes: &[u8]) -> Answered<Told> {
        let Telling { verb, space, stream, occurred, ask, context } = telling;
        let request = self.asked.fingerprint(bytes);
        let clock = self.state.log.clock();
        let fresh = || CommandId(new_uuid(&*clock));
        let id = self.asked.command(&space, &request, fresh);
        let occurred = occurred.unwrap_or_else(|| OccurredOn::Day(circumstances(&*clock).today));
        let if_version = match self.condition {
            Condition::None => None,
            Condition::Version(version) => Some((stream.clone(), version)),
            Condition::IsNew => Some((stream.clone(), 0)),
            Condition::Exists => {
                let versions = self.state.log.versions(&space, std::slice::from_ref(&stream)).await?;
                if versions.first().is_none_or(|version| *version == 0) {
                    return Err(Problem::new("stale-version").with("expected", "*").with("actual", 0));
                }
                None
            }
        };
        let requests = vec![Request { stream: stream.clone(), occurred, ask, context }];
        let command = Command { space: space.clone(), id, request, requests, if_version };
        let started = Instant::now();
        let result = carry_out(&self.state, &self.asked, command, &stream).await;
        self.count(&stream, verb, &result, started);
        Ok(Told { space, stream, outcome: result?, signup: None })
    }

    fn count(&self, stream: &StreamId, verb: &str, result: &Result<Outcome, CommandError>, started: Instant) {
        let ended = match result {
            Ok(outcome) if outcome.receipt.repeated => "repeated",
            Ok(_) => "done",
            Err(CommandError::Refused { .. }) => "refused",
            Err(CommandError::Stale { .. }) => "stale",
            Err(_) => "failed",
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

/// What became of a signup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignupStatus {
    /// The place is given.
    Confirmed,
    /// No place is left for now.
    Waiting,
    /// It was cancelled.
    Cancelled,
}

/// What became of a signup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignupAnswer {
    /// Whether there is a place.
    pub status: SignupStatus,
    /// The rank on the waiting list, from 1 in order of arrival, never reused; `null` when not waiting.
    pub rank: Option<u32>,
}

/// One fact that a command led to.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnsweredFact {
    /// Its id.
    pub id: FactId,
    /// Its stream.
    pub stream: StreamId,
    /// Its version there.
    pub version: u64,
    /// Its kind.
    #[schema(example = "session.planned")]
    pub kind: String,
    /// Its payload.
    #[schema(value_type = Object)]
    pub data: Value,
}

impl From<OutcomeFact> for AnsweredFact {
    fn from(fact: OutcomeFact) -> Self {
        Self { id: fact.id, stream: fact.stream, version: fact.version, kind: fact.kind, data: fact.data }
    }
}

/// What a command gave. A retry gets the same bytes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommandAnswer {
    /// Position of its last fact (of the last fact of the space when it had none): pass it as `after` to read what you
    /// wrote.
    #[schema(example = 413)]
    pub position: u64,
    /// Position of its first fact; `null` when nothing new was said.
    pub first_position: Option<u64>,
    /// The second clock of its facts.
    pub recorded_at: RecordedAt,
    /// Its facts, in order.
    pub facts: Vec<AnsweredFact>,
    /// For a signup: what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signup: Option<SignupAnswer>,
}

/// A command that was carried out.
#[derive(Debug)]
pub struct Told {
    space: SpaceId,
    stream: StreamId,
    /// What it gave.
    pub outcome: Outcome,
    /// What became of a signup.
    pub signup: Option<SignupAnswer>,
}

impl IntoResponse for Told {
    /// 201 with the address and the version of what it speaks of; 200 when nothing new was said.
    fn into_response(self) -> Response {
        let Self { space, stream, outcome, signup } = self;
        let version = outcome.facts.iter().filter(|fact| fact.stream == stream).map(|fact| fact.version).max();
        let status = if outcome.facts.is_empty() { StatusCode::OK } else { StatusCode::CREATED };
        let answer = CommandAnswer {
            position: outcome.receipt.last,
            first_position: (outcome.receipt.first > 0).then_some(outcome.receipt.first),
            recorded_at: outcome.receipt.recorded_at,
            facts: outcome.facts.into_iter().map(AnsweredFact::from).collect(),
            signup,
        };
        let mut response = (status, Json(answer)).into_response();
        let headers = response.headers_mut();
        if status == StatusCode::CREATED
            && let Ok(address) = HeaderValue::from_str(&format!("/v1/spaces/{space}/streams/{stream}"))
        {
            headers.insert(header::LOCATION, address);
        }
        if let Some(tag) = version.and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
            headers.insert(header::ETAG, tag);
        }
        if outcome.receipt.repeated {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}
