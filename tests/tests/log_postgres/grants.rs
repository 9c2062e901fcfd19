//! The application adds facts and reads them; the database lets it do nothing else.

use maillage_log::log::FactReads;
use maillage_tests::log_contract::workload::{clock, fill, space, whole};
use maillage_tests::postgres_store::{FORBIDDEN, OWNERS_ONLY, PostgresStore, Role};
use tokio_postgres::error::SqlState;

use crate::store;

async fn code(store: &PostgresStore, role: Role, sql: &str) -> Option<SqlState> {
    store.raw(role).await.batch_execute(sql).await.err().map(|error| error.code().cloned().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_application_may_insert_and_select_and_nothing_more() {
    let store = store!();
    let log = store.log(clock()).await;
    fill(log.as_ref(), "s-1", 3).await;
    let before = whole(log.as_ref(), &space()).await;
    for sql in FORBIDDEN
        .iter()
        .chain(OWNERS_ONLY)
        .filter(|sql| !sql.starts_with("insert into maillage.facts select * from maillage.facts where"))
    {
        if sql.starts_with("insert into maillage.receipts") {
            continue; // it may insert; the key refuses what is there
        }
        assert_eq!(code(&store, Role::App, sql).await, Some(SqlState::INSUFFICIENT_PRIVILEGE), "{sql}");
    }
    for table in ["facts", "receipts", "streams", "spaces"] {
        assert_eq!(code(&store, Role::App, &format!("select * from maillage.{table}")).await, None);
    }
    assert_eq!(whole(log.as_ref(), &space()).await, before);
}

/// The second guard: what a grant does not refuse to the owner, a trigger does. The control: without it the owner
/// could.
#[tokio::test(flavor = "multi_thread")]
async fn the_owner_may_not_change_what_is_there_unless_it_takes_the_guard_away() {
    let store = store!();
    let log = store.log(clock()).await;
    fill(log.as_ref(), "s-1", 3).await;
    for sql in ["update maillage.facts set kind = 'x'", "delete from maillage.facts", "truncate maillage.facts"] {
        assert_eq!(code(&store, Role::Owner, sql).await, Some(SqlState::from_code("23001")), "{sql}");
    }
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 3);
    assert_eq!(code(&store, Role::Owner, "alter table maillage.facts disable trigger facts_stay").await, None);
    assert_eq!(code(&store, Role::Owner, "delete from maillage.facts where position = 3").await, None);
    assert_eq!(log.head(&space()).await.unwrap().position, 2);
}
