//! The families of facts: one list, from which everything that goes through all of them follows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::bad_id::BadId;

/// The list: for each family its name (which its rules bear too), its word in names of streams, its folder and its
/// facts. Whoever goes through all families expands it by a macro of its own: the enum here, the facts and their
/// registry in `fact`, the rules in `decide`.
macro_rules! families_and {
    ($expand:ident $($more:tt)*) => {
        $expand! {
            /// The space itself.
            Space "space" space SpaceFact;
            /// Contracts (CLS, CLSM, other) and their axes.
            Contract "contract" contract ContractFact;
            /// Mandates given to an operator over several contracts.
            Mandate "mandate" mandate MandateFact;
            /// Bodies: steering committees, working groups, plenaries.
            Body "body" body BodyFact;
            /// Fiches action and their years.
            Fiche "fiche" fiche FicheFact;
            /// Yearly funded actions, in OSCARS's sense.
            Action "action" action ActionFact;
            /// Pôles ressources santé.
            Pole "pole" pole PoleFact;
            /// Sessions with their signups and attendance.
            Session "session" session SessionFact;
            /// Organisations.
            Organisation "organisation" organisation OrganisationFact;
            /// Categories of organisations, never nodes of the network.
            Category "category" category CategoryFact;
            /// A party's role in a contract, fiche, pole or action, over time.
            Partnership "partnership" partnership PartnershipFact;
            /// Agreements (conventions) between organisations.
            Agreement "agreement" agreement AgreementFact;
            /// Money, in cents.
            Funding "funding" funding FundingFact;
            /// Declared totals.
            Measure "measure" measure MeasureFact;
            /// Persons, by opaque reference.
            Person "person" person PersonFact;
            /// Differences kept in sight, never "fixed".
            Discrepancy "discrepancy" discrepancy DiscrepancyFact;
            /// Imports of files.
            Import "import" import ImportFact;
            $($more)*
        }
    };
}

#[cfg(not(test))]
macro_rules! families {
    ($expand:ident) => {
        $crate::family::families_and!($expand);
    };
}
/// The same with a family of tests alone, which has a kind of two schemas.
#[cfg(test)]
macro_rules! families {
    ($expand:ident) => {
        $crate::family::families_and! {
            $expand
            /// Lamps.
            Lamp "lamp" lamp LampFact;
        }
    };
}
pub(crate) use {families, families_and};

macro_rules! family {
    ($($(#[$doc:meta])* $name:ident $word:literal $folder:ident $facts:ident;)+) => {
        /// Which rules a stream obeys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Family { $($(#[$doc])* $name),+ }

        impl Family {
            /// Every family, in the order of the list.
            pub const ALL: &'static [Family] = &[$(Family::$name),+];

            /// Its word in stream names.
            pub const fn as_str(self) -> &'static str {
                match self { $(Family::$name => $word),+ }
            }
        }
    };
}
families!(family);

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Family {
    type Err = BadId;
    fn from_str(value: &str) -> Result<Self, BadId> {
        Self::ALL
            .iter()
            .copied()
            .find(|family| family.as_str() == value)
            .ok_or_else(|| BadId { value: value.to_owned(), expected: "a family of facts" })
    }
}
