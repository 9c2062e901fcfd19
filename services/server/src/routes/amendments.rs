//! Corrections and cancellations: a fact about a fact, never a change.

use maillage_events::decide::Ask;
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody, CommandRequest, api_context};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::{Problem, RouteResult};
use crate::routes::bodies::CommandHeaders;
use crate::routes::paths::FactPath;
use crate::state::AppState;

/// Routes of amendments.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(correct)).routes(routes!(cancel))
}

/// A correction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    /// The whole payload as it should have been.
    #[schema(value_type = Object)]
    pub data: Value,
    /// The date as it should have been, where it was wrong.
    pub occurred_on: Option<OccurredOn>,
    /// Why.
    pub motive: Text,
}

/// A cancellation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancellationBody {
    /// Why.
    pub motive: Text,
}

/// Records an amendment in the stream of the fact that it amends.
async fn amend(
    context: &CommandContext,
    path: FactPath,
    verb: &'static str,
    ask: Ask,
    bytes: &[u8],
) -> RouteResult<CommandReply> {
    let FactPath { space, fact } = path;
    context.state.known(&space).await?;
    let found = context.state.log.find(&space, fact).await?.ok_or_else(|| Problem::new("unknown-fact"))?;
    let stream = found.stream.parse().map_err(|_| Problem::new("internal"))?;
    let request = CommandRequest { verb, space, stream, occurred: None, ask, context: api_context() };
    context.submit(request, bytes).await
}

/// Corrects a fact: from here on it reads otherwise; what was recorded stays.
#[utoipa::path(
    post,
    operation_id = "correct_fact",
    path = "/v1/spaces/{space}/facts/{fact}/correction",
    tag = "facts",
    params(FactPath, CommandHeaders),
    request_body = CorrectionBody,
    responses(
        (status = 201, description = "The correction is recorded.", body = CommandReplyBody),
    ),
)]
async fn correct(
    context: CommandContext,
    InPath(path): InPath<FactPath>,
    body: JsonBody<CorrectionBody>,
) -> RouteResult<CommandReply> {
    let CorrectionBody { data, occurred_on, motive } = body.value;
    let ask = Ask::Correct { target: path.fact, data, occurred: occurred_on, motive };
    amend(&context, path, "correct", ask, &body.bytes).await
}

/// Cancels a fact: from here on it reads as if it had not been; what was recorded stays.
#[utoipa::path(
    post,
    operation_id = "cancel_fact",
    path = "/v1/spaces/{space}/facts/{fact}/cancellation",
    tag = "facts",
    params(FactPath, CommandHeaders),
    request_body = CancellationBody,
    responses(
        (status = 201, description = "The cancellation is recorded.", body = CommandReplyBody),
    ),
)]
async fn cancel(
    context: CommandContext,
    InPath(path): InPath<FactPath>,
    body: JsonBody<CancellationBody>,
) -> RouteResult<CommandReply> {
    let ask = Ask::Cancel { target: path.fact, motive: body.value.motive };
    amend(&context, path, "cancel_fact", ask, &body.bytes).await
}
