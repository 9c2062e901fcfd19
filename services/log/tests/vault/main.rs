//! What the vault keeps, hides and forgets: the same promises on both stores, then what is SQLite's own.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod bench;
mod sqlite_alone;

use std::sync::Arc;

use maillage_events::id::{CommandId, PersonRef, SpaceId};
use maillage_log::vault::{CardCondition, PendingCards, PersonCard, Vault, VaultError};
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
    a_card_takes_the_place_of_another_and_no_answer_tells_what_that_said,
    a_card_is_written_only_as_it_was_seen,
    many_cards_stand_together_or_none_does,
    a_pending_card_stands_once_it_is_settled,
    the_same_reference_in_two_spaces_is_two_strangers,
    a_duplicate_is_found_whatever_its_spelling,
    the_blind_index_of_another_vault_or_space_is_another,
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

fn ville() -> SpaceId {
    "ville".parse().unwrap()
}

/// Lets a card stand in `ville`.
fn put(vault: &Vault, number: u128, card: &PersonCard) -> u64 {
    vault.put(&ville(), person(number), card, CardCondition::None).unwrap()
}

fn read(vault: &Vault, number: u128) -> Option<PersonCard> {
    vault.read(&ville(), person(number)).unwrap()
}

fn a_person_reads_back_after_the_vault_is_opened_again(bench: &Bench) {
    put(&bench.open(), 1, &card("Benseghir", "Amel"));
    let vault = bench.open();
    assert!(read(&vault, 1) == Some(card("Benseghir", "Amel")));
    assert!(read(&vault, 2).is_none());
}

fn no_name_and_no_contact_stands_in_what_is_stored(bench: &Bench) {
    let vault = bench.open();
    put(&vault, 1, &card("Benseghir", "Amel"));
    for words in ["Benseghir", "benseghir", "Amel", "exemple.fr"] {
        assert!(!bench.holds(words.as_bytes()), "{words} can be read in the vault");
    }
    assert!(bench.holds(person(1).0.as_bytes()), "the reference cannot be found: this test would see nothing");
    assert!(!format!("{:?} {:?}", vault, card("Benseghir", "Amel")).contains("Bens"));
}

fn a_card_takes_the_place_of_another_and_no_answer_tells_what_that_said(bench: &Bench) {
    let vault = bench.open();
    let (first, other) = (card("Benseghir", "Amel"), card("Durand", "Amel"));
    assert_eq!(put(&vault, 1, &first), 1);
    let stored = bench.stored(person(1));
    assert_eq!(put(&vault, 1, &first), 2, "the same card again is one more version, like any other");
    assert_ne!(bench.stored(person(1)).0, stored.0, "under a key of its own");
    assert_eq!(put(&vault, 1, &other), 3);
    assert!(read(&vault, 1) == Some(other));
}

fn a_card_is_written_only_as_it_was_seen(bench: &Bench) {
    let vault = bench.open();
    let attempt = |number, condition| vault.put(&ville(), person(number), &card("Durand", "Luc"), condition);
    let stale = |attempted: Result<u64, VaultError>| match attempted.unwrap_err() {
        VaultError::Stale { actual, .. } => actual,
        other => unreachable!("{other:?}"),
    };
    assert_eq!(stale(attempt(1, CardCondition::Exists)), 0);
    assert_eq!(stale(attempt(1, CardCondition::Version(1))), 0);
    assert_eq!(attempt(1, CardCondition::IsNew).unwrap(), 1);
    let stored = bench.stored(person(1));
    assert_eq!(stale(attempt(1, CardCondition::IsNew)), 1);
    assert_eq!(stale(attempt(1, CardCondition::Version(2))), 1);
    assert_eq!(bench.stored(person(1)), stored, "what is refused writes nothing");
    assert_eq!(attempt(1, CardCondition::Version(1)).unwrap(), 2);
    assert_eq!(attempt(1, CardCondition::Exists).unwrap(), 3);
}

fn many_cards_stand_together_or_none_does(bench: &Bench) {
    let vault = bench.open();
    vault.bury_told(&ville(), &[person(2)]).unwrap();
    let (first, other) = (card("Benseghir", "Amel"), card("Durand", "Lucie"));
    assert!(vault.put_all(&ville(), [(person(1), &first), (person(2), &other)]).is_err());
    assert!(read(&vault, 1).is_none());
    vault.put_all(&ville(), [(person(1), &first), (person(3), &other)]).unwrap();
    assert!(read(&vault, 1).is_some() && read(&vault, 3).is_some());
}

fn a_pending_card_stands_once_it_is_settled(bench: &Bench) {
    let vault = bench.open();
    let (space, command) = (ville(), CommandId::derived("one"));
    let (first, other) = (card("Benseghir", "Amel"), card("Durand", "Luc"));
    let since = "2026-03-01T09:00:00Z".parse().unwrap();
    let cards = [(person(1), &first), (person(2), &other)];
    vault.reserve(&space, command, since, &cards, CardCondition::IsNew).unwrap();
    assert!(read(&vault, 1).is_none());
    assert_eq!(vault.find(&space, &first).unwrap(), [], "nobody is found before");
    assert_eq!(vault.pending().unwrap(), [PendingCards { space: space.clone(), command, since }]);
    vault.bury_told(&space, &[person(2)]).unwrap();
    assert!(vault.settle(&space, CommandId::derived("another")).unwrap().is_empty());
    assert_eq!(vault.settle(&space, command).unwrap().into_iter().collect::<Vec<_>>(), [(person(1), 1)]);
    assert!(read(&vault, 1) == Some(first.clone()) && read(&vault, 2).is_none());
    assert!(vault.pending().unwrap().is_empty());
    vault.reserve(&space, command, since, &[(person(3), &other)], CardCondition::None).unwrap();
    vault.withdraw(&space, command).unwrap();
    assert!(vault.pending().unwrap().is_empty() && read(&vault, 3).is_none());
}

