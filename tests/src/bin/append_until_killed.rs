//! Appends with several writers until it is killed, and says on standard output what was acknowledged:
//! `words TAB position TAB .`
//!
//! A projector follows beside them, so that a kill also falls between its rows and its checkpoint.
//!
//! Usage: append_until_killed FILE ROUND PROJECTIONS
#![expect(clippy::unwrap_used, reason = "a test program")]

use std::io::Write;
use std::sync::Arc;

use maillage_events::id::CommandId;
use maillage_events::session::SessionHeld;
use maillage_log::clock::SystemClock;
use maillage_log::log::{FactLog, StreamFacts};
use maillage_log::sqlite::SqliteLog;
use maillage_projector::Projector;
use maillage_tests::log_contract::workload::{command, draft_of, space, stream};

const WRITERS: u64 = 32;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (file, round, projections) = (arguments.next().unwrap(), arguments.next().unwrap(), arguments.next().unwrap());
    let log: Arc<dyn FactLog> = SqliteLog::open(file.as_ref(), Arc::new(SystemClock)).unwrap();
    let projector = Projector::open(log.clone(), projections.as_ref()).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        tasks.spawn(append_for_ever(log.clone(), format!("s-{writer}"), round.clone()));
    }
    tasks.join_all().await;
    projector.stop().await;
}

async fn append_for_ever(log: Arc<dyn FactLog>, name: String, round: String) {
    let mut version = log.versions(&space(), &[stream(&name)]).await.unwrap()[0];
    loop {
        let words = format!("{round} {name} {version}");
        let fact = draft_of(
            CommandId::derived(&words),
            &space(),
            &name,
            version + 1,
            SessionHeld { minutes: Some(90), ..SessionHeld::default() },
        )
        .1;
        let part = StreamFacts { stream: stream(&name), expected: version, facts: vec![fact] };
        let receipt = log.append(command(&space(), &words, vec![part])).await.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "{words}\t{}\t.", receipt.first).unwrap();
        out.flush().unwrap();
        version += 1;
    }
}
