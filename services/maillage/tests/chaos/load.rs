//! Writers of a region: presences through HTTP, each asked again until it is answered, and whole sessions as an import
//! records them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use maillage_events::declare::Example;
use maillage_events::envelope::{Channel, Context, Draft, Salt};
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{CommandId, FactId, Id, NAMESPACE, PersonRef, SpaceId, StreamId};
use maillage_events::session::{AttendanceObserved, Quality, SessionFact, SessionHeld, SessionKind, SessionPlanned};
use maillage_events::space::{SpaceKind, SpaceOpened};
use maillage_log::log::{Append, AppendError, FactLog, StreamFacts};
use serde_json::{Value, json};
use uuid::Uuid;

/// Spaces of the region.
pub const SPACES: u64 = 30;
/// Presences of an imported session.
const PRESENCES: u64 = 18;

/// An answer of success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub space: SpaceId,
    pub stream: String,
    pub first: u64,
    pub count: u64,
}

/// What was acknowledged, by the caller's own key.
#[derive(Default)]
pub struct Acknowledged {
    pub commands: Mutex<BTreeMap<Uuid, Given>>,
    /// How often a writer had to ask again.
    pub retries: AtomicU64,
}

impl Acknowledged {
    fn note(&self, key: Uuid, space: &SpaceId, stream: String, (first, count): (u64, u64)) {
        let given = Given { space: space.clone(), stream, first, count };
        assert_eq!(self.commands.lock().unwrap().insert(key, given), None, "a key was used twice");
    }

    /// Facts acknowledged so far.
    pub fn facts(&self) -> u64 {
        self.commands.lock().unwrap().values().map(|given| given.count).sum()
    }
}

pub fn space(number: u64) -> SpaceId {
    SpaceId::new(format!("ville-{number}")).unwrap()
}

fn draft(stream: &StreamId, version: u64, command: CommandId, fact: Fact) -> Draft {
    let name = format!("{stream} {version} {}", command.0);
    let context = Context::new(Id::new("chaos").unwrap(), Channel::Demonstration);
    let (id, occurred) = (FactId(Uuid::new_v5(&NAMESPACE, name.as_bytes())), "2016-03-08".parse().unwrap());
    Draft { id, stream: stream.clone(), version, occurred, fact, command, context, salt: Salt::default() }
}

/// Opens every space.
pub async fn open_spaces(log: &dyn FactLog, acknowledged: &Acknowledged) {
    for number in 0..SPACES {
        let (space, command) = (space(number), CommandId::derived(&format!("open {number}")));
        let stream = StreamId::new(Family::Space, Id::new(space.as_str()).unwrap());
        let opened = SpaceOpened {
            name: format!("Ville {number}").into(),
            kind: SpaceKind::City,
            demonstration: true,
            ..SpaceOpened::example()
        };
        let facts = vec![draft(&stream, 1, command, opened.into()).seal(&space).unwrap()];
        let name = stream.to_string();
        let streams = vec![StreamFacts { stream, expected: 0, facts }];
        let given = log
            .append(Append {
                space: space.clone(),
                command,
                fingerprint: [1; 32],
                streams,
                register: None,
                head: None,
                outcome: b"[]".to_vec(),
            })
            .await
            .unwrap();
        acknowledged.note(command.0, &space, name, (given.first, given.count));
    }
}

fn planned(number: u64) -> SessionFact {
    SessionPlanned::new(format!("Séance {number}"), SessionKind::Meeting, "2016-03-08".parse().unwrap()).into()
}

