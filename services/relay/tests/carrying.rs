//! What a stranger finds on the topic when all goes well. On librdkafka's mock cluster.

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use maillage_events::fact::{Fact, registry};
use maillage_events::id::PersonRef;
use maillage_events::session::{AttendanceObserved, Quality};
use maillage_log::relay::RelayPositions;
use maillage_log::relay::memory::MemoryPositions;
use maillage_log::vault::{CardCondition, PersonCard, Vault};
use maillage_relay::RelayOptions;
use maillage_relay::options::TOPIC;
use rdkafka::mocking::MockCluster;
use support::topic::{Found, first_appearances, positions_by_space, read_all};
use support::{Running, Store, fact, options, space, until_saved};

fn memory() -> Arc<dyn RelayPositions> {
    Arc::new(MemoryPositions::default())
}

fn once(bootstrap: &str) -> RelayOptions {
    RelayOptions { once: true, ..options(bootstrap) }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_space_arrives_whole_and_in_order_in_one_partition() {
    let cluster = MockCluster::new(3).unwrap();
    cluster.create_topic(TOPIC, 3, 3).unwrap();
    let (store, positions) = (Store::fresh(), memory());
    let sizes = [("corse", 700), ("la-rochelle", 1_300), ("lille", 40), ("soissons", 1)];
    for (name, count) in sizes {
        store.fill(name, count).await;
    }
    Running::start(store.log.clone(), &positions, once(&cluster.bootstrap_servers())).ended().await.unwrap();

    let found = read_all(&cluster.bootstrap_servers());
    for (name, count) in sizes {
        let of_space: Vec<&Found> = found.iter().filter(|record| record.key == name).collect();
        assert_eq!(
            of_space.iter().map(|record| record.position()).collect::<Vec<_>>(),
            (1..=count).collect::<Vec<_>>(),
            "{name}"
        );
        assert!(of_space.iter().all(|record| record.partition == of_space[0].partition), "{name} is scattered");
        let stored = store.log.read(&space(name), 0, usize::MAX).await.unwrap();
        assert!(
            stored.iter().zip(&of_space).all(|(stored, found)| stored.bytes == found.value),
            "{name}: other bytes than in the log"
        );
        assert_eq!(positions.load(TOPIC).await.unwrap()[&space(name)], count);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_that_are_appended_later_follow_by_themselves() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 3, 1).unwrap();
    let (store, positions) = (Store::fresh(), memory());
    let running = Running::start(store.log.clone(), &positions, options(&cluster.bootstrap_servers()));
    for round in 1..=5 {
        store.fill("lille", 3).await;
        store.fill("corse", 1).await;
        until_saved(&positions, "lille", 3 * round).await;
        until_saved(&positions, "corse", round).await;
    }
    assert_eq!(running.relay.metrics().pending(), 0);
    assert_eq!(running.relay.metrics().published(), (20, 0));
    running.stop().await.unwrap();
    let found = positions_by_space(&read_all(&cluster.bootstrap_servers()));
    assert_eq!(found["lille"], (1..=15).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_a_cloud_event_in_binary_mode() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let store = Store::fresh();
    store.fill("lille", 2).await;
    Running::start(store.log.clone(), &memory(), once(&cluster.bootstrap_servers())).ended().await.unwrap();

    let second = read_all(&cluster.bootstrap_servers()).pop().unwrap();
    let stored = store.log.read(&space("lille"), 1, 1).await.unwrap().pop().unwrap();
    let expected = [
        ("ce_dataschema", "/schemas/session.held/1.json"),
        ("ce_id", &stored.id.to_string()),
        ("ce_position", "2"),
        ("ce_sequence", "2"),
        ("ce_source", "urn:maillage:space:lille"),
        ("ce_specversion", "1.0"),
        ("ce_subject", "session/s-1"),
        ("ce_time", "2016-03-08T13:00:00.000000Z"),
        ("ce_type", "org.maillage.session.held.v1"),
        ("content-type", "application/json"),
    ];
    // The same headers as the document of the topic describes.
    let document = maillage_events::schema::asyncapi::document("0");
    let described =
        document["components"]["messages"]["session.held.v1"]["headers"]["properties"].as_object().unwrap().clone();
    assert_eq!(described.keys().map(String::as_str).collect::<Vec<_>>(), expected.map(|(name, _)| name));
    let expected: BTreeMap<String, String> =
        expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(second.headers, expected);
    assert_eq!((second.key.as_str(), &second.value), ("lille", &stored.bytes));
}

/// Whether words stand anywhere in the records: key, header or value.
fn holds(found: &[Found], words: &str) -> bool {
    let within = |bytes: &[u8]| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    found.iter().any(|record| {
        let headers = record.headers.iter().any(|(name, value)| within(name.as_bytes()) || within(value.as_bytes()));
        headers || within(record.key.as_bytes()) || within(&record.value)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_person_is_never_reaches_the_topic() {
    let cluster = MockCluster::new(1).unwrap();
    cluster.create_topic(TOPIC, 1, 1).unwrap();
    let (store, folder) = (Store::fresh(), tempfile::tempdir().unwrap());
    let vault = Vault::open(&folder.path().join("vault.sqlite"), &folder.path().join("vault.key")).unwrap();
    let person = PersonRef(maillage_events::id::CommandId::derived("somebody").0);
    let card = PersonCard {
        family_name: "Zzyzxnom".to_owned(),
        given_name: "Amel".to_owned(),
        contact: Some("canari@exemple.fr".to_owned()),
    };
    vault.put(&space("lille"), person, &card, CardCondition::None).unwrap();
    // One fact of every kind there is, and one that is about this person.
    let space = space("lille");
    let there = AttendanceObserved::plain(person, Quality::Inhabitant);
    let facts =
        registry().map(|info| Fact::read(info.kind, &(info.example)().to_string()).unwrap()).chain([there.into()]);
    let drafts: Vec<_> = (1..).zip(facts).map(|(version, happened)| fact(&space, version, happened)).collect();
    let count = drafts.len();
    store.append(&space, 0, drafts).await;
    Running::start(store.log.clone(), &memory(), once(&cluster.bootstrap_servers())).ended().await.unwrap();

    let found = read_all(&cluster.bootstrap_servers());
    assert_eq!(found.len(), count);
    for words in ["Zzyzxnom", "zzyzxnom", "Amel", "canari"] {
        assert!(!holds(&found, words), "{words} can be read on the topic");
    }
    // The control: this search sees what is there, in values, headers and keys.
    for words in [person.to_string().as_str(), "org.maillage.attendance.observed.v1", "lille"] {
        assert!(holds(&found, words), "{words} is not found: this test would see nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_lost_its_content_is_refused_until_it_is_filled_again() {
    let (store, positions) = (Store::fresh(), memory());
    store.fill("lille", 30).await;
    let first = MockCluster::new(1).unwrap();
    first.create_topic(TOPIC, 1, 1).unwrap();
    Running::start(store.log.clone(), &positions, once(&first.bootstrap_servers())).ended().await.unwrap();
    drop(first);

    // Another cluster under the same positions: whoever went on would leave out positions 1 to 30.
    let second = MockCluster::new(1).unwrap();
    second.create_topic(TOPIC, 1, 1).unwrap();
    store.fill("lille", 5).await;
    let refused =
        Running::start(store.log.clone(), &positions, once(&second.bootstrap_servers())).ended().await.unwrap_err();
    assert!(refused.to_string().contains("--refill"), "{refused}");
    assert!(read_all(&second.bootstrap_servers()).is_empty());

    let refill = RelayOptions { refill: true, ..once(&second.bootstrap_servers()) };
    Running::start(store.log.clone(), &positions, refill).ended().await.unwrap();
    let found = positions_by_space(&read_all(&second.bootstrap_servers()));
    assert_eq!(first_appearances(&found["lille"]), Ok(35));
    assert_eq!(positions.load(TOPIC).await.unwrap()[&space("lille")], 35);
}
