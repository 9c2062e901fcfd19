//! Lets a card stand behind a person of `ville` and says how far it came, so that it can be killed at each step:
//! `ready` before, `append` and `appended` around the append of the fact, `stands` at the end.
//!
//! Waits for a line at each step whose name was given, and goes on through the others.
//!
//! Usage: card_until_killed FOLDER PERSON [STEP…]
#![expect(clippy::unwrap_used, reason = "a test program")]

use std::sync::Arc;

use maillage_log::clock::AcceptedClock;
use maillage_log::executor::Executor;
use maillage_log::persons::Persons;
use maillage_log::sqlite::SqliteLog;
use maillage_tests::stepwise::{Stepwise, step};
use maillage_tests::vault_store::{card, card_ask, vault, ville};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (folder, person) = (arguments.next().unwrap(), arguments.next().unwrap().parse().unwrap());
    let stops: Vec<String> = arguments.collect();
    // Whoever kills it sets clocks at will: some facts are ahead of the machine.
    let log = SqliteLog::open(&std::path::Path::new(&folder).join("log.sqlite"), Arc::new(AcceptedClock)).unwrap();
    let executor = Executor::new(Arc::new(Stepwise { log, stops: stops.clone() }));
    let vault = vault(folder.as_ref());
    step(&stops, "ready");
    Persons::new(&executor, &vault).put_card(card_ask(&ville(), person, &card())).await.unwrap();
    step(&stops, "stands");
}
