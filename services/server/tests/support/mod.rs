//! A whole server on a free loopback port, over a store of its own.

#![expect(dead_code, reason = "each test file uses a part of it")]

pub mod listening;

use std::net::SocketAddr;
use std::sync::Arc;

use maillage_log::clock::{Clock, SetClock};
use maillage_log::sqlite::SqliteLog;
use maillage_log::vault::Vault;
use maillage_projector::Projector;
use maillage_server::{AppState, Limits, Metrics, listen, serve};
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// A server that runs until it is dropped or stopped.
pub struct Running {
    pub address: SocketAddr,
    pub state: AppState,
    pub http: reqwest::Client,
    stop: Option<oneshot::Sender<()>>,
    task: Option<tokio::task::JoinHandle<()>>,
    pub folder: tempfile::TempDir,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|why| panic!("{why}: {}", self.text))
    }
    /// The text of the element of a page that bears this `data-key`.
    pub fn shown(&self, key: &str) -> String {
        let found = self.text.split_once(&format!("data-key=\"{key}\">"));
        let (_, rest) = found.unwrap_or_else(|| panic!("{key} is not in {}", self.text));
        rest.split('<').next().unwrap().to_owned()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Running {
    /// Starts one, with the space `s` open and two persons known.
    pub async fn start() -> Self {
        Self::start_with(Limits::default()).await
    }

    /// The same with other limits.
    pub async fn start_with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SetClock::at("2016-03-01T09:00:00Z".parse().unwrap()));
        let log = SqliteLog::open(&folder.path().join("log.sqlite"), clock).unwrap();
        let projector = Projector::open(log.clone(), &folder.path().join("rows.sqlite")).await.unwrap();
        let vault =
            Arc::new(Vault::open(&folder.path().join("vault.sqlite"), &folder.path().join("vault.key")).unwrap());
        let state = AppState::new(log, projector, vault, Arc::new(Metrics::new("0", "test").unwrap()));
        let state = state.with_limits(limits);
        let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = serve(listener, state.clone(), async move {
            let _ = stopped.await;
        });
        let task = tokio::spawn(async move { served.await.unwrap() });
        let running = Self { address, state, http: reqwest::Client::new(), stop: Some(stop), task: Some(task), folder };
        let opened = running.put("/v1/spaces/s", json!({"data": {"name": "Ville", "kind": "city"}}), &[]).await;
        assert_eq!(opened.status, 201, "{}", opened.text);
        running
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.http.request(method.parse().unwrap(), self.url(path));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned(),
        }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, None, headers).await
    }

    pub async fn put(&self, path: &str, body: Value, headers: &[(&str, &str)]) -> Answer {
        self.send("PUT", path, Some(body), headers).await
    }

    pub async fn post(&self, path: &str, body: Value, headers: &[(&str, &str)]) -> Answer {
        self.send("POST", path, Some(body), headers).await
    }

    /// Registers a person; the same number always gives the same reference.
    pub async fn person(&self, number: u128) -> String {
        let person = uuid::Uuid::from_u128(number).to_string();
        let card = json!({"data": {"family_name": "Zzyzxnom", "given_name": format!("Prénom{number}")}});
        let answer = self.put(&format!("/v1/spaces/s/persons/{person}/card"), card, &[]).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert!(!answer.text.contains("Zzyzxnom"));
        person
    }

    /// Plans a session to come.
    pub async fn session(&self, id: &str, capacity: Option<u32>) {
        let answer = self.put(&format!("/v1/spaces/s/sessions/{id}"), plan("2016-03-08", capacity), &[]).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }

    /// Plans a session that took place, where people can be recorded as present.
    pub async fn past_session(&self, id: &str) {
        let answer = self.put(&format!("/v1/spaces/s/sessions/{id}"), plan("2016-02-08", None), &[]).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }

    /// Marks a person as present.
    pub async fn present(&self, session: &str, person: &str) -> Answer {
        let body = json!({"occurred_on": "2016-02-08", "data": {"quality": "inhabitant"}});
        self.put(&format!("/v1/spaces/s/sessions/{session}/attendance/{person}"), body, &[]).await
    }

    /// Stops it and waits until it has ended.
    pub async fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(task) = self.task.take() {
            task.await.unwrap();
        }
    }
}

pub fn plan(when: &str, capacity: Option<u32>) -> Value {
    json!({"data": {"title": "Réunion du pôle", "kind": "meeting", "when": when, "capacity": capacity}})
}
