//! What the vault asks of the store behind it: sealed bytes in and out, whoever they are about.

use std::collections::HashMap;

use maillage_events::id::PersonRef;

use super::VaultError;

/// What stands behind a reference, sealed.
#[derive(Clone)]
pub(super) struct SealedCard {
    /// The person's key, wrapped under the root key.
    pub(super) key: Vec<u8>,
    /// The card, sealed under the person's key.
    pub(super) card: Vec<u8>,
}

/// How the references that a change is about stand.
#[derive(Default)]
pub(super) struct CurrentRows {
    /// The sealed cards of those that somebody stands behind.
    pub(super) cards: HashMap<PersonRef, SealedCard>,
    /// Those that stay empty for ever.
    pub(super) erased: Vec<PersonRef>,
}

/// One row to write.
pub(super) enum Change {
    /// A new person.
    Insert {
        /// Who.
        person: PersonRef,
        /// Her key and card.
        sealed: SealedCard,
        /// The blind index of the name.
        blind: [u8; 32],
    },
    /// Another card for a person that is there.
    Replace {
        /// Who.
        person: PersonRef,
        /// The card, sealed under the key that is there.
        card: Vec<u8>,
        /// The blind index of the name.
        blind: [u8; 32],
    },
}

/// A decision taken in the middle of a transaction, from how things stand.
pub(super) type DecideChanges<'d> = &'d mut dyn FnMut(&CurrentRows) -> Result<Vec<Change>, VaultError>;

/// A store of sealed rows. Every call blocks.
pub(super) trait Rows: Send + Sync {
    /// Shows how some references stand, and writes what is decided: all of it or nothing, and nobody else's change
    /// comes between.
    fn change(&self, persons: &[PersonRef], decide: DecideChanges<'_>) -> Result<(), VaultError>;

    /// What stands behind a reference.
    fn sealed(&self, person: PersonRef) -> Result<Option<SealedCard>, VaultError>;

    /// The references under a blind index, in order.
    fn by_blind(&self, blind: &[u8; 32]) -> Result<Vec<PersonRef>, VaultError>;

    /// Removes the row and keeps the reference empty for ever; overwrites what the store lets it overwrite.
    fn erase(&self, person: PersonRef) -> Result<(), VaultError>;
}
