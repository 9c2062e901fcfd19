//! Attendance: named presences, anonymous heads, visits.

use std::collections::BTreeMap;

use maillage_events::id::Id;
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    AgeBand, AttendanceObserved, AttendanceWithdrawn, HeadcountRecorded, Quality, SeenScope, VisitsRecorded,
};
use maillage_events::text::Text;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::RouteResult;
use crate::routes::bodies::{CommandHeaders, Observed, Stated};
use crate::routes::paths::{AttendancePath, SheetPath};
use crate::state::AppState;

/// Routes of attendance.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(present, withdrawn)).routes(routes!(headcount)).routes(routes!(visits))
}

/// As what somebody was there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceBody {
    /// As what, that day.
    pub quality: Quality,
    /// For which organisation, that day.
    pub organisation: Option<Id>,
    /// Age on that day.
    pub age: Option<AgeBand>,
}

/// Why a presence is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalBody {
    /// Why.
    pub motive: Text,
}

/// Heads that were counted without names.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadcountBody {
    /// Anonymous heads, on top of the named presences.
    pub total: Quantity,
    /// How many of them said that they had already come.
    pub already_seen: Option<u64>,
    /// About what they were asked.
    pub seen_scope: Option<SeenScope>,
    /// Marginals, each on its own and never crossed: `sex` → `f` → 5.
    #[serde(default)]
    pub marginals: BTreeMap<String, BTreeMap<String, u64>>,
    /// The earlier sheet that this one replaces.
    pub replaces: Option<Id>,
    /// Whether it adds to the sheets before.
    #[serde(default)]
    pub adds: bool,
}

/// Visits to a stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitsBody {
    /// How many passages.
    pub passages: Quantity,
}

/// Records that a person was there, on `occurred_on`.
#[utoipa::path(
    put,
    operation_id = "record_presence",
    path = "/v1/spaces/{space}/sessions/{session}/attendance/{person}",
    tag = "sessions",
    params(AttendancePath, CommandHeaders),
    request_body = Observed<PresenceBody>,
    responses(
        (status = 201, description = "The presence is recorded.", body = CommandReplyBody),
        (status = 200, description = "It was known already.", body = CommandReplyBody),
    ),
)]
async fn present(
    context: CommandContext,
    InPath(path): InPath<AttendancePath>,
    body: JsonBody<Observed<PresenceBody>>,
) -> RouteResult<CommandReply> {
    let PresenceBody { quality, organisation, age } = body.value.data;
    let fact = AttendanceObserved { person: path.person, quality, organisation, age };
    context.record(&path, "attend", Some(body.value.occurred_on), fact, &body.bytes).await
}

/// Takes a presence back.
#[utoipa::path(
    delete,
    operation_id = "withdraw_presence",
    path = "/v1/spaces/{space}/sessions/{session}/attendance/{person}",
    tag = "sessions",
    params(AttendancePath, CommandHeaders),
    request_body = Stated<WithdrawalBody>,
    responses(
        (status = 201, description = "The presence is withdrawn.", body = CommandReplyBody),
        (status = 200, description = "It was withdrawn already.", body = CommandReplyBody),
    ),
)]
async fn withdrawn(
    context: CommandContext,
    InPath(path): InPath<AttendancePath>,
    body: JsonBody<Stated<WithdrawalBody>>,
) -> RouteResult<CommandReply> {
    let fact = AttendanceWithdrawn { person: path.person, motive: body.value.data.motive };
    context.record(&path, "withdraw", body.value.occurred_on, fact, &body.bytes).await
}

/// Records anonymous heads, sheet by sheet.
#[utoipa::path(
    put,
    operation_id = "record_headcount",
    path = "/v1/spaces/{space}/sessions/{session}/headcounts/{sheet}",
    tag = "sessions",
    params(SheetPath, CommandHeaders),
    request_body = Observed<HeadcountBody>,
    responses(
        (status = 201, description = "The sheet is recorded.", body = CommandReplyBody),
        (status = 200, description = "It was known already.", body = CommandReplyBody),
    ),
)]
async fn headcount(
    context: CommandContext,
    InPath(path): InPath<SheetPath>,
    body: JsonBody<Observed<HeadcountBody>>,
) -> RouteResult<CommandReply> {
    let HeadcountBody { total, already_seen, seen_scope, marginals, replaces, adds } = body.value.data;
    let fact =
        HeadcountRecorded { sheet: path.sheet.clone(), total, already_seen, seen_scope, marginals, replaces, adds };
    context.record(&path, "count_heads", Some(body.value.occurred_on), fact, &body.bytes).await
}

/// Records visits to a stand: passages, never persons.
#[utoipa::path(
    put,
    operation_id = "record_visits",
    path = "/v1/spaces/{space}/sessions/{session}/visits/{sheet}",
    tag = "sessions",
    params(SheetPath, CommandHeaders),
    request_body = Observed<VisitsBody>,
    responses(
        (status = 201, description = "The sheet is recorded.", body = CommandReplyBody),
        (status = 200, description = "It was known already.", body = CommandReplyBody),
    ),
)]
async fn visits(
    context: CommandContext,
    InPath(path): InPath<SheetPath>,
    body: JsonBody<Observed<VisitsBody>>,
) -> RouteResult<CommandReply> {
    let fact = VisitsRecorded { sheet: path.sheet.clone(), passages: body.value.data.passages };
    context.record(&path, "count_visits", Some(body.value.occurred_on), fact, &body.bytes).await
}
