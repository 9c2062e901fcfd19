//! What surrounds every fact, and the canonical bytes of the whole.

use std::fmt::{self, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::canonical::{NotCanonical, to_bytes};
use crate::fact::Fact;
use crate::family::{Unreadable, closed_list};
use crate::id::{CommandId, FactId, Id, SpaceId, StreamId};
use crate::when::OccurredOn;

/// The second clock: when the log learned a fact, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordedAt(pub i64);

crate::bad_id::string_schema!(
    RecordedAt,
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z$",
    "2016-12-31T23:59:59.000000Z"
);

impl From<jiff::Timestamp> for RecordedAt {
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment.as_microsecond())
    }
}

impl RecordedAt {
    /// The same moment as a timestamp; the end of time when it is out of range.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::MAX)
    }
}

impl fmt::Display for RecordedAt {
    /// RFC 3339, UTC, always six decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.timestamp())
    }
}

impl FromStr for RecordedAt {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<jiff::Timestamp>().map(Self::from)
    }
}

impl TryFrom<String> for RecordedAt {
    type Error = jiff::Error;
    fn try_from(text: String) -> Result<Self, jiff::Error> {
        text.parse()
    }
}

impl From<RecordedAt> for String {
    fn from(at: RecordedAt) -> String {
        at.to_string()
    }
}

closed_list! {
    /// How a fact came in.
    pub enum Channel {
        /// Typed in.
        Entry = "entry",
        /// From a file.
        Import = "import",
        /// Through the API.
        Api = "api",
        /// From a device that was off line.
        Offline = "offline",
        /// Made for demonstration.
        Demonstration = "demonstration",
    }
}

/// Who recorded a fact: a pseudonym, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// Opaque account.
    pub account: Id,
    /// The role it acted in.
    pub role: Option<Id>,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// How.
    pub channel: Channel,
    /// The device, for what was recorded off line.
    pub device: Option<Id>,
    /// The device's own number of the ask.
    pub sequence: Option<u64>,
}

/// The lines of a document that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// SHA-256 of the document, in hexadecimal.
    pub document: String,
    /// First line, from 1.
    pub from_line: u64,
    /// Last line, included.
    pub to_line: u64,
}

/// What an ask says of itself, and each of its facts repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// For whom, when delegated.
    pub on_behalf_of: Option<Id>,
    /// How it came in.
    pub source: Source,
    /// The larger piece of work that it belongs to.
    pub correlation: Option<Uuid>,
    /// The fact that led to it.
    pub causation: Option<FactId>,
    /// What proves it.
    pub evidence: Option<Evidence>,
}

impl Context {
    /// A context that says only who and how.
    pub fn new(account: Id, channel: Channel) -> Self {
        Self {
            actor: Actor { account, role: None },
            on_behalf_of: None,
            source: Source { channel, device: None, sequence: None },
            correlation: None,
            causation: None,
            evidence: None,
        }
    }
}

/// A fact that is ready to be appended: all is known but its position and the second clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its id.
    pub id: FactId,
    /// Its stream.
    pub stream: StreamId,
    /// Its version there, from 1.
    pub version: u64,
    /// The first clock.
    pub occurred: OccurredOn,
    /// What happened.
    pub fact: Fact,
    /// The ask that led to it.
    pub command: CommandId,
    /// Who, how, why.
    pub context: Context,
}

#[derive(Serialize)]
struct Head<'a> {
    actor: &'a Actor,
    causation: Option<FactId>,
    command: CommandId,
    correlation: Option<Uuid>,
    data: serde_json::Value,
    evidence: &'a Option<Evidence>,
    id: FactId,
    kind: &'static str,
    occurred: OccurredOn,
    on_behalf_of: &'a Option<Id>,
}

#[derive(Serialize)]
struct Tail<'a> {
    schema: u16,
    source: &'a Source,
    space: &'a SpaceId,
    stream: &'a StreamId,
    version: u64,
}

/// A draft in canonical bytes with one hole, which the log fills with the position and the second clock.
/// Filling it is a copy: the single writer serialises nothing.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// Its id.
    pub id: FactId,
    /// Its stream.
    pub stream: StreamId,
    /// Its version there.
    pub version: u64,
    /// Its kind.
    pub kind: &'static str,
    /// The first clock.
    pub occurred: OccurredOn,
    /// What stands before the hole, and what stands after it.
    known: Vec<u8>,
    hole: usize,
}

impl Draft {
    /// Writes everything that is known already.
    pub fn seal(&self, space: &SpaceId) -> Result<Sealed, NotCanonical> {
        let context = &self.context;
        let mut known = to_bytes(&Head {
            actor: &context.actor,
            causation: context.causation,
            command: self.command,
            correlation: context.correlation,
            data: self.fact.payload()?,
            evidence: &context.evidence,
            id: self.id,
            kind: self.fact.kind(),
            occurred: self.occurred,
            on_behalf_of: &context.on_behalf_of,
        })?;
        known.pop();
        let hole = known.len();
        let after = to_bytes(&Tail {
            schema: self.fact.schema(),
            source: &context.source,
            space,
            stream: &self.stream,
            version: self.version,
        })?;
        known.extend_from_slice(after.get(1..).unwrap_or_default());
        Ok(Sealed {
            id: self.id,
            stream: self.stream.clone(),
            version: self.version,
            kind: self.fact.kind(),
            occurred: self.occurred,
            known,
            hole,
        })
    }
}

/// Room for what fills the hole: its words, a position of twenty digits, a moment.
const HOLE: usize = 80;

impl Sealed {
    /// The canonical bytes of the whole fact, at a position.
    pub fn bytes(&self, position: u64, recorded_at: RecordedAt) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.known.len() + HOLE);
        self.pieces(position, recorded_at, |piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// The same bytes, handed out one piece after the other, for whoever has a place of its own to put them.
    pub fn pieces(&self, position: u64, recorded_at: RecordedAt, mut take: impl FnMut(&[u8])) {
        let mut hole = String::with_capacity(HOLE);
        // Writing to a string does not fail.
        let _ = write!(hole, ",\"position\":{position},\"recorded_at\":\"{recorded_at}\",");
        let (before, after) = self.known.split_at(self.hole);
        take(before);
        take(hole.as_bytes());
        take(after);
    }
}

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
}

#[derive(Deserialize)]
struct Wire<'a> {
    actor: Actor,
    causation: Option<FactId>,
    command: CommandId,
    correlation: Option<Uuid>,
    #[serde(borrow)]
    data: &'a RawValue,
    evidence: Option<Evidence>,
    id: FactId,
    kind: &'a str,
    occurred: OccurredOn,
    on_behalf_of: Option<Id>,
    position: u64,
    recorded_at: RecordedAt,
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            };
            let recorded_at: RecordedAt = "2016-12-31T10:00:00Z".parse().unwrap();
            let bytes = draft.seal(&space).unwrap().bytes(42, recorded_at);
            let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(to_bytes(&whole).unwrap(), bytes, "{} is not canonical", info.kind);
            let read = Recorded::read(&bytes).unwrap();
            assert_eq!((read.position, read.recorded_at), (42, recorded_at));
            assert_eq!(read.draft(), draft);
        }
    }

    #[test]
    fn the_second_clock_always_shows_six_decimals() {
        let at: RecordedAt = "2016-12-31T10:00:00Z".parse().unwrap();
        assert_eq!(at.to_string(), "2016-12-31T10:00:00.000000Z");
        assert_eq!(at.to_string().parse::<RecordedAt>().unwrap(), at);
    }
}
