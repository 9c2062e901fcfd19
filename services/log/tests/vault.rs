//! What the vault keeps, hides and forgets.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use maillage_events::id::PersonRef;
use maillage_log::vault::{PersonCard, Vault, VaultError};
use uuid::Uuid;

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }
    fn file(&self) -> PathBuf {
        self.folder.path().join("vault.sqlite")
    }
    fn key(&self) -> PathBuf {
        self.folder.path().join("vault.key")
    }
    fn open(&self) -> Vault {
        Vault::open(&self.file(), &self.key()).unwrap()
    }
    /// Whether bytes stand in any file beside the vault, its journals included.
    fn holds(&self, needle: &[u8]) -> bool {
        let mut files = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.any(|path| contains(&path, needle))
    }
}

fn contains(path: &Path, needle: &[u8]) -> bool {
    std::fs::read(path).unwrap().windows(needle.len()).any(|bytes| bytes == needle)
}

fn person(number: u128) -> PersonRef {
    PersonRef(Uuid::from_u128(number))
}

fn card(family: &str, given: &str) -> PersonCard {
    PersonCard { family_name: family.to_owned(), given_name: given.to_owned(), contact: Some("a.benseghir@exemple.fr".to_owned()) }
}

#[test]
fn a_person_reads_back_after_the_vault_is_opened_again() {
    let bench = Bench::new();
    bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
    let vault = bench.open();
    assert!(vault.read(person(1)).unwrap() == Some(card("Benseghir", "Amel")));
    assert!(vault.read(person(2)).unwrap().is_none());
}

#[test]
fn no_name_and_no_contact_stands_in_any_file() {
    let bench = Bench::new();
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    for words in ["Benseghir", "benseghir", "Amel", "exemple.fr"] {
        assert!(!bench.holds(words.as_bytes()), "{words} can be read in a file of the vault");
    }
    assert!(bench.holds(person(1).0.as_bytes()), "the reference cannot be found: this test would see nothing");
    assert!(!format!("{:?} {:?}", vault, card("Benseghir", "Amel")).contains("Bens"));
}

#[test]
fn the_same_card_again_changes_nothing_and_another_is_refused() {
    let bench = Bench::new();
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    assert!(matches!(vault.register(person(1), &card("Durand", "Amel")), Err(VaultError::Taken(_))));
    vault.amend(person(1), &card("Ben Seghir", "Amel")).unwrap();
    assert!(vault.read(person(1)).unwrap() == Some(card("Ben Seghir", "Amel")));
    assert!(matches!(vault.amend(person(2), &card("Durand", "Amel")), Err(VaultError::Unknown(_))));
}

#[test]
fn many_are_registered_together_or_nobody_is() {
    let bench = Bench::new();
    let vault = bench.open();
    vault.register(person(2), &card("Durand", "Luc")).unwrap();
    let (first, other) = (card("Benseghir", "Amel"), card("Durand", "Lucie"));
    assert!(vault.register_all([(person(1), &first), (person(2), &other)]).is_err());
    assert!(vault.read(person(1)).unwrap().is_none());
}

#[test]
fn a_duplicate_is_found_whatever_its_spelling() {
    let bench = Bench::new();
    let vault = bench.open();
    vault.register(person(1), &card("Lefèvre-Noël", "Jean François")).unwrap();
    vault.register(person(2), &card("LEFEVRE NOEL", "jean-francois")).unwrap();
    vault.register(person(3), &card("Lefèvre", "Jean-François")).unwrap();
    assert_eq!(vault.find(&card("lefevre noël", "JEAN-FRANÇOIS")).unwrap(), [person(1), person(2)]);
    assert_eq!(vault.find(&card("Noël", "Jean")).unwrap(), []);
}

#[test]
fn the_blind_index_of_another_vault_is_another() {
    let (one, two) = (Bench::new(), Bench::new());
    let blind = |bench: &Bench| -> Vec<u8> {
        bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
        raw(bench).query_row("SELECT blind FROM persons", [], |row| row.get(0)).unwrap()
    };
    assert_ne!(blind(&one), blind(&two));
}

fn raw(bench: &Bench) -> rusqlite::Connection {
    rusqlite::Connection::open(bench.file()).unwrap()
}

