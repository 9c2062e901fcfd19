//! How a family declares its facts: one line a kind says everything that the house asks of it.

use crate::family::Family;
pub use crate::kind_info::{Amending, InStream, KindInfo, Nature, Subject, Timing};

/// A payload type and the kind that it is read from.
pub trait Payload {
    /// The kind in stored facts.
    const KIND: &'static str;
    /// The schema that this type reads; older ones are upcast.
    const SCHEMA: u16;
}

/// The payload of a kind, as its family declares it.
pub trait Declared: Payload + Sized {
    /// The facts of its family.
    type Facts: From<Self>;
}

/// The facts of a family: which family, by the list of families.
pub trait InFamily {
    /// `None` for facts about other facts.
    const FAMILY: Option<Family>;
}

/// One example of a fact's payload, kept beside it; every test that needs one takes this.
pub trait Example {
    /// A sound, typical payload.
    fn example() -> Self;
}

/// Declares a family: an enum with one variant a kind, and its entries of the registry. Behind the kind and its schema
/// stand, in this order, its [`InStream`], [`Nature`], [`Subject`], [`Amending`] and [`Timing`].
///
/// A whole family:
/// ```
/// # use maillage_events::declare::{InFamily, fact_family, payload};
/// # use maillage_events::family::Family;
/// # use maillage_events::references::References;
/// # use maillage_events::refusal::Refusal;
/// # use maillage_events::rules::Facts;
/// # payload! {
/// #     /// A lamp is lit.
/// #     pub struct LampLit {
/// #         /// How bright it is, in lumens.
/// #         pub lumens: u32,
/// #     } = Self { lumens: 800 };
/// #     /// A lamp is put out.
/// #     pub struct LampPutOut {} = Self {};
/// # }
/// fact_family! {
///     /// Facts of lamps.
///     LampFact {
///         /// A lamp was lit.
///         Lit(LampLit) = "lamp.lit", 1, First, Statement, Public, Amendable, Done;
///         /// A lamp was put out.
///         PutOut(LampPutOut) = "lamp.put_out", 1, Later, Statement, Public, Amendable, Done;
///     }
/// }
/// # impl InFamily for LampFact {
/// #     const FAMILY: Option<Family> = None;
/// # }
/// impl Facts for LampFact {
///     fn sound(&self) -> Result<(), Refusal> {
///         match self {
///             Self::Lit(it) if it.lumens == 0 => Err(Refusal::new("no-amount")),
///             Self::Lit(_) | Self::PutOut(_) => Ok(()),
///         }
///     }
///     fn references(&self, _named: &mut References) {
///         match self {
///             Self::Lit(_) | Self::PutOut(_) => {}
///         }
///     }
/// }
/// assert!(LampFact::from(LampLit { lumens: 0 }).sound().is_err());
/// ```
#[macro_export]
macro_rules! fact_family {
    (
        $(#[$doc:meta])* $name:ident {
            $($(#[doc = $meaning:literal])+ $variant:ident($payload:ty) = $kind:literal, $schema:literal,
                $in_stream:ident, $nature:ident, $subject:ident, $amending:ident, $timing:ident);+ $(;)?
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
            pub const KINDS: &'static [$crate::declare::KindInfo] = &[
                $($crate::declare::KindInfo {
                    kind: $kind,
                    schema: $schema,
                    family: <Self as $crate::declare::InFamily>::FAMILY,
                    in_stream: $crate::declare::InStream::$in_stream,
                    nature: $crate::declare::Nature::$nature,
                    subject: $crate::declare::Subject::$subject,
                    amending: $crate::declare::Amending::$amending,
                    timing: $crate::declare::Timing::$timing,
                    meaning: concat!($($meaning),+),
                    example: || {
                        serde_json::to_value(<$payload as $crate::declare::Example>::example()).unwrap_or_default()
                    },
                    form: $crate::form::Form::of::<$payload>,
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

            /// Whom its payload speaks of.
            pub const fn subject(&self) -> $crate::declare::Subject {
                match self { $(Self::$variant(_) => $crate::declare::Subject::$subject),+ }
            }

            /// Its payload as JSON.
            pub fn payload(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self { $(Self::$variant(payload) => serde_json::to_value(payload)),+ }
            }

            /// Reads a payload of today's schema; `None` when the kind is not of this family.
            pub fn read(kind: &str, data: &str) -> Option<Result<Self, serde_json::Error>> {
                match kind { $($kind => Some(serde_json::from_str::<$payload>(data).map(Self::$variant)),)+ _ => None }
            }

            /// Where and why a payload is not of the shape of its kind; `None` when it is, or the kind is of another
            /// family.
            pub fn shape_fault(kind: &str, data: &str) -> Option<$crate::shape_fault::ShapeFault> {
                match kind { $($kind => $crate::shape_fault::shape_fault::<$payload>(data),)+ _ => None }
            }
        }

        $(impl From<$payload> for $name {
            fn from(payload: $payload) -> Self { Self::$variant(payload) }
        }
        impl $crate::declare::Payload for $payload {
            const KIND: &'static str = $kind;
            const SCHEMA: u16 = $schema;
        }
        impl $crate::declare::Declared for $payload {
            type Facts = $name;
        })+
    };
}
pub use fact_family;

/// Declares payloads, each with its example: the derives that every payload has, and members that are known.
#[macro_export]
macro_rules! payload {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$fmeta:meta])* pub $field:ident : $ty:ty),* $(,)? } = $example:expr;
    )+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $($(#[$fmeta])* pub $field : $ty),* }

            impl $crate::declare::Example for $name {
                fn example() -> Self {
                    $example
                }
            }
        )+
    };
}
pub use payload;

/// An identifier for examples; falls back to `x` when the words are not a slug, which a test would show.
pub fn example_id(slug: &str) -> crate::id::Id {
    crate::id::Id::from_words(slug).unwrap_or_else(|| example_id("x"))
}

/// A person for examples and tests; the same number always gives the same.
pub fn example_person(number: u64) -> crate::id::PersonRef {
    crate::id::PersonRef(uuid::Uuid::new_v5(&crate::id::NAMESPACE, &number.to_be_bytes()))
}
