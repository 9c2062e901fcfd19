//! Every fact of every family, and the registry of kinds.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::amendment::AmendmentFact;
use crate::declare::{Declared, InFamily, KindInfo, Subject};
use crate::family::{Family, families};
use crate::happened::Happened;
use crate::id::StreamId;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::Facts;
use crate::shape_fault::ShapeFault;
use crate::unreadable::Unreadable;
use crate::upcast::upcast;

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident $word:literal $folder:ident $facts:ident;)+) => {
        /// Something that happened, of any family.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
        #[serde(untagged)]
        pub enum Fact {
            $($(#[$doc])* $name(crate::$folder::$facts),)+
            /// Other facts: corrections and cancellations, in the stream of what they amend.
            Amendment(AmendmentFact),
        }

        /// The same for every family and for amendments.
        macro_rules! of_any {
            ($fact:expr, $it:ident => $said:expr) => {
                match $fact {
                    $(Fact::$name($it) => $said,)+
                    Fact::Amendment($it) => $said,
                }
            };
        }

        impl Fact {
            /// Reads a payload of today's schema, given as JSON text.
            pub fn read(kind: &str, data: &str) -> Result<Self, Unreadable> {
                let shape = |source| Unreadable::Shape { kind: kind.to_owned(), schema: 0, source };
                $(if let Some(read) = crate::$folder::$facts::read(kind, data) {
                    return read.map(Self::$name).map_err(shape);
                })+
                if let Some(read) = AmendmentFact::read(kind, data) {
                    return read.map(Self::Amendment).map_err(shape);
                }
                Err(Unreadable::UnknownKind(kind.to_owned()))
            }

            /// Where and why a payload of today's schema is not of the shape of its kind.
            pub fn shape_fault(kind: &str, data: &str) -> Option<ShapeFault> {
                $(if let Some(fault) = crate::$folder::$facts::shape_fault(kind, data) {
                    return Some(fault);
                })+
                AmendmentFact::shape_fault(kind, data)
            }

            /// The same with what the rules of its family say of it, whatever the caller said.
            #[must_use]
            pub fn completed(self) -> Self {
                match self {
                    $(Self::$name(it) => Self::$name(it.completed()),)+
                    Self::Amendment(it) => Self::Amendment(it.completed()),
                }
            }
        }

        $(impl InFamily for crate::$folder::$facts {
            const FAMILY: Option<Family> = Some(Family::$name);
        }
        impl From<crate::$folder::$facts> for Fact {
            fn from(fact: crate::$folder::$facts) -> Self { Self::$name(fact) }
        }
        impl TryFrom<Fact> for crate::$folder::$facts {
            type Error = Fact;
            fn try_from(fact: Fact) -> Result<Self, Fact> {
                match fact { Fact::$name(fact) => Ok(fact), other => Err(other) }
            }
        }
        impl cqrs_es::DomainEvent for Happened<crate::$folder::$facts> {
            fn event_type(&self) -> String { self.fact.kind().to_owned() }
            fn event_version(&self) -> String { self.fact.schema().to_string() }
        })+

        /// The kinds of each family, in the order of the list; those of amendments last.
        const BY_FAMILY: &[&[KindInfo]] = &[$(crate::$folder::$facts::KINDS,)+ AmendmentFact::KINDS];
    };
}
families!(facts);

impl InFamily for AmendmentFact {
    const FAMILY: Option<Family> = None;
}

impl From<AmendmentFact> for Fact {
    fn from(fact: AmendmentFact) -> Self {
        Self::Amendment(fact)
    }
}

impl<P: Declared> From<P> for Fact
where
    Fact: From<P::Facts>,
{
    fn from(payload: P) -> Self {
        P::Facts::from(payload).into()
    }
}

/// Every kind that Maillage writes, family after family, amendments last.
pub fn registry() -> impl Iterator<Item = &'static KindInfo> {
    BY_FAMILY.iter().copied().flatten()
}

const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < BY_FAMILY.len() {
        count += BY_FAMILY[family].len();
        family += 1;
    }
    count
};

