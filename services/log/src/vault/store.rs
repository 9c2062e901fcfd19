//! What the vault does, whatever keeps its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use maillage_events::id::{CommandId, PersonRef, SpaceId};

use super::postgres::PostgresRows;
use super::rows::{Change, CurrentRows, Rows, SealedCard};
use super::seal::{Keys, Whose, open_card, seal_card};
use super::sqlite::SqliteRows;
use super::{CardCondition, OwedErasure, PendingCards, PersonCard, VaultError};
use crate::identity::{LogMark, StoreMarks, VaultMark, VaultStanding};
use crate::postgres::PostgresOptions;
use crate::postgres::connect::PostgresAddress;

/// Names and contacts, one key a person and space. Safe to share between threads; calls block.
pub struct Vault {
    rows: Box<dyn Rows>,
    keys: Keys,
    /// The log that it belongs to, and that remembers how it stands.
    log: Option<Arc<dyn StoreMarks>>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// Opens a vault, or makes one; its root key is made with it and only then: a vault whose key is lost stays shut.
    /// What an erasure left to be overwritten when its process was killed is overwritten first.
    pub fn open(path: &Path, key_path: &Path) -> Result<Self, VaultError> {
        let (rows, keys) = SqliteRows::open(path, key_path)?;
        Ok(Self { rows: Box::new(rows), keys, log: None })
    }

    /// Opens the vault in the schema `maillage_vault` of a database, or makes it; its root key is made with it, in a
    /// file of this node, and only then: copy the file to the other nodes before they start. The vault's sessions live
    /// on the runtime that this is called on.
    ///
    /// Erasing a person destroys the wrapped key and card in the living database. What PostgreSQL keeps of the old
    /// bytes is beyond this call: dead rows until the next vacuum (run at once where the role owns the table),
    /// free space of pages, the write-ahead log until it is recycled, replicas, backups. They open with the root key
    /// only: keep it apart from them, and let them expire.
    pub async fn open_postgres(
        address: &PostgresAddress,
        key_path: &Path,
        options: &PostgresOptions,
    ) -> Result<Self, VaultError> {
        let (rows, keys) = PostgresRows::open(address, key_path, options).await?;
        Ok(Self { rows: Box::new(rows), keys, log: None })
    }

    /// The same vault beside the log that it belongs to: from now on each remembers how the other stood. To be called
    /// once they were [judged](crate::identity::judge::judge).
    ///
    /// # Errors
    /// When the vault does not take it.
    pub fn beside(self, log: Arc<dyn StoreMarks>) -> Result<Self, VaultError> {
        if self.rows.store()? != Some(log.id()) {
            self.rows.belong(log.id(), &[])?;
        }
        Ok(Self { log: Some(log), ..self })
    }

    /// Begins the marks anew, where the log stands and the vault stands: a loss was accepted.
    ///
    /// # Errors
    /// When one of them does not take it.
    pub fn mark_anew(&self, marks: &[LogMark]) -> Result<(), VaultError> {
        let Some(log) = &self.log else { return Ok(()) };
        self.rows.belong(log.id(), marks)?;
        for mark in marks {
            self.remember(log.as_ref(), &mark.space, mark.position)?;
        }
        Ok(())
    }

    /// After a change: the vault notes where the log stands, and the log how the vault does. The change stands whatever
    /// becomes of it; the next one notes it.
    fn note(&self, space: &SpaceId) {
        let Some(log) = &self.log else { return };
        let noted = || {
            let last = log.last(space).map_err(|error| VaultError::Unavailable(error.to_string()))?;
            if let Some(mark) = &last {
                self.rows.note(mark)?;
            }
            self.remember(log.as_ref(), space, last.map_or(0, |mark| mark.position))
        };
        if let Err(error) = noted() {
            tracing::warn!(%error, "how the vault stands was not noted");
        }
    }

    fn remember(&self, log: &dyn StoreMarks, space: &SpaceId, position: u64) -> Result<(), VaultError> {
        let VaultStanding { vault, changes, cards, erased } = self.rows.standing()?;
        let mark = VaultMark { vault, changes, space: space.clone(), position, cards, erased };
        log.remember_vault(&mark).map_err(|error| VaultError::Unavailable(error.to_string()))
    }

    /// Lets a card stand behind a reference, in the place of the one before, and answers its version. Nothing is said
    /// of the card before.
    pub fn put(
        &self,
        space: &SpaceId,
        person: PersonRef,
        card: &PersonCard,
        condition: CardCondition,
    ) -> Result<u64, VaultError> {
        let mut version = 0;
        self.rows.change(space, &[person], &mut |current| {
            let before = current.admit(person, condition)?;
            version = before + 1;
            Ok(vec![Change::Put { person, sealed: self.seal(Whose { space, person }, card)?, version }])
        })?;
        self.note(space);
        Ok(version)
    }

    /// Lets many cards stand, in one transaction.
    pub fn put_all<'c>(
        &self,
        space: &SpaceId,
        cards: impl IntoIterator<Item = (PersonRef, &'c PersonCard)>,
    ) -> Result<(), VaultError> {
        let cards: BTreeMap<PersonRef, &PersonCard> = cards.into_iter().collect();
        let persons: Vec<PersonRef> = cards.keys().copied().collect();
        self.rows.change(space, &persons, &mut |current| {
            let put = |(person, card): (&PersonRef, &&PersonCard)| {
                let version = current.admit(*person, CardCondition::None)? + 1;
                let sealed = self.seal(Whose { space, person: *person }, card)?;
                Ok(Change::Put { person: *person, sealed, version })
            };
            cards.iter().map(put).collect()
        })?;
        self.note(space);
        Ok(())
    }

