//! Several relays: one carries, the others stand by, and whoever was overtaken does no harm. On librdkafka's mock
//! cluster.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use maillage_log::relay::RelayPositions;
use maillage_log::relay::memory::MemoryPositions;
use maillage_relay::options::TOPIC;
use maillage_relay::{RelayError, RelayOptions};
use rdkafka::mocking::MockCluster;
use support::faulty::FaultyPositions;
use support::topic::{first_appearances, positions_by_space, read_all};
use support::{Running, Store, options, space, until, until_saved};

fn memory() -> Arc<dyn RelayPositions> {
    Arc::new(MemoryPositions::default())
}

fn cluster() -> MockCluster<'static, rdkafka::producer::DefaultProducerContext> {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 3, 1).unwrap();
    cluster
}

async fn until_active(running: &Running) {
    until("it carries", || async { running.relay.metrics().is_active() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_carries_and_the_other_takes_over_when_it_is_killed() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let first = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    until_active(&first).await;
    let second = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    store.fill("lille", 100).await;
    until_saved(&positions, "lille", 100).await;
    assert!(!second.relay.metrics().is_active(), "two carry at once");
    assert_eq!(second.relay.metrics().published(), (0, 0), "whoever stands by carries nothing");

    first.kill().await;
    store.fill("lille", 100).await;
    until_saved(&positions, "lille", 200).await;
    assert!(second.relay.metrics().is_active());
    second.stop().await.unwrap();
    let found = positions_by_space(&read_all(&cluster.bootstrap_servers())).remove("lille").unwrap();
    assert_eq!(first_appearances(&found), Ok(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_stops_in_good_order_hands_over_without_a_repeat() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let long = |bootstrap: &str| RelayOptions { lease: Duration::from_secs(600), ..options(bootstrap) };
    let first = Running::start(store.log.clone(), &positions, long(&cluster.bootstrap_servers()));
    store.fill("lille", 100).await;
    until("something is carried", || async { first.relay.metrics().published().0 > 0 }).await;
    first.stop().await.unwrap();
    // It would wait ten minutes if the lease had not been given back.
    let second = Running::start(store.log.clone(), &positions, long(&cluster.bootstrap_servers()));
    store.fill("lille", 100).await;
    until_saved(&positions, "lille", 200).await;
    second.stop().await.unwrap();
    let found = positions_by_space(&read_all(&cluster.bootstrap_servers())).remove("lille").unwrap();
    assert_eq!(found, (1..=200).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_off_relay_stops_before_another_begins() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let faulty = FaultyPositions::over(&positions);
    let seen_by_first: Arc<dyn RelayPositions> = faulty.clone();
    let first = Running::start(store.log.clone(), &seen_by_first, options(&cluster.bootstrap_servers()));
    until_active(&first).await;
    let second = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    store.fill("lille", 50).await;
    until_saved(&positions, "lille", 50).await;

    faulty.cut_off.store(true, Ordering::SeqCst);
    until_active(&second).await;
    assert!(!first.relay.metrics().is_active(), "the first still carries while the second does");
    let (before, _) = first.relay.metrics().published();
    store.fill("lille", 50).await;
    until_saved(&positions, "lille", 100).await;
    assert_eq!(first.relay.metrics().published().0, before);

    // When it is back it stands by: the second does not lose what it has.
    faulty.cut_off.store(false, Ordering::SeqCst);
    store.fill("lille", 50).await;
    until_saved(&positions, "lille", 150).await;
    assert!(second.relay.metrics().is_active());
    first.stop().await.unwrap();
    second.stop().await.unwrap();
}

/// 1. The first believes in its lease although the store gave it to the second. 2. Both carry. 3. Only the second moves
///    positions; the first learns that it was overtaken, stops, and nothing on the topic is out of order.
#[tokio::test(flavor = "multi_thread")]
async fn a_zombie_that_believes_in_its_lease_moves_no_position() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let faulty = FaultyPositions::over(&positions);
    let seen_by_first: Arc<dyn RelayPositions> = faulty.clone();
    let zombie = Running::start(store.log.clone(), &seen_by_first, options(&cluster.bootstrap_servers()));
    until_active(&zombie).await;
    faulty.renews_always.store(true, Ordering::SeqCst);
    let second = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    until_active(&second).await;
    assert!(
        zombie.relay.metrics().is_active(),
        "the control: it believes in its lease, so the epoch alone stands between it and the positions"
    );
    for round in 1..=10 {
        store.fill("lille", 30).await;
        until_saved(&positions, "lille", 30 * round).await;
    }
    until("the zombie is fenced", || async { faulty.fenced.load(Ordering::SeqCst) > 0 }).await;
    until("the zombie stops", || async { !zombie.relay.metrics().is_active() }).await;
    assert!(zombie.relay.metrics().published().0 > 0, "it carried nothing as a zombie: this test shows nothing");
    second.stop().await.unwrap();
    zombie.stop().await.unwrap();
    assert_eq!(positions.load(TOPIC).await.unwrap()[&space("lille")], 300);
    let found = positions_by_space(&read_all(&cluster.bootstrap_servers())).remove("lille").unwrap();
    assert_eq!(first_appearances(&found), Ok(300));
}

/// A relay that carries is cut off from its lease while a refill claims it: whether both were seen to carry at once.
async fn both_carry_during_a_refill(claims_at_once: bool) -> bool {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let (of_holder, claiming) = (FaultyPositions::over(&positions), FaultyPositions::over(&positions));
    claiming.claims_at_once.store(claims_at_once, Ordering::SeqCst);
    let (seen_by_first, seen_by_refill): (Arc<dyn RelayPositions>, Arc<dyn RelayPositions>) =
        (of_holder.clone(), claiming);
    let first = Running::start(store.log.clone(), &seen_by_first, options(&cluster.bootstrap_servers()));
    store.fill("lille", 100).await;
    until_saved(&positions, "lille", 100).await;

    of_holder.cut_off.store(true, Ordering::SeqCst);
    // It does not end by itself here, so that it carries for as long as the test looks.
    let refill = RelayOptions { refill: true, ..options(&cluster.bootstrap_servers()) };
    let refill = Running::start(store.log.clone(), &seen_by_refill, refill);
    let mut both = false;
    until("the refill has carried all again", || {
        both |= first.relay.metrics().is_active() && refill.relay.metrics().is_active();
        std::future::ready(refill.relay.metrics().published().0 == 100)
    })
    .await;
    refill.stop().await.unwrap();
    first.kill().await;
    both
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refill_waits_until_the_holder_has_stopped() {
    assert!(!both_carry_during_a_refill(false).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn control_a_refill_that_does_not_wait_carries_beside_the_holder() {
    assert!(both_carry_during_a_refill(true).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_a_waiting_refill_frees_no_lease() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let of_holder = FaultyPositions::over(&positions);
    let seen_by_first: Arc<dyn RelayPositions> = of_holder.clone();
    let first = Running::start(store.log.clone(), &seen_by_first, options(&cluster.bootstrap_servers()));
    store.fill("lille", 100).await;
    until_saved(&positions, "lille", 100).await;

    of_holder.cut_off.store(true, Ordering::SeqCst);
    let claiming = FaultyPositions::over(&positions);
    let seen_by_refill: Arc<dyn RelayPositions> = claiming.clone();
    let refill = Running::start(
        store.log.clone(),
        &seen_by_refill,
        RelayOptions { refill: true, ..options(&cluster.bootstrap_servers()) },
    );
    until("the lease is claimed", || std::future::ready(claiming.claimed.load(Ordering::SeqCst) > 0)).await;
    refill.stop().await.unwrap();
    let third = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    let mut both = false;
    until("the third carries", || {
        both |= first.relay.metrics().is_active() && third.relay.metrics().is_active();
        std::future::ready(third.relay.metrics().is_active() && !first.relay.metrics().is_active())
    })
    .await;
    third.stop().await.unwrap();
    first.kill().await;
    assert!(!both, "the third carried beside the first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refill_ends_by_itself_and_the_other_relay_goes_on() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let first = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    store.fill("lille", 100).await;
    until_saved(&positions, "lille", 100).await;

    let refill = RelayOptions { refill: true, once: true, ..options(&cluster.bootstrap_servers()) };
    Running::start(store.log.clone(), &positions, refill).ended().await.unwrap();
    let found = positions_by_space(&read_all(&cluster.bootstrap_servers())).remove("lille").unwrap();
    assert_eq!(found, (1..=100).chain(1..=100).collect::<Vec<_>>(), "everything once more, in order");

    store.fill("lille", 50).await;
    until_saved(&positions, "lille", 150).await;
    assert!(first.relay.metrics().is_active());
    first.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overtaken_refill_says_so_and_ends() {
    let (store, positions) = (Store::fresh(), memory());
    store.fill("lille", 10).await;
    let nobody_answers = "127.0.0.1:1";
    let refill = Running::start(
        store.log.clone(),
        &positions,
        RelayOptions { refill: true, once: true, ..options(nobody_answers) },
    );
    until_active(&refill).await;
    let (epoch, _) = positions.claim(TOPIC, "another").await.unwrap();
    assert!(positions.renew(TOPIC, epoch, Duration::from_secs(600)).await.unwrap());
    let ended = refill.ended().await.unwrap_err();
    assert!(matches!(ended, RelayError::Overtaken { .. }), "{ended}");
}

/// Being alive is not enough to keep the lease: what waits must arrive.
#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_kafka_does_not_hear_leaves_the_lease_to_one_that_it_hears() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let quick = |bootstrap: &str| RelayOptions { silence: Duration::from_secs(1), ..options(bootstrap) };
    // Nobody listens there.
    let unheard = Running::start(store.log.clone(), &positions, quick("127.0.0.1:1"));
    until_active(&unheard).await;
    store.fill("lille", 100).await;
    let heard = Running::start(store.log.clone(), &positions, quick(&cluster.bootstrap_servers()));
    until_saved(&positions, "lille", 100).await;
    assert!(heard.relay.metrics().is_active() && !unheard.relay.metrics().is_active());
    // Whoever has nothing to carry is not unheard.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(heard.relay.metrics().is_active(), "it was idle, not unheard");
    heard.stop().await.unwrap();
    unheard.stop().await.unwrap();
    let found = positions_by_space(&read_all(&cluster.bootstrap_servers())).remove("lille").unwrap();
    assert_eq!(first_appearances(&found), Ok(100));
}

/// The control of the test above: a relay that only has to live keeps the lease, and nothing arrives.
#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_only_has_to_live_keeps_what_waits_from_arriving() {
    let cluster = cluster();
    let (store, positions) = (Store::fresh(), memory());
    let alive = |bootstrap: &str| RelayOptions { silence: Duration::from_secs(600), ..options(bootstrap) };
    let unheard = Running::start(store.log.clone(), &positions, alive("127.0.0.1:1"));
    until_active(&unheard).await;
    store.fill("lille", 10).await;
    let heard = Running::start(store.log.clone(), &positions, alive(&cluster.bootstrap_servers()));
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(unheard.relay.metrics().is_active() && positions.load(TOPIC).await.unwrap().is_empty());
    heard.stop().await.unwrap();
    unheard.stop().await.unwrap();
}