#[test]
fn what_was_sealed_for_one_person_opens_for_no_other() {
    let bench = Bench::new();
    bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
    bench.open().register(person(2), &card("Durand", "Luc")).unwrap();
    for column in ["card = (SELECT card", "key = (SELECT key", "(key, card) = (SELECT key, card"] {
        let sql = format!("UPDATE persons SET {column} FROM persons WHERE person = ?1) WHERE person = ?2");
        raw(&bench).execute(&sql, [person(1).0.as_bytes(), person(2).0.as_bytes()]).unwrap();
        assert!(matches!(bench.open().read(person(2)), Err(VaultError::Altered(_))), "{column} moved and opened");
    }
    assert!(bench.open().read(person(1)).is_ok());
}

#[test]
fn an_erased_person_leaves_no_byte_and_never_comes_back() {
    let bench = Bench::new();
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    vault.register(person(2), &card("Durand", "Luc")).unwrap();
    let stored: (Vec<u8>, Vec<u8>, Vec<u8>) = raw(&bench)
        .query_row("SELECT key, card, blind FROM persons WHERE person = ?1", [person(1).0.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert!(bench.holds(&stored.0) && bench.holds(&stored.1) && bench.holds(&stored.2));
    vault.erase(person(1)).unwrap();
    assert!(!bench.holds(&stored.0), "the wrapped key is still in a file");
    assert!(!bench.holds(&stored.1), "the sealed card is still in a file");
    assert!(!bench.holds(&stored.2), "the blind index is still in a file");
    assert!(vault.read(person(1)).unwrap().is_none());
    assert_eq!(vault.find(&card("Benseghir", "Amel")).unwrap(), []);
    assert!(matches!(vault.register(person(1), &card("Benseghir", "Amel")), Err(VaultError::Erased(_))));
    vault.erase(person(1)).unwrap();
    assert!(vault.read(person(2)).unwrap() == Some(card("Durand", "Luc")));
}

#[test]
fn another_root_key_is_told_and_a_lost_one_is_not_replaced() {
    let bench = Bench::new();
    bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
    std::fs::rename(bench.key(), bench.folder.path().join("kept")).unwrap();
    assert!(matches!(Vault::open(&bench.file(), &bench.key()), Err(VaultError::KeyMissing(_))));
    assert!(!bench.key().exists());
    let other = Bench::new();
    other.open();
    assert!(matches!(Vault::open(&bench.file(), &other.key()), Err(VaultError::WrongKey)));
    std::fs::write(other.key(), [7; 31]).unwrap();
    assert!(matches!(Vault::open(&bench.file(), &other.key()), Err(VaultError::BadKeyFile { .. })));
    assert!(Vault::open(&bench.file(), &bench.folder.path().join("kept")).is_ok());
}

#[test]
#[cfg(unix)]
fn only_the_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    for entry in std::fs::read_dir(bench.folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
    }
    assert_eq!(std::fs::metadata(bench.key()).unwrap().len(), 32);
    std::fs::set_permissions(bench.key(), std::fs::Permissions::from_mode(0o604)).unwrap();
    assert!(matches!(Vault::open(&bench.file(), &bench.key()), Err(VaultError::BadKeyFile { .. })));
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    let bench = Bench::new();
    raw(&bench).execute_batch("CREATE TABLE theirs (x)").unwrap();
    assert!(matches!(Vault::open(&bench.file(), &bench.key()), Err(VaultError::NotOurs { .. })));
    assert!(!bench.key().exists());
}

#[test]
fn many_at_once_are_all_kept() {
    let bench = Bench::new();
    let vault = Arc::new(bench.open());
    let threads: Vec<_> = (0..8)
        .map(|thread: u128| {
            let vault = if thread.is_multiple_of(2) { vault.clone() } else { Arc::new(bench.open()) };
            std::thread::spawn(move || {
                for number in 0..5 {
                    vault.register(person(thread * 100 + number + 1), &card("Benseghir", &format!("Amel {thread} {number}"))).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    for thread in 0..8 {
        for number in 0..5 {
            assert!(vault.read(person(thread * 100 + number + 1)).unwrap().is_some());
        }
    }
}
