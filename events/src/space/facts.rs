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
}

fact_family! {
    /// Facts of the space itself.
    SpaceFact {
        /// A space was opened.
        Opened(SpaceOpened) = "space.opened", 1, First, Statement, Public, CorrectedOnly, Done;
        /// A space was renamed.
        Renamed(SpaceRenamed) = "space.renamed", 1, Later, Statement, Public, Amendable, Ahead;
    }
}
