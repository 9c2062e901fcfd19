//! Attendance: named presences, anonymous heads, visits.

use std::collections::BTreeMap;

use maillage_events::decide::Ask;
use maillage_events::fact::Fact;
use maillage_events::id::{Id, SpaceId};
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    AgeBand, AttendanceObserved, AttendanceWithdrawn, HeadcountRecorded, Quality, SeenScope, VisitsRecorded,
};
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandAnswer, Intake, Telling, Told, api_context};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::Answered;
use crate::routes::paths::{AttendancePath, SessionPath, SheetPath};
use crate::routes::stated::{CommandHeaders, Observed, Stated};
use crate::state::AppState;

/// Routes of attendance.
pub fn router() -> OpenApiRouter<AppState> {
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

async fn record(
    intake: Intake,
    (space, session): (SpaceId, Id),
    verb: &'static str,
    occurred: Option<OccurredOn>,
    fact: impl Into<Fact>,
    bytes: &[u8],
) -> Answered<Told> {
    intake.state.known(&space).await?;
    let stream = SessionPath { space: space.clone(), session }.stream();
    intake
        .tell(Telling { verb, space, stream, occurred, ask: Ask::Record(fact.into()), context: api_context() }, bytes)
        .await
}

/// Records that a person was there, on `occurred_on`.
#[utoipa::path(put, operation_id = "record_presence", path = "/v1/spaces/{space}/sessions/{session}/attendance/{person}", tag = "sessions", params(AttendancePath, CommandHeaders),
    request_body = Observed<PresenceBody>, responses(
    (status = 201, description = "The presence is recorded.", body = CommandAnswer),
    (status = 200, description = "It was known already.", body = CommandAnswer),
))]
async fn present(
    intake: Intake,
    InPath(path): InPath<AttendancePath>,
    body: JsonBody<Observed<PresenceBody>>,
) -> Answered<Told> {
    let PresenceBody { quality, organisation, age } = body.value.data;
    let fact = AttendanceObserved { person: path.person, quality, organisation, age };
    record(intake, (path.space, path.session), "attend", Some(body.value.occurred_on), fact, &body.bytes).await
}

/// Takes a presence back.
#[utoipa::path(delete, operation_id = "withdraw_presence", path = "/v1/spaces/{space}/sessions/{session}/attendance/{person}", tag = "sessions", params(AttendancePath, CommandHeaders),
    request_body = Stated<WithdrawalBody>, responses(
    (status = 201, description = "The presence is withdrawn.", body = CommandAnswer),
    (status = 200, description = "It was withdrawn already.", body = CommandAnswer),
))]
async fn withdrawn(
    intake: Intake,
    InPath(path): InPath<AttendancePath>,
    body: JsonBody<Stated<WithdrawalBody>>,
) -> Answered<Told> {
    let fact = AttendanceWithdrawn { person: path.person, motive: body.value.data.motive };
    record(intake, (path.space, path.session), "withdraw", body.value.occurred_on, fact, &body.bytes).await
}

/// Records anonymous heads, sheet by sheet.
#[utoipa::path(put, operation_id = "record_headcount", path = "/v1/spaces/{space}/sessions/{session}/headcounts/{sheet}", tag = "sessions", params(SheetPath, CommandHeaders),
    request_body = Observed<HeadcountBody>, responses(
    (status = 201, description = "The sheet is recorded.", body = CommandAnswer),
    (status = 200, description = "It was known already.", body = CommandAnswer),
))]
async fn headcount(
    intake: Intake,
    InPath(path): InPath<SheetPath>,
    body: JsonBody<Observed<HeadcountBody>>,
) -> Answered<Told> {
    let HeadcountBody { total, already_seen, seen_scope, marginals, replaces, adds } = body.value.data;
    let fact = HeadcountRecorded { sheet: path.sheet, total, already_seen, seen_scope, marginals, replaces, adds };
    record(intake, (path.space, path.session), "count_heads", Some(body.value.occurred_on), fact, &body.bytes).await
}

/// Records visits to a stand: passages, never persons.
#[utoipa::path(put, operation_id = "record_visits", path = "/v1/spaces/{space}/sessions/{session}/visits/{sheet}", tag = "sessions", params(SheetPath, CommandHeaders),
    request_body = Observed<VisitsBody>, responses(
    (status = 201, description = "The sheet is recorded.", body = CommandAnswer),
    (status = 200, description = "It was known already.", body = CommandAnswer),
))]
async fn visits(
    intake: Intake,
    InPath(path): InPath<SheetPath>,
    body: JsonBody<Observed<VisitsBody>>,
) -> Answered<Told> {
    let fact = VisitsRecorded { sheet: path.sheet, passages: body.value.data.passages };
    record(intake, (path.space, path.session), "count_visits", Some(body.value.occurred_on), fact, &body.bytes).await
}
