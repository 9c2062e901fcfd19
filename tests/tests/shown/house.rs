//! A server and importers over a store in memory.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use maillage_events::envelope::{Channel, Context, Draft, Salt};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, SpaceId, StreamId};
use maillage_events::messages::Language;
use maillage_exchange::import::{ImportError, ImportOptions, ImportOutcome, Importer};
use maillage_log::clock::{SetClock, new_fact_id};
use maillage_log::executor::Executor;
use maillage_log::log::{Append, FactLog, StreamFacts};
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;
use maillage_projector::Projector;
use maillage_server::{AppState, Metrics, router};
use serde_json::Value;
use tower::ServiceExt;

/// The space of the tests.
pub const SPACE: &str = "essai";

/// A server in memory, over a store of its own.
pub struct House {
    pub state: AppState,
    pub clock: Arc<SetClock>,
    pub vault: Arc<Vault>,
    pub log: Arc<dyn FactLog>,
    router: Router,
    versions: BTreeMap<StreamId, u64>,
    pub folder: tempfile::TempDir,
}

impl House {
    pub async fn new() -> Self {
        Self::over(|log| log).await
    }

    /// The same over what wraps its log.
    pub async fn over(wrap: impl FnOnce(Arc<dyn FactLog>) -> Arc<dyn FactLog>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2018-03-01T09:00:00Z".parse().unwrap()));
        let log: Arc<dyn FactLog> = wrap(SqliteLog::open(&folder.path().join("log.sqlite"), clock.clone()).unwrap());
        let projector = Projector::open(log.clone(), &folder.path().join("rows.sqlite")).await.unwrap();
        let vault = Vault::open(&folder.path().join("vault.sqlite"), &folder.path().join("vault.key")).unwrap();
        let vault = Arc::new(vault);
        let metrics = Arc::new(Metrics::new("0", "test").unwrap());
        let state = AppState::new(log.clone(), projector, vault.clone(), metrics);
        let router = router(state.clone());
        Self { state, clock, vault, log, router, versions: BTreeMap::new(), folder }
    }

    /// What is answered to a request.
    pub async fn ask(&self, request: Request<Body>) -> String {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        String::from_utf8_lossy(&answer.into_body().collect().await.unwrap().to_bytes()).into_owned()
    }

    /// What a page says: its text, tags and attributes left out.
    pub async fn page(&self, path: &str, language: Language) -> String {
        let request = Request::get(path).header("host", "localhost").header("accept-language", language.tag());
        text_of(&self.ask(request.body(Body::empty()).unwrap()).await)
    }

    /// Deletes what an address names.
    pub async fn delete(&self, path: &str) -> String {
        self.ask(Request::delete(path).header("host", "localhost").body(Body::empty()).unwrap()).await
    }

    /// What is answered to a body that is sent.
    pub async fn send(&self, method: &str, path: &str, language: Language, body: &Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("content-type", "application/json")
            .header("accept-language", language.tag());
        let answer = self.ask(request.body(Body::from(body.to_string())).unwrap()).await;
        serde_json::from_str(&answer).unwrap_or(Value::Null)
    }

    /// Records a fact as it stands, whatever the rules say; gives its position.
    pub async fn record(&mut self, stream: &str, on: &str, fact: Fact) -> u64 {
        let stream: StreamId = stream.parse().unwrap();
        let version = self.versions.entry(stream.clone()).or_default();
        *version += 1;
        let draft = Draft {
            id: new_fact_id(self.clock.as_ref()),
            stream: stream.clone(),
            version: *version,
            occurred: on.parse().unwrap(),
            fact,
            command: CommandId::derived(&format!("{stream} {version}")),
            context: Context::new(Id::new("compte-1").unwrap(), Channel::Entry),
            salt: Salt::default(),
        };
        let space = SpaceId::new(SPACE).unwrap();
        let sealed = draft.seal(&space).unwrap();
        let append = Append {
            space,
            command: draft.command,
            fingerprint: [0; 32],
            streams: vec![StreamFacts { stream, expected: *version - 1, facts: vec![sealed] }],
            register: None,
            head: None,
            outcome: b"{}".to_vec(),
        };
        self.log.append(append).await.unwrap().last
    }

    /// Waits until everything that a space records is folded.
    pub async fn folded(&self, space: &str) {
        let space = SpaceId::new(space).unwrap();
        let head = self.log.head(&space).await.unwrap().position;
        assert!(self.state.projector.wait_for(&space, head, Duration::from_secs(60)).await);
    }

    /// Imports files, or folders of the disk where none is given by its bytes.
    pub async fn import(
        &self,
        files: &[(&str, Vec<u8>)],
        paths: &[std::path::PathBuf],
        change: impl FnOnce(&mut ImportOptions),
    ) -> Result<ImportOutcome, ImportError> {
        let mut options = ImportOptions {
            space: SpaceId::new(SPACE).unwrap(),
            dry_run: false,
            partial: true,
            correct: None,
            language: Language::French,
            account: Id::new("compte-essai").unwrap(),
            channel: Channel::Import,
            contract: None,
        };
        change(&mut options);
        let executor = Executor::new(self.log.clone());
        let importer = Importer { executor: &executor, log: self.log.as_ref(), vault: &self.vault, options: &options };
        if files.is_empty() {
            return importer.import(paths, &mut |_, _| {}).await;
        }
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
        importer.import_bytes(files, &mut |_, _| {}).await
    }
}

/// The text of a page, one line a piece, with what attributes say to people; of what is no page, the whole.
pub fn text_of(page: &str) -> String {
    if !page.trim_start().starts_with('<') {
        return page.to_owned();
    }
    let mut text = String::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        text.push('\n');
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        for attribute in [" aria-label=\"", " data-on=\"", " data-off=\"", " title=\"", " alt=\""] {
            let value = rest[start..end].split_once(attribute).and_then(|(_, value)| value.split('"').next());
            text.extend(value.into_iter().flat_map(|value| [value, "\n"]));
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    for (written, read) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(written, read);
    }
    text
}

/// What people read of a problem: its title, its explanations and reasons, the facts that would break; a line each.
pub fn text_of_problem(problem: &Value) -> String {
    let mut lines = Vec::new();
    for member in ["title", "detail", "kind_label"] {
        lines.extend(problem[member].as_str().map(str::to_owned));
    }
    for list in ["errors", "reasons", "broken"] {
        lines.extend(problem[list].as_array().into_iter().flatten().map(text_of_problem));
    }
    lines.join("\n")
}
