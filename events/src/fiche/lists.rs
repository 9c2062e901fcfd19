//! The closed lists of fiches: statuses, roles, outcome categories; and what takes over from one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::closed_list::closed_list;
use crate::id::StreamId;
use crate::text::Text;
use crate::timeline::{FromDay, begins, ends};
use crate::when::OccurredOn;

closed_list! {
    /// How a fiche stands in one year.
    pub enum FicheStatus {
        /// Opened, not yet confirmed.
        ToConfirm = "to_confirm",
        /// Planned.
        Planned = "planned",
        /// Under way.
        InProgress = "in_progress",
        /// Paused: it is meant to go on.
        Paused = "paused",
        /// Blocked: something must be lifted before it goes on.
        Blocked = "blocked",
        /// Done.
        Done = "done",
        /// Could not be deployed.
        NotDeployed = "not_deployed",
        /// Given up.
        Abandoned = "abandoned",
        /// Put off to another year.
        Postponed = "postponed",
    }
    /// What somebody does for a fiche.
    pub enum FicheRole {
        /// Pilots it.
        Pilot = "pilot",
        /// Carries it.
        Carrier = "carrier",
        /// Leads activities of it.
        Leader = "leader",
        /// The elected representative who answers for it.
        Elected = "elected",
    }
    /// The outcome categories of Promotion Santé Suisse, printed by OSCARS.
    pub enum OutcomeCategory {
        /// Health promotion offers are developed.
        A1 = "A1",
        /// Advocacy, co-operation between organisations.
        A2 = "A2",
        /// Social mobilisation.
        A3 = "A3",
        /// Personal skills are developed.
        A4 = "A4",
        /// Health promotion offers.
        B1 = "B1",
        /// Strategies in policy and institutions.
        B2 = "B2",
        /// Social potential and commitment.
        B3 = "B3",
        /// Individual skills.
        B4 = "B4",
        /// Physical environment.
        C1 = "C1",
        /// Social environment.
        C2 = "C2",
        /// Personal resources and behaviour.
        C3 = "C3",
        /// Health itself.
        D = "D",
    }
}

impl FicheStatus {
    /// Whether it closes its year: it then counts from the last day that its date may mean.
    pub const fn is_final(self) -> bool {
        match self {
            Self::Done | Self::NotDeployed | Self::Abandoned | Self::Postponed => true,
            Self::ToConfirm | Self::Planned | Self::InProgress | Self::Paused | Self::Blocked => false,
        }
    }

    /// The day that a status counts from, of its date.
    pub fn counts_from(self, on: OccurredOn) -> FromDay {
        if self.is_final() { ends(on) } else { begins(on) }
    }
}

impl FicheRole {
    /// Whether one holder has it at a time, so that who is named takes over.
    pub const fn is_single(self) -> bool {
        match self {
            Self::Carrier => true,
            Self::Pilot | Self::Leader | Self::Elected => false,
        }
    }
}

/// What takes over from a fiche.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Successor {
    /// Something that is recorded.
    Stream(StreamId),
    /// Something that is not, in words.
    Words(Text),
}
