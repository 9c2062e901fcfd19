//! Positions move by compare-and-set alone, wherever they are kept.

use std::sync::Arc;

use maillage_log::postgres::connect::PostgresAddress;

use crate::kafka::positions::{MemoryPositions, Partition, PostgresPositions, TopicPositions};

fn holds(positions: &dyn TopicPositions) {
    let of = |partition| Partition { group: "g".to_owned(), topic: "t".to_owned(), partition };
    assert_eq!(positions.load(&of(0)).unwrap(), None);
    assert!(!positions.advance(&of(0), Some(3), 5).unwrap(), "it does not stand at 3");
    assert!(positions.advance(&of(0), None, 5).unwrap());
    assert!(!positions.advance(&of(0), None, 7).unwrap(), "another member was first");
    assert!(!positions.advance(&of(0), Some(4), 7).unwrap());
    assert_eq!(positions.load(&of(0)).unwrap(), Some(5));
    assert!(positions.advance(&of(0), Some(5), 9).unwrap());
    assert!(positions.advance(&of(0), Some(9), 2).unwrap(), "a topic that was made anew begins again");
    assert_eq!((positions.load(&of(0)).unwrap(), positions.load(&of(1)).unwrap()), (Some(2), None));
    let other = Partition { group: "h".to_owned(), ..of(0) };
    assert_eq!(positions.load(&other).unwrap(), None);
}

#[test]
fn in_memory() {
    holds(&MemoryPositions::default());
}

/// A database of its own on the server that `PGHOST` and its neighbours name.
async fn database(name: &str) -> Option<(PostgresAddress, tokio_postgres::Client)> {
    let said = |key| std::env::var(key).ok();
    let Some(host) = said("PGHOST") else {
        println!("skipped: PostgreSQL (PGHOST is not set; ops/test starts one)");
        return None;
    };
    let reach = |database: &str| {
        let mut address =
            format!("host={host} port={} user={} dbname={database}", said("PGPORT").unwrap(), said("PGUSER").unwrap());
        if let Some(word) = said("PGPASSWORD") {
            address.push_str(&format!(" password={word}"));
        }
        address
    };
    let session = async |address: String| {
        let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    };
    let name = format!("{name}_{}", std::process::id());
    session(reach("postgres")).await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    let address = reach(&name);
    Some((address.parse().unwrap(), session(address).await))
}

#[tokio::test(flavor = "multi_thread")]
async fn in_postgresql() {
    let Some((address, client)) = database("positions").await else { return };
    // Several members begin at once.
    let (first, second, third) = tokio::join!(
        PostgresPositions::open(&address, None),
        PostgresPositions::open(&address, None),
        PostgresPositions::open(&address, None)
    );
    let (first, second) = (Arc::new(first.unwrap()), second.unwrap());
    third.unwrap();
    let positions = first.clone();
    tokio::task::spawn_blocking(move || holds(positions.as_ref())).await.unwrap();
    // Rows of another layout are dropped with everything beside them: the positions are then made again, and are
    // unknown.
    client.batch_execute("DROP SCHEMA maillage_projections CASCADE").await.unwrap();
    tokio::task::spawn_blocking(move || {
        let of = Partition { group: "g".to_owned(), topic: "t".to_owned(), partition: 0 };
        assert!(!second.advance(&of, Some(2), 3).unwrap());
        assert_eq!(first.load(&of).unwrap(), None);
        assert!(first.advance(&of, None, 1).unwrap());
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_database_has_a_group_of_its_own() {
    let Some((address, _client)) = database("one_region").await else { return };
    let Some((other, _other_client)) = database("other_region").await else { return };
    let number = async |address| PostgresPositions::open(address, None).await.unwrap().database().await.unwrap();
    assert_eq!(number(&address).await, number(&address).await, "the members of one region share their partitions");
    assert_ne!(number(&address).await, number(&other).await);
}
