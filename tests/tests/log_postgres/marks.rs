//! The schemas of one store know each other, and one snapshot of both is put back whole.

use std::sync::Arc;

use maillage_log::backup::{BackupError, postgres};
use maillage_log::clock::{Clock, SystemClock};
use maillage_log::executor::Executor;
use maillage_log::identity::judge::{judge, missing_cards};
use maillage_log::identity::{Lost, StoreMarks};
use maillage_log::log::FactReads;
use maillage_log::persons::Persons;
use maillage_log::postgres::PostgresLog;
use maillage_log::vault::{Vault, found_postgres};
use maillage_projector::{PostgresRows, Projector, RowStore};
use maillage_tests::log_contract::workload::clock;
use maillage_tests::postgres_store::{PostgresStore, Role, options};
use maillage_tests::vault_store::{card, card_ask, ville};

use crate::store;

/// A store where one person has a card, and the key of its vault.
async fn with_a_card(store: &PostgresStore) -> (Arc<PostgresLog>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let log = store.log(clock()).await;
    let key = folder.path().join("vault.key");
    let vault = Vault::open_postgres(&store.address(Role::App), &key, &options()).await.unwrap();
    let vault = vault.beside(log.clone()).unwrap();
    let executor = Executor::new(log.clone());
    Persons::new(&executor, &vault).put_card(card_ask(&ville(), 1, &card())).await.unwrap();
    (log, folder)
}

/// What is missing of a store as it stands now.
async fn lost(store: &PostgresStore) -> Vec<Lost> {
    let vault = found_postgres(&store.address(Role::App), &options()).await.unwrap();
    let rows = PostgresRows::open(&store.address(Role::App), None).await.unwrap();
    let asked =
        tokio::task::spawn_blocking(move || maillage_projector::store::witness(rows.as_ref(), "rows".to_owned()));
    let rows = asked.await.unwrap().unwrap();
    let mut witnesses = vec![&rows];
    witnesses.extend(vault.as_ref().map(|vault| &vault.witness));
    let log = store.log(clock()).await;
    let mut lost = judge(log.as_ref(), log.id(), &witnesses).await.unwrap();
    let remembered = tokio::task::block_in_place(|| log.vault_marks()).unwrap();
    lost.extend(missing_cards(&remembered, vault.as_ref()));
    lost
}

/// The log as an older dump has it.
async fn without_its_last_fact(store: &PostgresStore) {
    let raw = store.raw(Role::Superuser).await;
    raw.batch_execute(
        "alter table maillage.facts disable trigger facts_stay;
         delete from maillage.facts where position = (select max(position) from maillage.facts);
         alter table maillage.facts enable trigger facts_stay",
    )
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_restored_apart_is_refused_by_its_vault_and_by_its_rows() {
    let store = store!();
    let (log, _folder) = with_a_card(&store).await;
    let rows = PostgresRows::open(&store.address(Role::App), None).await.unwrap();
    let projector = Projector::open_on(log.clone(), rows.clone()).await.unwrap();
    let head = log.head(&ville()).await.unwrap().position;
    assert!(projector.wait_for(&ville(), head, std::time::Duration::from_secs(20)).await);
    projector.stop().await;
    assert_eq!(lost(&store).await, [], "the control");
    without_its_last_fact(&store).await;
    let by: Vec<String> = lost(&store).await.iter().map(ToString::to_string).collect();
    assert!(by.iter().any(|why| why.contains("rows had")), "{by:?}");
    assert!(by.iter().any(|why| why.contains("maillage_vault had")), "{by:?}");
    let spaces = tokio::task::spawn_blocking(move || rows.forget(&[ville()])).await.unwrap();
    spaces.unwrap();
    assert_eq!(lost(&store).await.len(), 1, "the vault is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_was_emptied_made_anew_or_put_back_older_is_refused() {
    let store = store!();
    let (_log, _folder) = with_a_card(&store).await;
    assert_eq!(lost(&store).await, [], "the control");
    let raw = store.raw(Role::Superuser).await;
    for (how, why) in [
        ("delete from maillage_vault.persons", "holds 0 cards of 1"),
        ("update maillage_vault.root set changes = 0", "is older"),
        ("update maillage_vault.root set id = gen_random_uuid()", "is another one"),
        ("delete from maillage_vault.root", "is gone"),
    ] {
        raw.batch_execute(how).await.unwrap();
        let found = lost(&store).await;
        assert!(found.iter().any(|it| it.to_string().contains(why)), "{how}: {found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_another_store_is_refused() {
    let store = store!();
    let (_log, _folder) = with_a_card(&store).await;
    let raw = store.raw(Role::Superuser).await;
    raw.batch_execute("update maillage_vault.root set store = gen_random_uuid()").await.unwrap();
    assert!(matches!(lost(&store).await.as_slice(), [Lost::OtherStore { .. }]));
}

/// Every row of a table, as text.
async fn table(store: &PostgresStore, name: &str) -> Vec<String> {
    let sql = format!("select t::text from {name} as t order by 1");
    let rows = store.raw(Role::Superuser).await.query(&sql, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_put_back_row_by_row_into_an_empty_database_and_into_no_other() {
    let (store, place) = (store!(), store!());
    let (log, folder) = with_a_card(&store).await;
    let (target, key) = (folder.path().join("backups"), folder.path().join("vault.key"));
    let now = SystemClock.now();
    let app = store.address(Role::App);
    let (backup, manifest) = postgres::copy(&app, &options(), &target, now, "test", None).await.unwrap();
    assert_eq!(manifest.store, log.id());

    let owner = place.address(Role::Owner);
    postgres::restore(&backup, &owner, &options(), &key).await.unwrap();
    for name in [
        "maillage.store",
        "maillage.spaces",
        "maillage.streams",
        "maillage.facts",
        "maillage.receipts",
        "maillage.vault_marks",
        "maillage_vault.root",
        "maillage_vault.persons",
        "maillage_vault.log_marks",
    ] {
        let (copied, there) = (table(&store, name).await, table(&place, name).await);
        assert!(!copied.is_empty() && copied == there, "{name}: {copied:?} {there:?}");
    }
    assert_eq!(lost(&place).await, []);

    // It goes on: numbers that rows give themselves do not meet those that were put back.
    let restored = place.log(clock()).await;
    let vault = Vault::open_postgres(&place.address(Role::App), &key, &options()).await.unwrap();
    let vault = vault.beside(restored.clone()).unwrap();
    assert_eq!(vault.read(&ville(), card_ask(&ville(), 1, &card()).person).unwrap(), Some(card()));
    let executor = Executor::new(restored);
    Persons::new(&executor, &vault).put_card(card_ask(&ville(), 2, &card())).await.unwrap();
    let over = postgres::restore(&backup, &owner, &options(), &key).await;
    assert!(matches!(over, Err(BackupError::NotEmpty { .. })), "{over:?}");
    let trigger = place.raw(Role::Owner).await.batch_execute("delete from maillage.store").await;
    assert!(trigger.is_err(), "the identity is guarded again");
}
