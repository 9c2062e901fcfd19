//! A fact read whole from its canonical bytes.

use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::actor::Actor;
use super::context::{Context, Source};
use super::evidence::Evidence;
use super::recorded_at::RecordedAt;
use super::salt::Salt;
use super::sealed::Draft;
use crate::fact::Fact;
use crate::id::{CommandId, FactId, Id, SpaceId, StreamId};
use crate::unreadable::Unreadable;
use crate::when::OccurredOn;

/// A fact as it stands in the log, read whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its place in the order of the space, from 1.
    pub position: u64,
    /// The second clock.
    pub recorded_at: RecordedAt,
    /// Its space.
    pub space: SpaceId,
    /// Its stream.
    pub stream: StreamId,
    /// Its version there.
    pub version: u64,
    /// Its id.
    pub id: FactId,
    /// The ask that led to it.
    pub command: CommandId,
    /// The first clock.
    pub occurred: OccurredOn,
    /// What happened.
    pub fact: Fact,
    /// Who, how, why.
    pub context: Context,
    /// Its salt, where it speaks of a person.
    pub salt: Option<Salt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'a> {
    actor: Actor,
    causation: Option<FactId>,
    command: CommandId,
    correlation: Option<Uuid>,
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(default)]
    evidence: Vec<Evidence>,
    id: FactId,
    kind: &'a str,
    occurred: OccurredOn,
    on_behalf_of: Option<Id>,
    position: u64,
    recorded_at: RecordedAt,
    salt: Option<Salt>,
    schema: u16,
    source: Source,
    space: SpaceId,
    stream: StreamId,
    version: u64,
}

impl Recorded {
    /// Reads the canonical bytes of a fact, upcasting an older payload.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let wire: Wire<'_> = serde_json::from_slice(bytes)?;
        Ok(Self {
            position: wire.position,
            recorded_at: wire.recorded_at,
            space: wire.space,
            stream: wire.stream,
            version: wire.version,
            id: wire.id,
            command: wire.command,
            occurred: wire.occurred,
            fact: Fact::read_stored(wire.kind, wire.schema, wire.data.get())?,
            context: Context {
                actor: wire.actor,
                on_behalf_of: wire.on_behalf_of,
                source: wire.source,
                correlation: wire.correlation,
                causation: wire.causation,
                evidence: wire.evidence,
            },
            salt: wire.salt,
        })
    }

    /// The draft that gives these very bytes back at the same position.
    pub fn draft(&self) -> Draft {
        Draft {
            id: self.id,
            stream: self.stream.clone(),
            version: self.version,
            occurred: self.occurred,
            fact: self.fact.clone(),
            command: self.command,
            context: self.context.clone(),
            salt: self.salt.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::context::Channel;
    use super::*;
    use crate::canonical::to_bytes;
    use crate::declare::Subject;
    use crate::fact::registry;

    #[test]
    fn every_kind_reads_back_from_canonical_bytes_and_gives_the_same_bytes_again() {
        let space = SpaceId::new("la-rochelle").unwrap();
        for (at, info) in registry().enumerate() {
            let draft = Draft {
                id: FactId(Uuid::from_u128(at as u128)),
                stream: "session/s-1".parse().unwrap(),
                version: 3,
                occurred: OccurredOn::Year(2016),
                fact: Fact::read(info.kind, &(info.example)().to_string()).unwrap(),
                command: CommandId::derived("c"),
                context: Context::new(Id::new("compte-1").unwrap(), Channel::Entry),
                salt: Salt::default(),
            };
            let recorded_at: RecordedAt = "2016-12-31T10:00:00Z".parse().unwrap();
            let bytes = draft.seal(&space).unwrap().bytes(42, recorded_at);
            let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(to_bytes(&whole).unwrap(), bytes, "{} is not canonical", info.kind);
            let between = |key: &&String| ("position".."recorded_at").contains(&key.as_str()) && *key != "position";
            let members = whole.as_object().unwrap();
            assert_eq!(members.keys().find(between), None, "the slot's two members are neighbours");
            assert!(members["source"].get("schema").is_none(), "the last `schema` is the payload's");
            let read = Recorded::read(&bytes).unwrap();
            assert_eq!((read.position, read.recorded_at), (42, recorded_at));
            assert_eq!(read.draft(), draft);
            assert_eq!(read.salt.is_some(), info.subject == Subject::Person, "{}", info.kind);
        }
    }
}
