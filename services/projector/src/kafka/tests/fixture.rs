//! A log on SQLite, rows on SQLite, a topic, and members that read it.

mod facts;
mod member;
mod mute_log;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::clock::SetClock;
use maillage_log::log::FactReads;
use maillage_log::sqlite::{SqliteLog, SqliteOptions, Synchronous};
use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{DefaultProducerContext, FutureProducer};

use super::watched_positions::WatchedPositions;
use crate::Question;
use crate::catalogue::Catalogue;
use crate::fold::state_at;
use crate::kafka::positions::{Partition, TopicPositions};
use crate::postgres::PostgresRows;
use crate::sqlite::SqliteRows;
use crate::store::RowStore;
use crate::tests::stores::TestStore;
pub use member::{Member, PATIENT};
pub use mute_log::MuteLog;

/// A safety, not a measure.
pub const LONG: Duration = Duration::from_secs(90);

pub type Mock = MockCluster<'static, DefaultProducerContext>;

pub struct Fixture {
    _home: tempfile::TempDir,
    pub log: Arc<SqliteLog>,
    pub mock: Option<Mock>,
    pub bootstrap: String,
    pub topic: String,
    pub positions: Arc<WatchedPositions>,
    pub rows: TestStore,
    /// The rows as another process sees them.
    pub observer: Arc<dyn RowStore>,
    pub producer: FutureProducer,
    versions: Mutex<BTreeMap<String, u64>>,
}

pub fn space(name: &str) -> SpaceId {
    SpaceId::new(name).unwrap()
}

/// The rows as a process of its own opens them.
pub fn opened(rows: &TestStore) -> Arc<dyn RowStore> {
    match rows {
        TestStore::Sqlite(home) => Arc::new(SqliteRows::open(&home.path().join("rows.db")).unwrap()),
        TestStore::Postgres(address) => {
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
    producer_of(bootstrap, &[])
}

pub fn producer_of(bootstrap: &str, settings: &[(&str, &str)]) -> FutureProducer {
    let mut config = ClientConfig::new();
    settings.iter().for_each(|(name, value)| _ = config.set(*name, *value));
    config
        .set("bootstrap.servers", bootstrap)
        .set("enable.idempotence", "true")
        .set("partitioner", "murmur2_random")
        .set("linger.ms", "1")
        .create()
        .unwrap()
}

impl Fixture {
    /// On a mock cluster; without partitions the topic is not made.
    pub fn mock(partitions: i32) -> Self {
        let (mock, topic) = (MockCluster::new(1).unwrap(), topic());
        if partitions > 0 {
            mock.create_topic(&topic, partitions, 1).unwrap();
        }
        let rows = TestStore::sqlite();
        let observer = opened(&rows);
        Self::over(mock.bootstrap_servers(), topic, Some(mock), rows, observer)
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
        let rows = match TestStore::postgres().await {
            Some(rows) => rows,
            None => TestStore::sqlite(),
        };
        let observer = opened(&rows);
        Some(Self::over(bootstrap, topic, None, rows, observer))
    }

    fn over(
        bootstrap: String,
        topic: String,
        mock: Option<Mock>,
        rows: TestStore,
        observer: Arc<dyn RowStore>,
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2016-03-08T13:00:00Z".parse().unwrap()));
        // These tests cut no power.
        let options = SqliteOptions { synchronous: Synchronous::Off, accept_loss: true, ..SqliteOptions::default() };
        let log = SqliteLog::open_with(&home.path().join("facts.db"), clock, &options).unwrap();
        let producer = producer(&bootstrap);
        let positions = WatchedPositions::new(observer.clone());
        Self {
            _home: home,
            log,
            mock,
            bootstrap,
            topic,
            positions,
            rows,
            observer,
            producer,
            versions: Mutex::default(),
        }
    }

    /// Where the rows of a space stand, and the digest of each projection, as kept.
    pub fn stored_rows(&self, space: &SpaceId, catalogue: Catalogue) -> Vec<(u64, String)> {
        let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
            let mut state = fresh();
            let found = self.observer.load(space, state.as_mut()).unwrap();
            let found = found.map(|loaded| loaded.verified(state.as_mut()).unwrap());
            (found.map_or(0, |found| found.mark.position), state.digest().unwrap())
        };
        tokio::task::block_in_place(|| catalogue.iter().map(digest).collect())
    }

    /// The digest of each projection folded from zero out of the log.
    pub fn folded_from_zero(&self, space: &SpaceId, catalogue: Catalogue, until: u64) -> Vec<(u64, String)> {
        let digest = |(_, fresh): &(&str, maillage_projections::catalogue::Fresh)| {
            let mut folded = state_at(self.log.as_ref(), space, *fresh, until, &mut |_, _| {}).unwrap();
            (folded.mark.position, folded.state.digest().unwrap())
        };
        catalogue.iter().map(digest).collect()
    }

    /// Waits until the rows of these spaces stand at the end of the log, then holds them to a fold from zero.
    pub async fn settled(&self, spaces: &[SpaceId], catalogue: Catalogue) {
        for space in spaces {
            let head = self.log.head(space).await.unwrap().position;
            self.until(
                || self.stored_rows(space, catalogue).iter().all(|(position, _)| *position == head),
                || format!("{space} stands at {:?}, not at {head}", self.stored_rows(space, catalogue)),
            )
            .await;
            assert_eq!(
                self.stored_rows(space, catalogue),
                self.folded_from_zero(space, catalogue, head),
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
    pub fn stored_positions(&self) -> BTreeMap<i32, i64> {
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
            TestStore::Sqlite(home) => {
                let rows = rusqlite::Connection::open(home.path().join("rows.db")).unwrap();
                rows.execute_batch("DELETE FROM projected_rows; DELETE FROM checkpoints;").unwrap();
            }
            TestStore::Postgres(address) => {
                let session = address.pool(1, None).unwrap().get().await.unwrap();
                session
                    .batch_execute(
                        "truncate maillage_projections.checkpoints, maillage_projections.replaced,
                            maillage_projections.generations, maillage_projections.rows",
                    )
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
