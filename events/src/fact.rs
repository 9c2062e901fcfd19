//! Every fact of every family, and the registry of kinds.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::family::{KindInfo, Unreadable};
use crate::when::OccurredOn;

macro_rules! facts {
    ($($(#[$doc:meta])* $variant:ident($family:path)),+ $(,)?) => {
        /// Something that happened, of any family.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
        #[serde(untagged)]
        pub enum Fact { $($(#[$doc])* $variant($family)),+ }

        impl Fact {
            /// The name of its kind in stored facts.
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$variant(fact) => fact.kind()),+ }
            }

            /// The schema version that is written today.
            pub const fn schema(&self) -> u16 {
                match self { $(Self::$variant(fact) => fact.schema()),+ }
            }

            /// Its payload as JSON.
            pub fn payload(&self) -> Result<Value, serde_json::Error> {
                match self { $(Self::$variant(fact) => fact.payload()),+ }
            }

            /// Reads a payload of today's schema, given as JSON text.
            pub fn read(kind: &str, data: &str) -> Result<Self, Unreadable> {
                $(if let Some(read) = <$family>::read(kind, data) {
                    return read.map(Self::$variant).map_err(|source| Unreadable::Shape { kind: kind.to_owned(), schema: 0, source });
                })+
                Err(Unreadable::UnknownKind(kind.to_owned()))
            }
        }

        $(impl From<$family> for Fact {
            fn from(fact: $family) -> Self { Self::$variant(fact) }
        }
        impl TryFrom<Fact> for $family {
            type Error = Fact;
            fn try_from(fact: Fact) -> Result<Self, Fact> {
                match fact { Fact::$variant(fact) => Ok(fact), other => Err(other) }
            }
        })+

        /// Every kind that Maillage writes, family after family.
        pub fn registry() -> impl Iterator<Item = &'static KindInfo> {
            [$(<$family>::KINDS),+].into_iter().flatten()
        }
    };
}

facts! {
    /// Of the space.
    Space(crate::space::SpaceFact),
    /// Of contracts.
    Contract(crate::contract::ContractFact),
    /// Of mandates.
    Mandate(crate::mandate::MandateFact),
    /// Of bodies.
    Body(crate::body::BodyFact),
    /// Of fiches.
    Fiche(crate::fiche::FicheFact),
    /// Of actions.
    Action(crate::action::ActionFact),
    /// Of poles.
    Pole(crate::pole::PoleFact),
    /// Of sessions, signups and attendance.
    Session(crate::session::SessionFact),
    /// Of organisations.
    Organisation(crate::organisation::OrganisationFact),
    /// Of categories of organisations.
    Category(crate::category::CategoryFact),
    /// Of partnerships.
    Partnership(crate::partnership::PartnershipFact),
    /// Of funding.
    Funding(crate::funding::FundingFact),
    /// Of declared totals.
    Measure(crate::measure::MeasureFact),
    /// Of persons.
    Person(crate::person::PersonFact),
    /// Of discrepancies.
    Discrepancy(crate::discrepancy::DiscrepancyFact),
    /// Of imports.
    Import(crate::import::ImportFact),
    /// Of other facts: corrections and cancellations, in the stream of what they amend.
    Amendment(crate::amendment::AmendmentFact),
}

impl Fact {
    /// Reads a stored payload, upcasting it when its schema is an older one. Unknown kinds and newer schemas are
    /// errors, never skipped.
    pub fn read_stored(kind: &str, schema: u16, data: &str) -> Result<Self, Unreadable> {
        let newest =
            registry().find(|info| info.kind == kind).ok_or_else(|| Unreadable::UnknownKind(kind.to_owned()))?.schema;
        let shape = |source| Unreadable::Shape { kind: kind.to_owned(), schema, source };
        match schema {
            _ if schema == newest => Self::read(kind, data).map_err(|error| match error {
                Unreadable::Shape { source, .. } => shape(source),
                other => other,
            }),
            _ if schema > newest => Err(Unreadable::TooNew { kind: kind.to_owned(), schema, newest }),
            _ => {
                let mut value: Value = serde_json::from_str(data).map_err(shape)?;
                for from in schema..newest {
                    value = crate::view::upcast(kind, from, value);
                }
                Self::read(kind, &value.to_string())
            }
        }
    }
}

/// What happened and when: the event of every aggregate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happened<F> {
    /// When it happened, as far as is known.
    pub on: OccurredOn,
    /// What happened.
    pub fact: F,
}

impl<F> Happened<F> {
    /// A fact with its first clock.
    pub fn new(on: OccurredOn, fact: impl Into<F>) -> Self {
        Self { on, fact: fact.into() }
    }

    /// The same moment, another type of fact.
    pub fn map<G>(self, change: impl FnOnce(F) -> G) -> Happened<G> {
        Happened { on: self.on, fact: change(self.fact) }
    }
}

macro_rules! domain_events {
    ($($family:path),+ $(,)?) => {
        $(impl cqrs_es::DomainEvent for Happened<$family> {
            fn event_type(&self) -> String { self.fact.kind().to_owned() }
            fn event_version(&self) -> String { self.fact.schema().to_string() }
        })+
    };
}

domain_events!(
    crate::space::SpaceFact,
    crate::contract::ContractFact,
    crate::mandate::MandateFact,
    crate::body::BodyFact,
    crate::fiche::FicheFact,
    crate::action::ActionFact,
    crate::pole::PoleFact,
    crate::session::SessionFact,
    crate::organisation::OrganisationFact,
    crate::category::CategoryFact,
    crate::partnership::PartnershipFact,
    crate::funding::FundingFact,
    crate::measure::MeasureFact,
    crate::person::PersonFact,
    crate::discrepancy::DiscrepancyFact,
    crate::import::ImportFact,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_named_once_and_its_example_reads_back() {
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
