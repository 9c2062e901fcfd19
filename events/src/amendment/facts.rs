//! What happens to a fact: it is corrected or cancelled by another fact of the same stream, never changed.

use crate::declare::{fact_family, payload};
use crate::id::FactId;
use crate::references::References;
use crate::refusal::Refusal;
use crate::rules::Facts;
use crate::text::Text;
use crate::when::OccurredOn;

payload! {
    /// A fact is corrected: from here on it reads as if its payload were `data`.
    pub struct FactCorrected {
        /// The fact that was wrong (or the correction of it that was).
        pub target: FactId,
        /// Its position in the log.
        pub target_position: u64,
        /// Its kind, which a correction keeps.
        pub kind: String,
        /// The whole corrected payload, of today's schema of that kind.
        #[schema(value_type = Object)]
        pub data: serde_json::Value,
        /// When it really happened, where that was wrong too.
        pub occurred: Option<OccurredOn>,
        /// Why.
        pub motive: Text,
    } = Self {
        target: FactId(uuid::Uuid::from_u128(7)),
        target_position: 12,
        kind: "session.held".to_owned(),
        data: serde_json::json!({"minutes": 90}),
        occurred: None,
        motive: "Durée mal lue sur la feuille".into(),
    };
    /// A fact is cancelled: from here on it reads as if it had not been.
    pub struct FactCancelled {
        /// The fact.
        pub target: FactId,
        /// Its position in the log.
        pub target_position: u64,
        /// Its kind.
        pub kind: String,
        /// Why.
        pub motive: Text,
    } = Self {
        target: FactId(uuid::Uuid::from_u128(7)),
        target_position: 12,
        kind: "session.held".to_owned(),
        motive: "Saisi deux fois".into(),
    };
}

fact_family! {
    /// Facts about other facts.
    AmendmentFact {
        /// A fact was corrected.
        Corrected(FactCorrected) = "amendment.corrected", 1, Later, Event, Person, Amendable, Done;
        /// A fact was cancelled.
        Cancelled(FactCancelled) = "amendment.cancelled", 1, Later, Event, Public, CancelledOnly, Done;
    }
}

impl Facts for AmendmentFact {
    /// What it may hold depends on its target: judged where it is decided.
    fn sound(&self) -> Result<(), Refusal> {
        match self {
            Self::Corrected(_) | Self::Cancelled(_) => Ok(()),
        }
    }

    /// It stands in the stream of its target and names no other.
    fn references(&self, _named: &mut References) {
        match self {
            Self::Corrected(_) | Self::Cancelled(_) => {}
        }
    }
}
