//! What happens to a mandate: an operator works for others over several contracts.

use crate::closed_list::closed_list;
use crate::declare::{example_id, fact_family, payload};
use crate::id::Id;
use crate::text::Text;
use crate::when::OccurredOn;

closed_list! {
    /// What a mandate covers.
    pub enum Mission {
        /// Drawing up the contract.
        Elaboration = "elaboration",
        /// Putting it to work.
        Implementation = "implementation",
        /// Following it up.
        FollowUp = "follow_up",
    }
}

payload! {
    /// A mandate is given.
    pub struct MandateGranted {
        /// Who gives it.
        pub principal: Id,
        /// Who receives it.
        pub operator: Id,
        /// Over which contracts.
        pub contracts: Vec<Id>,
        /// For what.
        #[serde(default)]
        pub missions: Vec<Mission>,
        /// In words.
        pub object: Option<Text>,
        /// Until when, where that is known at once.
        pub until: Option<OccurredOn>,
    } = Self {
        principal: example_id("ars-corse"),
        operator: example_id("ireps-corse"),
        contracts: vec![example_id("cls-exemple")],
        missions: vec![Mission::FollowUp],
        object: None,
        until: None,
    };
    /// The mandate covers one more contract.
    pub struct MandateExtended {
        /// Which.
        pub contract: Id,
    } = Self { contract: example_id("pat-taravo") };
    /// The mandate ends.
    pub struct MandateEnded {
        /// Why.
        pub motive: Option<Text>,
    } = Self { motive: None };
}

fact_family! {
    /// Facts of mandates.
    MandateFact {
        /// A mandate was granted.
        Granted(MandateGranted) = "mandate.granted", 1, First, Statement, Public, Amendable, Ahead;
        /// A mandate was extended to another contract.
        Extended(MandateExtended) = "mandate.extended", 1, Later, Statement, Public, Amendable, Ahead;
        /// A mandate ended.
        Ended(MandateEnded) = "mandate.ended", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
