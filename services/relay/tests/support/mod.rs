//! A log, a cluster and a relay between them, for tests.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![expect(dead_code, reason = "each test file uses a part of it")]

pub mod faulty;
pub mod topic;

use std::sync::Arc;
use std::time::Duration;

use maillage_events::envelope::{Channel, Context, Draft, Salt};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, SpaceId};
use maillage_events::session::SessionHeld;
use maillage_events::when::OccurredOn;
use maillage_log::clock::SetClock;
use maillage_log::log::{Append, FactLog, FactReads, StreamFacts};
use maillage_log::relay::RelayPositions;
use maillage_log::sqlite::SqliteLog;
use maillage_relay::options::TOPIC;
use maillage_relay::{Relay, RelayError, RelayOptions};
use tokio::sync::watch;

/// Longest wait for what must come; only a failure waits so long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A SQLite log in a folder that goes away with it.
pub struct Store {
    pub log: Arc<dyn FactLog>,
    _folder: tempfile::TempDir,
}

impl Store {
    pub fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2016-03-08T13:00:00Z".parse().unwrap()));
        let log = SqliteLog::open(&folder.path().join("facts.sqlite"), clock).unwrap();
        Self { log, _folder: folder }
    }

    /// Appends `count` facts to a space, in commands of at most a hundred.
    pub async fn fill(&self, name: &str, count: u64) {
        let space = space(name);
        let mut version = self.log.head(&space).await.unwrap().position;
        let until = version + count;
        while version < until {
            let upto = until.min(version + 100);
            let facts = (version + 1..=upto)
                .map(|version| {
                    fact(&space, version, SessionHeld { minutes: Some(90), ..SessionHeld::default() }.into())
                })
                .collect();
            self.append(&space, version, facts).await;
            version = upto;
        }
    }

    /// Appends these facts to the session of a space, after a version.
    pub async fn append(&self, space: &SpaceId, expected: u64, facts: Vec<Draft>) {
        let facts = facts.iter().map(|draft| draft.seal(space).unwrap()).collect();
        let words = format!("{space} {expected}");
        let streams = vec![StreamFacts { stream: "session/s-1".parse().unwrap(), expected, facts }];
        let append = Append {
            space: space.clone(),
            command: CommandId::derived(&words),
            fingerprint: [1; 32],
            streams,
            register: None,
            head: None,
            outcome: b"{}".to_vec(),
        };
        self.log.append(append).await.unwrap();
    }
}

pub fn space(name: &str) -> SpaceId {
    SpaceId::new(name).unwrap()
}

/// A fact of the session `s-1`.
pub fn fact(space: &SpaceId, version: u64, fact: Fact) -> Draft {
    let words = format!("{space} {version} {}", fact.kind());
    Draft {
        id: FactId(CommandId::derived(&words).0),
        stream: "session/s-1".parse().unwrap(),
        version,
        occurred: OccurredOn::Month(2016, 3),
        fact,
        command: CommandId::derived("filling"),
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
        salt: Salt::default(),
    }
}

/// Options that take over quickly.
pub fn options(bootstrap: &str) -> RelayOptions {
    RelayOptions {
        lease: Duration::from_millis(1_500),
        poll: Duration::from_millis(50),
        partitions: 3,
        ..RelayOptions::new(bootstrap)
    }
}

/// A relay that runs until it is stopped.
pub struct Running {
    pub relay: Arc<Relay>,
    pub stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<Result<(), RelayError>>,
}

impl Running {
    pub fn start(log: Arc<dyn FactReads>, positions: &Arc<dyn RelayPositions>, options: RelayOptions) -> Self {
        let relay = Arc::new(Relay::open(log, Arc::clone(positions), options).unwrap());
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn({
            let relay = Arc::clone(&relay);
            async move { relay.run(stopped).await }
        });
        Self { relay, stop, task }
    }

    /// Stops it in good order.
    pub async fn stop(self) -> Result<(), RelayError> {
        self.stop.send_replace(true);
        self.ended().await
    }

    /// Waits for its end.
    pub async fn ended(self) -> Result<(), RelayError> {
        tokio::time::timeout(PATIENCE, self.task).await.unwrap().unwrap()
    }

    /// Ends it where it stands, as a kill does: nothing more is saved and the lease is not given back.
    pub async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}

/// Waits until something holds.
pub async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    assert!(waited.await.is_ok(), "this never came: {what}");
}

/// Waits until a space's position is saved there.
pub async fn until_saved(positions: &Arc<dyn RelayPositions>, name: &str, position: u64) {
    let what = format!("{name} at position {position}");
    until(&what, || async { positions.load(TOPIC).await.unwrap().get(&space(name)).copied().unwrap_or(0) >= position })
        .await;
}
