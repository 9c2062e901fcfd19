//! What happens to Kafka, to the log and to the relay itself, and what it costs: repeats, never a gap. On librdkafka's
//! mock cluster.

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use maillage_log::relay::RelayPositions;
use maillage_log::relay::memory::MemoryPositions;
use maillage_relay::options::TOPIC;
use maillage_relay::{RelayError, RelayOptions};
use rdkafka::config::ClientConfig;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::types::RDKafkaApiKey;
use rdkafka::types::RDKafkaRespErr;
use support::faulty::{FaultyPositions, HoledLog};
use support::topic::{first_appearances, positions_by_space, read_all};
use support::{PATIENCE, Running, Store, options, space, until, until_saved};

fn memory() -> Arc<dyn RelayPositions> {
    Arc::new(MemoryPositions::default())
}

fn carried(bootstrap: &str, name: &str) -> Vec<u64> {
    positions_by_space(&read_all(bootstrap)).remove(name).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn brokers_that_are_down_block_no_append_and_the_backlog_drains_by_itself() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 3, 1).unwrap();
    let (store, positions) = (Store::fresh(), memory());
    store.fill("lille", 50).await;
    let running = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    until_saved(&positions, "lille", 50).await;

    cluster.broker_down(1).unwrap();
    store.fill("lille", 400).await;
    until("the backlog shows", || async { running.relay.metrics().pending() == 400 }).await;
    // Longer than the lease: it goes on being renewed although Kafka does not answer.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(running.relay.metrics().is_active());
    assert_eq!(positions.load(TOPIC).await.unwrap()[&space("lille")], 50);

    cluster.broker_up(1).unwrap();
    until_saved(&positions, "lille", 450).await;
    assert_eq!(running.relay.metrics().published().1, 0, "waiting is no failure");
    running.stop().await.unwrap();
    assert_eq!(first_appearances(&carried(&cluster.bootstrap_servers(), "lille")), Ok(450));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_may_start_before_kafka() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    cluster.broker_down(1).unwrap();
    let (store, positions) = (Store::fresh(), memory());
    store.fill("lille", 10).await;
    let running = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    until("it holds the lease", || async { running.relay.metrics().is_active() }).await;
    cluster.broker_up(1).unwrap();
    until_saved(&positions, "lille", 10).await;
    running.stop().await.unwrap();
    assert_eq!(first_appearances(&carried(&cluster.bootstrap_servers(), "lille")), Ok(10));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_that_moves_loses_nothing() {
    let cluster = MockCluster::new(3).unwrap();
    cluster.create_topic(TOPIC, 1, 3).unwrap();
    let (store, positions) = (Store::fresh(), memory());
    let running = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    for round in 1..=6 {
        cluster
            .request_errors(RDKafkaApiKey::Produce, &[RDKafkaRespErr::RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION; 3]);
        cluster.partition_leader(TOPIC, 0, Some(round % 3 + 1)).unwrap();
        store.fill("lille", 150).await;
        until_saved(&positions, "lille", 150 * u64::from(round.unsigned_abs())).await;
    }
    running.stop().await.unwrap();
    assert_eq!(first_appearances(&carried(&cluster.bootstrap_servers(), "lille")), Ok(900));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_delivery_that_failed_all_goes_again_from_the_stored_position() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let (store, positions) = (Store::fresh(), memory());
    let running = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    let refusals = [
        RDKafkaRespErr::RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
        RDKafkaRespErr::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
        RDKafkaRespErr::RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
    ];
    for (round, refusal) in (1..).zip(refusals) {
        cluster.request_errors(RDKafkaApiKey::Produce, &[refusal; 2]);
        store.fill("lille", 100).await;
        until_saved(&positions, "lille", 100 * round).await;
    }
    assert!(running.relay.metrics().published().1 > 0, "no delivery failed: this test shows nothing");
    running.stop().await.unwrap();
    assert_eq!(first_appearances(&carried(&cluster.bootstrap_servers(), "lille")), Ok(300));
}

