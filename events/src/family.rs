//! Families of facts: one set of rules each, and the macro that declares a family.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::bad_id::BadId;

macro_rules! families {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// Which rules a stream obeys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Family { $($(#[$doc])* $name),+ }

        impl Family {
            /// Every family, in the order of the declaration.
            pub const ALL: &'static [Family] = &[$(Family::$name),+];

            /// Its word in stream names.
            pub const fn as_str(self) -> &'static str {
                match self { $(Family::$name => $word),+ }
            }
        }
    };
}

families! {
    /// The space itself.
    Space = "space",
    /// Contracts (CLS, CLSM, other) and their axes.
    Contract = "contract",
    /// Mandates given to an operator over several contracts.
    Mandate = "mandate",
    /// Bodies: steering committees, working groups, plenaries.
    Body = "body",
    /// Fiches action and their years.
    Fiche = "fiche",
    /// Yearly funded actions, in OSCARS's sense.
    Action = "action",
    /// Pôles ressources santé.
    Pole = "pole",
    /// Sessions with their signups and attendance.
    Session = "session",
    /// Organisations.
    Organisation = "organisation",
    /// Categories of organisations, never nodes of the network.
    Category = "category",
    /// A party's role in a contract, fiche, pole or action, over time.
    Partnership = "partnership",
    /// Money, in cents.
    Funding = "funding",
    /// Declared totals.
    Measure = "measure",
    /// Persons, by opaque reference.
    Person = "person",
    /// Differences kept in sight, never "fixed".
    Discrepancy = "discrepancy",
    /// Imports of files.
    Import = "import",
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Family {
    type Err = BadId;
    fn from_str(value: &str) -> Result<Self, BadId> {
        Self::ALL
            .iter()
            .copied()
            .find(|family| family.as_str() == value)
            .ok_or_else(|| BadId { value: value.to_owned(), expected: "a family of facts" })
    }
}

/// What the registry knows of one kind of fact.
#[derive(Debug, Clone, Copy)]
pub struct KindInfo {
    /// Its name in stored facts: `session.planned`.
    pub kind: &'static str,
    /// The shape that is written today; older ones are upcast when read.
    pub schema: u16,
    /// What it means, in one English sentence.
    pub meaning: &'static str,
    /// One example of its payload, as JSON.
    pub example: fn() -> Value,
    /// The form of its payload, for those who read facts without this code.
    pub form: fn() -> crate::schema::Form,
}

/// A payload of a stored fact that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// No family knows this kind.
    #[error("unknown kind of fact « {0} »")]
    UnknownKind(String),
    /// Written by a newer Maillage.
    #[error("{kind} has schema {schema}, newer than this build reads ({newest})")]
    TooNew {
        /// The kind.
        kind: String,
        /// What was found.
        schema: u16,
        /// What is known.
        newest: u16,
    },
    /// The JSON does not have the shape of its kind.
    #[error("{kind} (schema {schema}): {source}")]
    Shape {
        /// The kind.
        kind: String,
        /// The declared schema.
        schema: u16,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The envelope itself cannot be read.
    #[error("envelope: {0}")]
    Envelope(#[from] serde_json::Error),
}

/// One example of a fact's payload, kept beside it; every test that needs one takes this.
pub trait Example {
    /// A sound, typical payload.
    fn example() -> Self;
}

/// Declares a family: an enum with one variant a kind, and its entries of the registry.
/// `upcast` functions turn the JSON of an older schema into today's.
macro_rules! fact_family {
    (
        $(#[$doc:meta])* $name:ident {
            $($(#[doc = $meaning:literal])+ $variant:ident($payload:ty) = $kind:literal, $schema:literal);+ $(;)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(tag = "kind", content = "data")]
        pub enum $name {
            $($(#[doc = $meaning])+ #[serde(rename = $kind)] $variant($payload)),+
        }

        impl $name {
            /// The kinds of this family.
            pub const KINDS: &'static [$crate::family::KindInfo] = &[
                $($crate::family::KindInfo {
                    kind: $kind,
                    schema: $schema,
                    meaning: concat!($($meaning),+),
                    example: || serde_json::to_value(<$payload as $crate::family::Example>::example()).unwrap_or_default(),
                    form: $crate::schema::Form::of::<$payload>,
                }),+
            ];

            /// The name of its kind in stored facts.
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind),+ }
            }

            /// The schema version that is written today.
            pub const fn schema(&self) -> u16 {
                match self { $(Self::$variant(_) => $schema),+ }
            }

            /// Its payload as JSON.
            pub fn payload(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self { $(Self::$variant(payload) => serde_json::to_value(payload)),+ }
            }

            /// Reads a payload of today's schema; `None` when the kind is not of this family.
            pub fn read(kind: &str, data: &str) -> Option<Result<Self, serde_json::Error>> {
                match kind { $($kind => Some(serde_json::from_str::<$payload>(data).map(Self::$variant)),)+ _ => None }
            }
        }

        $(impl From<$payload> for $name {
            fn from(payload: $payload) -> Self { Self::$variant(payload) }
        }
        impl From<$payload> for $crate::fact::Fact {
            fn from(payload: $payload) -> Self { $name::$variant(payload).into() }
        }
        impl $crate::view::Payload for $payload {
            const KIND: &'static str = $kind;
            const SCHEMA: u16 = $schema;
        })+
    };
}
pub(crate) use fact_family;

/// Derives what every payload has.
macro_rules! payload {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* pub $field:ident : $ty:ty),* $(,)? } = $example:expr;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $($(#[$fmeta])* pub $field : $ty),* }

            impl $crate::family::Example for $name {
                fn example() -> Self {
                    $example
                }
            }
        )+
    };
}
pub(crate) use payload;

/// Declares a closed list of words.
macro_rules! closed_list {
    ($($(#[doc = $meaning:literal])+ pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {
        $(
            $(#[doc = $meaning])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

            impl $name {
                /// Every word of the list.
                pub const ALL: &'static [Self] = &[$(Self::$variant),+];

                /// The word in facts and in the API.
                pub const fn as_str(self) -> &'static str {
                    match self { $(Self::$variant => $word),+ }
                }

                /// The member that this word names.
                pub fn from_word(word: &str) -> Option<Self> {
                    Self::ALL.iter().copied().find(|member| member.as_str() == word)
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            // By hand: the derive cannot read a rename that comes out of a macro, and would document the names of the
            // variants.
            impl utoipa::PartialSchema for $name {
                fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                    utoipa::openapi::ObjectBuilder::new()
                        .schema_type(utoipa::openapi::schema::Type::String)
                        .description(Some(concat!($($meaning),+).trim_start()))
                        .enum_values(Some([$($word),+]))
                        .into()
                }
            }
            impl utoipa::ToSchema for $name {}
        )+
    };
}
pub(crate) use closed_list;

/// An identifier for examples; falls back to `x` when the words are not a slug, which a test would show.
pub fn example_id(slug: &str) -> crate::id::Id {
    crate::id::Id::from_words(slug).unwrap_or_else(|| example_id("x"))
}
