//! A log and a vault in one folder, as an embedded store has them, and the bytes of its files.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use maillage_events::envelope::{Channel, Context};
use maillage_events::id::{CommandId, Id, PersonRef, SpaceId};
use maillage_log::log::FactLog;
use maillage_log::persons::{CardAsk, ErasureAsk};
use maillage_log::vault::{CardCondition, PersonCard, Vault};
use rusqlite::Connection;

/// The vault of a folder.
pub fn vault(folder: &Path) -> Arc<Vault> {
    Arc::new(Vault::open(&folder.join("vault.sqlite"), &folder.join("vault.key")).unwrap())
}

/// The file of the vault, past the vault.
pub fn raw(folder: &Path) -> Connection {
    Connection::open(folder.join("vault.sqlite")).unwrap()
}

/// Any file of SQLite, past whoever keeps it.
pub fn raw_file(file: &Path) -> Connection {
    Connection::open(file).unwrap()
}

/// How many references a vault's file keeps empty for ever, and how many cards it holds.
pub fn erased_and_held(file: &Path) -> (u64, u64) {
    let sql = "SELECT (SELECT count(*) FROM erased), (SELECT count(*) FROM persons)";
    raw_file(file).query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

/// The files of a folder that hold some bytes, journals included.
pub fn files_that_hold(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    // A file that goes away meanwhile holds nothing.
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    };
    files.filter(holds).collect()
}

/// Wrapped key and sealed card of a person of `ville`, as they are stored.
pub fn sealed(folder: &Path, person: u128) -> [Vec<u8>; 2] {
    let sql = "SELECT key, card FROM persons WHERE space = 'ville' AND person = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?]);
    raw(folder).query_row(sql, [person_ref(person).0.as_bytes()], read).unwrap()
}

/// Every wrapped key and sealed card of a vault's file.
pub fn all_sealed(file: &Path) -> Vec<Vec<u8>> {
    let raw = Connection::open(file).unwrap();
    let mut statement = raw.prepare("SELECT key, card FROM persons ORDER BY person").unwrap();
    let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?])).unwrap();
    rows.flat_map(Result::unwrap).collect()
}

/// The space of these tests.
pub fn ville() -> SpaceId {
    "ville".parse().unwrap()
}

/// The person of a number.
pub fn person_ref(number: u128) -> PersonRef {
    PersonRef(uuid::Uuid::from_u128(number))
}

/// Somebody's card.
pub fn card() -> PersonCard {
    PersonCard { family_name: "Benseghir".to_owned(), given_name: "Amel".to_owned(), contact: None }
}

fn context() -> Context {
    Context::new(Id::new("local").unwrap(), Channel::Api)
}

/// Asks that a card stand in `ville`.
pub fn card_ask<'c>(space: &'c SpaceId, person: u128, card: &'c PersonCard) -> CardAsk<'c> {
    let person = person_ref(person);
    CardAsk { space, person, card, condition: CardCondition::None, occurred: None, context: context() }
}

/// Asks that a person of `ville` be erased.
pub fn erasure_ask(person: u128) -> ErasureAsk {
    ErasureAsk {
        space: ville(),
        person: person_ref(person),
        command: CommandId::derived(&format!("erase {person}")),
        fingerprint: [0; 32],
        occurred: None,
        request: None,
        basis: None,
        context: context(),
        if_version: None,
    }
}

/// Whether the log of `ville` says that a person is erased.
pub async fn is_told(log: &dyn FactLog, person: u128) -> usize {
    let stream = maillage_events::id::person_stream(person_ref(person)).unwrap();
    let facts = log.read_stream(&ville(), &stream).await.unwrap();
    facts.iter().filter(|fact| fact.kind == "person.erased").count()
}
