//! What happens to a space.

use crate::closed_list::closed_list;
use crate::declare::{fact_family, payload};
use crate::text::Text;
use crate::time_zone::TimeZoneName;

closed_list! {
    /// What a space stands for.
    pub enum SpaceKind {
        /// One city.
        City = "city",
        /// A group of communes (EPCI).
        Agglomeration = "agglomeration",
        /// An operator with several contracts.
        Operator = "operator",
    }
}

closed_list! {
    /// A part of a store that can be lost.
    pub enum StorePart {
        /// The log: facts.
        Log = "log",
        /// The vault: cards, and the references that stay empty.
        Vault = "vault",
    }
}

payload! {
    /// A space begins; every other fact of the space comes after.
    pub struct SpaceOpened {
        /// How people call it.
        pub name: Text,
        /// What it stands for.
        pub kind: SpaceKind,
        /// The time zone that decides its days, as `Europe/Paris`; it never changes.
        #[serde(default)]
        pub time_zone: TimeZoneName,
        /// Whether it holds demonstration data, to be marked as such wherever it is shown.
        #[serde(default)]
        pub demonstration: bool,
    } = Self {
        name: "La Rochelle".into(),
        kind: SpaceKind::City,
        time_zone: TimeZoneName::default(),
        demonstration: false,
    };
    /// People call it otherwise from the fact's date on.
    pub struct SpaceRenamed {
        /// The new name.
        pub name: Text,
    } = Self { name: "Agglomération de La Rochelle".into() };
    /// A part of the store was missing and could not be found again: somebody went on without it.
    pub struct SpaceLossAccepted {
        /// Which part.
        pub part: StorePart,
        /// The last position up to which it stood.
        pub stood: u64,
        /// The last position up to which something else knew of it.
        pub witnessed: u64,
    } = Self { part: StorePart::Log, stood: 2000, witnessed: 2002 };
}

fact_family! {
    /// Facts of the space itself.
    SpaceFact {
        /// A space was opened.
        Opened(SpaceOpened) = "space.opened", 1, First, Statement, Public, CorrectedOnly, Done;
        /// A space was renamed.
        Renamed(SpaceRenamed) = "space.renamed", 1, Later, Statement, Public, Amendable, Ahead;
        /// A loss was accepted: what was recorded in between is gone.
        LossAccepted(SpaceLossAccepted) = "space.loss_accepted", 1, First, Statement, Public, Unamendable, Done;
    }
}
