//! Which spaces there are.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::decide::Ask;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::SpaceId;
use maillage_events::space::{SpaceKind, SpaceOpened};
use maillage_events::time_zone::TimeZoneName;
use maillage_log::log::Head;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody, CommandRequest, api_context};
use crate::http::body::JsonBody;
use crate::http::parts::{InPath, already_held};
use crate::http::problem::RouteResult;
use crate::opened_space::opened_at;
use crate::routes::bodies::{CommandHeaders, Stated};
use crate::routes::paths::{NamesStream, SpacePath};
use crate::state::AppState;

/// Routes of spaces.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show, open))
}

/// A space and the end of its log.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpaceView {
    /// Its name in addresses.
    pub space: SpaceId,
    /// How people call it; `null` when its opening was not recorded.
    pub name: Option<String>,
    /// What it stands for.
    pub kind: Option<SpaceKind>,
    /// The time zone that decides its days.
    pub time_zone: TimeZoneName,
    /// Whether it holds demonstration data.
    pub demonstration: bool,
    /// Position of its last fact.
    #[schema(example = 412)]
    pub position: u64,
    /// The second clock of that fact.
    pub recorded_at: RecordedAt,
}

/// Every space.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpaceList {
    /// In the order of their names.
    pub spaces: Vec<SpaceView>,
}

async fn view(state: &AppState, space: SpaceId, head: Head) -> RouteResult<SpaceView> {
    let opened = opened_at(state, &space, head.position).await?;
    Ok(SpaceView {
        name: opened.as_ref().map(|it| it.name.0.clone()),
        kind: opened.as_ref().map(|it| it.kind),
        time_zone: opened.as_ref().map(|it| it.time_zone.clone()).unwrap_or_default(),
        demonstration: opened.is_some_and(|it| it.demonstration),
        position: head.position,
        recorded_at: head.recorded_at,
        space,
    })
}

/// Lists the spaces.
#[utoipa::path(
    get,
    operation_id = "list_spaces",
    path = "/v1/spaces",
    tag = "spaces",
    responses(
        (status = 200, description = "Every space that has a fact.", body = SpaceList),
    ),
)]
async fn list(State(state): State<AppState>) -> RouteResult<Json<SpaceList>> {
    let mut heads = state.log.heads().await?;
    heads.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut spaces = Vec::with_capacity(heads.len());
    for (name, head) in heads {
        spaces.push(view(&state, name, head).await?);
    }
    Ok(Json(SpaceList { spaces }))
}

/// Shows a space and where its log ends.
#[utoipa::path(
    get,
    operation_id = "show_space",
    path = "/v1/spaces/{space}",
    tag = "spaces",
    params(SpacePath),
    responses(
        (
            status = 200,
            description = "The space.",
            body = SpaceView,
            headers(("ETag" = String, description = "Changes with every fact of the space.")),
        ),
        (status = 304, description = "No fact since the tag that was sent."),
    ),
)]
async fn show(
    State(state): State<AppState>,
    InPath(path): InPath<SpacePath>,
    headers: HeaderMap,
) -> RouteResult<Response> {
    state.known(&path.space).await?;
    let head = state.log.head(&path.space).await?;
    let view = view(&state, path.space, head).await?;
    let tag = format!("W/\"{}\"", view.position);
    if already_held(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(([(header::ETAG, tag)], Json(view)).into_response())
}

/// Opens a space: its first fact.
#[utoipa::path(
    put,
    operation_id = "open_space",
    path = "/v1/spaces/{space}",
    tag = "spaces",
    params(SpacePath, CommandHeaders),
    request_body = Stated<SpaceOpened>,
    responses(
        (status = 201, description = "The space is open.", body = CommandReplyBody),
        (status = 200, description = "It was open already; nothing new was said.", body = CommandReplyBody),
    ),
)]
async fn open(
    context: CommandContext,
    InPath(path): InPath<SpacePath>,
    body: JsonBody<Stated<SpaceOpened>>,
) -> RouteResult<CommandReply> {
    let Stated { occurred_on: occurred, data } = body.value;
    // Not by `record`, which refuses a space that does not exist yet.
    let request = CommandRequest {
        verb: "open",
        stream: path.stream()?,
        space: path.space,
        occurred,
        ask: Ask::Put(data.into()),
        context: api_context(),
    };
    context.submit(request, &body.bytes).await
}
