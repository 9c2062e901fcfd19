//! What the vault already knows of the persons of an import.

use std::collections::HashMap;

use maillage_events::id::person_stream;
use maillage_events::id::{PersonRef, StreamId};
use maillage_events::messages::Language;
use maillage_log::vault::VaultError;

use super::ImportError;
use super::importer::Importer;
use super::reading::Read;
use crate::plan::Problem;
use crate::tabular::problems::{ProblemPlace, Problems};

impl Importer<'_> {
    /// Names every person who is in the vault under another code of the same space, or under this code with other
    /// words. Nobody is merged: only the user knows whether two are one.
    pub(super) async fn persons_in_vault(&self, read: &Read) -> Result<Vec<Problem>, ImportError> {
        let mut problems = Problems::new(self.options.language);
        let mut namesakes: Vec<(PersonRef, StreamId)> = Vec::new();
        for (person, card) in &read.plan.persons {
            match self.vault.read(*person).map_err(failed)? {
                Some(there) if there != *card => add(&mut problems, &read.person_rows, *person, "person-card-differs"),
                _ => {}
            }
            let others = self.vault.find(card).map_err(failed)?.into_iter().filter(|other| other != person);
            namesakes.extend(others.filter_map(person_stream).map(|stream| (*person, stream)));
        }
        // The vault serves every space; a namesake of another space is nobody here.
        let streams: Vec<StreamId> = namesakes.iter().map(|(_, stream)| stream.clone()).collect();
        let versions =
            if streams.is_empty() { Vec::new() } else { self.log.versions(&self.options.space, &streams).await? };
        for ((person, _), _) in namesakes.into_iter().zip(versions).filter(|(_, version)| *version > 0) {
            add(&mut problems, &read.person_rows, person, "person-in-vault");
        }
        Ok(problems.finish())
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
