//! Gives somebody of `ville` a card or erases them, and says how far it came, so that it can be killed at each step:
//! `ready` before, `append` and `appended` around the append of the fact, `done` at the end.
//!
//! Waits for a line at the step that was named, and goes on through the others.
//!
//! Usage: person_until_killed card|erasure FOLDER PERSON STEP
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test program")]

use std::sync::Arc;

use maillage_log::clock::AcceptedClock;
use maillage_log::executor::Executor;
use maillage_log::persons::Persons;
use maillage_log::sqlite::SqliteLog;
use maillage_tests::stepwise::{Stepwise, step};
use maillage_tests::vault_store::{card, card_ask, erasure_ask, vault, ville};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (what, folder) = (arguments.next().unwrap(), arguments.next().unwrap());
    let (person, stop) = (arguments.next().unwrap().parse().unwrap(), arguments.next().unwrap());
    // Whoever kills it sets clocks at will: some facts are ahead of the machine.
    let log = SqliteLog::open(&std::path::Path::new(&folder).join("log.sqlite"), Arc::new(AcceptedClock)).unwrap();
    let executor = Executor::new(Arc::new(Stepwise { log, stop: stop.clone() }));
    let vault = vault(folder.as_ref());
    step(&stop, "ready");
    let persons = Persons::new(&executor, &vault);
    match what.as_str() {
        "card" => drop(persons.put_card(card_ask(&ville(), person, &card())).await.unwrap()),
        "erasure" => drop(persons.erase(erasure_ask(person)).await.unwrap()),
        other => panic!("{other}: card or erasure"),
    }
    step(&stop, "done");
}
