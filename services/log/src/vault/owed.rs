//! An erasure that the vault carried out, and that the log is to tell.

use maillage_events::envelope::Context;
use maillage_events::id::{CommandId, PersonRef, SpaceId};
use maillage_events::person::PersonErased;
use maillage_events::when::OccurredOn;
use serde::{Deserialize, Serialize};

use super::VaultError;
use super::rows::OwedRow;

/// All that the command of an erasure says. Names nobody.
#[derive(Debug, Clone, PartialEq)]
pub struct OwedErasure {
    /// The space.
    pub space: SpaceId,
    /// The command that records it.
    pub command: CommandId,
    /// What it says.
    pub erasure: Erasure,
}

/// What is recorded of an erasure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Erasure {
    /// What a retry of its request is known by.
    pub fingerprint: [u8; 32],
    /// Whom it erases: the references of one person.
    pub persons: Vec<PersonRef>,
    /// When it was carried out.
    pub occurred: OccurredOn,
    /// Why.
    pub erased: PersonErased,
    /// Who asked, and how.
    pub context: Context,
}

impl OwedErasure {
    pub(super) fn row(&self) -> Result<OwedRow, VaultError> {
        let words = serde_json::to_string(&self.erasure).map_err(|error| VaultError::Unavailable(error.to_string()))?;
        Ok((self.space.clone(), self.command, words))
    }

    pub(super) fn read((space, command, words): OwedRow) -> Result<Self, VaultError> {
        let erasure = serde_json::from_str(&words).map_err(|error| VaultError::Unavailable(error.to_string()))?;
        Ok(Self { space, command, erasure })
    }
}