/// The names of every kind, in the order of the [`registry`], for whoever declares them as a constant.
pub const KINDS: &[&str] = &{
    let (mut names, mut at, mut family) = ([""; COUNT], 0, 0);
    while family < BY_FAMILY.len() {
        let mut kind = 0;
        while kind < BY_FAMILY[family].len() {
            names[at] = BY_FAMILY[family][kind].kind;
            at += 1;
            kind += 1;
        }
        family += 1;
    }
    names
};

/// What the registry knows of a kind.
pub fn kind_info(kind: &str) -> Option<&'static KindInfo> {
    registry().find(|info| info.kind == kind)
}

impl Fact {
    /// The name of its kind in stored facts.
    pub const fn kind(&self) -> &'static str {
        of_any!(self, fact => fact.kind())
    }

    /// The schema version that is written today.
    pub const fn schema(&self) -> u16 {
        of_any!(self, fact => fact.schema())
    }

    /// Whom its payload speaks of.
    pub const fn subject(&self) -> Subject {
        of_any!(self, fact => fact.subject())
    }

    /// Reads a payload of today's schema that somebody sent, which must be of the very shape that is written. The fault
    /// says where it is not; there is none where no kind has this name.
    pub fn read_sent(kind: &str, data: &Value) -> Result<Self, Option<ShapeFault>> {
        let json = data.to_string();
        let fact = Self::read(kind, &json).map_err(|_| Self::shape_fault(kind, &json))?;
        let written = fact.payload().unwrap_or_default();
        ShapeFault::between(data, &written).map_or(Ok(fact), |fault| Err(Some(fault)))
    }

    /// Its payload as JSON.
    pub fn payload(&self) -> Result<Value, serde_json::Error> {
        of_any!(self, fact => fact.payload())
    }

    /// Refuses what its payload may not hold by itself, whatever the state: judged when it is recorded and when it
    /// corrects.
    pub fn sound(&self) -> Result<(), Refusal> {
        of_any!(self, fact => fact.sound())
    }

    /// The streams that it names: each must exist when it is admitted. What need not be recorded here (the action of an
    /// earlier year in a chain) is left out.
    pub fn references(&self) -> Vec<StreamId> {
        let mut named = References::default();
        of_any!(self, fact => fact.references(&mut named));
        named.into()
    }

    /// Reads a stored payload, upcasting it when its schema is an older one. Unknown kinds and newer schemas are
    /// errors, never skipped.
    pub fn read_stored(kind: &str, schema: u16, data: &str) -> Result<Self, Unreadable> {
        let newest = kind_info(kind).ok_or_else(|| Unreadable::UnknownKind(kind.to_owned()))?.schema;
        let shape = |source| Unreadable::Shape { kind: kind.to_owned(), schema, source };
        if schema > newest {
            return Err(Unreadable::TooNew { kind: kind.to_owned(), schema, newest });
        }
        if schema == newest {
            return Self::read(kind, data).map_err(|error| match error {
                Unreadable::Shape { source, .. } => shape(source),
                other => other,
            });
        }
        let mut value: Value = serde_json::from_str(data).map_err(shape)?;
        for from in schema..newest {
            value = upcast(kind, from, value);
        }
        Self::read(kind, &value.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_named_once_and_its_example_reads_back() {
        assert_eq!(KINDS, registry().map(|info| info.kind).collect::<Vec<_>>());
        let mut seen = std::collections::BTreeSet::new();
        for info in registry() {
            assert!(seen.insert(info.kind), "{} is declared twice", info.kind);
            let example = (info.example)();
            let fact = Fact::read(info.kind, &example.to_string()).unwrap();
            assert_eq!(fact.kind(), info.kind);
            assert_eq!(fact.payload().unwrap(), example);
        }
        assert!(seen.len() > 50);
    }

    #[test]
    fn an_unknown_kind_or_a_newer_schema_stops_the_reader() {
        assert!(matches!(Fact::read_stored("moon.landed", 1, "{}"), Err(Unreadable::UnknownKind(_))));
        assert!(matches!(Fact::read_stored("space.opened", 99, "{}"), Err(Unreadable::TooNew { .. })));
    }
}
