//! What happens to a discrepancy: two sayings that differ stand side by side, neither is "fixed".

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::family::Family;
use crate::id::StreamId;
use crate::text::Text;

closed_list! {
    /// What differs.
    pub enum DiscrepancyNature {
        /// A number of a numbered series is missing.
        NumberGap = "number_gap",
        /// A declared figure is not the derived one.
        DeclaredDiffers = "declared_differs",
        /// Words of an earlier year stand in a later record.
        CarriedOver = "carried_over",
        /// The source has lost something.
        LostInSource = "lost_in_source",
        /// The source seems to hold a slip.
        Slip = "slip",
    }
}

payload! {
    /// A difference is noticed. What the facts give is computed when it is shown, and never stored.
    pub struct DiscrepancyFlagged {
        /// About what.
        pub about: StreamId,
        /// What differs.
        pub nature: DiscrepancyNature,
        /// What the source says.
        pub declared: Option<Text>,
        /// In words.
        pub note: Text,
    } = Self {
        about: StreamId::new(Family::Contract, example_id("cls-2013")),
        nature: DiscrepancyNature::NumberGap,
        declared: None,
        note: "Aucune fiche ne porte le numéro 17".into(),
    };
    /// The difference is explained.
    pub struct DiscrepancyExplained {
        /// How.
        pub explanation: Text,
    } = Self { explanation: "Fiche fusionnée avec la fiche 16".into() };
}

fact_family! {
    /// Facts of discrepancies.
    DiscrepancyFact {
        /// A discrepancy was flagged.
        Flagged(DiscrepancyFlagged) = "discrepancy.flagged", 1, First, Statement, Public, Amendable, Done;
        /// A discrepancy was explained.
        Explained(DiscrepancyExplained) = "discrepancy.explained", 1, Later, Statement, Public, Amendable, Done;
    }
}
