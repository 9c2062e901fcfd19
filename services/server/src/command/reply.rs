//! The reply to a command. A retry gets the same body, plus the header `idempotency-replayed`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{FactId, SpaceId, StreamId};
use maillage_log::executor::{Outcome, OutcomeFact};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::request_identity::REPLAYED;

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
#[schema(as = AnsweredFact)]
pub struct ReplyFact {
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

impl From<OutcomeFact> for ReplyFact {
    fn from(fact: OutcomeFact) -> Self {
        Self { id: fact.id, stream: fact.stream, version: fact.version, kind: fact.kind, data: fact.data }
    }
}

/// What a command gave. A retry gets the same bytes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommandAnswer)]
pub struct CommandReplyBody {
    /// Position of its last fact (of the last fact of the space when it had none): pass it as `after` to read what you
    /// wrote.
    #[schema(example = 413)]
    pub position: u64,
    /// Position of its first fact; `null` when nothing new was said.
    pub first_position: Option<u64>,
    /// The second clock of its facts.
    pub recorded_at: RecordedAt,
    /// Its facts, in order.
    pub facts: Vec<ReplyFact>,
    /// For a signup: what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signup: Option<SignupAnswer>,
    /// For a presence that stood already: the position of the fact that says so, whoever sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stands_at: Option<u64>,
}

/// The reply to a command that was executed: body, status and headers come from it.
#[derive(Debug)]
pub struct CommandReply {
    pub(super) space: SpaceId,
    pub(super) stream: StreamId,
    /// The receipt and the facts.
    pub outcome: Outcome,
    /// Set on signup routes only: where the signup stands.
    pub signup: Option<SignupAnswer>,
    /// Set for presences only: where one that stood already stands.
    pub stands_at: Option<u64>,
}

impl IntoResponse for CommandReply {
    /// 201 with the address and the version of what it speaks of; 200 when nothing new was said.
    fn into_response(self) -> Response {
        let Self { space, stream, outcome, signup, stands_at } = self;
        let version = outcome.facts.iter().filter(|fact| fact.stream == stream).map(|fact| fact.version).max();
        let status = if outcome.facts.is_empty() { StatusCode::OK } else { StatusCode::CREATED };
        let body = CommandReplyBody {
            position: outcome.receipt.last,
            first_position: (outcome.receipt.first > 0).then_some(outcome.receipt.first),
            recorded_at: outcome.receipt.recorded_at,
            facts: outcome.facts.into_iter().map(ReplyFact::from).collect(),
            signup,
            stands_at,
        };
        let mut response = (status, Json(body)).into_response();
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
