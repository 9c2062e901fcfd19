//! What the vault does, whatever keeps its rows.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use maillage_events::id::PersonRef;

use super::postgres::PostgresRows;
use super::rows::{Change, Rows, SealedCard};
use super::seal::{Keys, open_card, seal_card};
use super::sqlite::SqliteRows;
use super::{PersonCard, VaultError};
use crate::postgres::PostgresOptions;
use crate::postgres::connect::PostgresAddress;

/// Names and contacts, one key a person. Safe to share between threads; calls block.
pub struct Vault {
    rows: Box<dyn Rows>,
    keys: Keys,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// Opens a vault, or makes one; its root key is made with it and only then: a vault whose key is lost stays shut.
    pub fn open(path: &Path, key_path: &Path) -> Result<Self, VaultError> {
        let (rows, keys) = SqliteRows::open(path, key_path)?;
        Ok(Self { rows: Box::new(rows), keys })
    }

    /// Opens the vault in the schema `maillage_vault` of a database, or makes it; its root key is made with it, in a
    /// file of this node, and only then: copy the file to the other nodes before they start. The vault's sessions live
    /// on the runtime that this is called on.
    ///
    /// Erasing a person destroys her wrapped key and card in the living database. What PostgreSQL keeps of the old
    /// bytes is beyond this call: dead rows until the next vacuum (run at once where the role owns the table),
    /// free space of pages, the write-ahead log until it is recycled, replicas, backups. They open with the root key
    /// only: keep it apart from them, and let them expire.
    pub async fn open_postgres(
        address: &PostgresAddress,
        key_path: &Path,
        options: &PostgresOptions,
    ) -> Result<Self, VaultError> {
        let (rows, keys) = PostgresRows::open(address, key_path, options).await?;
        Ok(Self { rows: Box::new(rows), keys })
    }

    /// Puts a person behind a reference. The same card again changes nothing; another card, or an erased reference, is
    /// refused.
    pub fn register(&self, person: PersonRef, card: &PersonCard) -> Result<(), VaultError> {
        self.register_all(std::iter::once((person, card)))
    }

    /// Registers many people in one transaction: all or nobody.
    pub fn register_all<'c>(
        &self,
        persons: impl IntoIterator<Item = (PersonRef, &'c PersonCard)>,
    ) -> Result<(), VaultError> {
        let persons: Vec<(PersonRef, &PersonCard)> = persons.into_iter().collect();
        let references: Vec<PersonRef> = persons.iter().map(|(person, _)| *person).collect();
        self.rows.change(&references, &mut |current| {
            let mut changes = Vec::new();
            let mut new: HashMap<PersonRef, &PersonCard> = HashMap::new();
            for (person, card) in &persons {
                if current.erased.contains(person) {
                    return Err(VaultError::Erased(*person));
                }
                let known = match (new.get(person), current.cards.get(person)) {
                    (Some(known), _) => *known == *card,
                    (None, Some(sealed)) => self.unseal(*person, sealed)? == **card,
                    (None, None) => {
                        let (key, wrapped) = self.keys.new_key(*person)?;
                        let sealed = SealedCard { key: wrapped, card: seal_card(&key, *person, card)? };
                        changes.push(Change::Insert { person: *person, sealed, blind: *self.keys.blind(card) });
                        new.insert(*person, card);
                        true
                    }
                };
                if !known {
                    return Err(VaultError::Taken(*person));
                }
            }
            Ok(changes)
        })
    }

    /// Replaces the card behind a reference, which must have one: a name was misspelt, a telephone has changed.
    pub fn amend(&self, person: PersonRef, card: &PersonCard) -> Result<(), VaultError> {
        self.rows.change(&[person], &mut |current| {
            let sealed = current.cards.get(&person).ok_or(VaultError::Unknown(person))?;
            let key = self.keys.unwrap(person, &sealed.key)?;
            Ok(vec![Change::Replace { person, card: seal_card(&key, person, card)?, blind: *self.keys.blind(card) }])
        })
    }

    /// Who stands behind a reference; `None` for one that was never registered or was erased.
    pub fn read(&self, person: PersonRef) -> Result<Option<PersonCard>, VaultError> {
        self.rows.sealed(person)?.map(|sealed| self.unseal(person, &sealed)).transpose()
    }

    /// The references whose names are spelt the same but for case, accents, hyphens, apostrophes and spaces, in order
    /// of reference. Nobody's card is opened.
    pub fn find(&self, card: &PersonCard) -> Result<Vec<PersonRef>, VaultError> {
        self.rows.by_blind(&self.keys.blind(card))
    }

    /// Destroys a person's key, card and index entry, overwrites their bytes as far as the store can, and keeps the
    /// reference empty for ever. Erasing again is sound, and finishes what [`VaultError::NotYetOverwritten`] left.
    pub fn erase(&self, person: PersonRef) -> Result<(), VaultError> {
        self.rows.erase(person)
    }

    fn unseal(&self, person: PersonRef, sealed: &SealedCard) -> Result<PersonCard, VaultError> {
        let key = self.keys.unwrap(person, &sealed.key)?;
        open_card(&key, person, &sealed.card)
    }
}
