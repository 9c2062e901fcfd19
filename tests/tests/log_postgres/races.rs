//! The named races, each with its steps.

use std::sync::Arc;
use std::time::Duration;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::FactId;
use maillage_events::view::FactView;
use maillage_log::checksum::of_fact;
use maillage_log::log::{AppendError, FactLog, Receipt};
use maillage_tests::log_contract::LogFactory;
use maillage_tests::log_contract::workload::{clock, command, one, run, space, whole};
use maillage_tests::postgres_store::{PostgresStore, Role};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

use crate::store;

/// Adds a fact to the end of the space as a stranger would, by SQL, in a stream of its own. What it does about the lock
/// is up to the caller.
async fn insert(client: &Client, position: i64) -> Result<(), tokio_postgres::Error> {
    let (stream, id) = (format!("session/stranger-{position}"), Uuid::from_u128(position.cast_unsigned().into()));
    let fact = FactView {
        position: position.cast_unsigned(),
        recorded_at: RecordedAt(1_457_442_000_000_000),
        id: FactId(id),
        stream: &stream,
        kind: "session.held",
        occurred: "2016-03",
        bytes: b"by a stranger",
    };
    let checksum = of_fact(&space(), &fact, 1);
    let sql = format!(
        "insert into maillage.streams (space, number, stream)
             select s.number, 1000 + {position}, 'session/stranger-{position}'
             from maillage.spaces s where s.space = 'la-rochelle';
         insert into maillage.facts 
             (space, position, recorded_at, stream_number, version, id, kind, occurred, stream, checksum,
              fact)
             select s.number, {position}, 1457442000000000, 1000 + {position}, 1, '{id}', 'session.held', '2016-03',
             '{stream}', {checksum}, 'by a stranger' from maillage.spaces s where s.space = 'la-rochelle'"
    );
    client.batch_execute(&sql).await
}

async fn lock(client: &Client) {
    let sql = "select pg_advisory_xact_lock(1296124236, number) from maillage.spaces where space = 'la-rochelle'";
    client.query_one(sql, &[]).await.unwrap();
}

/// Positions that a reader gets that asks for what comes after the last one it saw.
async fn tail(log: &dyn FactLog, after: &mut u64) -> Vec<u64> {
    let facts = log.read(&space(), *after, 100).await.unwrap();
    *after = facts.last().map_or(*after, |fact| fact.position);
    facts.into_iter().map(|fact| fact.position).collect()
}

/// 1. Node A takes the lock and adds position 2, but does not commit.
/// 2. Node B is asked to append.
/// 3. A reader tails: it sees position 1 only, B has no answer.
/// 4. A commits.
/// 5. B is answered with position 3, and the reader sees 2 and 3.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_writers_the_one_that_came_second_commits_second() {
    let store = store!();
    let log = store.open(clock()).await;
    log.append(one("first", "s-1", 0)).await.unwrap();
    let mut seen = 0;
    assert_eq!(tail(log.as_ref(), &mut seen).await, [1]);

    let a = store.raw(Role::App).await;
    a.batch_execute("begin").await.unwrap();
    lock(&a).await;
    insert(&a, 2).await.unwrap();

    let b = tokio::spawn({
        let log = log.clone();
        async move { log.append(one("second", "s-1", 1)).await }
    });
    waits_for_a_lock(&store).await;
    assert_eq!(tail(log.as_ref(), &mut seen).await, [] as [u64; 0]);
    assert!(!b.is_finished());

    a.batch_execute("commit").await.unwrap();
    assert_eq!(b.await.unwrap().unwrap().first, 3);
    assert_eq!(tail(log.as_ref(), &mut seen).await, [2, 3]);
}

/// Until a session of the store waits for a lock.
async fn waits_for_a_lock(store: &PostgresStore) {
    let raw = store.raw(Role::Superuser).await;
    let sql = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..600 {
        if raw.query_one(sql, &[]).await.unwrap().get::<_, i64>(0) > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nobody waits");
}

/// 1. The log has appended position 1 and remembers it.
/// 2. A stranger adds position 2 without the lock, and commits.
/// 3. The log is asked to append: what it foresaw for position 2 is refused by the key, and it begins again.
/// 4. It is answered with position 3; nothing of the stranger's is written over.
#[tokio::test(flavor = "multi_thread")]
async fn a_writer_that_ignored_the_lock_is_not_written_over() {
    let store = store!();
    let log = store.open(clock()).await;
    log.append(one("first", "s-1", 0)).await.unwrap();
    insert(&store.raw(Role::App).await, 2).await.unwrap();
    assert_eq!(log.append(one("second", "s-1", 1)).await.unwrap().first, 3);
    let facts = whole(log.as_ref(), &space()).await;
    assert_eq!(facts[1].bytes, b"by a stranger");
}

/// 1. A stranger adds position 2 without the lock, and does not commit yet.
/// 2. The log is asked to append: its own position 2 waits for the stranger's.
/// 3. The stranger commits; the log begins again and is answered with position 3.
/// 4. The stranger adds a position that is taken: a clean error.
#[tokio::test(flavor = "multi_thread")]
async fn a_writer_that_ignores_the_lock_meets_the_key() {
    let store = store!();
    let log = store.open(clock()).await;
    log.append(one("first", "s-1", 0)).await.unwrap();
    let stranger = store.raw(Role::App).await;
    stranger.batch_execute("begin").await.unwrap();
    insert(&stranger, 2).await.unwrap();
    let waiting = tokio::spawn({
        let log = log.clone();
        async move { log.append(one("second", "s-1", 1)).await }
    });
    waits_for_a_lock(&store).await;
    stranger.batch_execute("commit").await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().first, 3);

    let taken = insert(&stranger, 3).await.unwrap_err();
    let taken = taken.as_db_error().unwrap();
    assert_eq!((taken.code(), taken.constraint()), (&SqlState::UNIQUE_VIOLATION, Some("facts_by_position")));
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 3);
}

