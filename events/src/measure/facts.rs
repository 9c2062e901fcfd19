//! What happens to a measure: a total that somebody declares, never turned into invented sessions.

use crate::amount::Amount;
use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::party::Party;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What is counted.
    pub enum Unit {
        /// Persons, whatever was done for them: informed or accompanied, where the source does not tell which.
        Persons = "persons",
        /// Persons who were informed.
        PersonsInformed = "persons_informed",
        /// Persons who were accompanied.
        PersonsAccompanied = "persons_accompanied",
        /// Passages.
        Passages = "passages",
        /// Partners.
        Partners = "partners",
        /// Fiches.
        Fiches = "fiches",
        /// Sessions.
        Sessions = "sessions",
        /// Anything else.
        Other = "other",
    }
    /// How a total was come by.
    pub enum CollectionMethod {
        /// Counted on the spot.
        Count = "count",
        /// Taken from a register or from sign-in sheets.
        Register = "register",
        /// Asked by a survey.
        Survey = "survey",
        /// Estimated.
        Estimate = "estimate",
        /// Otherwise.
        Other = "other",
    }
}

payload! {
    /// A total is declared. Declared again for a later day, it is another one from then on.
    pub struct MeasureDeclared {
        /// About what.
        pub subject: StreamId,
        /// The indicator that links one year's figure to the next.
        pub indicator: Id,
        /// The number of the indicator's definition, from 1, where it changed.
        pub definition: Option<u32>,
        /// Its label, with the definition that the source gives.
        pub label: Text,
        /// The period that it covers; `unknown` when the source does not say.
        pub period: OccurredOn,
        /// How much.
        pub amount: Amount,
        /// Of what.
        pub unit: Unit,
        /// Who says so.
        pub source: Option<Party>,
        /// How it was come by.
        pub method: Option<CollectionMethod>,
        /// The words of the source where they say more than the number ("17 plus l'EIS").
        pub as_said: Option<Text>,
    } = Self {
        subject: StreamId::new(Family::Contract, example_id("poles-ressources-sante")),
        indicator: example_id("personnes-touchees"),
        definition: None,
        label: "Personnes informées ou accompagnées".into(),
        period: OccurredOn::Year(2016),
        amount: Amount::exact(2410),
        unit: Unit::Persons,
        source: None,
        method: None,
        as_said: None,
    };
}

fact_family! {
    /// Facts of measures.
    MeasureFact {
        /// A total was declared.
        Declared(MeasureDeclared) = "measure.declared", 1, First, Statement, Public, Amendable, Done;
    }
}