fn the_same_reference_in_two_spaces_is_two_strangers(bench: &Bench) {
    let vault = bench.open();
    let (ville, bourg): (SpaceId, SpaceId) = (ville(), "bourg".parse().unwrap());
    let (amel, luc) = (card("Benseghir", "Amel"), card("Durand", "Luc"));
    put(&vault, 1, &amel);
    assert!(vault.read(&bourg, person(1)).unwrap().is_none());
    assert_eq!(vault.find(&bourg, &amel).unwrap(), []);
    assert_eq!(vault.put(&bourg, person(1), &luc, CardCondition::IsNew).unwrap(), 1, "nothing tells of the other");
    assert!(read(&vault, 1) == Some(amel.clone()));
    vault.bury_told(&bourg, &[person(1)]).unwrap();
    assert!(read(&vault, 1) == Some(amel));
    assert!(vault.read(&bourg, person(1)).unwrap().is_none());
    assert_eq!(vault.erased(&ville, &[person(1)]).unwrap().len(), 0);
}

fn a_duplicate_is_found_whatever_its_spelling(bench: &Bench) {
    let vault = bench.open();
    put(&vault, 1, &card("Lefèvre-Noël", "Jean François"));
    put(&vault, 2, &card("LEFEVRE NOEL", "jean-francois"));
    put(&vault, 3, &card("Lefèvre", "Jean-François"));
    assert_eq!(vault.find(&ville(), &card("lefevre noël", "JEAN-FRANÇOIS")).unwrap(), [person(1), person(2)]);
    assert_eq!(vault.find(&ville(), &card("Noël", "Jean")).unwrap(), []);
}

fn the_blind_index_of_another_vault_or_space_is_another(bench: &Bench) {
    let blind = |bench: &Bench| {
        put(&bench.open(), 1, &card("Benseghir", "Amel"));
        bench.stored(person(1)).2
    };
    let here = blind(bench);
    assert_ne!(here, blind(&bench.another()));
    let bourg = "bourg".parse().unwrap();
    bench.open().put(&bourg, person(2), &card("Benseghir", "Amel"), CardCondition::None).unwrap();
    bench.open().bury_told(&ville(), &[person(1)]).unwrap();
    bench.open().overwrite().unwrap();
    assert!(!bench.holds(&here), "the same name in another space has another index");
}

fn what_was_sealed_for_one_person_opens_for_no_other(bench: &Bench) {
    put(&bench.open(), 1, &card("Benseghir", "Amel"));
    put(&bench.open(), 2, &card("Durand", "Luc"));
    let bourg: SpaceId = "bourg".parse().unwrap();
    bench.open().put(&bourg, person(1), &card("Petit", "Zoé"), CardCondition::None).unwrap();
    for columns in ["card", "key", "key, card"] {
        bench.move_columns(columns, person(1), "ville", person(2));
        let moved = bench.open().read(&ville(), person(2));
        assert!(matches!(moved, Err(VaultError::Altered(_))), "{columns} moved and opened");
        bench.move_columns(columns, person(1), "bourg", person(1));
        let moved = bench.open().read(&bourg, person(1));
        assert!(matches!(moved, Err(VaultError::Altered(_))), "{columns} moved to another space and opened");
    }
    assert!(bench.open().read(&ville(), person(1)).is_ok());
}

fn an_erased_person_leaves_no_byte_and_never_comes_back(bench: &Bench) {
    let vault = bench.open();
    put(&vault, 1, &card("Benseghir", "Amel"));
    put(&vault, 2, &card("Durand", "Luc"));
    let stored = bench.stored(person(1));
    assert!(bench.holds(&stored.0) && bench.holds(&stored.1) && bench.holds(&stored.2));
    vault.bury_told(&ville(), &[person(1)]).unwrap();
    vault.overwrite().unwrap();
    assert!(!bench.holds(&stored.0), "the wrapped key is still there");
    assert!(!bench.holds(&stored.1), "the sealed card is still there");
    assert!(!bench.holds(&stored.2), "the blind index is still there");
    assert!(read(&vault, 1).is_none());
    assert_eq!(vault.find(&ville(), &card("Benseghir", "Amel")).unwrap(), []);
    let again = vault.put(&ville(), person(1), &card("Benseghir", "Amel"), CardCondition::None);
    assert!(matches!(again, Err(VaultError::Erased(_))));
    vault.bury_told(&ville(), &[person(1)]).unwrap();
    assert!(read(&vault, 2) == Some(card("Durand", "Luc")));
    vault.bury_told(&ville(), &[person(1), person(2), person(3)]).unwrap();
    let all = [person(1), person(2), person(3), person(4)];
    assert!(vault.erased(&ville(), &all).unwrap().into_iter().eq(all[..3].iter().copied()), "one after the other");
}

fn another_root_key_is_told_and_a_lost_one_is_not_replaced(bench: &Bench) {
    put(&bench.open(), 1, &card("Benseghir", "Amel"));
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

fn many_at_once_are_all_kept(bench: &Bench) {
    let vault = Arc::new(bench.open());
    let threads: Vec<_> = (0..8)
        .map(|thread: u128| {
            let vault = if thread.is_multiple_of(2) { vault.clone() } else { Arc::new(bench.open()) };
            std::thread::spawn(move || {
                for number in 0..5 {
                    put(&vault, thread * 100 + number + 1, &card("Benseghir", &format!("Amel {thread} {number}")));
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    for thread in 0..8 {
        for number in 0..5 {
            assert!(read(&vault, thread * 100 + number + 1).is_some());
        }
    }
}
