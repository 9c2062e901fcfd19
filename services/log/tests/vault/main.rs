//! What the vault keeps, hides and forgets: the same promises on both stores, then what is SQLite's own.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod bench;

use std::sync::Arc;

use maillage_events::id::PersonRef;
use maillage_log::vault::{PersonCard, Vault, VaultError};
use uuid::Uuid;

use self::bench::Bench;

/// One test a promise and a store.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test]
            fn $name() {
                super::$name(&super::Bench::sqlite());
            })+
        }
        mod postgres {
            $(#[test]
            fn $name() {
                if let Some(bench) = super::Bench::postgres() {
                    super::$name(&bench);
                }
            })+
        }
    };
}

on_both! {
    a_person_reads_back_after_the_vault_is_opened_again,
    no_name_and_no_contact_stands_in_what_is_stored,
    the_same_card_again_changes_nothing_and_another_is_refused,
    many_are_registered_together_or_nobody_is,
    a_duplicate_is_found_whatever_its_spelling,
    the_blind_index_of_another_vault_is_another,
    what_was_sealed_for_one_person_opens_for_no_other,
    an_erased_person_leaves_no_byte_and_never_comes_back,
    another_root_key_is_told_and_a_lost_one_is_not_replaced,
    many_at_once_are_all_kept,
}

fn person(number: u128) -> PersonRef {
    PersonRef(Uuid::from_u128(number))
}

fn card(family: &str, given: &str) -> PersonCard {
    PersonCard {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        contact: Some("a.benseghir@exemple.fr".to_owned()),
    }
}

fn a_person_reads_back_after_the_vault_is_opened_again(bench: &Bench) {
    bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
    let vault = bench.open();
    assert!(vault.read(person(1)).unwrap() == Some(card("Benseghir", "Amel")));
    assert!(vault.read(person(2)).unwrap().is_none());
}

fn no_name_and_no_contact_stands_in_what_is_stored(bench: &Bench) {
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    for words in ["Benseghir", "benseghir", "Amel", "exemple.fr"] {
        assert!(!bench.holds(words.as_bytes()), "{words} can be read in the vault");
    }
    assert!(bench.holds(person(1).0.as_bytes()), "the reference cannot be found: this test would see nothing");
    assert!(!format!("{:?} {:?}", vault, card("Benseghir", "Amel")).contains("Bens"));
}

fn the_same_card_again_changes_nothing_and_another_is_refused(bench: &Bench) {
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    assert!(matches!(vault.register(person(1), &card("Durand", "Amel")), Err(VaultError::Taken(_))));
    vault.amend(person(1), &card("Ben Seghir", "Amel")).unwrap();
    assert!(vault.read(person(1)).unwrap() == Some(card("Ben Seghir", "Amel")));
    assert!(matches!(vault.amend(person(2), &card("Durand", "Amel")), Err(VaultError::Unknown(_))));
}

fn many_are_registered_together_or_nobody_is(bench: &Bench) {
    let vault = bench.open();
    vault.register(person(2), &card("Durand", "Luc")).unwrap();
    let (first, other) = (card("Benseghir", "Amel"), card("Durand", "Lucie"));
    assert!(vault.register_all([(person(1), &first), (person(2), &other)]).is_err());
    assert!(vault.read(person(1)).unwrap().is_none());
}

fn a_duplicate_is_found_whatever_its_spelling(bench: &Bench) {
    let vault = bench.open();
    vault.register(person(1), &card("Lefèvre-Noël", "Jean François")).unwrap();
    vault.register(person(2), &card("LEFEVRE NOEL", "jean-francois")).unwrap();
    vault.register(person(3), &card("Lefèvre", "Jean-François")).unwrap();
    assert_eq!(vault.find(&card("lefevre noël", "JEAN-FRANÇOIS")).unwrap(), [person(1), person(2)]);
    assert_eq!(vault.find(&card("Noël", "Jean")).unwrap(), []);
}

