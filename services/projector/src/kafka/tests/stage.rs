//! A log on SQLite, rows on SQLite, a topic, and members that read it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use maillage_events::amendment::{AmendmentFact, FactCancelled, FactCorrected};
use maillage_events::envelope::{Channel, Context, Draft};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, SpaceId};
use maillage_events::session::{SessionFact, SessionHeld};
use maillage_events::when::OccurredOn;
use maillage_log::clock::SetClock;
use maillage_log::log::{Append, FactLog, FactReads, StoredFact, StreamFacts};
use maillage_log::sqlite::{SqliteLog, SqliteOptions, Synchronous};
use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{DefaultProducerContext, FutureProducer, FutureRecord, Producer};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::watched::Watched;
use crate::Question;
use crate::fold::state_at;
use crate::frame::Catalogue;
use crate::kafka::positions::{Partition, TopicPositions};
use crate::kafka::run::Place;
use crate::kafka::{KafkaOptions, KafkaProjector};
use crate::postgres::PostgresRows;
use crate::sqlite::SqliteRows;
use crate::store::RowStore;
use crate::tests::stores::Place as Rows;

/// A safety, not a measure.
pub const LONG: Duration = Duration::from_secs(90);

pub type Mock = MockCluster<'static, DefaultProducerContext>;

pub struct Stage {
    _home: tempfile::TempDir,
    pub log: Arc<SqliteLog>,
    pub mock: Option<Mock>,
    pub bootstrap: String,
    pub topic: String,
    pub positions: Arc<Watched>,
    pub rows: Rows,
    /// The rows as another process sees them.
    pub seen: Arc<dyn RowStore>,
    pub producer: FutureProducer,
    versions: Mutex<BTreeMap<String, u64>>,
}

pub fn space(name: &str) -> SpaceId {
    SpaceId::new(name).unwrap()
}

/// The rows as a process of its own opens them.
pub fn opened(rows: &Rows) -> Arc<dyn RowStore> {
    match rows {
        Rows::Sqlite(home) => Arc::new(SqliteRows::open(&home.path().join("rows.db")).unwrap()),
        Rows::Postgres(address) => {
            let opening = PostgresRows::open(address, None);
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(opening)).unwrap()
        }
    }
}

fn topic() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("facts-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst))
}

pub fn producer(bootstrap: &str) -> FutureProducer {
    ClientConfig::new()
        .set("bootstrap.servers", bootstrap)
        .set("enable.idempotence", "true")
        .set("partitioner", "murmur2_random")
        .set("linger.ms", "1")
        .create()
        .unwrap()
}

impl Stage {
    pub fn mock(partitions: i32) -> Self {
        let (mock, topic) = (MockCluster::new(1).unwrap(), topic());
        mock.create_topic(&topic, partitions, 1).unwrap();
        let rows = Rows::sqlite();
        let seen = opened(&rows);
        Self::over(mock.bootstrap_servers(), topic, Some(mock), rows, seen)
    }

    /// On the broker that `MAILLAGE_TEST_KAFKA` names, with rows in PostgreSQL where there is one.
    pub async fn real(partitions: i32) -> Option<Self> {
        let Ok(bootstrap) = std::env::var("MAILLAGE_TEST_KAFKA") else {
            println!("skipped: real broker (MAILLAGE_TEST_KAFKA is not set; ops/test starts one)");
            return None;
        };
        let topic = topic();
        let admin: AdminClient<DefaultClientContext> =
            ClientConfig::new().set("bootstrap.servers", &bootstrap).create().unwrap();
        let new = NewTopic::new(&topic, partitions, TopicReplication::Fixed(1));
        let made = admin
            .create_topics([&new], &AdminOptions::new().operation_timeout(Some(Duration::from_secs(20))))
            .await
            .unwrap();
        assert!(made.iter().all(Result::is_ok), "{made:?}");
        let rows = match Rows::postgres().await {
            Some(rows) => rows,
            None => Rows::sqlite(),
        };
        let seen = opened(&rows);
        Some(Self::over(bootstrap, topic, None, rows, seen))
    }