/// The control of the test above.
#[tokio::test(flavor = "multi_thread")]
async fn a_producer_that_goes_on_after_a_failed_delivery_leaves_a_gap() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let bootstrap = cluster.bootstrap_servers();
    let producer: BaseProducer = ClientConfig::new().set("bootstrap.servers", &bootstrap).create().unwrap();
    for position in 1..=3_u64 {
        if position == 2 {
            cluster.request_errors(RDKafkaApiKey::Produce, &[RDKafkaRespErr::RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE]);
        }
        let place = position.to_string();
        let header = rdkafka::message::Header { key: "ce_position", value: Some(&place) };
        let headers = rdkafka::message::OwnedHeaders::new().insert(header);
        producer.send(BaseRecord::to(TOPIC).key("lille").payload("{}").headers(headers)).unwrap();
        producer.flush(PATIENCE).unwrap();
    }
    assert_eq!(first_appearances(&carried(&bootstrap, "lille")), Err("3 comes after 1".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_killed_before_its_position_is_kept_repeats_a_suffix_and_skips_nothing() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 3, 1).unwrap();
    let bootstrap = cluster.bootstrap_servers();
    let (store, positions) = (Store::fresh(), memory());
    store.fill("lille", 200).await;
    Running::start(store.log.clone(), &positions, RelayOptions { once: true, ..options(&bootstrap) })
        .ended()
        .await
        .unwrap();

    // 1. Three hundred more are produced and acknowledged. 2. The process dies before it has saved a position. 3.
    //   Another begins.
    store.fill("lille", 300).await;
    let faulty = FaultyPositions::over(&positions);
    faulty.drops_moves.store(true, Ordering::SeqCst);
    let seen_by_one: Arc<dyn RelayPositions> = faulty;
    let dying = Running::start(store.log.clone(), &seen_by_one, options(&bootstrap));
    until("all is acknowledged", || async { dying.relay.metrics().published().0 >= 300 }).await;
    dying.kill().await;
    assert_eq!(positions.load(TOPIC).await.unwrap()[&space("lille")], 200);
    Running::start(store.log.clone(), &positions, RelayOptions { once: true, ..options(&bootstrap) })
        .ended()
        .await
        .unwrap();

    let found = carried(&bootstrap, "lille");
    assert_eq!(first_appearances(&found), Ok(500));
    assert_eq!(
        found,
        (1..=500).chain(201..=500).collect::<Vec<_>>(),
        "the suffix after the stored position is repeated, and no more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_or_a_store_of_positions_that_does_not_answer_is_waited_for() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let (store, positions) = (Store::fresh(), memory());
    let (log, faulty) = (HoledLog::over(&store.log, 0), FaultyPositions::over(&positions));
    let seen_positions: Arc<dyn RelayPositions> = faulty.clone();
    let running = Running::start(log.clone(), &seen_positions, options(&cluster.bootstrap_servers()));

    faulty.fails_moves.store(true, Ordering::SeqCst);
    store.fill("lille", 100).await;
    until("facts go on being carried without a position", || async { running.relay.metrics().published().0 >= 100 })
        .await;
    assert!(positions.load(TOPIC).await.unwrap().is_empty());
    faulty.fails_moves.store(false, Ordering::SeqCst);
    until_saved(&positions, "lille", 100).await;

    log.down.store(true, Ordering::SeqCst);
    store.fill("lille", 100).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    log.down.store(false, Ordering::SeqCst);
    until_saved(&positions, "lille", 200).await;
    running.stop().await.unwrap();
    assert_eq!(first_appearances(&carried(&cluster.bootstrap_servers(), "lille")), Ok(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hole_stops_its_space_with_an_alarm_and_no_other_until_it_is_mended() {
    let store = Store::fresh();
    store.fill("lille", 20).await;
    store.fill("corte", 5).await;
    for lacks in [20, 13, 6] {
        let cluster = MockCluster::new(1).unwrap();
        cluster.create_topic(TOPIC, 1, 1).unwrap();
        let bootstrap = cluster.bootstrap_servers();
        let (holed, positions) = (HoledLog::over(&store.log, lacks), memory());
        let often = RelayOptions { again: Duration::from_millis(200), ..options(&bootstrap) };
        let running = Running::start(holed.clone(), &positions, often);
        let metrics = running.relay.metrics();
        // It is looked at again and again, and the other goes on.
        until("the hole is met twice", || async { metrics.holes() >= 2 }).await;
        until_saved(&positions, "corte", 5).await;
        until("the space shows as parked", || async { metrics.parked_spaces() == 1 }).await;
        assert!(metrics.is_active() && metrics.pending() > 0);
        let saved = positions.load(TOPIC).await.unwrap().get(&space("lille")).copied().unwrap_or(0);
        assert!(saved < lacks, "the position went over the hole at {lacks}");
        assert_eq!(carried(&bootstrap, "lille").iter().filter(|position| **position > lacks).count(), 0, "{lacks}");
        holed.lacks.store(0, Ordering::SeqCst);
        until_saved(&positions, "lille", 20).await;
        until("nothing is parked", || async { metrics.parked_spaces() == 0 }).await;
        running.stop().await.unwrap();
    }
}

/// Who was told to carry all says that it did not.
#[tokio::test(flavor = "multi_thread")]
async fn a_refill_of_a_log_with_a_hole_ends_there() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let bootstrap = cluster.bootstrap_servers();
    let (store, positions) = (Store::fresh(), memory());
    store.fill("lille", 20).await;
    for lacks in [13, 1] {
        let once = RelayOptions { once: true, ..options(&bootstrap) };
        let running = Running::start(HoledLog::over(&store.log, lacks), &positions, once);
        let relay = Arc::clone(&running.relay);
        let stopped = running.ended().await.unwrap_err();
        assert!(matches!(&stopped, RelayError::Hole { expected, .. } if *expected == lacks), "{stopped}");
        assert_eq!((relay.metrics().holes(), relay.metrics().is_active()), (1, false));
    }
    // The control: without a hole the same log is carried to its end; the lease was given back.
    let once = RelayOptions { once: true, ..options(&bootstrap) };
    Running::start(HoledLog::over(&store.log, 0), &positions, once).ended().await.unwrap();
    assert_eq!(positions.load(TOPIC).await.unwrap()[&space("lille")], 20);
}
