//! What the vault already knows of the persons of an import, and what it is still to be given.

use std::collections::HashMap;

use maillage_events::id::PersonRef;
use maillage_events::messages::Language;
use maillage_log::vault::{PersonCard, VaultError};

use super::ImportError;
use super::importer::Importer;
use super::reading::Read;
use crate::plan::Problem;
use crate::tabular::problems::{ProblemPlace, Problems};

/// Persons of an import whom the vault knows otherwise.
pub struct InVault {
    /// Under another code: their rows cannot be taken.
    pub refused: Vec<Problem>,
    /// With another card, which stays: the rest of their rows is taken.
    pub otherwise: Vec<Problem>,
}

impl Importer<'_> {
    /// Names every person who is in the vault under another code of the same space, or under this code with other
    /// words. Nobody is merged: only the user knows whether two are one.
    pub(super) fn persons_in_vault(&self, read: &Read) -> Result<InVault, ImportError> {
        let mut problems = Problems::new(self.options.language);
        let mut otherwise = Problems::new(self.options.language);
        let space = &self.options.space;
        for (person, card) in &read.plan.persons {
            match self.vault.read(space, *person).map_err(failed)? {
                Some(there) if there != *card => {
                    add(&mut otherwise, &read.person_rows, *person, "person-card-differs");
                }
                _ => {}
            }
            if self.vault.find(space, card).map_err(failed)?.iter().any(|other| other != person) {
                add(&mut problems, &read.person_rows, *person, "person-in-vault");
            }
        }
        Ok(InVault { refused: problems.finish(), otherwise: otherwise.finish() })
    }

    /// The cards among these that the vault does not hold yet: one that it holds is corrected by its own route alone.
    pub(super) fn cards_to_give<'c>(
        &self,
        cards: &'c [(PersonRef, PersonCard)],
    ) -> Result<Vec<(PersonRef, &'c PersonCard)>, VaultError> {
        let persons: Vec<PersonRef> = cards.iter().map(|(person, _)| *person).collect();
        let held = self.vault.held(&self.options.space, &persons)?;
        Ok(cards.iter().filter(|(person, _)| !held.contains(person)).map(|(person, card)| (*person, card)).collect())
    }

    /// The cards among these that the vault should hold and does not: an import whose end was never known may lack
    /// them. Whoever was erased has none.
    pub(super) fn lacking<'c>(
        &self,
        cards: &'c [(PersonRef, PersonCard)],
    ) -> Result<Vec<(PersonRef, &'c PersonCard)>, ImportError> {
        let persons: Vec<PersonRef> = cards.iter().map(|(person, _)| *person).collect();
        let erased = self.vault.erased(&self.options.space, &persons).map_err(failed)?;
        let lacking = self.cards_to_give(cards).map_err(failed)?;
        Ok(lacking.into_iter().filter(|(person, _)| !erased.contains(person)).collect())
    }
}

fn add(problems: &mut Problems, rows: &HashMap<PersonRef, (String, u64)>, person: PersonRef, key: &str) {
    let Some((file, row)) = rows.get(&person) else { return };
    problems.add(ProblemPlace { file, row: Some(*row), column: Some("nom"), value: None }, key, &[]);
}

/// The problem of a person whom the vault will never hold again.
pub fn erased(read: &Read, person: PersonRef, language: Language) -> Vec<Problem> {
    let mut problems = Problems::new(language);
    add(&mut problems, &read.person_rows, person, "person-erased");
    problems.finish()
}

/// A failure of the vault, whose messages name nobody.
pub fn failed(error: VaultError) -> ImportError {
    ImportError::Vault(error.to_string())
}
