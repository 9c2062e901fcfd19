//! The same promises when many write and read at once.

use std::sync::Arc;

use maillage_events::declare::Example;
use maillage_events::person::PersonMerged;
use maillage_log::log::{Append, AppendError, FactLog, Receipt, StreamFacts};
use tokio::task::JoinSet;

use super::LogFactory;
use super::workload::{clock, command, draft, one, space, stream, whole};

const WRITERS: u64 = 16;
const EACH: u64 = 20;

/// Starts writers, each on a stream of its own.
fn writers(logs: &[Arc<dyn FactLog>]) -> JoinSet<Vec<(String, Receipt)>> {
    let mut tasks = JoinSet::new();
    for writer in 0..WRITERS {
        let log = logs[writer as usize % logs.len()].clone();
        tasks.spawn(async move {
            let name = format!("s-{writer}");
            let mut given = Vec::new();
            for version in 0..EACH {
                given
                    .push((name.clone(), log.append(one(&format!("{name} {version}"), &name, version)).await.unwrap()));
            }
            given
        });
    }
    tasks
}

/// Every acknowledged position holds the very fact that was acknowledged there.
async fn check(log: &dyn FactLog, given: Vec<(String, Receipt)>) {
    let facts = whole(log, &space()).await;
    assert_eq!(facts.len() as u64, WRITERS * EACH);
    assert_eq!(given.len(), facts.len());
    for (name, receipt) in given {
        assert_eq!(facts[receipt.first as usize - 1].stream, format!("session/{name}"));
    }
}

/// Many writers, one order.
pub async fn writers_at_once_leave_no_hole_and_lose_nothing(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let given = writers(std::slice::from_ref(&log)).join_all().await.concat();
    check(log.as_ref(), given).await;
}

/// A reader that asks for what comes after the last position it saw gets every fact once, whatever writers do
/// meanwhile.
pub async fn a_reader_that_tails_never_skips(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let mut appended = log.appended();
    let reader = log.clone();
    let tail = tokio::spawn(async move {
        let (mut seen, mut after) = (Vec::new(), 0);
        while after < WRITERS * EACH {
            let facts = reader.read(&space(), after, 7).await.unwrap();
            if facts.is_empty() {
                appended.changed().await.unwrap();
            }
            after += facts.len() as u64;
            seen.extend(facts);
        }
        seen
    });
    let given = writers(std::slice::from_ref(&log)).join_all().await.concat();
    let seen = tail.await.unwrap();
    assert_eq!(seen, whole(log.as_ref(), &space()).await);
    check(log.as_ref(), given).await;
}

/// An impatient client sends the same command many times: one fact, one answer.
pub async fn retries_at_once_give_one_fact(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        for command in 0..5 {
            let log = log.clone();
            tasks.spawn(async move {
                (command, log.append(one(&format!("c {command}"), &format!("s-{command}"), 0)).await.unwrap())
            });
        }
    }
    let answers = tasks.join_all().await;
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 5);
    for command in 0..5 {
        let of: Vec<_> = answers.iter().filter(|(asked, _)| *asked == command).map(|(_, receipt)| receipt).collect();
        assert_eq!(of.iter().filter(|receipt| !receipt.repeated).count(), 1, "one answer is the first");
        assert!(of.iter().all(|receipt| (receipt.first, &receipt.outcome) == (of[0].first, &of[0].outcome)));
    }
}

/// A stale or malformed request in the same batch changes nothing for the others.
pub async fn stale_requests_do_not_disturb_their_neighbours(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let mut tasks = JoinSet::new();
    for number in 0..90_u64 {
        let log = log.clone();
        tasks.spawn(async move {
            let mut append = one(&format!("c {number}"), &format!("s-{number}"), if number % 3 == 1 { 5 } else { 0 });
            if number % 3 == 2 {
                append.streams[0].expected = 1;
            }
            (number, log.append(append).await)
        });
    }
    for (number, answer) in tasks.join_all().await {
        let as_promised = match number % 3 {
            0 => matches!(answer, Ok(Receipt { repeated: false, count: 1, .. })),
            1 => matches!(answer, Err(AppendError::Conflict { expected: 5, actual: 0, .. })),
            _ => matches!(answer, Err(AppendError::Malformed(_))),
        };
        assert!(as_promised, "request {number}: {answer:?}");
    }
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 30);
}

/// Optimistic concurrency: of those who saw the same version, one goes on.
pub async fn of_writers_on_one_version_one_succeeds(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    for version in 0..5 {
        let mut tasks = JoinSet::new();
        for writer in 0..10 {
            let log = log.clone();
            tasks.spawn(async move { log.append(one(&format!("{version} {writer}"), "s-1", version)).await });
        }
        let answers = tasks.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(AppendError::Conflict { .. }))));
    }
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 5);
}

/// Of those who went by one register, on either node, one moves it.
pub async fn of_writers_on_one_register_one_succeeds(factory: &dyn LogFactory) {
    let logs = [factory.open(clock()).await, factory.open(clock()).await];
    for round in 0..5 {
        let mut tasks = JoinSet::new();
        for writer in 0..10 {
            let (log, name) = (logs[writer % 2].clone(), format!("s-{round}-{writer}"));
            let merged = draft(&space(), &name, 1, PersonMerged::example()).1;
            let facts = vec![StreamFacts { stream: stream(&name), expected: 0, facts: vec![merged] }];
            let append = Append { register: Some(round), ..command(&space(), &name, facts) };
            tasks.spawn(async move { log.append(append).await });
        }
        let answers = tasks.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(AppendError::RegisterMoved { .. }))));
    }
    assert_eq!(whole(logs[0].as_ref(), &space()).await.len(), 5);
}

/// Two processes on one store: each sees what the other did before it decides.
pub async fn two_processes_keep_one_order(factory: &dyn LogFactory) {
    let logs = [factory.open(clock()).await, factory.open(clock()).await];
    let given = writers(&logs).join_all().await.concat();
    check(logs[0].as_ref(), given.clone()).await;
    check(logs[1].as_ref(), given).await;
    // A stream that the first remembers at version `EACH` moves on in the second.
    logs[1].append(one("moved on", "s-0", EACH)).await.unwrap();
    let behind = logs[0].append(one("behind", "s-0", EACH)).await;
    assert!(matches!(behind, Err(AppendError::Conflict { actual, .. }) if actual == EACH + 1));
    assert!(logs[0].append(one("moved on", "s-0", EACH)).await.unwrap().repeated);
}
