//! Sessions: planned, moved, cancelled, held.

use maillage_events::session::{SessionCancelled, SessionHeld, SessionMoved, SessionPlanned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::RouteResult;
use crate::routes::bodies::{CommandHeaders, Observed, Stated};
use crate::routes::paths::SessionPath;
use crate::state::AppState;

/// Routes of sessions.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(plan)).routes(routes!(moved)).routes(routes!(cancelled)).routes(routes!(held))
}

/// Plans a session.
#[utoipa::path(
    put,
    operation_id = "plan_session",
    path = "/v1/spaces/{space}/sessions/{session}",
    tag = "sessions",
    params(SessionPath, CommandHeaders),
    request_body = Stated<SessionPlanned>,
    responses(
        (status = 201, description = "The session is planned.", body = CommandReplyBody),
        (status = 200, description = "It was planned so already.", body = CommandReplyBody),
    ),
)]
async fn plan(
    context: CommandContext,
    InPath(path): InPath<SessionPath>,
    body: JsonBody<Stated<SessionPlanned>>,
) -> RouteResult<CommandReply> {
    context.record(&path, "plan", body.value.occurred_on, body.value.data, &body.bytes).await
}

/// Records that a session is moved.
#[utoipa::path(
    post,
    operation_id = "move_session",
    path = "/v1/spaces/{space}/sessions/{session}/moved",
    tag = "sessions",
    params(SessionPath, CommandHeaders),
    request_body = Stated<SessionMoved>,
    responses(
        (status = 201, description = "The session is moved.", body = CommandReplyBody),
        (status = 200, description = "It stood there already.", body = CommandReplyBody),
    ),
)]
async fn moved(
    context: CommandContext,
    InPath(path): InPath<SessionPath>,
    body: JsonBody<Stated<SessionMoved>>,
) -> RouteResult<CommandReply> {
    context.record(&path, "move", body.value.occurred_on, body.value.data, &body.bytes).await
}

/// Records that a session is cancelled.
#[utoipa::path(
    post,
    operation_id = "cancel_session",
    path = "/v1/spaces/{space}/sessions/{session}/cancelled",
    tag = "sessions",
    params(SessionPath, CommandHeaders),
    request_body = Stated<SessionCancelled>,
    responses(
        (status = 201, description = "The session is cancelled.", body = CommandReplyBody),
        (status = 200, description = "It was cancelled so already.", body = CommandReplyBody),
    ),
)]
async fn cancelled(
    context: CommandContext,
    InPath(path): InPath<SessionPath>,
    body: JsonBody<Stated<SessionCancelled>>,
) -> RouteResult<CommandReply> {
    context.record(&path, "cancel", body.value.occurred_on, body.value.data, &body.bytes).await
}

/// Records that a session was held, on `occurred_on`.
#[utoipa::path(
    post,
    operation_id = "hold_session",
    path = "/v1/spaces/{space}/sessions/{session}/held",
    tag = "sessions",
    params(SessionPath, CommandHeaders),
    request_body = Observed<SessionHeld>,
    responses(
        (status = 201, description = "The session was held.", body = CommandReplyBody),
        (status = 200, description = "That was known already.", body = CommandReplyBody),
    ),
)]
async fn held(
    context: CommandContext,
    InPath(path): InPath<SessionPath>,
    body: JsonBody<Observed<SessionHeld>>,
) -> RouteResult<CommandReply> {
    context.record(&path, "hold", Some(body.value.occurred_on), body.value.data, &body.bytes).await
}
