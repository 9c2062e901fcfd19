//! What happens to a measure: a total that somebody declares, never turned into invented sessions.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::family::Family;
use crate::id::{Id, StreamId};
use crate::quantity::Quantity;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What is counted.
    pub enum Unit {
        /// Persons.
        Persons = "persons",
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
}

payload! {
    /// A total is declared.
    pub struct MeasureDeclared {
        /// About what.
        pub subject: StreamId,
        /// The indicator that links one year's figure to the next.
        pub indicator: Id,
        /// Its label, with the definition that the source gives.
        pub label: Text,
        /// The period that it covers; `unknown` when the source does not say.
        pub period: OccurredOn,
        /// How many.
        pub quantity: Quantity,
        /// Of what.
        pub unit: Unit,
        /// The words of the source where they say more than the number ("17 plus l'EIS").
        pub as_said: Option<Text>,
    } = Self {
        subject: StreamId::new(Family::Contract, example_id("poles-ressources-sante")),
        indicator: example_id("personnes-touchees"),
        label: "Personnes informées ou accompagnées".into(),
        period: OccurredOn::Year(2016),
        quantity: Quantity::exact(2410),
        unit: Unit::Persons,
        as_said: None,
    };
}

fact_family! {
    /// Facts of measures.
    MeasureFact {
        /// A total was declared.
        Declared(MeasureDeclared) = "measure.declared", 1, First, Statement, Public, Amendable;
    }
}
