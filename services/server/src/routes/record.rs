//! The general command: record that something happened, of any family.

use jiff::Timestamp;
use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Evidence, Source};
use maillage_events::fact::Fact;
use maillage_events::id::{DeviceRef, FactId, Id};
use maillage_events::person::{CardState, PersonFact, PersonRegistered};
use maillage_events::space::SpaceFact;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::command::{CommandContext, CommandReply, CommandReplyBody, CommandRequest, api_context};
use crate::http::body::{JsonBody, unreadable};
use crate::http::parts::InPath;
use crate::http::problem::{Problem, RouteResult};
use crate::routes::bodies::CommandHeaders;
use crate::routes::paths::{NamesStream, StreamPath};
use crate::state::AppState;

/// Routes that take facts of any family.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(record))
}

/// What happened.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordBody {
    /// The kind of fact.
    #[schema(example = "contract.signed")]
    pub kind: String,
    /// When it happened: a day, a month, a year, or `unknown`.
    pub occurred_on: OccurredOn,
    /// The payload of that kind.
    #[schema(value_type = Object)]
    pub data: Value,
    /// The places in documents that say so.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub evidence: Vec<Evidence>,
    /// For which organisation, when delegated.
    pub on_behalf_of: Option<Id>,
    /// The fact that led to it.
    pub causation: Option<FactId>,
    /// The larger piece of work that it belongs to.
    pub correlation: Option<Uuid>,
    /// The device, for what was recorded off line.
    pub device: Option<DeviceRecord>,
}

/// How a device recorded it while it was off line.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceRecord {
    /// The device.
    pub id: DeviceRef,
    /// Its own number of the ask.
    pub sequence: Option<u64>,
    /// What its own clock said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub time: Option<Timestamp>,
}

/// Records that something happened.
#[utoipa::path(
    post,
    operation_id = "record_fact",
    path = "/v1/spaces/{space}/streams/{family}/{id}/facts",
    tag = "facts",
    params(StreamPath, CommandHeaders),
    request_body = RecordBody,
    responses(
        (status = 201, description = "It is recorded.", body = CommandReplyBody),
        (status = 200, description = "It was known already.", body = CommandReplyBody),
    ),
)]
async fn record(
    command: CommandContext,
    InPath(path): InPath<StreamPath>,
    body: JsonBody<RecordBody>,
) -> RouteResult<CommandReply> {
    command.state.known(&path.space).await?;
    let RecordBody { kind, occurred_on, data, evidence, on_behalf_of, causation, correlation, device } = body.value;
    let fact = Fact::read_sent(&kind, &data).map_err(|fault| unreadable(&kind, fault, "/data"))?;
    refuse_without_effect(&fact)?;
    let mut context = api_context();
    (context.evidence, context.on_behalf_of) = (evidence, on_behalf_of);
    (context.causation, context.correlation) = (causation, correlation);
    if let Some(DeviceRecord { id, sequence, time }) = device {
        context.source = Source { channel: Channel::Offline, device: Some(id), sequence, device_time: time };
    }
    let stream = path.stream()?;
    let request = CommandRequest {
        verb: "record",
        space: path.space,
        stream,
        occurred: Some(occurred_on),
        ask: Ask::Record(fact),
        context,
    };
    command.submit(request, &body.bytes).await
}

/// Refuses facts whose effect lies outside the log: recorded here alone, they would say what was not done.
fn refuse_without_effect(fact: &Fact) -> RouteResult<()> {
    match fact {
        Fact::Person(PersonFact::Erased(_)) => Err(Problem::new("erasure-not-by-fact")),
        Fact::Space(SpaceFact::LossAccepted(_)) => Err(Problem::new("loss-not-by-fact")),
        Fact::Person(PersonFact::Registered(PersonRegistered { card: CardState::Held })) => {
            Err(Problem::new("card-not-by-fact"))
        }
        _ => Ok(()),
    }
}
