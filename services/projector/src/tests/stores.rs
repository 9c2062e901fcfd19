//! The stores that a rule is held on, and how a rule is run on each of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use maillage_log::postgres::connect::PostgresAddress;

use crate::postgres::PostgresRows;
use crate::sqlite::SqliteRows;
use crate::store::RowStore;

/// Where rows are kept; opened as often as there are processes.
pub enum TestStore {
    Sqlite(tempfile::TempDir),
    Postgres(Box<PostgresAddress>),
}

impl TestStore {
    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// A database of its own. `None`, with a line on the output, where there is no server.
    pub async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let said = |name: &str| std::env::var(name).unwrap_or_default();
        if said("PGHOST").is_empty() {
            println!("skipped: PostgreSQL (PGHOST is not set; ops/test starts one)");
            return None;
        }
        let database = format!("rows_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let server = format!(
            "host={} port={} user={} password={}",
            said("PGHOST"),
            said("PGPORT"),
            said("PGUSER"),
            said("PGPASSWORD")
        );
        let owner = format!("{server} dbname=postgres").parse::<PostgresAddress>().unwrap();
        owner
            .pool(1, None)
            .unwrap()
            .get()
            .await
            .unwrap()
            .batch_execute(&format!("create database {database}"))
            .await
            .unwrap();
        Some(Self::Postgres(Box::new(format!("{server} dbname={database}").parse().unwrap())))
    }

    /// An empty one of the same kind.
    pub async fn another(&self) -> Self {
        match self {
            Self::Sqlite(_) => Self::sqlite(),
            Self::Postgres(_) => Self::postgres().await.unwrap(),
        }
    }

    pub async fn open(&self) -> Arc<dyn RowStore> {
        match self {
            Self::Sqlite(folder) => Arc::new(SqliteRows::open(&folder.path().join("rows.db")).unwrap()),
            Self::Postgres(_) => self.shared().await,
        }
    }

    /// How many rows are there, of whatever generation.
    pub async fn rows(&self) -> i64 {
        match self {
            Self::Sqlite(folder) => {
                let connection = rusqlite::Connection::open(folder.path().join("rows.db")).unwrap();
                connection.query_row("SELECT count(*) FROM projected_rows", [], |row| row.get(0)).unwrap()
            }
            Self::Postgres(address) => {
                let session = address.pool(1, None).unwrap().get().await.unwrap();
                session.query_one("select count(*) from maillage_projections.rows", &[]).await.unwrap().get(0)
            }
        }
    }

    /// Runs a statement past the store, as somebody with its shell does; it must change something.
    pub async fn spoil(&self, sqlite: &str, postgres: &str) {
        let changed = match self {
            Self::Sqlite(folder) => {
                let connection = rusqlite::Connection::open(folder.path().join("rows.db")).unwrap();
                connection.execute(sqlite, []).unwrap() as u64
            }
            Self::Postgres(address) => {
                let session = address.pool(1, None).unwrap().get().await.unwrap();
                session.execute(postgres, &[]).await.unwrap()
            }
        };
        assert!(changed > 0, "nothing was altered");
    }

    pub async fn shared(&self) -> Arc<PostgresRows> {
        let Self::Postgres(address) = self else { panic!("only PostgreSQL is shared") };
        PostgresRows::open(address, None).await.unwrap()
    }
}

/// Blocks a thread of the test's runtime, as stores do.
pub fn blocking<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

/// Holds each rule on both stores.
macro_rules! on_both_stores {
    ($($rule:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $rule() {
                super::$rule(crate::tests::stores::TestStore::sqlite()).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $rule() {
                let Some(place) = crate::tests::stores::TestStore::postgres().await else { return };
                super::$rule(place).await;
            })*
        }
    };
}
pub(crate) use on_both_stores;