    fn over(bootstrap: String, topic: String, mock: Option<Mock>, rows: Rows, seen: Arc<dyn RowStore>) -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2016-03-08T13:00:00Z".parse().unwrap()));
        // These tests cut no power.
        let options = SqliteOptions { synchronous: Synchronous::Off, accept_loss: true, ..SqliteOptions::default() };
        let log = SqliteLog::open_with(&home.path().join("facts.db"), clock, &options).unwrap();
        let producer = producer(&bootstrap);
        let positions = Watched::new(seen.clone());
        Self { _home: home, log, mock, bootstrap, topic, positions, rows, seen, producer, versions: Mutex::default() }
    }

    /// Appends one fact to a session and gives it as stored.
    pub async fn append(&self, space: &SpaceId, session: &str, fact: impl Into<Fact>) -> StoredFact {
        let stream: maillage_events::id::StreamId = format!("session/{session}").parse().unwrap();
        let named = format!("{space} {stream}");
        let version = {
            let mut versions = self.versions.lock().unwrap();
            let version = versions.entry(named.clone()).or_default();
            *version += 1;
            *version
        };
        let unique = self.versions.lock().unwrap().values().sum::<u64>();
        let draft = Draft {
            id: FactId(uuid::Uuid::from_u64_pair(unique, version)),
            stream: stream.clone(),
            version,
            occurred: OccurredOn::Year(2016),
            fact: fact.into(),
            command: CommandId::derived("c"),
            context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
        };
        let streams = vec![StreamFacts { stream, expected: version - 1, facts: vec![draft.seal(space).unwrap()] }];
        let command = CommandId::derived(&format!("{named} {version}"));
        let receipt = self
            .log
            .append(Append { space: space.clone(), command, request: [0; 32], streams, outcome: b"{}".to_vec() })
            .await
            .unwrap();
        self.log.read(space, receipt.first - 1, 1).await.unwrap().remove(0)
    }

    pub async fn held(&self, space: &SpaceId, session: u64, minutes: u32) -> StoredFact {
        let fact: SessionFact = SessionHeld { minutes: Some(minutes) }.into();
        self.append(space, &format!("s-{session}"), fact).await
    }

    pub async fn correct(&self, space: &SpaceId, target: &StoredFact, minutes: u32) -> StoredFact {
        let fact: AmendmentFact = FactCorrected {
            target: target.id,
            target_position: target.position,
            kind: target.kind.clone(),
            data: serde_json::json!({ "minutes": minutes }),
            occurred: None,
            motive: "m".into(),
        }
        .into();
        self.append(space, target.stream.trim_start_matches("session/"), fact).await
    }

    /// How many partitions the producer knows of.
    pub fn producer_sees(&self, count: usize) -> bool {
        let metadata = self.producer.client().fetch_metadata(Some(&self.topic), Duration::from_secs(5)).unwrap();
        metadata.topics().iter().any(|topic| topic.partitions().len() == count)
    }

    /// Appends facts of some sessions, now and then corrected or cancelled; gives them.
    pub async fn history(&self, space: &SpaceId, facts: u64) -> Vec<StoredFact> {
        let mut all: Vec<StoredFact> = Vec::new();
        for n in 0..facts {
            let minutes = u32::try_from(n % 200 + 1).unwrap();
            let fact = match all.len() {
                at if n % 61 == 60 => self.correct(space, &all[at - 3].clone(), minutes).await,
                at if n % 127 == 126 => {
                    let target = all[at - 5].clone();
                    let cancelled: AmendmentFact = FactCancelled {
                        target: target.id,
                        target_position: target.position,
                        kind: target.kind,
                        motive: "m".into(),
                    }
                    .into();
                    self.append(space, target.stream.trim_start_matches("session/"), cancelled).await
                }
                _ => self.held(space, n % 7, minutes).await,
            };
            all.push(fact);
        }
        all
    }

    /// Publishes facts as the relay does; returns once the broker has them.
    pub async fn publish(&self, space: &SpaceId, facts: &[StoredFact]) {
        let sends: Vec<_> = facts
            .iter()
            .map(|fact| {
                let position = fact.position.to_string();
                let headers = OwnedHeaders::new().insert(Header { key: "ce_position", value: Some(&position) });
                let record = FutureRecord::to(&self.topic).key(space.as_str()).payload(&fact.bytes).headers(headers);
                let sent = self.producer.send_result(record).map_err(|(why, _)| why).unwrap();
                (fact.position, sent)
            })
            .collect();
        for (position, sent) in sends {
            let delivery = sent.await.unwrap().map_err(|(why, _)| why).unwrap();
            let place = Place { partition: delivery.partition, offset: delivery.offset };
            self.positions.placed(place, space, position);
        }
    }

    /// Publishes anything.
    pub async fn publish_raw(&self, key: &str, value: Option<&[u8]>) {
        let record = FutureRecord {
            topic: &self.topic,
            partition: None,
            payload: value,
            key: Some(key),
            timestamp: None,
            headers: None,
        };
        self.producer
            .send_result(record)
            .map_err(|(why, _)| why)
            .unwrap()
            .await
            .unwrap()
            .map_err(|(why, _)| why)
            .unwrap();
    }

    pub fn options(&self) -> KafkaOptions {
        KafkaOptions {
            group: format!("group-{}", self.topic),
            topic: self.topic.clone(),
            patience: Duration::from_millis(600),
            // The mock hears of no member that leaves; a broker takes no less than six seconds.
            session: Duration::from_secs(if self.mock.is_some() { 3 } else { 6 }),
            metadata: Duration::from_millis(500),
            survey: Duration::from_millis(200),
            ..KafkaOptions::new(&self.bootstrap)
        }
    }

    pub fn member(&self, catalogue: Catalogue) -> Member {
        self.member_with(catalogue, self.options())
    }

    /// A member as a process of its own would have it: its own connection to the rows.
    pub fn member_with(&self, catalogue: Catalogue, options: KafkaOptions) -> Member {
        self.positions.expects(catalogue);
        let store = opened(&self.rows);
        let positions = Arc::new(self.positions.on_behalf());
        let dead = positions.dead.clone();
        let member = KafkaProjector::open_with(self.log.clone(), store, positions, options, catalogue).unwrap();
        let (stop, stopped) = watch::channel(false);
        let running = member.clone();
        let task = tokio::spawn(async move { running.run(stopped).await.unwrap() });
        Member { member, stop, task, dead }
    }

    /// Where the rows of a space stand, and the digest of each projection, as kept.
    pub fn kept(&self, space: &SpaceId, catalogue: Catalogue) -> Vec<(u64, String)> {
        let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
            let mut state = fresh();
            let found = self.seen.load(space, state.as_mut()).unwrap();
            (found.map_or(0, |found| found.mark.position), state.digest().unwrap())
        };
        tokio::task::block_in_place(|| catalogue.iter().map(digest).collect())
    }

    /// The digest of each projection folded from zero out of the log.
    pub fn afresh(&self, space: &SpaceId, catalogue: Catalogue, until: u64) -> Vec<(u64, String)> {
        let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
            let mut part = state_at(self.log.as_ref(), space, *fresh, until, &mut |_, _| {}).unwrap();
            (part.mark.position, part.state.digest().unwrap())
        };
        catalogue.iter().map(digest).collect()
    }

    /// Waits until the rows of these spaces stand at the end of the log, then holds them to a fold from zero.
    pub async fn settled(&self, spaces: &[SpaceId], catalogue: Catalogue) {
        for space in spaces {
            let head = self.log.head(space).await.unwrap().position;
            self.until(
                || self.kept(space, catalogue).iter().all(|(position, _)| *position == head),
                || format!("{space} stands at {:?}, not at {head}", self.kept(space, catalogue)),
            )
            .await;
            assert_eq!(
                self.kept(space, catalogue),
                self.afresh(space, catalogue, head),
                "the figures of {space} are not those of the log"
            );
        }
    }

    pub async fn until(&self, holds: impl Fn() -> bool, otherwise: impl Fn() -> String) {
        let waiting = async {
            while !holds() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        if tokio::time::timeout(LONG, waiting).await.is_err() {
            panic!("{}", otherwise());
        }
    }

    /// The positions as they are stored, of the partitions that have one beyond the first record.
    pub fn stored(&self) -> BTreeMap<i32, i64> {
        let group = self.options().group;
        let named = |partition| Partition { group: group.clone(), topic: self.topic.clone(), partition };
        let stored =
            (0..16).filter_map(|partition| Some((partition, self.positions.load(&named(partition)).unwrap()?)));
        stored.filter(|(_, next)| *next > 0).collect()
    }

    /// The metrics of a member as they are scraped.
    pub fn exposed(&self, member: &Member) -> String {
        let registry = prometheus::Registry::new();
        member.member.metrics().register(&registry).unwrap();
        prometheus::TextEncoder::new().encode_to_string(&registry.gather()).unwrap()
    }

    pub fn question(&self, space: &SpaceId, report: &str) -> Question {
        let (report, scope) = (report.to_owned(), maillage_projections::report::Scope::default());
        Question {
            space: space.clone(),
            report,
            scope,
            known_at: None,
            language: maillage_events::messages::Language::French,
        }
    }

    /// The rows are gone, as after a loss of their store.
    pub async fn lose_rows(&self) {
        match &self.rows {
            Rows::Sqlite(home) => {
                let rows = rusqlite::Connection::open(home.path().join("rows.db")).unwrap();
                rows.execute_batch("DELETE FROM projected_rows; DELETE FROM checkpoints;").unwrap();
            }
            Rows::Postgres(address) => {
                let session = address.pool(1, None).unwrap().get().await.unwrap();
                session
                    .batch_execute("TRUNCATE maillage_projections.checkpoints, maillage_projections.replaced, maillage_projections.generations, maillage_projections.rows")
                    .await
                    .unwrap();
            }
        }
    }

    pub async fn raise_partitions(&self, count: usize) {
        let admin: AdminClient<DefaultClientContext> =
            ClientConfig::new().set("bootstrap.servers", &self.bootstrap).create().unwrap();
        let raised =
            admin.create_partitions([&NewPartitions::new(&self.topic, count)], &AdminOptions::new()).await.unwrap();
        assert!(raised.iter().all(Result::is_ok), "{raised:?}");
    }
}

/// A member that runs.
pub struct Member {
    pub member: Arc<KafkaProjector>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    pub dead: Arc<std::sync::atomic::AtomicBool>,
}

impl Member {
    /// Leaves the group in order.
    pub async fn leave(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }

    /// Ends without storing another position, as a process that is killed; rows may have moved just before.
    pub async fn killed(self) {
        self.dead.store(true, Ordering::SeqCst);
        self.leave().await;
    }

    pub fn records(&self, outcome: &str) -> u64 {
        self.member.metrics().records(outcome)
    }
}
