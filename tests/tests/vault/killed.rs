//! `kill -9` at each step of an erasure: whichever half is missing is made good, and no byte stays.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use maillage_log::clock::SystemClock;
use maillage_log::executor::Executor;
use maillage_log::persons::{Persons, Watched};
use maillage_log::sqlite::SqliteLog;
use maillage_tests::vault_store::{
    card, card_ask, erasure_ask, files_that_hold, is_told, person_ref, raw, sealed, vault, ville,
};

use super::stopped::Stopped;

const ROUNDS: u32 = 100;

/// Where the process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Killed {
    /// Before it begins.
    Before,
    /// Some moment after it began: while it decides, in the transaction of the vault, between two steps.
    Meanwhile,
    /// The key is destroyed, the fact is not appended.
    BeforeAppend,
    /// The fact is appended, nothing is overwritten.
    AfterAppend,
    /// Another program reads the vault and keeps its bytes from being overwritten.
    WhileRead,
    /// All is done but the answer.
    BeforeAnswer,
}

const EACH: [Killed; 6] = [
    Killed::Before,
    Killed::Meanwhile,
    Killed::BeforeAppend,
    Killed::AfterAppend,
    Killed::WhileRead,
    Killed::BeforeAnswer,
];

/// Erases and kills.
fn erase_and_kill(folder: &Path, person: u128, round: u32, killed: Killed) {
    let at = |step: &str| Stopped::at("erasure", folder, person, step);
    match killed {
        Killed::Before => at("ready").kill(),
        Killed::Meanwhile => {
            let mut erasing = at("ready");
            erasing.go_on();
            std::thread::sleep(Duration::from_micros(u64::from(round) * 700 % 23_000));
            erasing.kill();
        }
        Killed::BeforeAppend => at("append").kill(),
        Killed::AfterAppend => at("appended").kill(),
        Killed::WhileRead => {
            let mut erasing = at("append");
            let reader = raw(folder);
            reader.execute_batch("BEGIN; SELECT count(*) FROM persons;").unwrap();
            erasing.go_on();
            erasing.wait_for("appended");
            std::thread::sleep(Duration::from_millis(20));
            erasing.kill();
        }
        Killed::BeforeAnswer => at("done").kill(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_half_of_an_erasure_a_kill_left_is_made_good_and_no_byte_stays() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut untold, mut unfinished) = (0, 0);
    for (round, killed) in (0..ROUNDS).zip(EACH.into_iter().cycle()) {
        let person = u128::from(round) + 1;
        {
            let log = SqliteLog::open(&folder.join("log.sqlite"), Arc::new(SystemClock)).unwrap();
            let (executor, vault) = (Executor::new(log), vault(folder));
            Persons::new(&executor, &vault).put_card(card_ask(&ville(), person, &card())).await.unwrap();
        }
        let canary = sealed(folder, person);
        for bytes in &canary {
            assert!(!files_that_hold(folder, bytes).is_empty(), "round {round}: the search sees nothing");
        }
        erase_and_kill(folder, person, round, killed);

        let log = SqliteLog::open(&folder.join("log.sqlite"), Arc::new(SystemClock)).unwrap();
        let (executor, vault) = (Executor::new(log.clone()), vault(folder));
        let persons = Persons::new(&executor, &vault);
        let is_erased = || vault.erased(&ville(), &[person_ref(person)]).unwrap().len();
        let (tombstones, told) = (is_erased(), is_told(log.as_ref(), person).await);
        assert!(told <= tombstones, "round {round} {killed:?}: told before it was done");
        match killed {
            Killed::Before => assert_eq!(tombstones, 0),
            Killed::Meanwhile => {}
            Killed::BeforeAppend => assert_eq!((tombstones, told), (1, 0)),
            Killed::AfterAppend | Killed::WhileRead | Killed::BeforeAnswer => assert_eq!((tombstones, told), (1, 1)),
        }
        untold += tombstones - told;
        unfinished += usize::from(killed == Killed::WhileRead);
        persons.make_good(&mut Watched::default()).await.unwrap();
        assert_eq!(is_erased(), tombstones, "round {round} {killed:?}");
        assert_eq!(
            is_told(log.as_ref(), person).await,
            tombstones,
            "round {round} {killed:?}: told once, if it was done"
        );
        if tombstones == 0 {
            assert!(vault.read(&ville(), person_ref(person)).unwrap().is_some(), "round {round} {killed:?}: lost");
            persons.erase(erasure_ask(person)).await.unwrap();
        }
        for bytes in &canary {
            let holding = files_that_hold(folder, bytes);
            assert!(holding.is_empty(), "round {round} {killed:?}: {holding:?}");
        }
        assert!(vault.read(&ville(), person_ref(person)).unwrap().is_none());
        assert!(vault.owed().unwrap().is_empty() && !vault.is_stale().unwrap());
    }
    assert!(untold >= 16 && unfinished >= 16, "{untold} {unfinished}: the kills came too late to mean anything");
}
