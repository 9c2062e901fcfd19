//! What is refused at the start, and how several nodes start at once.

use std::sync::Arc;

use maillage_log::clock::SystemClock;
use maillage_log::log::FactLog;
use maillage_log::postgres::{OpenError, PostgresLog, PostgresOptions, migrate};
use maillage_tests::log_contract::workload::{clock, one, space, whole};
use maillage_tests::postgres_store::{PostgresStore, Role, options};

use crate::store;

async fn setting(store: &PostgresStore, name: &str) -> String {
    store.raw(Role::Superuser).await.query_one("select current_setting($1)", &[&name]).await.unwrap().get(0)
}

async fn open(store: &PostgresStore, accept_loss: bool, more: &str) -> Result<Arc<PostgresLog>, OpenError> {
    let address = format!("{} {more}", store.text(Role::App)).parse().unwrap();
    PostgresLog::open(&address, Arc::new(SystemClock), &PostgresOptions { accept_loss, ..PostgresOptions::default() })
        .await
}

/// On the cluster as it is: with `fsync=off` (the usual one of tests) the refusal names it, with `fsync=on` the log
/// opens.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_fsync_is_refused_unless_loss_is_accepted() {
    let store = store!();
    let plain = open(&store, false, "").await;
    if setting(&store, "fsync").await == "off" {
        let why = plain.unwrap_err();
        assert!(matches!(&why, OpenError::WeakDurability { setting: "fsync", .. }), "{why:?}");
        assert!(
            why.to_string().contains("fsync = on") && why.to_string().contains("--i-accept-loss"),
            "no way out: {why}"
        );
        assert!(open(&store, true, "").await.is_ok());
    } else {
        assert!(plain.is_ok());
    }
}

/// Weakened for the session, for the role, for the database: each is seen.
#[tokio::test(flavor = "multi_thread")]
async fn an_asynchronous_commit_is_refused_wherever_it_comes_from() {
    let store = store!();
    let durable = setting(&store, "fsync").await == "on";
    let refused = async |more: &str| match open(&store, false, more).await {
        Err(OpenError::WeakDurability { setting, .. }) => Some(setting),
        _ => None,
    };
    if durable {
        assert_eq!(refused("options='-c synchronous_commit=off'").await, Some("synchronous_commit"));
    }
    let raw = store.raw(Role::Superuser).await;
    let database: String = raw.query_one("select current_database()::text", &[]).await.unwrap().get(0);
    for (weaken, restore) in [
        (
            format!("alter database {database} set synchronous_commit = off"),
            format!("alter database {database} reset synchronous_commit"),
        ),
        (
            format!("alter role maillage_app in database {database} set synchronous_commit = off"),
            format!("alter role maillage_app in database {database} reset synchronous_commit"),
        ),
    ] {
        raw.batch_execute(&weaken).await.unwrap();
        let app = store.raw(Role::App).await;
        assert_eq!(
            app.query_one("select current_setting('synchronous_commit')", &[]).await.unwrap().get::<_, String>(0),
            "off"
        );
        if durable {
            assert_eq!(refused("").await, Some("synchronous_commit"), "{weaken}");
        }
        assert!(open(&store, true, "").await.is_ok());
        raw.batch_execute(&restore).await.unwrap();
    }
}

/// The application's role finds a schema that is behind or ahead, and says who must do what; it changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_schema_of_another_version_is_refused_by_the_application() {
    let store = store!();
    let now = migrate(&store.address(Role::App), &options()).await.unwrap();
    assert_eq!(
        now,
        migrate(&store.address(Role::Owner), &options()).await.unwrap(),
        "where nothing is to do, nobody is refused"
    );
    let owner = store.raw(Role::Superuser).await;
    owner
        .batch_execute("delete from maillage.migrations where version = (select max(version) from maillage.migrations)")
        .await
        .unwrap();
    let migrated = migrate(&store.address(Role::App), &options()).await.map(|_| ());
    for behind in [open(&store, true, "").await.map(|_| ()), migrated].map(Result::unwrap_err) {
        assert!(matches!(&behind, OpenError::Behind { role, .. } if role == "maillage_app"), "{behind:?}");
        assert!(behind.to_string().contains("as its owner"), "{behind}");
    }
    owner
        .batch_execute("insert into maillage.migrations values (99, 'tomorrow', '2030-01-01T00:00:00Z', '1')")
        .await
        .unwrap();
    assert!(matches!(open(&store, true, "").await, Err(OpenError::Ahead { found: 99, .. })));
    assert!(matches!(migrate(&store.address(Role::Owner), &options()).await, Err(OpenError::Ahead { found: 99, .. })));
}

/// An empty database and a role that may make schemas: the first node makes them, the others wait for it.
#[tokio::test(flavor = "multi_thread")]
async fn several_nodes_may_start_at_once_on_an_empty_database() {
    let store = store!(bare);
    let address = store.address(Role::Superuser);
    let mut nodes = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let address = address.clone();
        nodes.spawn(async move { PostgresLog::open(&address, clock(), &options()).await.unwrap() });
    }
    let nodes = nodes.join_all().await;
    for (number, node) in nodes.iter().enumerate() {
        node.append(one(&format!("c {number}"), "s-1", number as u64)).await.unwrap();
    }
    assert_eq!(whole(nodes[0].as_ref(), &space()).await.len(), 4);
    assert_eq!(migrate(&address, &options()).await.unwrap(), migrate(&address, &options()).await.unwrap());
}

/// An address where nobody answers: the error says what the system said, not only that it failed.
#[tokio::test]
async fn a_server_that_is_not_there_is_said_with_its_cause() {
    let nobody = "postgres://nobody@127.0.0.1:1/nowhere".parse().unwrap();
    let why = PostgresLog::open(&nobody, clock(), &options()).await.unwrap_err().to_string();
    assert!(why.contains("refused"), "{why}");
}

/// Neither an address nor an error shows the password.
#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_never_shown() {
    let store = store!();
    let text = store.text(Role::App).replace("password='app'", "password='sesame'");
    let address: maillage_log::postgres::connect::PostgresAddress = text.parse().unwrap();
    assert!(!format!("{address} {address:?}").contains("sesame"));
    let refused = PostgresLog::open(&address, clock(), &options()).await;
    if let Err(error) = refused {
        assert!(!format!("{error} {error:?}").contains("sesame"));
    }
}