    /// Keeps cards for the persons whom a command is about to register: they stand once it is [settled](Self::settle).
    pub fn reserve(
        &self,
        space: &SpaceId,
        command: CommandId,
        since: Timestamp,
        cards: &[(PersonRef, &PersonCard)],
        condition: CardCondition,
    ) -> Result<(), VaultError> {
        let persons: Vec<PersonRef> = cards.iter().map(|(person, _)| *person).collect();
        self.rows.change(space, &persons, &mut |current| {
            let reserve = |(person, card): &(PersonRef, &PersonCard)| {
                current.admit(*person, condition)?;
                let sealed = self.seal(Whose { space, person: *person }, card)?;
                Ok(Change::Reserve { person: *person, sealed, command, since })
            };
            cards.iter().map(reserve).collect()
        })
    }

    /// Lets the cards stand that waited for a command, which the log now holds, and answers their versions. Whoever
    /// was erased meanwhile is not among them.
    pub fn settle(&self, space: &SpaceId, command: CommandId) -> Result<BTreeMap<PersonRef, u64>, VaultError> {
        let settled = self.rows.settle(space, command)?.into_iter().collect();
        self.note(space);
        Ok(settled)
    }

    /// Removes the cards that waited for a command, which the log did not take.
    pub fn withdraw(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError> {
        self.rows.withdraw(space, command)
    }

    /// Every command that cards wait for.
    pub fn pending(&self) -> Result<Vec<PendingCards>, VaultError> {
        self.rows.pending()
    }

    /// Who stands behind a reference; `None` for one that has no card or was erased.
    pub fn read(&self, space: &SpaceId, person: PersonRef) -> Result<Option<PersonCard>, VaultError> {
        let Some(sealed) = self.rows.sealed(space, person)? else { return Ok(None) };
        let whose = Whose { space, person };
        let key = self.keys.unwrap(whose, &sealed.key)?;
        open_card(&key, whose, &sealed.card).map(Some)
    }

    /// Those of some references that have a card. Nobody's card is opened.
    pub fn held(&self, space: &SpaceId, persons: &[PersonRef]) -> Result<BTreeSet<PersonRef>, VaultError> {
        Ok(self.rows.current(space, persons)?.versions.into_keys().collect())
    }

    /// Those of some references that stay empty for ever.
    pub fn erased(&self, space: &SpaceId, persons: &[PersonRef]) -> Result<BTreeSet<PersonRef>, VaultError> {
        Ok(self.rows.current(space, persons)?.erased)
    }

    /// The references of a space whose names are spelt the same but for case, accents, hyphens, apostrophes and spaces,
    /// in order of reference. Nobody's card is opened.
    pub fn find(&self, space: &SpaceId, card: &PersonCard) -> Result<Vec<PersonRef>, VaultError> {
        self.rows.by_blind(space, &self.keys.blind(space, card))
    }

    /// Destroys the key, card and index entry of every reference of an erasure, keeps the references empty for ever
    /// and notes that the log is to tell of it, in one transaction. Doing it again is sound.
    pub fn bury(&self, owed: &OwedErasure) -> Result<(), VaultError> {
        self.rows.bury(&owed.space, &owed.erasure.persons, Some(&owed.row()?))?;
        self.note(&owed.space);
        Ok(())
    }

    /// The same for persons whose erasure the log tells already.
    pub fn bury_told(&self, space: &SpaceId, persons: &[PersonRef]) -> Result<(), VaultError> {
        self.rows.bury(space, persons, None)?;
        self.note(space);
        Ok(())
    }

    /// Erasures whose facts the log may not hold yet.
    pub fn owed(&self) -> Result<Vec<OwedErasure>, VaultError> {
        self.rows.owed()?.into_iter().map(OwedErasure::read).collect()
    }

    /// Notes that the log tells of an erasure.
    pub fn told(&self, space: &SpaceId, command: CommandId) -> Result<(), VaultError> {
        self.rows.told(space, command)
    }

    /// Whether bytes of somebody erased are still to be [overwritten](Self::overwrite).
    pub fn is_stale(&self) -> Result<bool, VaultError> {
        self.rows.is_stale()
    }

    /// Refuses where another reader would keep removed bytes from being overwritten: an erasure begins after it.
    pub fn may_overwrite(&self) -> Result<(), VaultError> {
        if self.rows.may_overwrite()? { Ok(()) } else { Err(VaultError::Read) }
    }

    /// Overwrites the bytes of what was removed, as far as the store can. Refused while another reader keeps it from
    /// being done: it is done when the vault is next opened, or asked again.
    pub fn overwrite(&self) -> Result<(), VaultError> {
        if self.rows.overwrite()? { Ok(()) } else { Err(VaultError::Read) }
    }

    fn seal(&self, whose: Whose<'_>, card: &PersonCard) -> Result<SealedCard, VaultError> {
        let (key, wrapped) = self.keys.new_key(whose)?;
        let blind = self.keys.blind(whose.space, card).to_vec();
        Ok(SealedCard { key: wrapped, card: seal_card(&key, whose, card)?, blind })
    }
}

impl CurrentRows {
    /// The version of the card of a person who may get another; 0 where there is none.
    fn admit(&self, person: PersonRef, condition: CardCondition) -> Result<u64, VaultError> {
        if self.erased.contains(&person) {
            return Err(VaultError::Erased(person));
        }
        let actual = self.versions.get(&person).copied().unwrap_or(0);
        if condition.holds(actual) { Ok(actual) } else { Err(VaultError::Stale { person, condition, actual }) }
    }
}
