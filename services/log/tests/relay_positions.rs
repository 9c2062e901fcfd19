//! What a store of a relay's lease and positions promises, held to on both stores.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests; a skip is said on the output")]

use std::sync::Arc;
use std::time::Duration;

use maillage_events::id::SpaceId;
use maillage_log::postgres::connect::PostgresAddress;
use maillage_log::postgres::relay::PostgresRelayPositions;
use maillage_log::relay::memory::MemoryPositions;
use maillage_log::relay::{Epoch, Move, MoveOutcome, RelayPositions};

const SINK: &str = "maillage.facts.v1";
const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(1);

fn space(name: &str) -> SpaceId {
    SpaceId::new(name).unwrap()
}

fn from_to(name: &str, from: u64, to: u64) -> Move {
    Move { space: space(name), from, to }
}

/// A database of its own with the migration applied, or `None` (and a line that says so) where there is no server.
async fn database() -> Option<PostgresRelayPositions> {
    let variable = |name: &str| std::env::var(name).ok();
    let Some(host) = variable("PGHOST") else {
        println!("skipped: PostgreSQL (PGHOST is not set; ops/test starts one)");
        return None;
    };
    let part = |name: &str, word: &str| variable(name).map(|value| format!(" {word}={value}")).unwrap_or_default();
    let server =
        format!("host={host}{}{}{}", part("PGPORT", "port"), part("PGUSER", "user"), part("PGPASSWORD", "password"));
    let address = |database: &str| format!("{server} dbname={database}").parse::<PostgresAddress>().unwrap();
    let name = format!("relay_{}_{:?}", std::process::id(), std::thread::current().id())
        .to_lowercase()
        .replace(['(', ')'], "");
    let admin = address("postgres").pool(1, None).unwrap().get().await.unwrap();
    admin.batch_execute(&format!("drop database if exists {name}")).await.unwrap();
    admin.batch_execute(&format!("create database {name}")).await.unwrap();
    let pool = address(&name).pool(8, None).unwrap();
    pool.get().await.unwrap().batch_execute(include_str!("../src/postgres/migrations/V2__relay.sql")).await.unwrap();
    Some(PostgresRelayPositions::new(pool))
}

/// Tries a promise on the store in memory, then on PostgreSQL.
async fn on_both<F: Future<Output = ()>>(promise: impl Fn(Arc<dyn RelayPositions>) -> F) {
    promise(Arc::new(MemoryPositions::default())).await;
    if let Some(positions) = database().await {
        promise(Arc::new(positions)).await;
    }
}

