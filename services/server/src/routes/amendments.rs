//! Corrections and cancellations: a fact about a fact, never a change.

use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::id::{FactId, SpaceId, StreamId};
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody, CommandRequest, api_context};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::{Problem, RouteResult};
use crate::routes::bodies::CommandHeaders;
use crate::routes::paths::{FactPath, SpacePath};
use crate::state::AppState;

/// Routes of amendments.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(correct)).routes(routes!(cancel)).routes(routes!(amend_many))
}

/// A correction.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    /// The whole payload as it should have been.
    #[schema(value_type = Object)]
    pub data: Value,
    /// The date as it should have been, where it was wrong.
    pub occurred_on: Option<OccurredOn>,
    /// What sort of mistake it was.
    pub reason: AmendmentReason,
    /// Why, in words.
    pub motive: Text,
}

/// A cancellation.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancellationBody {
    /// What sort of mistake it was.
    pub reason: AmendmentReason,
    /// Why, in words.
    pub motive: Text,
}

impl CorrectionBody {
    fn ask(self, target: FactId) -> Ask {
        let Self { data, occurred_on, reason, motive } = self;
        Ask::Correct { target, data, occurred: occurred_on, why: Why { reason, motive } }
    }
}

impl CancellationBody {
    fn ask(self, target: FactId) -> Ask {
        let Self { reason, motive } = self;
        Ask::Cancel { target, why: Why { reason, motive } }
    }
}

/// One of several corrections.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionOf {
    /// The fact, or the correction that was itself wrong.
    pub fact: FactId,
    /// What it should have said, and why.
    pub correction: CorrectionBody,
}

/// One of several cancellations.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancellationOf {
    /// The fact, or the amendment that was a mistake.
    pub fact: FactId,
    /// Why.
    pub cancellation: CancellationBody,
}

/// Several amendments, of one object or of many: all of them stand, or none.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendmentsBody {
    /// What is corrected.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub corrections: Vec<CorrectionOf>,
    /// What is cancelled.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub cancellations: Vec<CancellationOf>,
}

/// Amendments of one request at most.
const MOST_AMENDMENTS: usize = 200;

/// The stream of a fact.
async fn stream_of(context: &CommandContext, space: &SpaceId, fact: FactId) -> RouteResult<StreamId> {
    let found = context.state.log.find(space, fact).await?.ok_or_else(|| Problem::new("unknown-fact"))?;
    found.stream.parse().map_err(|_| Problem::new("internal"))
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
    let stream = stream_of(context, &space, fact).await?;
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
    let ask = body.value.ask(path.fact);
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
    let ask = body.value.ask(path.fact);
    amend(&context, path, "cancel_fact", ask, &body.bytes).await
}

/// Amends several facts at once: they are judged together, so that two values may be swapped, or a presence moved from
/// one session to another. The reply and `If-Match` speak of the object of the first fact.
#[utoipa::path(
    post,
    operation_id = "amend_facts",
    path = "/v1/spaces/{space}/amendments",
    tag = "facts",
    params(SpacePath, CommandHeaders),
    request_body = AmendmentsBody,
    responses(
        (status = 201, description = "All of them are recorded.", body = CommandReplyBody),
    ),
)]
async fn amend_many(
    context: CommandContext,
    InPath(SpacePath { space }): InPath<SpacePath>,
    body: JsonBody<AmendmentsBody>,
) -> RouteResult<CommandReply> {
    context.state.known(&space).await?;
    let AmendmentsBody { corrections, cancellations } = body.value;
    let corrected = corrections.into_iter().map(|CorrectionOf { fact, correction }| (fact, correction.ask(fact)));
    let cancelled =
        cancellations.into_iter().map(|CancellationOf { fact, cancellation }| (fact, cancellation.ask(fact)));
    let amendments: Vec<(FactId, Ask)> = corrected.chain(cancelled).collect();
    if amendments.is_empty() || amendments.len() > MOST_AMENDMENTS {
        let values = vec![("most", MOST_AMENDMENTS.to_string())];
        return Err(Problem::new("bad-body").at_pointer("/corrections", "place-amendments-count", values));
    }
    let mut asks = Vec::with_capacity(amendments.len());
    for (fact, ask) in amendments {
        let stream = stream_of(&context, &space, fact).await?;
        asks.push(CommandRequest {
            verb: "amend",
            space: space.clone(),
            stream,
            occurred: None,
            ask,
            context: api_context(),
        });
    }
    context.submit_all(asks, &body.bytes).await
}
