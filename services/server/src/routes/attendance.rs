//! Attendance: named presences, anonymous heads, visits.

use maillage_events::fact::Fact;
use maillage_events::id::Id;
use maillage_events::quantity::Quantity;
use maillage_events::session::{
    Age, AttendanceObserved, AttendanceWithdrawn, ConnectionsRecorded, HeadcountRecorded, Marginals, QpvAnswer,
    Quality, SeenScope, SessionFact, Sex, Standing, VisitsRecorded,
};
use maillage_events::text::Text;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::command::{CommandContext, CommandReply, CommandReplyBody};
use crate::http::body::JsonBody;
use crate::http::parts::InPath;
use crate::http::problem::RouteResult;
use crate::routes::bodies::{CommandHeaders, Observed, Stated};
use crate::routes::deletion::Deletion;
use crate::routes::paths::{AttendancePath, NamesStream, SheetPath};
use crate::state::AppState;
use crate::stored_facts::{read_whole, with_whole_stream};

/// Routes of attendance.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(present, withdrawn))
        .routes(routes!(headcount))
        .routes(routes!(visits))
        .routes(routes!(connections))
}

/// As what somebody was there.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceBody {
    /// As what, that day.
    pub quality: Quality,
    /// For which organisation, that day.
    pub organisation: Option<Id>,
    /// Age on that day.
    pub age: Option<Age>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Whether the person lives in a priority neighbourhood, that day.
    pub qpv: Option<QpvAnswer>,
    /// The part of the session; absent for the whole of it.
    pub part: Option<Id>,
    /// The organisation that sent the person.
    pub referred_by: Option<Id>,
}

/// Why a presence is taken back.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalBody {
    /// The part of the session; absent for the whole of it.
    pub part: Option<Id>,
    /// Why.
    pub motive: Text,
}

/// The same as parameters.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes parameters that are read elsewhere")]
pub struct WithdrawalQuery {
    /// When it was decided: today, unless said otherwise.
    #[param(value_type = Option<String>, example = "2016-03-08")]
    occurred_on: Option<OccurredOn>,
    /// The part of the session; absent for the whole of it.
    part: Option<String>,
    /// Why; needed where there is no body.
    motive: Option<String>,
}

/// Heads that were counted without names.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadcountBody {
    /// Anonymous heads, on top of the named presences.
    pub total: Quantity,
    /// The part of the session; absent for the whole of it.
    pub part: Option<Id>,
    /// How many of them said that they had already come.
    pub already_seen: Option<u64>,
    /// About what they were asked.
    pub seen_scope: Option<SeenScope>,
    /// What they answered, each question on its own and never crossed.
    #[serde(default)]
    pub marginals: Marginals,
    /// How it stands to the sheets before it; the first, where it is absent.
    #[serde(default)]
    pub standing: Standing,
}

/// Visits to a stand, or connections.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PassagesBody {
    /// How many.
    pub number: Quantity,
    /// How it stands to the sheets before it; the first, where it is absent.
    #[serde(default)]
    pub standing: Standing,
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
    let PresenceBody { quality, organisation, age, sex, qpv, part, referred_by } = body.value.data;
    let fact = AttendanceObserved { person: path.person, quality, organisation, age, sex, qpv, part, referred_by };
    let part = fact.part.clone();
    let mut reply = context.record(&path, "attend", Some(body.value.occurred_on), fact, &body.bytes).await?;
    if reply.outcome.facts.is_empty() {
        reply.stands_at = stands_at(&context, &path, part.as_ref()).await?;
    }
    Ok(reply)
}

/// The position of the fact that says that the person was there: two devices that note one presence led to one fact.
async fn stands_at(context: &CommandContext, path: &AttendancePath, part: Option<&Id>) -> RouteResult<Option<u64>> {
    let (person, part) = (path.person, part.cloned());
    with_whole_stream(&context.state, &path.space, &path.stream()?, move |mut stored| {
        stored.retain(|fact| fact.kind == "attendance.observed");
        let of_person = |fact: &Fact| {
            matches!(fact, Fact::Session(SessionFact::AttendanceObserved(it))
                if it.person == person && it.part == part)
        };
        let past = read_whole(&stored)?;
        Ok(past.iter().rev().find(|recorded| of_person(&recorded.fact)).map(|recorded| recorded.position))
    })
    .await
}

/// Takes a presence back. What it says stands in the query, or in a body in its place.
#[utoipa::path(
    delete,
    operation_id = "withdraw_presence",
    path = "/v1/spaces/{space}/sessions/{session}/attendance/{person}",
    tag = "sessions",
    params(AttendancePath, WithdrawalQuery, CommandHeaders),
    request_body = Stated<WithdrawalBody>,
    responses(
        (status = 201, description = "The presence is withdrawn.", body = CommandReplyBody),
        (status = 200, description = "It was withdrawn already.", body = CommandReplyBody),
    ),
)]
async fn withdrawn(
    context: CommandContext,
    InPath(path): InPath<AttendancePath>,
    body: Deletion<WithdrawalBody>,
) -> RouteResult<CommandReply> {
    let WithdrawalBody { part, motive } = body.value.data;
    let fact = AttendanceWithdrawn { person: path.person, part, motive };
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
    let HeadcountBody { total, part, already_seen, seen_scope, marginals, standing } = body.value.data;
    let fact =
        HeadcountRecorded { sheet: path.sheet.clone(), total, part, already_seen, seen_scope, marginals, standing };
    context.record(&path, "count_heads", Some(body.value.occurred_on), fact, &body.bytes).await
}

/// Records visits to a stand: passages, never persons.
#[utoipa::path(
    put,
    operation_id = "record_visits",
    path = "/v1/spaces/{space}/sessions/{session}/visits/{sheet}",
    tag = "sessions",
    params(SheetPath, CommandHeaders),
    request_body = Observed<PassagesBody>,
    responses(
        (status = 201, description = "The sheet is recorded.", body = CommandReplyBody),
        (status = 200, description = "It was known already.", body = CommandReplyBody),
    ),
)]
async fn visits(
    context: CommandContext,
    InPath(path): InPath<SheetPath>,
    body: JsonBody<Observed<PassagesBody>>,
) -> RouteResult<CommandReply> {
    let PassagesBody { number, standing } = body.value.data;
    let fact = VisitsRecorded { sheet: path.sheet.clone(), number, standing };
    context.record(&path, "count_visits", Some(body.value.occurred_on), fact, &body.bytes).await
}

/// Records connections to an online session: never persons.
#[utoipa::path(
    put,
    operation_id = "record_connections",
    path = "/v1/spaces/{space}/sessions/{session}/connections/{sheet}",
    tag = "sessions",
    params(SheetPath, CommandHeaders),
    request_body = Observed<PassagesBody>,
    responses(
        (status = 201, description = "The sheet is recorded.", body = CommandReplyBody),
        (status = 200, description = "It was known already.", body = CommandReplyBody),
    ),
)]
async fn connections(
    context: CommandContext,
    InPath(path): InPath<SheetPath>,
    body: JsonBody<Observed<PassagesBody>>,
) -> RouteResult<CommandReply> {
    let PassagesBody { number, standing } = body.value.data;
    let fact = ConnectionsRecorded { sheet: path.sheet.clone(), number, standing };
    context.record(&path, "count_connections", Some(body.value.occurred_on), fact, &body.bytes).await
}
