//! `kill -9` at each step of a card: it stands with its fact, or is swept; none is lost of a command that was answered.
//!
//! ```text
//!   decide ─▶ pending row ─▶ append ─▶ settled ─▶ answer
//!   ▲     ▲                ▲         ▲          ▲
//! ```

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use maillage_events::id::person_stream;
use maillage_log::clock::{AcceptedClock, Clock, SetClock};
use maillage_log::executor::Executor;
use maillage_log::log::FactReads;
use maillage_log::persons::{MadeGood, Persons, Watched};
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;
use maillage_tests::vault_store::{card, card_ask, person_ref, vault, ville};

use super::stopped::Stopped;

/// How often it is killed at each step.
const ROUNDS: u32 = 100;

/// Where the process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Killed {
    /// Before it decides.
    Before,
    /// Some moment after it began.
    Meanwhile,
    /// The card waits, the fact is not appended.
    BeforeAppend,
    /// The fact is appended, the card still waits.
    AfterAppend,
    /// The card stands, and its putting was answered.
    Answered,
}

const EACH: [Killed; 5] =
    [Killed::Before, Killed::Meanwhile, Killed::BeforeAppend, Killed::AfterAppend, Killed::Answered];

fn put_and_kill(folder: &Path, person: u128, round: u32, killed: Killed) {
    let at = |step: &str| Stopped::at("card", folder, person, step);
    match killed {
        Killed::Before => at("ready").kill(),
        Killed::Meanwhile => {
            let mut process = at("ready");
            process.go_on();
            std::thread::sleep(Duration::from_micros(u64::from(round) * 130 % 9_000));
            process.kill();
        }
        Killed::BeforeAppend => at("append").kill(),
        Killed::AfterAppend => at("appended").kill(),
        Killed::Answered => at("done").kill(),
    }
}

/// How many facts register a person.
async fn registered(log: &SqliteLog, person: u128) -> usize {
    log.read_stream(&ville(), &person_stream(person_ref(person)).unwrap()).await.unwrap().len()
}

async fn make_good(log: Arc<SqliteLog>, vault: &Vault) -> MadeGood {
    Persons::new(&Executor::new(log), vault).make_good(&mut Watched::default()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_half_of_a_card_a_kill_left_it_stands_with_its_fact_or_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let open = |clock: Arc<dyn Clock>| SqliteLog::open(&folder.join("log.sqlite"), clock).unwrap();
    drop((open(Arc::new(AcceptedClock)), vault(folder)));
    let (mut waited, mut swept) = (0, 0);
    for killed in EACH {
        for round in 0..ROUNDS {
            let person = (killed as u128) * 1_000 + u128::from(round) + 1;
            put_and_kill(folder, person, round, killed);
            let vault = vault(folder);
            let stands = || vault.read(&ville(), person_ref(person)).unwrap().is_some();
            let told = {
                let log = open(Arc::new(AcceptedClock));
                let told = registered(&log, person).await;
                let pending = vault.pending().unwrap().len();
                match killed {
                    Killed::Before => assert_eq!((pending, told, stands()), (0, 0, false), "round {round}"),
                    Killed::Meanwhile => assert!(!stands() || told == 1, "round {round}: it stands without its fact"),
                    Killed::BeforeAppend => assert_eq!((pending, told, stands()), (1, 0, false), "round {round}"),
                    Killed::AfterAppend => assert_eq!((pending, told, stands()), (1, 1, false), "round {round}"),
                    Killed::Answered => assert_eq!((pending, told, stands()), (0, 1, true), "round {round}"),
                }
                waited += pending;
                let made = make_good(log, &vault).await;
                assert_eq!(made.settled, usize::from(pending == 1 && told == 1), "round {round} {killed:?}");
                assert_eq!(stands(), told == 1, "round {round} {killed:?}: it stands with its fact");
                told
            };
            // Ten minutes later whatever never came is swept, and the reference is free.
            let later = AcceptedClock.now() + SignedDuration::from_mins(11);
            let log = open(Arc::new(SetClock::at(later)));
            swept += make_good(log.clone(), &vault).await.swept;
            assert!(vault.pending().unwrap().is_empty(), "round {round} {killed:?}: it waits for ever");
            assert_eq!(stands(), told == 1, "round {round} {killed:?}");
            if told == 0 {
                let executor = Executor::new(log.clone());
                Persons::new(&executor, &vault).put_card(card_ask(&ville(), person, &card())).await.unwrap();
            }
            assert_eq!((registered(&log, person).await, stands()), (1, true), "round {round} {killed:?}: put again");
        }
    }
    assert!(waited >= 200 && swept >= 100, "{waited} {swept}: the kills came too late to mean anything");
}
