//! The history of one object: its facts in order, each with how it reads today.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::amendment::Reading;
use maillage_events::envelope::{Recorded, RecordedAt};
use maillage_events::id::{FactId, StreamId};
use maillage_events::when::OccurredOn;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::parts::{InPath, already_held};
use crate::http::problem::{Problem, RouteResult};
use crate::routes::paths::{NamesStream, StreamPath};
use crate::state::AppState;
use crate::stored_facts::{amendments_among, effective_payload, read_whole};

/// Routes of histories.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(history))
}

/// How a fact reads today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// As recorded.
    AsRecorded,
    /// With the payload and date of a correction.
    Corrected,
    /// As if it had not been.
    Cancelled,
}

/// One fact of a history.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryFact {
    /// Its id.
    pub id: FactId,
    /// Its place in the order of the space.
    pub position: u64,
    /// Its version in the stream.
    pub version: u64,
    /// Its kind.
    #[schema(example = "session.planned")]
    pub kind: String,
    /// The first clock, as it reads today.
    pub occurred_on: OccurredOn,
    /// The second clock.
    pub recorded_at: RecordedAt,
    /// How it reads today.
    pub reads: Reads,
    /// The payload, as it reads today; absent when cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub data: Option<Value>,
    /// The payload as it was recorded, where it reads otherwise today.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub recorded: Option<Value>,
    /// The fact that amends it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amended_by: Option<FactId>,
}

/// The history of one object.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// The object.
    pub stream: StreamId,
    /// Its version: how many facts it has.
    pub version: u64,
    /// In order.
    pub facts: Vec<HistoryFact>,
}

/// Facts of one stream, each with how it reads once all of them are taken into account.
fn as_read_today(facts: Vec<Recorded>) -> Vec<HistoryFact> {
    let amendments = amendments_among(&facts);
    let reads_today = |fact: Recorded| {
        let recorded = fact.fact.payload().unwrap_or_default();
        let reads = match amendments.reading(fact.id) {
            Reading::Original => Reads::AsRecorded,
            Reading::Replaced(..) => Reads::Corrected,
            Reading::Removed => Reads::Cancelled,
        };
        let effective = effective_payload(&fact, &amendments);
        HistoryFact {
            id: fact.id,
            position: fact.position,
            version: fact.version,
            kind: fact.fact.kind().to_owned(),
            occurred_on: effective.as_ref().map_or(fact.occurred, |(_, on)| *on),
            recorded_at: fact.recorded_at,
            reads,
            data: effective.map(|(data, _)| data),
            recorded: (reads != Reads::AsRecorded).then_some(recorded),
            amended_by: amendments.of(fact.id).map(|(id, _)| *id),
        }
    };
    facts.into_iter().map(reads_today).collect()
}

/// Shows what happened to one object.
#[utoipa::path(
    get,
    operation_id = "show_history",
    path = "/v1/spaces/{space}/streams/{family}/{id}",
    tag = "facts",
    params(StreamPath),
    responses(
        (
            status = 200,
            description = "Its facts in order, each with how it reads today.",
            body = History,
            headers(("ETag" = String, description = "The version, to be sent back as If-Match.")),
        ),
        (status = 304, description = "No fact since the tag that was sent."),
    ),
)]
async fn history(
    State(state): State<AppState>,
    InPath(path): InPath<StreamPath>,
    headers: HeaderMap,
) -> RouteResult<Response> {
    state.known(&path.space).await?;
    let stream = path.stream()?;
    let stored = state.log.read_stream(&path.space, &stream).await?;
    let Some(version) = stored.last().map(|fact| fact.version) else {
        return Err(Problem::new("unknown-stream").with("stream", stream));
    };
    let tag = format!("\"{version}\"");
    if already_held(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let facts = as_read_today(read_whole(&stored)?);
    Ok(([(header::ETAG, tag)], Json(History { stream, version, facts })).into_response())
}