/// 1. Two nodes are sent the same commands at the same moment, again and again.
/// 2. Each command is one fact, and every answer names its one position.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_on_two_nodes_is_one_fact() {
    let store = store!();
    let nodes = [store.open(clock()).await, store.open(clock()).await];
    for number in 0..20_u64 {
        let ask = |node: usize| {
            let log = nodes[node].clone();
            tokio::spawn(async move { log.append(one(&format!("c {number}"), "s-1", number)).await.unwrap() })
        };
        let (a, b) = (ask(0), ask(1));
        let answers = [a.await.unwrap(), b.await.unwrap()];
        assert_eq!((answers[0].first, answers[1].first), (number + 1, number + 1));
        assert_eq!(answers.iter().filter(|answer| !answer.repeated).count(), 1);
    }
    assert_eq!(whole(nodes[0].as_ref(), &space()).await.len(), 20);
}

/// A node that remembers a stream must not refuse, nor admit, by what another node made out of date: also when the
/// other only kept a receipt.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_node_remembers_is_never_an_answer_by_itself() {
    let store = store!();
    let (a, b) = (store.open(clock()).await, store.open(clock()).await);
    for version in 0..10 {
        let (here, there) = if version % 2 == 0 { (&a, &b) } else { (&b, &a) };
        assert_eq!(here.append(one(&format!("c {version}"), "s-1", version)).await.unwrap().first, version + 1);
        assert!(matches!(there.append(one(&format!("late {version}"), "s-1", version)).await,
            Err(AppendError::Conflict { actual, .. }) if actual == version + 1));
    }
    let nothing = b.append(command(&space(), "nothing to say", vec![])).await.unwrap();
    assert!(a.append(command(&space(), "nothing to say", vec![])).await.unwrap().repeated);
    assert_eq!(nothing.last, 10);
    // A version that must hold, in a stream that the other node moved, beside facts of another stream.
    b.append(one("moved", "s-1", 10)).await.unwrap();
    let mut holding = one("holding", "s-2", 0);
    holding.streams.insert(0, maillage_log::log::StreamFacts { facts: vec![], ..run(&space(), "s-1", 10, 1) });
    assert!(matches!(a.append(holding).await, Err(AppendError::Conflict { actual: 11, .. })));
}

/// Several spaces in one batch, on several nodes: nobody waits for ever, each space counts for itself.
#[tokio::test(flavor = "multi_thread")]
async fn batches_of_many_spaces_do_not_block_each_other() {
    let store = store!();
    let nodes: Vec<Arc<dyn FactLog>> =
        vec![store.open(clock()).await, store.open(clock()).await, store.open(clock()).await];
    let spaces: Vec<_> =
        (0..8).map(|number| maillage_events::id::SpaceId::new(format!("space-{number}")).unwrap()).collect();
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..24_usize {
        let (log, spaces) = (nodes[writer % 3].clone(), spaces.clone());
        tasks.spawn(async move {
            for round in 0..10 {
                let to = &spaces[(writer + round) % spaces.len()];
                let append =
                    command(to, &format!("{writer} {round}"), vec![run(to, &format!("s-{writer}-{round}"), 0, 2)]);
                let Receipt { count, .. } = log.append(append).await.unwrap();
                assert_eq!(count, 2);
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let mut total = 0;
    for to in &spaces {
        total += whole(nodes[0].as_ref(), to).await.len();
    }
    assert_eq!(total, 24 * 10 * 2);
}

/// Who follows the log on one node is woken by what another appends.
#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_appends_wakes_the_other() {
    let store = store!();
    let (a, b) = (store.open(clock()).await, store.open(clock()).await);
    let mut appended = b.appended();
    // Listening may begin a moment after opening; then what came before is told once.
    tokio::time::timeout(Duration::from_secs(30), appended.changed()).await.unwrap().unwrap();
    a.append(one("c", "s-1", 0)).await.unwrap();
    tokio::time::timeout(Duration::from_secs(30), appended.changed()).await.unwrap().unwrap();
    assert_eq!(b.head(&space()).await.unwrap().position, 1);
}
