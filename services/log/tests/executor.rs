//! What a command gives, from the ask to the receipt.
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
use maillage_log::log::{AppendError, FactReads};
use maillage_log::sqlite::SqliteLog;

struct Bench {
    _folder: tempfile::TempDir,
    log: Arc<SqliteLog>,
    executor: Executor,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2016-03-01T08:00:00Z".parse::<Timestamp>().unwrap()));
    let log = SqliteLog::open(&folder.path().join("facts.db"), clock).unwrap();
    let executor = Executor::new(log.clone());
    Bench { _folder: folder, log, executor }
}

fn space() -> SpaceId {
    SpaceId::new("la-rochelle").unwrap()
}

fn record(stream: &str, kind: &str, data: &str) -> StreamAsk {
    StreamAsk {
        stream: stream.parse().unwrap(),
        occurred: OccurredOn::Year(2016),
        ask: Ask::Record(Fact::read(kind, data).unwrap()),
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
    }
}

fn organisation(name: &str) -> StreamAsk {
    record(&format!("organisation/{name}"), "organisation.recorded", r#"{"name":"CLSA","kinds":["association"]}"#)
}

fn planned(session: &str) -> StreamAsk {
    record(&format!("session/{session}"), "session.planned", r#"{"title":"Plénière","kind":"meeting","when":"2016"}"#)
}

fn command(name: &str, asks: Vec<StreamAsk>) -> Command {
    Command {
        space: space(),
        id: CommandId::derived(name),
        fingerprint: [name.len() as u8; 32],
        asks,
        if_version: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_gives_the_first_answer_and_appends_nothing() {
    let bench = bench();
    let first = bench.executor.execute(command("c", vec![organisation("clsa")])).await.unwrap();
    assert!(!first.receipt.repeated);
    assert_eq!((first.receipt.first, first.receipt.count, first.facts[0].version), (1, 1, 1));
    let again = bench.executor.execute(command("c", vec![organisation("clsa")])).await.unwrap();
    assert!(again.receipt.repeated);
    assert_eq!(again.facts, first.facts);
    assert_eq!(bench.log.head(&space()).await.unwrap().position, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reused_command_id_is_refused() {
    let bench = bench();
    bench.executor.execute(command("c", vec![organisation("clsa")])).await.unwrap();
    let other = Command { fingerprint: [9; 32], ..command("c", vec![organisation("ville")]) };
    let error = bench.executor.execute(other).await.unwrap_err();
    assert!(matches!(error, CommandError::Append(AppendError::CommandReused(_))), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_names_only_what_is_recorded_or_recorded_with_it() {
    let bench = bench();
    let led = || record("session/s-1", "session.led", r#"{"organisation":"clsa"}"#);
    let error = bench.executor.execute(command("c", vec![planned("s-1"), led()])).await.unwrap_err();
    match error {
        CommandError::Refused { index, refusal } => {
            assert_eq!((index, refusal.code), (1, "reference-unknown"));
            assert_eq!(refusal.values, vec![("stream", "organisation/clsa".to_owned())]);
        }
        other => panic!("{other}"),
    }
    assert_eq!(bench.log.head(&space()).await.unwrap().position, 0, "a refused command left something");
    bench.executor.execute(command("d", vec![organisation("clsa")])).await.unwrap();
    bench.executor.execute(command("e", vec![planned("s-1"), led()])).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn positions_follow_the_order_of_the_requests() {
    let bench = bench();
    let asks =
        vec![planned("s-1"), organisation("clsa"), record("session/s-1", "session.led", r#"{"organisation":"clsa"}"#)];
    bench.executor.execute(command("c", asks)).await.unwrap();
    let facts = bench.log.read(&space(), 0, 10).await.unwrap();
    let seen: Vec<_> = facts.iter().map(|fact| (fact.kind.as_str(), fact.version)).collect();
    assert_eq!(seen, [("session.planned", 1), ("organisation.recorded", 1), ("session.led", 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_no_longer_holds_is_stale() {
    let bench = bench();
    bench.executor.execute(command("c", vec![organisation("clsa")])).await.unwrap();
    let stream: maillage_events::id::StreamId = "organisation/clsa".parse().unwrap();
    let stale = Command { if_version: Some((stream, 0)), ..command("d", vec![organisation("ville")]) };
    assert!(matches!(bench.executor.execute(stale).await, Err(CommandError::Stale { expected: 0, actual: 1, .. })));
}

/// Without the spawned task the dropped caller would take its command with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_does_not_stop_its_command() {
    let bench = bench();
    {
        let mut execute = std::pin::pin!(bench.executor.execute(command("c", vec![organisation("clsa")])));
        let polled = futures::poll!(execute.as_mut());
        assert!(polled.is_pending());
    }
    let mut appended = bench.log.appended();
    appended.wait_for(|count| *count > 0).await.unwrap();
    assert!(bench.executor.execute(command("c", vec![organisation("clsa")])).await.unwrap().receipt.repeated);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_says_nothing_new_still_keeps_a_receipt() {
    let bench = bench();
    let none = bench.executor.execute(command("c", vec![])).await.unwrap();
    assert_eq!((none.receipt.first, none.receipt.count), (0, 0));
    assert!(bench.executor.execute(command("c", vec![])).await.unwrap().receipt.repeated);
}

/// Two processes, each with turns of its own, meet on one stream.
#[tokio::test(flavor = "multi_thread")]
async fn another_executor_on_the_same_stream_is_met_by_deciding_again() {
    let bench = bench();
    let other = Executor::new(bench.log.clone());
    let mut tasks = Vec::new();
    for number in 0..10 {
        let executor = if number % 2 == 0 { bench.executor.clone() } else { other.clone() };
        tasks.push(tokio::spawn(async move {
            executor.execute(command(&format!("c-{number:02}"), vec![planned(&format!("s-{}", number / 2))])).await
        }));
    }
    for task in tasks {
        // The rules may refuse a second « planned »; what must not come out is a conflict.
        if let Err(error) = task.await.unwrap() {
            assert!(matches!(error, CommandError::Refused { .. }), "{error}");
        }
    }
    assert_eq!(bench.log.head(&space()).await.unwrap().position, 5, "each session is planned once");
}

/// Decided in a row, the past applied once, the answers must be those of asks decided one by one.
#[tokio::test(flavor = "multi_thread")]
async fn asks_in_one_command_are_decided_as_if_they_came_one_by_one() {
    let asks = || -> Vec<StreamAsk> {
        let planned = r#"{"title":"Plénière","kind":"meeting","when":"2016-03-15","capacity":2}"#;
        let planned = record("session/s-1", "session.planned", planned);
        let ask = |ask| StreamAsk { ask, ..planned.clone() };
        let mut asks: Vec<StreamAsk> = (0..5).map(|number| organisation(&format!("o-{number}"))).collect();
        asks.push(planned.clone());
        for number in 0..5 {
            let (signup, organisation) = (format!("i-{number}"), format!("o-{number}"));
            let signup = serde_json::json!({ "signup": signup, "organisation": organisation, "by": "organisation" });
            asks.push(ask(Ask::SignUp(serde_json::from_value(signup).unwrap())));
        }
        let cancel = serde_json::json!({ "signup": "i-0", "by": "organisation" });
        asks.push(ask(Ask::CancelSignup(serde_json::from_value(cancel).unwrap())));
        asks
    };
    let (together, apart) = (bench(), bench());
    together.executor.execute(command("all", asks())).await.unwrap();
    for (number, ask) in asks().into_iter().enumerate() {
        apart.executor.execute(command(&format!("one {number}"), vec![ask])).await.unwrap();
    }
    let said = async |bench: &Bench| {
        let facts = bench.log.read(&space(), 0, 100).await.unwrap();
        facts
            .iter()
            .map(|fact| maillage_events::envelope::Recorded::read(&fact.bytes).unwrap().fact)
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&together).await, said(&apart).await);
    assert!(said(&together).await.len() > asks().len(), "the session decided nothing by itself");
}

#[tokio::test]
async fn the_day_of_a_decision_is_that_of_the_space() {
    let folder = tempfile::tempdir().unwrap();
    // Half past midnight of the second of March in La Réunion, evening of the first in Paris.
    let clock = Arc::new(SetClock::at("2016-03-01T20:30:00Z".parse::<Timestamp>().unwrap()));
    let log = SqliteLog::open(&folder.path().join("facts.db"), clock).unwrap();
    let executor = Executor::new(log.clone());
    let opened = |space: &str, zone: &str| {
        let data = format!(r#"{{"name":"Ville","kind":"city","time_zone":"{zone}","demonstration":false}}"#);
        record(&format!("space/{space}"), "space.opened", &data)
    };
    let of = |space: &str, asks| Command {
        space: SpaceId::new(space).unwrap(),
        id: CommandId::derived(&format!("{space} {}", "x")),
        ..command("x", asks)
    };
    let on_the_second = |space: &str, zone: &str| {
        let mut asks = vec![opened(space, zone), organisation("clsa")];
        asks[1].occurred = "2016-03-02".parse().unwrap();
        of(space, asks)
    };
    assert!(executor.execute(on_the_second("saint-denis", "Indian/Reunion")).await.is_ok());
    let refused = executor.execute(on_the_second("lille", "Europe/Paris")).await;
    assert!(matches!(refused, Err(CommandError::Refused { index: 1, refusal }) if refusal.code == "after-today"));
    let zone = Executor::new(log).zone(&SpaceId::new("saint-denis").unwrap()).await.unwrap();
    assert_eq!(zone.iana_name(), Some("Indian/Reunion"), "another process reads it from the log");
}
