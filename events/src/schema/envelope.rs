//! The form of what surrounds every fact, member by member as [`crate::envelope::Recorded`] reads it.

use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::declare::{KindInfo, Subject, example_person};
use crate::envelope::{Actor, Channel, Context, Evidence, RecordedAt, Salt, Source};
use crate::family::Family;
use crate::id::{CommandId, FactId, Id, SpaceId, StreamId};
use crate::when::OccurredOn;

/// A fact as it stands in the log, on the topic and in an export: canonical JSON (RFC 8785). What is absent is left
/// out.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "a form to document: facts are read and written by the envelope itself")]
pub(crate) struct Envelope {
    /// Who recorded it: a pseudonym.
    actor: Actor,
    /// The fact that led to it.
    causation: Option<FactId>,
    /// The ask that led to it; the same ask sent again gives no second fact.
    command: CommandId,
    /// The larger piece of work that it belongs to.
    correlation: Option<uuid::Uuid>,
    /// What happened, in the form of its kind.
    #[schema(value_type = Object)]
    data: Value,
    /// The places in documents that say so.
    #[schema(min_items = 1, max_items = 4)]
    evidence: Option<Vec<Evidence>>,
    /// Its id.
    id: FactId,
    /// Its kind.
    kind: String,
    /// The first clock: when it happened, as precisely as is known.
    occurred: OccurredOn,
    /// For which organisation it was recorded, when delegated.
    on_behalf_of: Option<Id>,
    /// Its place in the order of its space: 1, 2, 3 … without a gap.
    #[schema(minimum = 1)]
    position: u64,
    /// The second clock: when the log learned it; never earlier than that of the position before.
    recorded_at: RecordedAt,
    /// Sixteen random bytes, where the payload speaks of a person: its hash then says nothing of it.
    salt: Option<Salt>,
    /// The version of its payload's form.
    schema: u16,
    /// How it came in.
    source: Source,
    /// Its space: the unit of order, of rights and of scale.
    space: SpaceId,
    /// Its stream, `family/identifier`.
    stream: StreamId,
    /// Its place in its stream: 1, 2, 3 … without a gap.
    #[schema(minimum = 1)]
    version: u64,
}

/// An example of a whole fact around a payload.
pub(super) fn around(info: &KindInfo, data: Value) -> Value {
    // A fact about another fact stands in the stream of what it amends.
    let family = info.family.unwrap_or(Family::Session);
    let context = Context::new(crate::declare::example_id("compte-1"), Channel::Entry);
    let mut whole = json!({
        "actor": without_what_is_absent(json!(context.actor)),
        "command": "fbb32759-53f8-5473-8fb8-363d5ab55d7d",
        "data": without_what_is_absent(data),
        "id": "019531c2-5a00-7000-8000-000000000001",
        "kind": info.kind,
        "occurred": "2016-05",
        "position": 12,
        "recorded_at": "2016-12-31T10:00:00.000000Z",
        "schema": info.schema,
        "source": {"channel": "entry"},
        "space": "la-rochelle",
        "stream": format!("{family}/{}", example_of(family)),
        "version": 1,
    });
    if info.subject == Subject::Person {
        whole["salt"] = json!(Salt::default());
    }
    whole
}

/// An identifier that a stream of the family may bear.
fn example_of(family: Family) -> String {
    match family {
        Family::Person => example_person(1).to_string(),
        Family::Space => "la-rochelle".to_owned(),
        _ => "exemple".to_owned(),
    }
}

/// As canonical bytes have it: no member is null.
fn without_what_is_absent(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(_, member)| !member.is_null())
                .map(|(name, member)| (name, without_what_is_absent(member)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(without_what_is_absent).collect()),
        other => other,
    }
}
