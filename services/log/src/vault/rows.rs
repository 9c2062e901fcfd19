//! What the vault asks of the store behind it: sealed bytes in and out, whoever they are about.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use maillage_events::id::{CommandId, PersonRef, SpaceId};

use super::{PendingCards, VaultError};
use crate::identity::{LogMark, StoreId, VaultStanding};

/// A card, sealed.
#[derive(Clone)]
pub(super) struct SealedCard {
    /// The person's key, wrapped under the root key.
    pub(super) key: Vec<u8>,
    /// The card, sealed under the person's key.
    pub(super) card: Vec<u8>,
    /// The blind index of the name.
    pub(super) blind: Vec<u8>,
}

/// How the references that a change is about stand.
#[derive(Default)]
pub(super) struct CurrentRows {
    /// The version of the card of each that has one.
    pub(super) versions: BTreeMap<PersonRef, u64>,
    /// Those that stay empty for ever.
    pub(super) erased: BTreeSet<PersonRef>,
}

/// One row to write.
pub(super) enum Change {
    /// A person's card, in the place of the one before.
    Put {
        /// Who.
        person: PersonRef,
        /// Key and card, both new.
        sealed: SealedCard,
        /// The version that it is.
        version: u64,
    },
    /// A card that waits for a command.
    Reserve {
        /// Who.
        person: PersonRef,
        /// Key and card.
        sealed: SealedCard,
        /// The command that registers the person.
        command: CommandId,
        /// When it was decided.
        since: Timestamp,
    },
}

/// A decision taken in the middle of a transaction, from how things stand.
pub(super) type DecideChanges<'d> = &'d mut dyn FnMut(&CurrentRows) -> Result<Vec<Change>, VaultError>;

/// An erasure that is to be told by facts, as it is stored: its space, its command, its words.
pub(super) type OwedRow = (SpaceId, CommandId, String);

/// A store of sealed rows. Every call blocks.
pub(super) trait Rows: Send + Sync {
    /// Shows how some references of a space stand, and writes what is decided: all of it or nothing, and nobody else's
    /// change comes between.
    fn change(&self, space: &SpaceId, persons: &[PersonRef], decide: DecideChanges<'_>) -> Result<(), VaultError>;

    /// How some references of a space stand.
    fn current(&self, space: &SpaceId, persons: &[PersonRef]) -> Result<CurrentRows, VaultError>;

    /// What stands behind a reference of a space.
    fn sealed(&self, space: &SpaceId, person: PersonRef) -> Result<Option<SealedCard>, VaultError>;

    /// The references under a blind index of a space, in order.
    fn by_blind(&self, space: &SpaceId, blind: &[u8; 32]) -> Result<Vec<PersonRef>, VaultError>;

    /// Every command that cards wait for.
    fn pending(&self) -> Result<Vec<PendingCards>, VaultError>;

    /// Gives the cards that waited for a command to their persons, and answers their versions.
    fn settle(&self, space: &SpaceId, command: CommandId) -> Result<Vec<(PersonRef, u64)>, VaultError>;

    /// Removes the cards that waited for a command.
    fn withdraw(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError>;

    /// Removes persons with all that stood or waited for them, keeps the references empty for ever, and notes what is
    /// to be told: one transaction.
    fn bury(&self, space: &SpaceId, persons: &[PersonRef], owed: Option<&OwedRow>) -> Result<(), VaultError>;

    /// Erasures whose facts the log may not hold yet.
    fn owed(&self) -> Result<Vec<OwedRow>, VaultError>;

    /// The facts of an erasure are in the log.
    fn told(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError>;

    /// Whether bytes of somebody erased may still be there to overwrite.
    fn is_stale(&self) -> Result<bool, VaultError>;

    /// Whether nobody keeps removed bytes from being overwritten now.
    fn may_overwrite(&self) -> Result<bool, VaultError>;

    /// The store that it belongs to.
    fn store(&self) -> Result<Option<StoreId>, VaultError>;

    /// Says which store it belongs to, and where the log of each space stands: what it knew before is forgotten.
    fn belong(&self, store: StoreId, marks: &[LogMark]) -> Result<(), VaultError>;

    /// How it stands.
    fn standing(&self) -> Result<VaultStanding, VaultError>;

    /// Notes the last fact of a space.
    fn note(&self, mark: &LogMark) -> Result<(), VaultError>;

    /// Overwrites what was removed, as far as the store lets it; `false`: somebody keeps it from being done.
    fn overwrite(&self) -> Result<bool, VaultError>;
}
