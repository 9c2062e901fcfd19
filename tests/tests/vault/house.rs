//! A server's routes over stores of their own, and the bytes of their files.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use maillage_log::clock::SetClock;
use maillage_log::delegate_reads;
use maillage_log::log::{Append, AppendError, FactLog, FactReads, Obstacle, Receipt, StoreHealth};
use maillage_log::persons::{MadeGood, Persons, Watched};
use maillage_log::sqlite::SqliteLog;
use maillage_projector::Projector;
use maillage_server::{AppState, Metrics};
use maillage_tests::vault_store;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower::ServiceExt;

/// A log that takes nothing while it is told so.
#[derive(Debug)]
pub struct Deaf {
    log: Arc<SqliteLog>,
    pub deaf: AtomicBool,
    /// Whether the next append is taken a moment later than its answer, which says that nothing is known.
    pub late: AtomicBool,
    /// Whether the disk does not confirm what is appended: only who opens the store again knows whether it is there.
    pub unconfirmed: AtomicBool,
}

impl FactReads for Deaf {
    delegate_reads!(log);
}

#[async_trait]
impl FactLog for Deaf {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        if self.deaf.load(Ordering::SeqCst) {
            return Err(AppendError::Unavailable("deaf".to_owned()));
        }
        if self.unconfirmed.load(Ordering::SeqCst) {
            return Err(AppendError::Stopped(Obstacle::DiskUnconfirmed("sync".to_owned())));
        }
        if self.late.swap(false, Ordering::SeqCst) {
            let log = self.log.clone();
            tokio::spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(30)).await;
                log.append(append).await
            });
            return Err(AppendError::Unavailable("the answer was lost".to_owned()));
        }
        self.log.append(append).await
    }

    fn health(&self) -> watch::Receiver<StoreHealth> {
        self.log.health()
    }
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub etag: String,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }
}

/// Log, rows and vault in one folder, and the routes over them.
pub struct House {
    pub folder: tempfile::TempDir,
    pub clock: Arc<SetClock>,
    pub log: Arc<Deaf>,
    pub state: AppState,
}

impl House {
    /// With the space `ville` open.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2016-03-01T09:00:00Z".parse().unwrap()));
        let (log, state) = open(folder.path(), clock.clone()).await;
        let house = Self { folder, clock, log, state };
        house.open_space("ville").await;
        house
    }

    /// The same stores, opened again by another process.
    pub async fn again(self) -> Self {
        let Self { folder, clock, log, state } = self;
        state.projector.stop().await;
        drop((log, state));
        let (log, state) = open(folder.path(), clock.clone()).await;
        Self { folder, clock, log, state }
    }

    pub async fn open_space(&self, space: &str) {
        let body = json!({"data": {"name": "Ville", "kind": "city"}});
        assert_eq!(self.ask("PUT", &format!("/v1/spaces/{space}"), Some(body), &[]).await.status, 201);
    }

    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap()
            }
            None => request.body(Body::empty()).unwrap(),
        };
        let response = maillage_server::router(self.state.clone()).oneshot(request).await.unwrap();
        let etag = response.headers().get(header::ETAG).map_or("", |tag| tag.to_str().unwrap()).to_owned();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer { status, etag, body }
    }

    /// Gives a card, with headers.
    pub async fn card(&self, person: u128, family_name: &str, headers: &[(&str, &str)]) -> Answer {
        let body = json!({"data": {"family_name": family_name, "given_name": "Amel"}});
        self.ask("PUT", &format!("{}/card", path(person)), Some(body), headers).await
    }

    /// The whole vault, table by table: two that are equal hold the same bytes.
    pub fn vault(&self) -> String {
        let raw = self.raw();
        let mut all = String::new();
        for table in ["root", "persons", "pending", "erased", "owed"] {
            let mut statement = raw.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let values: Vec<rusqlite::types::Value> = (0..columns).map(|column| row.get(column).unwrap()).collect();
                all.push_str(&format!("{table} {values:?}\n"));
            }
        }
        all
    }

    /// The vault's file, past the vault.
    pub fn raw(&self) -> rusqlite::Connection {
        vault_store::raw(self.folder.path())
    }

    pub async fn make_good(&self) -> MadeGood {
        Persons::new(&self.state.executor, &self.state.vault).make_good(&mut Watched::default()).await.unwrap()
    }
}

async fn open(folder: &Path, clock: Arc<SetClock>) -> (Arc<Deaf>, AppState) {
    let log = SqliteLog::open(&folder.join("log.sqlite"), clock).unwrap();
    let log = Arc::new(Deaf {
        log,
        deaf: AtomicBool::new(false),
        late: AtomicBool::new(false),
        unconfirmed: AtomicBool::new(false),
    });
    let projector = Projector::open(log.clone(), &folder.join("rows.sqlite")).await.unwrap();
    let vault = vault_store::vault(folder);
    let state = AppState::new(log.clone(), projector, vault, Arc::new(Metrics::new("0", "test").unwrap()));
    (log, state)
}

/// The address of a person of `ville`.
pub fn path(person: u128) -> String {
    format!("/v1/spaces/ville/persons/{}", uuid::Uuid::from_u128(person))
}
