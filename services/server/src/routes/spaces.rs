//! Which spaces there are.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maillage_events::amendment::Amendments;
use maillage_events::decide::Ask;
use maillage_events::envelope::RecordedAt;
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{Id, SpaceId, StreamId};
use maillage_events::space::{SpaceFact, SpaceKind, SpaceOpened};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandAnswer, Intake, Telling, Told, api_context};
use crate::http::body::JsonBody;
use crate::http::parts::{InPath, already_held};
use crate::http::problem::{Answered, Problem};
use crate::routes::history::{effective_payload, pasts};
use crate::routes::paths::SpacePath;
use crate::routes::stated::{CommandHeaders, Stated};
use crate::state::AppState;

/// Routes of spaces.
pub fn router() -> OpenApiRouter<AppState> {
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

/// The stream of a space's own facts: it bears the space's name.
pub fn space_stream(space: &SpaceId) -> Result<StreamId, Problem> {
    Id::new(space.as_str()).map(|id| StreamId::new(Family::Space, id)).map_err(|_| Problem::new("bad-path"))
}

async fn view(state: &AppState, space: SpaceId) -> Answered<SpaceView> {
    let head = state.log.head(&space).await?;
    let past = pasts(&state.log.read_stream(&space, &space_stream(&space)?).await?)?;
    let mut amendments = Amendments::default();
    for entry in &past {
        if let Fact::Amendment(amendment) = &entry.fact {
            amendments.note(entry.id, amendment.clone());
        }
    }
    let opened: Option<SpaceOpened> =
        past.iter().find(|entry| matches!(entry.fact, Fact::Space(SpaceFact::Opened(_)))).and_then(|entry| {
            let (data, _) = effective_payload(entry, &amendments)?;
            serde_json::from_value(data).ok()
        });
    Ok(SpaceView {
        name: opened.as_ref().map(|it| it.name.0.clone()),
        kind: opened.as_ref().map(|it| it.kind),
        demonstration: opened.is_some_and(|it| it.demonstration),
        position: head.position,
        recorded_at: head.recorded_at,
        space,
    })
}

/// Lists the spaces.
#[utoipa::path(get, operation_id = "list_spaces", path = "/v1/spaces", tag = "spaces", responses((status = 200, description = "Every space that has a fact.", body = SpaceList)))]
async fn list(State(state): State<AppState>) -> Answered<Json<SpaceList>> {
    let mut names = state.log.spaces().await?;
    names.sort();
    let mut spaces = Vec::with_capacity(names.len());
    for name in names {
        spaces.push(view(&state, name).await?);
    }
    Ok(Json(SpaceList { spaces }))
}

/// Shows a space and where its log ends.
#[utoipa::path(get, operation_id = "show_space", path = "/v1/spaces/{space}", tag = "spaces", params(SpacePath), responses(
    (status = 200, description = "The space.", body = SpaceView, headers(("ETag" = String, description = "Changes with every fact of the space."))),
    (status = 304, description = "No fact since the tag that was sent."),
))]
async fn show(
    State(state): State<AppState>,
    InPath(path): InPath<SpacePath>,
    headers: HeaderMap,
) -> Answered<Response> {
    state.known(&path.space).await?;
    let view = view(&state, path.space).await?;
    let tag = format!("W/\"{}\"", view.position);
    if already_held(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(([(header::ETAG, tag)], Json(view)).into_response())
}

/// Opens a space: its first fact.
#[utoipa::path(put, operation_id = "open_space", path = "/v1/spaces/{space}", tag = "spaces", params(SpacePath, CommandHeaders), request_body = Stated<SpaceOpened>, responses(
    (status = 201, description = "The space is open.", body = CommandAnswer),
    (status = 200, description = "It was open already; nothing new was said.", body = CommandAnswer),
))]
async fn open(intake: Intake, InPath(path): InPath<SpacePath>, body: JsonBody<Stated<SpaceOpened>>) -> Answered<Told> {
    let stream = space_stream(&path.space)?;
    let stated = body.value;
    let ask = Ask::Record(stated.data.into());
    intake
        .tell(
            Telling {
                verb: "open",
                space: path.space,
                stream,
                occurred: stated.occurred_on,
                ask,
                context: api_context(),
            },
            &body.bytes,
        )
        .await
}
