//! What the vault already knows of the persons of an import.

use std::collections::HashMap;

use maillage_events::id::{PersonRef, StreamId};
use maillage_events::references::person_stream;
use maillage_log::log::FactLog;
use maillage_log::vault::{Vault, VaultError};

use super::{ImportError, ImportOptions};
use crate::plan::Problem;
use crate::tabular::problems::{Place, Problems};

use super::reading::Read;

/// Names every person who is in the vault under another code of the same space, or under this code with other words.
/// Nobody is merged: only the user knows whether two are one.
pub async fn known(
    read: &Read,
    log: &dyn FactLog,
    vault: &Vault,
    options: &ImportOptions,
) -> Result<Vec<Problem>, ImportError> {
    let mut problems = Problems::new(options.language);
    let mut namesakes: Vec<(PersonRef, StreamId)> = Vec::new();
    for (person, card) in &read.plan.persons {
        match vault.read(*person).map_err(failed)? {
            Some(there) if there != *card => add(&mut problems, &read.person_rows, *person, "person-card-differs"),
            _ => {}
        }
        let others = vault.find(card).map_err(failed)?.into_iter().filter(|other| other != person);
        namesakes.extend(others.filter_map(person_stream).map(|stream| (*person, stream)));
    }
    // The vault serves every space; a namesake of another space is nobody here.
    let streams: Vec<StreamId> = namesakes.iter().map(|(_, stream)| stream.clone()).collect();
    let versions = if streams.is_empty() { Vec::new() } else { log.versions(&options.space, &streams).await? };
    for ((person, _), _) in namesakes.into_iter().zip(versions).filter(|(_, version)| *version > 0) {
        add(&mut problems, &read.person_rows, person, "person-in-vault");
    }
    Ok(problems.finish())
}

fn add(problems: &mut Problems, rows: &HashMap<PersonRef, (String, u64)>, person: PersonRef, key: &str) {
    let Some((file, row)) = rows.get(&person) else { return };
    problems.add(Place { file, row: Some(*row), column: Some("nom"), value: None }, key, &[]);
}

/// The problem of a person whom the vault will never hold again.
pub fn erased(read: &Read, person: PersonRef, options: &ImportOptions) -> Vec<Problem> {
    let mut problems = Problems::new(options.language);
    add(&mut problems, &read.person_rows, person, "person-erased");
    problems.finish()
}

/// The vault's own words name nobody.
pub fn failed(error: VaultError) -> ImportError {
    ImportError::Vault(error.to_string())
}