async fn held(positions: &dyn RelayPositions, term: Duration) -> Epoch {
    positions.acquire(SINK, "one", term).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_lease_has_one_holder_and_each_holding_a_higher_epoch() {
    on_both(|positions| async move {
        assert!(!positions.is_held(SINK).await.unwrap());
        let first = held(positions.as_ref(), LONG).await;
        assert!(positions.is_held(SINK).await.unwrap());
        assert_eq!(positions.acquire(SINK, "two", LONG).await.unwrap(), None);
        assert!(
            positions.acquire("another.topic", "two", LONG).await.unwrap().is_some(),
            "a sink has a lease of its own"
        );
        positions.release(SINK, first).await.unwrap();
        assert!(!positions.is_held(SINK).await.unwrap());
        assert!(!positions.renew(SINK, first, LONG).await.unwrap(), "what was given back cannot be renewed");
        assert!(held(positions.as_ref(), LONG).await > first);
    })
    .await;
}

#[tokio::test]
async fn only_one_of_many_who_ask_at_once_gets_the_lease() {
    on_both(|positions| async move {
        for _ in 0..5 {
            let asks = (0..8).map(|_| {
                let positions = Arc::clone(&positions);
                tokio::spawn(async move { positions.acquire(SINK, "one of many", LONG).await.unwrap() })
            });
            let mut given = Vec::new();
            for ask in asks.collect::<Vec<_>>() {
                given.extend(ask.await.unwrap());
            }
            assert_eq!(given.len(), 1, "{given:?}");
            positions.release(SINK, given[0]).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_renewed_lease_lasts_and_a_lapsed_one_is_given_to_whoever_asks() {
    on_both(|positions| async move {
        let first = held(positions.as_ref(), SHORT).await;
        assert!(positions.renew(SINK, first, LONG).await.unwrap());
        assert_eq!(positions.acquire(SINK, "two", LONG).await.unwrap(), None);
        assert!(positions.renew(SINK, first, SHORT).await.unwrap());
        tokio::time::sleep(SHORT * 20).await;
        assert!(!positions.is_held(SINK).await.unwrap(), "it has lapsed");
        let second = positions.acquire(SINK, "two", LONG).await.unwrap().unwrap();
        assert!(second > first);
        assert!(!positions.renew(SINK, first, LONG).await.unwrap(), "the first came back from the dead");
    })
    .await;
}

#[tokio::test]
async fn whoever_was_overtaken_moves_no_position() {
    on_both(|positions| async move {
        let zombie = held(positions.as_ref(), SHORT).await;
        assert_eq!(
            positions.advance(SINK, zombie, &[from_to("lille", 0, 5)]).await.unwrap(),
            MoveOutcome::Saved,
            "the control: it could before"
        );
        tokio::time::sleep(SHORT * 20).await;
        let next = held(positions.as_ref(), LONG).await;
        assert_eq!(positions.advance(SINK, zombie, &[from_to("lille", 5, 9)]).await.unwrap(), MoveOutcome::Fenced);
        assert_eq!(positions.forget(SINK, zombie).await.unwrap(), MoveOutcome::Fenced);
        positions.release(SINK, zombie).await.unwrap();
        assert_eq!(
            positions.acquire(SINK, "three", LONG).await.unwrap(),
            None,
            "a zombie gave back what is not its own"
        );
        assert_eq!(positions.load(SINK).await.unwrap()[&space("lille")], 5);
        assert_eq!(positions.advance(SINK, next, &[from_to("lille", 5, 7)]).await.unwrap(), MoveOutcome::Saved);
    })
    .await;
}

#[tokio::test]
async fn a_claimed_lease_is_its_holders_no_more_and_lasts_no_longer_than_it_was_given() {
    on_both(|positions| async move {
        let first = held(positions.as_ref(), LONG).await;
        assert_eq!(
            positions.advance(SINK, first, &[from_to("lille", 0, 5)]).await.unwrap(),
            MoveOutcome::Saved,
            "the control: it could before"
        );
        let (second, left) = positions.claim(SINK, "two").await.unwrap();
        assert!(second > first);
        assert!(left <= LONG && left > LONG - Duration::from_secs(60), "its holder may count on it for {left:?}");
        assert!(!positions.renew(SINK, first, LONG).await.unwrap(), "its holder holds on to it");
        assert_eq!(positions.advance(SINK, first, &[from_to("lille", 5, 9)]).await.unwrap(), MoveOutcome::Fenced);
        assert_eq!(positions.acquire(SINK, "three", LONG).await.unwrap(), None, "it is claimed, not free");
        assert_eq!(positions.forget(SINK, second).await.unwrap(), MoveOutcome::Saved);
        // Whoever claimed it and died holds nobody up for longer than the one before would have.
        assert!(positions.renew(SINK, second, SHORT).await.unwrap());
        let (third, left) = positions.claim(SINK, "three").await.unwrap();
        assert!(third > second && left <= SHORT, "{left:?}");
        tokio::time::sleep(SHORT * 20).await;
        assert!(held(positions.as_ref(), LONG).await > third);
    })
    .await;
}

#[tokio::test]
async fn a_claim_of_a_free_lease_waits_for_nobody() {
    on_both(|positions| async move {
        let (first, left) = positions.claim(SINK, "one").await.unwrap();
        assert_eq!(left, Duration::ZERO, "nobody ever held it");
        positions.release(SINK, first).await.unwrap();
        let (second, left) = positions.claim(SINK, "two").await.unwrap();
        assert!(second > first);
        assert_eq!(left, Duration::ZERO, "it was given back");
        assert!(positions.renew(SINK, second, LONG).await.unwrap());
        assert_eq!(positions.acquire(SINK, "three", LONG).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn moves_are_kept_all_together_and_only_from_where_the_positions_are() {
    on_both(|positions| async move {
        let epoch = held(positions.as_ref(), LONG).await;
        assert!(positions.load(SINK).await.unwrap().is_empty());
        let both = [from_to("corse", 0, 3), from_to("lille", 0, 8)];
        assert_eq!(positions.advance(SINK, epoch, &both).await.unwrap(), MoveOutcome::Saved);
        assert_eq!(positions.advance(SINK, epoch, &both).await.unwrap(), MoveOutcome::Elsewhere, "the same move twice");
        let one_is_wrong = [from_to("corse", 3, 4), from_to("lille", 7, 9), from_to("soissons", 0, 1)];
        assert_eq!(positions.advance(SINK, epoch, &one_is_wrong).await.unwrap(), MoveOutcome::Elsewhere);
        assert_eq!(
            positions.advance(SINK, epoch, &[from_to("soissons", 2, 3)]).await.unwrap(),
            MoveOutcome::Elsewhere,
            "an unknown space stands at 0"
        );
        let saved = positions.load(SINK).await.unwrap();
        assert_eq!(saved.into_iter().collect::<Vec<_>>(), [(space("corse"), 3), (space("lille"), 8)]);
        assert_eq!(positions.forget(SINK, epoch).await.unwrap(), MoveOutcome::Saved);
        assert!(positions.load(SINK).await.unwrap().is_empty());
    })
    .await;
}
