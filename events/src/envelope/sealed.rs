//! From a fact that was decided to its canonical bytes, all but what only the log can know.
//!
//! ```text
//! {"actor":…,"command":…,"data":…,"id":…,"kind":…,"occurred":…  │ slot │  "salt":…,"schema":…,"space":…,…,"version":…}
//!                                                                  ▲
//!                      written by the log: ,"position":42,"recorded_at":"2016-12-31T10:00:00.000000Z",
//! ```

use std::fmt::Write;

use serde::Serialize;
use uuid::Uuid;

use super::actor::Actor;
use super::context::{Context, Source};
use super::evidence::{self, Evidence};
use super::recorded_at::RecordedAt;
use super::salt::Salt;
use crate::canonical::write_value;
use crate::declare::Subject;
use crate::fact::Fact;
use crate::family::Family;
use crate::id::{CommandId, FactId, Id, PersonRef, SpaceId, StreamId};
use crate::refusal::Refusal;
use crate::register;
use crate::screen::screen;
use crate::when::OccurredOn;

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
    /// Chance, which stands in facts that speak of a person and in no other.
    pub salt: Salt,
}

#[derive(Serialize)]
struct Head<'a> {
    actor: &'a Actor,
    causation: Option<FactId>,
    command: CommandId,
    correlation: Option<Uuid>,
    data: serde_json::Value,
    evidence: Option<&'a [Evidence]>,
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

/// A draft in canonical bytes with one slot, which the log fills with the position and the second clock.
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
    /// Whether it [moves the register](crate::register::moves).
    pub registered: bool,
    /// What stands before the slot, and what stands after it.
    known: Vec<u8>,
    slot: usize,
}

impl Draft {
    /// Writes everything that is known already. This is the one door into a log: whatever may not stand in a fact is
    /// refused here, envelope and payload alike (see [`screen`](crate::screen)).
    ///
    /// # Errors
    /// A refusal: the fact names a person, holds what no reader could read, or stands where none of its family may.
    pub fn seal(&self, space: &SpaceId) -> Result<Sealed, Refusal> {
        let context = &self.context;
        self.may_stand_in(space)?;
        evidence::sound(&context.evidence)?;
        let mut known = screened_bytes(&Head {
            actor: &context.actor,
            causation: context.causation,
            command: self.command,
            correlation: context.correlation,
            data: self.fact.payload().map_err(|_| unreadable())?,
            evidence: Some(context.evidence.as_slice()).filter(|evidence| !evidence.is_empty()),
            id: self.id,
            kind: self.fact.kind(),
            occurred: self.occurred,
            on_behalf_of: &context.on_behalf_of,
        })?;
        known.pop();
        let slot = known.len();
        if self.fact.subject() == Subject::Person {
            known.extend_from_slice(format!("\"salt\":\"{}\",", String::from(self.salt)).as_bytes());
        }
        let after = screened_bytes(&Tail {
            schema: self.fact.schema(),
            source: &context.source,
            space,
            stream: &self.stream,
            version: self.version,
        })?;
        known.extend_from_slice(after.get(1..).unwrap_or_default());
        if known.len() + SLOT > MOST_BYTES {
            return Err(Refusal::new("fact-too-large").with("bytes", known.len()).with("most", MOST_BYTES));
        }
        Ok(Sealed {
            id: self.id,
            stream: self.stream.clone(),
            version: self.version,
            kind: self.fact.kind(),
            occurred: self.occurred,
            registered: register::moves(&self.fact),
            known,
            slot,
        })
    }

    /// Refuses the streams that would name a person or give a space a second beginning: a person is an opaque
    /// reference, and only the space itself stands in the family of spaces.
    fn may_stand_in(&self, space: &SpaceId) -> Result<(), Refusal> {
        let id = self.stream.id.as_str();
        match self.stream.family {
            Family::Person if PersonRef::from_canonical(id).is_none() => Err(Refusal::new("person-without-reference")),
            Family::Space if id != space.as_str() => Err(Refusal::new("not-this-space").with("space", space)),
            _ => Ok(()),
        }
    }
}

/// The canonical bytes of what was seen to be fit for a fact: every key, text and number of it.
fn screened_bytes(part: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    let value = serde_json::to_value(part).map_err(|_| unreadable())?;
    short_lists(&value)?;
    screen(&value)?;
    let mut bytes = Vec::with_capacity(256);
    write_value(&mut bytes, &value).map_err(|_| unreadable())?;
    Ok(bytes)
}

/// Refuses lists that are longer than a fact may hold.
fn short_lists(value: &serde_json::Value) -> Result<(), Refusal> {
    match value {
        serde_json::Value::Array(items) if items.len() > MOST_ITEMS => {
            Err(Refusal::new("too-many-items").with("length", items.len()).with("most", MOST_ITEMS))
        }
        serde_json::Value::Array(items) => items.iter().try_for_each(short_lists),
        serde_json::Value::Object(members) => members.values().try_for_each(short_lists),
        _ => Ok(()),
    }
}

fn unreadable() -> Refusal {
    Refusal::new("unreadable-payload")
}

/// The canonical bytes of a fact at most.
pub const MOST_BYTES: usize = 32 * 1024;

/// The items of a list at most.
pub const MOST_ITEMS: usize = 200;

/// Room for what fills the slot: its words, a position of twenty digits, a moment.
const SLOT: usize = 80;

impl Sealed {
    /// The canonical bytes of the whole fact, at a position.
    pub fn bytes(&self, position: u64, recorded_at: RecordedAt) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.known.len() + SLOT);
        self.pieces(position, recorded_at, |piece| bytes.extend_from_slice(piece));
        bytes
    }

    /// The same bytes, handed out one piece after the other, for whoever has a place of its own to put them.
    pub fn pieces(&self, position: u64, recorded_at: RecordedAt, mut take: impl FnMut(&[u8])) {
        let mut slot = String::with_capacity(SLOT);
        // Writing to a string does not fail.
        let _ = write!(slot, ",\"position\":{position},\"recorded_at\":\"{recorded_at}\",");
        let (before, after) = self.known.split_at(self.slot);
        take(before);
        take(slot.as_bytes());
        take(after);
    }
}
