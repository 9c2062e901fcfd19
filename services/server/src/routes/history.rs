//! The history of one object: its facts in order, each with how it reads today.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::amendment::Reading;
use maillage_events::envelope::{Recorded, RecordedAt};
use maillage_events::id::{FactId, StreamId};
use maillage_events::when::OccurredOn;
use maillage_log::log::StoredFact;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::parts::{InPath, InQuery, already_held};
use crate::http::problem::{Problem, RouteResult};
use crate::routes::paths::{NamesStream, StreamPath};
use crate::state::AppState;
use crate::stored_facts::{amendments_among, effective_payload, read_whole, with_whole_stream};

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
    /// In order: those of this page.
    pub facts: Vec<HistoryFact>,
    /// The version to ask after for the next page; `null` at the end.
    pub next: Option<u64>,
}

/// Most facts of a page, and how many there are when nothing is said.
const MOST: u64 = 1000;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct HistoryPage {
    /// The version after which to begin; 0 for the beginning.
    #[serde(default)]
    pub after: u64,
    /// How many facts at most: 1 to 1000.
    #[serde(default = "most")]
    #[param(default = 1000, minimum = 1, maximum = 1000)]
    pub limit: u64,
}

const fn most() -> u64 {
    MOST
}

/// A page of the facts of one stream, each with how it reads once all of them are taken into account: only the page and
/// the amendments are read whole.
fn page_as_read_today(stored: Vec<StoredFact>, after: u64, limit: u64) -> RouteResult<Vec<HistoryFact>> {
    let in_page = |version: u64| version > after && version - after <= limit;
    let mut stored = stored;
    stored.retain(|fact| in_page(fact.version) || fact.kind.starts_with("amendment."));
    let facts = read_whole(&stored)?;
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
    Ok(facts.into_iter().filter(|fact| in_page(fact.version)).map(reads_today).collect())
}

/// Shows what happened to one object.
#[utoipa::path(
    get,
    operation_id = "show_history",
    path = "/v1/spaces/{space}/streams/{family}/{id}",
    tag = "facts",
    params(StreamPath, HistoryPage),
    responses(
        (
            status = 200,
            description = "A page of its facts in order, each with how it reads today.",
            body = History,
            headers(
                ("ETag" = String, description = "The version, to be sent back as If-Match."),
                ("Link" = String, description = "The next page, as rel=\"next\"; absent at the end.")
            ),
        ),
        (status = 304, description = "No fact since the tag that was sent."),
    ),
)]
async fn history(
    State(state): State<AppState>,
    InPath(path): InPath<StreamPath>,
    InQuery(page): InQuery<HistoryPage>,
    headers: HeaderMap,
) -> RouteResult<Response> {
    if !(1..=MOST).contains(&page.limit) {
        return Err(Problem::new("bad-query").at_parameter("limit", "place-bad-limit"));
    }
    state.known(&path.space).await?;
    let stream = path.stream()?;
    let version = state.log.versions(&path.space, std::slice::from_ref(&stream)).await?.first().copied().unwrap_or(0);
    if version == 0 {
        return Err(Problem::new("unknown-stream").with("stream", stream));
    }
    let tag = |version: u64| format!("\"{version}\"");
    if already_held(&headers, &tag(version)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag(version))]).into_response());
    }
    let HistoryPage { after, limit } = page;
    let history = with_whole_stream(&state, &path.space, &stream.clone(), move |stored| {
        let version = stored.last().map_or(0, |fact| fact.version);
        let facts = page_as_read_today(stored, after, limit)?;
        let next = facts.last().map(|fact| fact.version).filter(|last| *last < version);
        Ok(History { stream, version, facts, next })
    })
    .await?;
    let next = history.next.map(|next| {
        format!("</v1/spaces/{}/streams/{}?after={next}&limit={limit}>; rel=\"next\"", path.space, history.stream)
    });
    let tag = [(header::ETAG, tag(history.version))];
    let mut response = (tag, Json(history)).into_response();
    if let Some(link) = next.and_then(|link| link.parse().ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}