fn the_blind_index_of_another_vault_is_another(bench: &Bench) {
    let blind = |bench: &Bench| {
        bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
        bench.stored(person(1)).2
    };
    assert_ne!(blind(bench), blind(&bench.another()));
}

fn what_was_sealed_for_one_person_opens_for_no_other(bench: &Bench) {
    bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
    bench.open().register(person(2), &card("Durand", "Luc")).unwrap();
    for columns in ["card", "key", "key, card"] {
        bench.move_columns(columns, person(1), person(2));
        assert!(matches!(bench.open().read(person(2)), Err(VaultError::Altered(_))), "{columns} moved and opened");
    }
    assert!(bench.open().read(person(1)).is_ok());
}

fn an_erased_person_leaves_no_byte_and_never_comes_back(bench: &Bench) {
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    vault.register(person(2), &card("Durand", "Luc")).unwrap();
    let stored = bench.stored(person(1));
    assert!(bench.holds(&stored.0) && bench.holds(&stored.1) && bench.holds(&stored.2));
    vault.erase(person(1)).unwrap();
    assert!(!bench.holds(&stored.0), "the wrapped key is still there");
    assert!(!bench.holds(&stored.1), "the sealed card is still there");
    assert!(!bench.holds(&stored.2), "the blind index is still there");
    assert!(vault.read(person(1)).unwrap().is_none());
    assert_eq!(vault.find(&card("Benseghir", "Amel")).unwrap(), []);
    assert!(matches!(vault.register(person(1), &card("Benseghir", "Amel")), Err(VaultError::Erased(_))));
    vault.erase(person(1)).unwrap();
    assert!(vault.read(person(2)).unwrap() == Some(card("Durand", "Luc")));
}

fn another_root_key_is_told_and_a_lost_one_is_not_replaced(bench: &Bench) {
    bench.open().register(person(1), &card("Benseghir", "Amel")).unwrap();
    std::fs::rename(bench.key(), bench.folder.path().join("elsewhere")).unwrap();
    assert!(matches!(bench.open_with(&bench.key()), Err(VaultError::KeyMissing(_))));
    assert!(!bench.key().exists());
    let other = bench.another();
    other.open();
    assert!(matches!(bench.open_with(&other.key()), Err(VaultError::WrongKey)));
    std::fs::write(other.key(), [7; 31]).unwrap();
    assert!(matches!(bench.open_with(&other.key()), Err(VaultError::BadKeyFile { .. })));
    assert!(bench.open_with(&bench.folder.path().join("elsewhere")).is_ok());
}

#[test]
#[cfg(unix)]
fn only_the_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::sqlite();
    let vault = bench.open();
    vault.register(person(1), &card("Benseghir", "Amel")).unwrap();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(bench.folder.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
        files.push(entry.path());
    }
    assert!(files.contains(&bench.file()) && files.contains(&bench.key()), "{files:?}");
    assert_eq!(std::fs::metadata(bench.key()).unwrap().len(), 32);
    std::fs::set_permissions(bench.key(), std::fs::Permissions::from_mode(0o604)).unwrap();
    assert!(matches!(Vault::open(&bench.file(), &bench.key()), Err(VaultError::BadKeyFile { .. })));
}

#[test]
fn a_database_of_somebody_else_is_left_alone() {
    let bench = Bench::sqlite();
    bench.raw().execute_batch("CREATE TABLE theirs (x)").unwrap();
    assert!(matches!(Vault::open(&bench.file(), &bench.key()), Err(VaultError::NotOurs { .. })));
    assert!(!bench.key().exists());
}

fn many_at_once_are_all_kept(bench: &Bench) {
    let vault = Arc::new(bench.open());
    let threads: Vec<_> = (0..8)
        .map(|thread: u128| {
            let vault = if thread.is_multiple_of(2) { vault.clone() } else { Arc::new(bench.open()) };
            std::thread::spawn(move || {
                for number in 0..5 {
                    vault
                        .register(
                            person(thread * 100 + number + 1),
                            &card("Benseghir", &format!("Amel {thread} {number}")),
                        )
                        .unwrap();
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
