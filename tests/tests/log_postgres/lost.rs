//! Replies that never came: what is not known is said to be so, and the receipt answers the retry.

use std::sync::Arc;

use maillage_log::log::{AppendError, FactLog, FactReads};
use maillage_log::postgres::PostgresLog;
use maillage_tests::log_contract::workload::{clock, one, space, whole};
use maillage_tests::postgres_store::{PostgresStore, Role, options};

use crate::proxy::{Fault, Proxy};
use crate::store;

async fn behind(store: &PostgresStore, proxy: &Proxy) -> Arc<PostgresLog> {
    let (host, port) = store.server();
    let text = store
        .text(Role::App)
        .replace(&format!("host={host} port={port}"), &format!("host=127.0.0.1 port={}", proxy.port()));
    PostgresLog::open(&text.parse().unwrap(), clock(), &options()).await.unwrap()
}

/// 1. An append is sent, and its COMMIT reaches the server.
/// 2. The reply is lost: the caller is told that the outcome is not known.
/// 3. The fact is there.
/// 4. The caller sends the same command again and gets the first answer; there is still one fact.
/// 5. The log goes on, on a session of its own making.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_to_a_commit_is_answered_by_the_receipt() {
    let store = store!();
    let proxy = Proxy::before(store.server()).await;
    let log = behind(&store, &proxy).await;
    log.append(one("before", "s-1", 0)).await.unwrap();

    proxy.arm(Fault::ReplyLost);
    let unknown = log.append(one("lost", "s-1", 1)).await;
    assert!(matches!(unknown, Err(AppendError::Unavailable(_))), "{unknown:?}");
    assert!(proxy.has_struck());
    assert_eq!(log.head(&space()).await.unwrap().position, 2);

    let again = log.append(one("lost", "s-1", 1)).await.unwrap();
    assert_eq!((again.first, again.repeated), (2, true));
    assert_eq!(log.append(one("after", "s-1", 2)).await.unwrap().first, 3);
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 3);
}

/// The same, where the COMMIT never reached the server: the retry is the first to be recorded.
#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_never_arrived_is_recorded_by_the_retry() {
    let store = store!();
    let proxy = Proxy::before(store.server()).await;
    let log = behind(&store, &proxy).await;
    log.append(one("before", "s-1", 0)).await.unwrap();

    proxy.arm(Fault::NeverArrives);
    let unknown = log.append(one("cut", "s-1", 1)).await;
    assert!(matches!(unknown, Err(AppendError::Unavailable(_))), "{unknown:?}");
    assert_eq!(log.head(&space()).await.unwrap().position, 1);
    let again = log.append(one("cut", "s-1", 1)).await.unwrap();
    assert_eq!((again.first, again.repeated), (2, false));
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 2);
}

/// 1. Every session is ended by the server (a restart, an operator).
/// 2. Appends and reads find sessions again; nothing that was acknowledged is missing.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_the_server_ended_are_made_again() {
    let store = store!();
    let log = store.log(clock()).await;
    log.append(one("before", "s-1", 0)).await.unwrap();
    let raw = store.raw(Role::Superuser).await;
    raw.batch_execute(
        "select pg_terminate_backend(pid) from pg_stat_activity \
         where datname = current_database() and pid <> pg_backend_pid()",
    )
    .await
    .unwrap();
    let mut given = None;
    for _ in 0..5 {
        match log.append(one("after", "s-1", 1)).await {
            Ok(receipt) => given = Some(receipt.first),
            Err(AppendError::Unavailable(_)) => continue,
            Err(error) => panic!("{error}"),
        }
        break;
    }
    assert_eq!(given, Some(2));
    for _ in 0..5 {
        if log.head(&space()).await.is_ok() {
            break;
        }
    }
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 2);
}

/// 1. The log appended positions 1 to 3 and remembers the last.
/// 2. The server goes back to 2, as one does that takes over without the newest commits.
/// 3. The control: the keys alone would take a fact at position 4, behind the hole.
/// 4. The log is asked to append: nothing is written behind the hole, it reads again and is answered with position 3.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_remembered_of_a_server_that_went_back_leaves_no_hole() {
    let store = store!();
    let log = store.log(clock()).await;
    for version in 0..3 {
        log.append(one(&format!("c {version}"), "s-1", version)).await.unwrap();
    }
    let owner = store.raw(Role::Owner).await;
    owner
        .batch_execute(
            "alter table maillage.facts disable trigger facts_stay; delete from maillage.facts where position = 3",
        )
        .await
        .unwrap();
    let behind = "insert into maillage.facts
        select space, 4, recorded_at, stream_number, 4, gen_random_uuid(), kind, occurred, stream, checksum, fact
        from maillage.facts where position = 2";
    owner.batch_execute(&format!("begin; {behind}; rollback")).await.unwrap();

    assert_eq!(log.append(one("after", "s-2", 0)).await.unwrap().first, 3);
    assert!(matches!(log.append(one("stale", "s-1", 3)).await, Err(AppendError::Conflict { actual: 2, .. })));
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 3);
}
