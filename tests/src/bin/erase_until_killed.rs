//! Erases a person of `ville` and says how far it came, so that it can be killed at each step: `ready` before, `append`
//! and `appended` around the append of the fact, `erased` at the end.
//!
//! Waits for a line at each step whose name was given, and goes on through the others.
//!
//! Usage: erase_until_killed FOLDER PERSON [STEP…]
#![expect(clippy::unwrap_used, reason = "a test program")]

use std::sync::Arc;

use maillage_log::clock::SystemClock;
use maillage_log::executor::Executor;
use maillage_log::persons::Persons;
use maillage_log::sqlite::SqliteLog;
use maillage_tests::stepwise::{Stepwise, step};
use maillage_tests::vault_store::{erasure_ask, vault};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (folder, person) = (arguments.next().unwrap(), arguments.next().unwrap().parse().unwrap());
    let stops: Vec<String> = arguments.collect();
    let log = SqliteLog::open(&std::path::Path::new(&folder).join("log.sqlite"), Arc::new(SystemClock)).unwrap();
    let executor = Executor::new(Arc::new(Stepwise { log, stops: stops.clone() }));
    let vault = vault(folder.as_ref());
    step(&stops, "ready");
    Persons::new(&executor, &vault).erase(erasure_ask(person)).await.unwrap();
    step(&stops, "erased");
}
