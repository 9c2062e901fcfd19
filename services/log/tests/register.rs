//! Rules over several streams, as the executor asks them: within a command, between commands and between nodes.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;

use jiff::Timestamp;
use maillage_events::decide::Ask;
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, SpaceId};
use maillage_events::when::OccurredOn;
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, CommandError, Executor, StreamAsk};
use maillage_log::log::FactReads;
use maillage_log::sqlite::SqliteLog;

/// Two processes on one log.
struct Two {
    _folder: tempfile::TempDir,
    log: Arc<SqliteLog>,
    here: Executor,
    elsewhere: Executor,
}

/// With a contract.
async fn two() -> Two {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2016-03-01T08:00:00Z".parse::<Timestamp>().unwrap()));
    let log = SqliteLog::open(&folder.path().join("facts.db"), clock).unwrap();
    let two = Two { _folder: folder, here: Executor::new(log.clone()), elsewhere: Executor::new(log.clone()), log };
    let prepared = Fact::read("contract.prepared", &contract().to_string()).unwrap();
    two.here.execute(command("contract", vec![ask("contract/cls", prepared)])).await.unwrap();
    two
}

fn contract() -> serde_json::Value {
    (maillage_events::fact::kind_info("contract.prepared").unwrap().example)()
}

fn space() -> SpaceId {
    SpaceId::new("la-rochelle").unwrap()
}

fn ask(stream: &str, fact: Fact) -> StreamAsk {
    StreamAsk {
        stream: stream.parse().unwrap(),
        occurred: OccurredOn::Year(2016),
        ask: Ask::Record(fact),
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
    }
}

fn fiche(name: &str, number: u32) -> StreamAsk {
    let data = format!(r#"{{"contract":"cls","number":{number},"title":"Accès aux soins"}}"#);
    ask(&format!("fiche/{name}"), Fact::read("fiche.recorded", &data).unwrap())
}

fn command(name: &str, asks: Vec<StreamAsk>) -> Command {
    Command { space: space(), id: CommandId::derived(name), fingerprint: [7; 32], asks, if_version: None }
}

fn code<T: std::fmt::Debug>(answer: Result<T, CommandError>) -> (usize, &'static str) {
    let error = answer.unwrap_err();
    let CommandError::Refused { index, refusal } = &error else { unreachable!("a rule refuses: {error}") };
    (*index, refusal.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ask_is_judged_with_what_the_command_decided_before_it() {
    let two = two().await;
    let twice = command("twice", vec![fiche("a", 4), fiche("b", 4)]);
    assert_eq!(code(two.here.execute(twice).await), (1, "fiche-number-taken"));
    assert_eq!(two.log.head(&space()).await.unwrap().position, 1, "nothing of it was recorded");
    two.here.execute(command("both", vec![fiche("a", 4), fiche("b", 5)])).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ask_that_is_refused_leaves_nothing_to_those_after_it() {
    let two = two().await;
    let asks = vec![fiche("a", 4), fiche("b", 4), fiche("b", 5), fiche("c", 5)];
    let answers = two.here.dry_run(&command("rehearsal", asks)).await.unwrap();
    let codes: Vec<_> = answers.iter().map(|answer| answer.as_ref().map(Vec::len).map_err(|it| it.code)).collect();
    assert_eq!(codes, [Ok(1), Err("fiche-number-taken"), Ok(1), Err("fiche-number-taken")]);
    two.here.execute(command("a", vec![fiche("a", 4)])).await.unwrap();
    assert_eq!(code(two.here.execute(command("b 4", vec![fiche("b", 4)])).await), (0, "fiche-number-taken"));
    let recorded = two.here.execute(command("b 5", vec![fiche("b", 5)])).await.unwrap();
    assert_eq!(recorded.facts[0].version, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_recorded_is_met_before_the_next_append() {
    let two = two().await;
    two.here.execute(command("a", vec![fiche("a", 1)])).await.unwrap();
    two.elsewhere.execute(command("b", vec![fiche("b", 2)])).await.unwrap();
    two.elsewhere.execute(command("c", vec![fiche("c", 3)])).await.unwrap();
    assert_eq!(code(two.here.execute(command("d 2", vec![fiche("d", 2)])).await), (0, "fiche-number-taken"));
    two.elsewhere.execute(command("e", vec![fiche("e", 5)])).await.unwrap();
    two.here.execute(command("d 4", vec![fiche("d", 4)])).await.unwrap();
    assert_eq!(code(two.elsewhere.execute(command("f 4", vec![fiche("f", 4)])).await), (0, "fiche-number-taken"));
}

/// More than a command is decided again: those of one process have one queue.
#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_move_the_register_one_after_the_other() {
    let two = two().await;
    let tasks: Vec<_> = (1..=100)
        .map(|number| {
            let here = two.here.clone();
            tokio::spawn(async move {
                let name = format!("f-{number}");
                here.execute(command(&name, vec![fiche(&name, number)])).await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(two.log.head(&space()).await.unwrap().position, 101);
}
