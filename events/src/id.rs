//! Names of things: spaces, streams, facts, commands, persons.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::bad_id::{BadId, string_schema};
use crate::family::Family;
use crate::text::slug;

const SLUG: &str =
    "an identifier of 1 to 64 lower-case letters (a-z), digits, '-' or '_', beginning with a letter or a digit";

fn is_slug(value: &str) -> bool {
    let bytes = value.as_bytes();
    (1..=64).contains(&bytes.len())
        && bytes[0].is_ascii_alphanumeric()
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-' || *b == b'_')
}

/// Reads a name from its text where that stands.
struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err = BadId>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        value.parse().map_err(E::custom)
    }
}

/// A name is written as its text and read back from it, without a string in between.
macro_rules! as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text(PhantomData))
            }
        }
    };
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        as_text!($name);

        string_schema!($name, "^[a-z0-9][a-z0-9_-]{0,63}$", "la-rochelle");

        impl $name {
            /// Checks the form; see [`BadId`] for what is accepted.
            pub fn new(value: impl AsRef<str>) -> Result<Self, BadId> {
                let value = value.as_ref();
                match is_slug(value) {
                    true => Ok(Self(SmolStr::new(value))),
                    false => Err(BadId { value: value.to_owned(), expected: SLUG }),
                }
            }
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(value: String) -> Result<Self, BadId> {
                Self::new(value)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into()
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(value: &str) -> Result<Self, BadId> {
                Self::new(value)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug! {
    /// A space: the unit of order, of rights and of scale (a city, an agglomeration, an operator).
    SpaceId
}
slug! {
    /// The name of one object inside its family, chosen by the caller: a slug or a UUID in lower case. It names no
    /// person: a title with a name, a number or a contact is refused; a bare name cannot be told from another word.
    Id
}

impl Id {
    /// A slug made from free words: accents are dropped, anything else becomes `-`; never longer than 64.
    /// Returns `None` when no letter or digit remains.
    pub fn from_words(words: &str) -> Option<Self> {
        Self::new(slug(words, 64)).ok()
    }
}

/// One object of one family: `contract/la-rochelle-2013`. Its facts are numbered 1, 2, 3 … by version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// Which rules its facts obey.
    pub family: Family,
    /// Which object of that family.
    pub id: Id,
}

as_text!(StreamId);
string_schema!(StreamId, "^[a-z]+/[a-z0-9][a-z0-9_-]{0,63}$", "contract/la-rochelle-2013");

impl StreamId {
    /// The stream of one object.
    pub fn new(family: Family, id: Id) -> Self {
        Self { family, id }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.family, self.id)
    }
}

impl FromStr for StreamId {
    type Err = BadId;
    fn from_str(value: &str) -> Result<Self, BadId> {
        let bad = || BadId { value: value.to_owned(), expected: "a stream: family/identifier" };
        let (family, id) = value.split_once('/').ok_or_else(bad)?;
        Ok(Self { family: family.parse().map_err(|_| bad())?, id: Id::new(id)? })
    }
}

impl TryFrom<String> for StreamId {
    type Error = BadId;
    fn try_from(value: String) -> Result<Self, BadId> {
        value.parse()
    }
}

impl From<StreamId> for String {
    fn from(stream: StreamId) -> String {
        stream.to_string()
    }
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(value: &str) -> Result<Self, BadId> {
                Uuid::parse_str(value).map(Self).map_err(|_| BadId { value: value.to_owned(), expected: "a UUID" })
            }
        }
    };
}

uuid_id! {
    /// One fact (UUID v7, given by whoever admits it).
    FactId
}
uuid_id! {
    /// One ask; sending it again gives the first answer.
    CommandId
}
uuid_id! {
    /// A person, by an opaque reference: who it is stands in the vault and nowhere else.
    PersonRef
}
uuid_id! {
    /// A request to be erased, by a reference that says nothing of who asked.
    RequestRef
}

uuid_id! {
    /// An account, made by Maillage: who it is of stands in no fact.
    AccountRef
}
uuid_id! {
    /// A device that records off line, made by Maillage.
    DeviceRef
}

impl PersonRef {
    /// The person whose stream is so named: a UUID in the one spelling that facts use, lower case with its dashes.
    pub fn from_canonical(id: &str) -> Option<Self> {
        let person: Self = id.parse().ok()?;
        let mut spelling = Uuid::encode_buffer();
        (*person.0.hyphenated().encode_lower(&mut spelling) == *id).then_some(person)
    }
}

/// The stream of a person.
pub fn person_stream(person: PersonRef) -> Option<StreamId> {
    Id::new(person.to_string()).ok().map(|id| StreamId::new(Family::Person, id))
}

impl CommandId {
    /// The same words always give the same id (UUID v5), so a retried ask is recognised.
    pub fn derived(words: &str) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, words.as_bytes()))
    }
}

/// The namespace of every UUID v5 that Maillage derives.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x6d61_696c_6c61_6765_8000_6661_6374_7301);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_to_its_alphabet() {
        assert!(Id::new("fiche-04").is_ok());
        for bad in ["", "-x", "Fiche", "é", "a b", "a/b", &"x".repeat(65)] {
            assert!(Id::new(bad).is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn words_become_a_readable_slug() {
        let id = Id::from_words("Pôle ressources santé – Fives (Œuvre)").unwrap();
        assert_eq!(id.as_str(), "pole-ressources-sante-fives-oeuvre");
        assert_eq!(Id::from_words("— …"), None);
    }

    #[test]
    fn a_name_is_its_text_in_json_however_long_and_escaped() {
        for name in ["s", "00000000-0000-4000-8000-000000000001", &"x".repeat(64)] {
            let id: Id = serde_json::from_value(name.into()).unwrap();
            assert_eq!((id.as_str(), serde_json::to_string(&id).unwrap()), (name, format!("\"{name}\"")));
            let stream: StreamId = serde_json::from_str(&format!("\"session/{name}\"")).unwrap();
            assert_eq!(serde_json::to_string(&stream).unwrap(), format!("\"session/{name}\""));
        }
        assert_eq!(serde_json::from_str::<Id>(r#""\u0061-1""#).unwrap().as_str(), "a-1");
        let refused = serde_json::from_str::<Id>(r#""Lille""#).unwrap_err().to_string();
        assert!(refused.contains("Lille") && refused.contains("lower-case"), "{refused}");
    }

    #[test]
    fn a_stream_reads_back_as_written() {
        let stream: StreamId = "fiche/f-4".parse().unwrap();
        assert_eq!(stream.to_string(), "fiche/f-4");
        assert!("nothing/f-4".parse::<StreamId>().is_err());
    }
}
