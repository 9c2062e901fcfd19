//! Stores as one writes them at first, which must fail: if these hold, the tests beside them see nothing.

use maillage_events::id::CommandId;
use maillage_log::log::{FactReads, ReadError};
use maillage_tests::log_contract::workload::{clock, fill, space, stream};
use maillage_tests::postgres_store::{PostgresStore, Role};
use uuid::Uuid;

use crate::store;

async fn number(store: &PostgresStore, sql: &str) -> i64 {
    store.raw(Role::Superuser).await.query_one(sql, &[]).await.unwrap().get(0)
}

/// 1. Writer A takes position 1 from a sequence, and does not commit yet.
/// 2. Writer B takes position 2, and commits.
/// 3. A reader asks for what comes after 0: it sees 2, and stands there.
/// 4. A commits.
/// 5. The reader asks for what comes after 2: nothing. Position 1 is skipped for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_numbered_by_a_sequence_skips() {
    let store = store!(bare);
    let (a, b) = (store.raw(Role::Superuser).await, store.raw(Role::Superuser).await);
    a.batch_execute("create table log (position bigint generated always as identity primary key, fact text)")
        .await
        .unwrap();
    a.batch_execute("begin; insert into log (fact) values ('of A')").await.unwrap();
    b.batch_execute("insert into log (fact) values ('of B')").await.unwrap();
    let stands_at = number(&store, "select max(position) from log where position > 0").await;
    a.batch_execute("commit").await.unwrap();
    let seen_later = number(&store, &format!("select count(*) from log where position > {stands_at}")).await;
    assert_eq!((stands_at, seen_later), (2, 0), "the race did not happen: this control shows nothing");
    assert_eq!(number(&store, "select count(*) from log").await, 2);
}

/// 1. A stream is at version 1.
/// 2. A stale writer adds another version 1 with `ON CONFLICT DO NOTHING`.
/// 3. The server reports no error, the writer acknowledges, and the fact is nowhere.
#[tokio::test(flavor = "multi_thread")]
async fn on_conflict_do_nothing_acknowledges_what_it_dropped() {
    let store = store!(bare);
    let raw = store.raw(Role::Superuser).await;
    raw.batch_execute("create table log (stream text, version bigint, fact text, primary key (stream, version))")
        .await
        .unwrap();
    let append = async |fact: &str| {
        raw.execute("insert into log values ('s-1', 1, $1) on conflict do nothing", &[&fact]).await.is_ok()
    };
    assert!(append("the first").await);
    let acknowledged = append("dropped").await;
    assert!(acknowledged);
    assert_eq!(
        number(&store, "select count(*) from log where fact = 'dropped'").await,
        0,
        "it was not dropped: this control shows nothing"
    );
}

/// Without the lock and without positions computed under it, the same two writers end in an error instead: the key of
/// our own table.
#[tokio::test(flavor = "multi_thread")]
async fn our_own_table_refuses_what_the_careless_stores_let_through() {
    let store = store!();
    let raw = store.raw(Role::App).await;
    raw.batch_execute(
        "insert into maillage.spaces (space) values ('x'); insert into maillage.streams values (1, 1, 'session/s-1')",
    )
    .await
    .unwrap();
    let fact = |position: i64, version: i64| {
        format!(
            "insert into maillage.facts values \
             (1, {position}, 1, 1, {version}, gen_random_uuid(), 'session.held', '2016', 'session/s-1', 0, 'x')"
        )
    };
    raw.batch_execute(&fact(1, 1)).await.unwrap();
    let constraint = async |sql: String| {
        raw.batch_execute(&sql).await.unwrap_err().as_db_error().unwrap().constraint().unwrap().to_owned()
    };
    assert_eq!(constraint(fact(1, 2)).await, "facts_by_position");
    assert_eq!(constraint(fact(2, 1)).await, "facts_by_version");
    assert_eq!(constraint(fact(0, 2)).await, "facts_position_check", "before the first position nobody would read it");
}

/// What no check refuses at every insert is refused by whoever reads it.
#[tokio::test(flavor = "multi_thread")]
async fn a_version_or_a_hash_that_cannot_be_is_an_error_to_its_reader() {
    let store = store!();
    let (log, raw) = (store.log(clock()).await, store.raw(Role::App).await);
    fill(log.as_ref(), "s-1", 2).await;
    let (stream, command) = (stream("s-1"), CommandId(Uuid::from_u128(7)));
    assert_eq!(log.read_stream(&space(), &stream).await.unwrap().len(), 2);
    assert_eq!(log.receipt(&space(), command).await.unwrap(), None);
    let same_stream = "select space, 3, recorded_at, stream_number, 0, gen_random_uuid(), kind, occurred, stream, \
                       checksum, fact from maillage.facts where position = 1";
    raw.batch_execute(&format!("insert into maillage.facts {same_stream}")).await.unwrap();
    let short = format!("select space, '{command}', '\\x0102', 0, 0, 0, 1, '' from maillage.facts where position = 1");
    raw.batch_execute(&format!("insert into maillage.receipts {short}")).await.unwrap();
    assert!(matches!(log.read_stream(&space(), &stream).await, Err(ReadError::Corrupt { .. })));
    assert!(log.receipt(&space(), command).await.is_err());
}