/// Imports sessions of [`PRESENCES`] presences, one command each, until told to stop. What the store could not answer
/// is asked again.
pub async fn import(
    log: Arc<dyn FactLog>,
    importer: u64,
    acknowledged: Arc<Acknowledged>,
    stop: Arc<AtomicBool>,
    until: u64,
) {
    let mut number = 0;
    while !stop.load(Ordering::SeqCst) && acknowledged.facts() < until {
        let name = format!("import-{importer}-{number}");
        let (space, command) = (space((importer * 7 + number) % SPACES), CommandId::derived(&name));
        let stream = StreamId::new(Family::Session, Id::new(name).unwrap());
        let mut happened = vec![planned(number), SessionHeld::default().into()];
        for seat in 0..PRESENCES {
            let person = PersonRef(Uuid::new_v5(&NAMESPACE, format!("{} {}", number % 50, seat).as_bytes()));
            happened.push(AttendanceObserved::plain(person, Quality::Inhabitant).into());
        }
        let sealed = |(version, fact)| draft(&stream, version, command, Fact::Session(fact)).seal(&space).unwrap();
        let facts: Vec<_> = (1..).zip(happened).map(sealed).collect();
        let count = facts.len() as u64;
        let name = stream.to_string();
        let streams = vec![StreamFacts { stream, expected: 0, facts }];
        let append = Append {
            space: space.clone(),
            command,
            fingerprint: [2; 32],
            streams,
            register: None,
            head: None,
            outcome: b"[]".to_vec(),
        };
        let given = loop {
            match log.append(append.clone()).await {
                Ok(receipt) => break receipt,
                Err(AppendError::Unavailable(_) | AppendError::Stopped(_)) => {
                    acknowledged.retries.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(why) => panic!("{why}"),
            }
        };
        assert_eq!(given.count, count);
        acknowledged.note(command.0, &space, name, (given.first, count));
        number += 1;
    }
}

/// Records presences through any server that answers, one after the other, until told to stop. Each keeps its
/// `Idempotency-Key` until it is answered.
pub async fn record(servers: [SocketAddr; 2], writer: u64, acknowledged: Arc<Acknowledged>, stop: Arc<AtomicBool>) {
    let http = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    let mut number = 0_u64;
    while !stop.load(Ordering::SeqCst) {
        let (seat, session) = (number % 40, number / 40);
        let space = space((writer * 11 + session) % SPACES);
        let name = format!("direct-{writer}-{session}");
        let path = format!("/v1/spaces/{space}/sessions/{name}");
        let (path, body) = match seat {
            0 => (path, json!({"data": {"title": "Séance", "kind": "meeting", "when": "2016-03-08"}})),
            _ => {
                let count = json!({
                    "occurred_on": "2016-03-08",
                    "data": {"total": {"is": "exact", "value": 3}, "standing": {"is": "adds"}},
                });
                (format!("{path}/headcounts/feuille-{seat}"), count)
            }
        };
        let key = Uuid::new_v5(&NAMESPACE, format!("{path} {writer} {number}").as_bytes());
        let mut turn = number;
        let answer = loop {
            let server = servers[(turn % 2) as usize];
            match put(&http, &format!("http://{server}{path}"), key, &body).await {
                Some(answer) => break answer,
                None if stop.load(Ordering::SeqCst) => return,
                None => {
                    acknowledged.retries.fetch_add(1, Ordering::Relaxed);
                    turn += 1;
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        };
        let first = answer["first_position"].as_u64().unwrap();
        let count = answer["facts"].as_array().unwrap().len() as u64;
        acknowledged.note(key, &space, format!("session/{name}"), (first, count));
        number += 1;
    }
}

/// The answer of success, or `None` when the outcome is not known and the same must be asked again.
async fn put(http: &reqwest::Client, url: &str, key: Uuid, body: &Value) -> Option<Value> {
    let request = http.put(url).header("content-type", "application/json").header("idempotency-key", key.to_string());
    let response = request.body(body.to_string()).send().await.ok()?;
    let status = response.status();
    let text = response.text().await.ok()?;
    if status.is_success() {
        return Some(serde_json::from_str(&text).unwrap());
    }
    assert!(status.is_server_error(), "{url}: {status}: {text}");
    None
}
