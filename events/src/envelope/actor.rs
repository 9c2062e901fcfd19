//! Who recorded a fact, and in which role.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::closed_list::closed_list;
use crate::family::Family;
use crate::id::{AccountRef, Id, NAMESPACE, StreamId};

closed_list! {
    /// In which role somebody acts.
    pub enum Role {
        /// Coordinates a contract.
        Coordinator = "coordinator",
        /// Leads or carries a fiche.
        FicheLead = "fiche_lead",
        /// Is referent of a pole, or deputy.
        Referent = "referent",
        /// Runs a session or a training.
        Facilitator = "facilitator",
        /// Acts for a partner organisation.
        Partner = "partner",
        /// Acts for a funder.
        Funder = "funder",
        /// Sits in a steering committee.
        SteeringMember = "steering_member",
        /// Evaluates a contract.
        Evaluator = "evaluator",
        /// Acts for an operator that was given a mandate.
        Operator = "operator",
        /// Was elected.
        Elected = "elected",
        /// Anybody.
        Public = "public",
        /// Watches over personal data.
        DataProtectionOfficer = "data_protection_officer",
        /// Runs the machines.
        Administrator = "administrator",
    }
}

/// Who recorded a fact: a pseudonym, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Opaque account, made by Maillage.
    pub account: AccountRef,
    /// The role it acted in.
    pub role: Role,
    /// The organisation that it acted for.
    pub organisation: Option<Id>,
}

impl AccountRef {
    /// The account of a program that goes by a word, until accounts exist: the same word is the same account.
    pub fn of_program(word: &Id) -> Self {
        Self(Uuid::new_v5(&NAMESPACE, format!("account/{word}").as_bytes()))
    }
}

impl From<Id> for AccountRef {
    fn from(word: Id) -> Self {
        Self::of_program(&word)
    }
}

/// The stream of an organisation that an envelope names.
pub(super) fn organisation(id: &Id) -> StreamId {
    StreamId::new(Family::Organisation, id.clone())
}
