//! Reading stored facts lazily: a fold decodes only the payloads that it wants.

use serde::Deserialize;
use serde_json::Value;

use crate::amendment::Replacement;
use crate::declare::Payload;
use crate::envelope::{Recorded, RecordedAt};
use crate::id::FactId;
use crate::unreadable::Unreadable;
use crate::upcast::upcast;
use crate::when::OccurredOn;

/// A stored fact with the columns that a fold filters on; the payload stays bytes until it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct FactView<'a> {
    /// Its place in the order of the space, from 1.
    pub position: u64,
    /// The second clock.
    pub recorded_at: RecordedAt,
    /// Its id.
    pub id: FactId,
    /// Its stream, `family/identifier`.
    pub stream: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// The first clock, as stored.
    pub occurred: &'a str,
    /// The canonical bytes.
    pub bytes: &'a [u8],
}

impl<'a> FactView<'a> {
    /// The first clock. A stored date was checked when it was admitted; one that cannot be read counts as unknown.
    pub fn occurred(&self) -> OccurredOn {
        self.occurred.parse().unwrap_or(OccurredOn::Unknown)
    }

    /// The identifier part of its stream.
    pub fn stream_id(&self) -> &'a str {
        self.stream.split_once('/').map_or(self.stream, |(_, id)| id)
    }

    /// Whether its bytes hold these words anywhere: a quick look before it is read whole.
    pub fn mentions(&self, words: &str) -> bool {
        memchr::memmem::find(self.bytes, words.as_bytes()).is_some()
    }

    /// Reads the payload alone, without parsing the envelope around it.
    pub fn data<T: Payload + Deserialize<'a>>(&self) -> Result<T, Unreadable> {
        let (at, schema) = self.locate()?;
        let shape = |source| Unreadable::Shape { kind: self.kind.to_owned(), schema, source };
        let rest = &self.bytes[at..];
        if schema == T::SCHEMA {
            return T::deserialize(&mut serde_json::Deserializer::from_slice(rest)).map_err(shape);
        }
        if schema > T::SCHEMA {
            return Err(Unreadable::TooNew { kind: self.kind.to_owned(), schema, newest: T::SCHEMA });
        }
        let mut value = Value::deserialize(&mut serde_json::Deserializer::from_slice(rest)).map_err(shape)?;
        for from in schema..T::SCHEMA {
            value = upcast(self.kind, from, value);
        }
        // The text of an upcast payload belongs to the value: a type that borrows from the stored bytes says so as an
        // error of shape.
        T::deserialize(value).map_err(shape)
    }

    /// Reads everything.
    pub fn whole(&self) -> Result<Recorded, Unreadable> {
        Recorded::read(self.bytes)
    }

    /// The same fact in the words of its correction: how an amended fact is shown to a fold.
    pub fn corrected(&self, words: Replacement<'_>) -> Result<Vec<u8>, Unreadable> {
        let mut recorded = self.whole()?;
        recorded.fact = words.fact.clone();
        recorded.occurred = words.occurred.unwrap_or(recorded.occurred);
        let sealed = recorded
            .draft()
            .seal(&recorded.space)
            .map_err(|why| Unreadable::Envelope(serde::de::Error::custom(why)))?;
        Ok(sealed.bytes(self.position, self.recorded_at))
    }

    /// The schema that its payload was written in.
    pub fn schema(&self) -> Result<u16, Unreadable> {
        self.locate().map(|(_, schema)| schema)
    }

    /// Where the payload begins, and the schema it was written in.
    ///
    /// In canonical bytes an unescaped `,"data":` can only be a key, and no member before it holds such a key; likewise
    /// for the last `,"schema":`.
    fn locate(&self) -> Result<(usize, u16), Unreadable> {
        let missing = |key: &str| Unreadable::Envelope(serde::de::Error::custom(format!("no member \"{key}\"")));
        let data = memchr::memmem::find(self.bytes, b",\"data\":").ok_or_else(|| missing("data"))? + 8;
        let schema = memchr::memmem::rfind(self.bytes, b",\"schema\":").ok_or_else(|| missing("schema"))? + 10;
        let mut number: u16 = 0;
        for digit in self.bytes[schema..].iter().take_while(|b| b.is_ascii_digit()) {
            number = number.saturating_mul(10).saturating_add(u16::from(digit - b'0'));
        }
        Ok((data, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::{Channel, Context, Draft, Salt};
    use crate::fact::{Fact, registry};
    use crate::id::{CommandId, Id, SpaceId};
    use crate::session::SessionHeld;

    #[test]
    fn the_payload_is_found_whatever_the_envelope_holds() {
        let space = SpaceId::new("s").unwrap();
        for info in registry() {
            let fact = Fact::read(info.kind, &(info.example)().to_string()).unwrap();
            let draft = Draft {
                id: FactId(uuid::Uuid::from_u128(1)),
                stream: "session/data".parse().unwrap(),
                version: 1,
                occurred: OccurredOn::Unknown,
                fact,
                command: CommandId::derived("c"),
                context: Context::new(Id::new("data").unwrap(), Channel::Api),
                salt: Salt::default(),
            };
            let bytes = draft.seal(&space).unwrap().bytes(1, RecordedAt(0));
            let view = FactView {
                position: 1,
                recorded_at: RecordedAt(0),
                id: draft.id,
                stream: "session/data",
                kind: info.kind,
                occurred: "unknown",
                bytes: &bytes,
            };
            let (at, schema) = view.locate().unwrap();
            assert_eq!(schema, info.schema);
            let payload = Value::deserialize(&mut serde_json::Deserializer::from_slice(&bytes[at..])).unwrap();
            assert_eq!(Fact::read(info.kind, &payload.to_string()).unwrap(), draft.fact);
            if info.kind == SessionHeld::KIND {
                assert_eq!(view.data::<SessionHeld>().unwrap().minutes, Some(120));
            }
        }
    }
}
