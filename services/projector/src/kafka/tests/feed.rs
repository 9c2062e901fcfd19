//! The log as the folds see it through what was consumed.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use maillage_events::fact::registry;
use maillage_log::log::{FactReads, ReadError, StoredFact};

use crate::kafka::feed::Feed;
use crate::kafka::metrics::Metrics;
use crate::kafka::record::{self, Unfit};
use crate::kafka::space_backlog::RecordOffset;
use crate::kafka::topic_log::TopicLog;
use crate::tests::memory_log::{MemoryLog, space};

async fn facts(log: &MemoryLog) -> Vec<StoredFact> {
    log.read(&space(), 0, usize::MAX).await.unwrap()
}

/// A log of `count` facts of which those at these positions came by the topic, at an offset of ten times their
/// position.
async fn came(log: &Arc<MemoryLog>, positions: &[u64]) -> TopicLog {
    let feed = Arc::new(Feed::new(1 << 20, Metrics::new().unwrap()));
    feed.assigned(&[(0, Some(0))]);
    let stored = facts(log).await;
    for position in positions {
        let fact = stored.iter().find(|fact| fact.position == *position).unwrap().clone();
        feed.take(space(), fact, RecordOffset { partition: 0, offset: i64::try_from(*position).unwrap() * 10 });
    }
    let topic = TopicLog { feed, log: log.clone(), topic: "facts".to_owned() };
    topic.confirm(&space()).await.unwrap();
    topic
}

fn scanned(log: &TopicLog, after: u64, until: Option<u64>, kinds: Option<&[&str]>) -> Result<Vec<u64>, ReadError> {
    let mut seen = Vec::new();
    log.scan(&space(), after, until, kinds, &mut |fact| {
        seen.push(fact.position);
        ControlFlow::Continue(())
    })?;
    Ok(seen)
}

#[tokio::test]
async fn the_head_is_what_was_consumed_and_gaps_come_from_the_log() {
    let log = MemoryLog::new();
    for n in 1..=12 {
        log.held(n, n);
    }
    log.correct(2, 7);
    let topic = came(&log, &[3, 4, 5, 8, 9]).await;
    assert_eq!(topic.head(&space()).await.unwrap().position, 9);
    let read = |after, limit| {
        let topic = &topic;
        async move {
            let facts = topic.read(&space(), after, limit).await.unwrap();
            facts.iter().map(|fact| fact.position).collect::<Vec<_>>()
        }
    };
    assert_eq!(read(0, 100).await, (1..=9).collect::<Vec<_>>());
    assert_eq!(read(4, 3).await, [5, 6, 7]);
    assert_eq!(read(11, 5).await, [12, 13], "beyond what was consumed the log answers");
    assert_eq!(scanned(&topic, 0, None, None).unwrap(), (1..=9).collect::<Vec<_>>());
    assert_eq!(scanned(&topic, 3, Some(6), None).unwrap(), [4, 5, 6]);
    assert_eq!(scanned(&topic, 0, Some(13), None).unwrap(), (1..=13).collect::<Vec<_>>());
    assert_eq!(scanned(&topic, 0, Some(13), Some(&["amendment.corrected"])).unwrap(), [13]);
    assert_eq!(
        topic.read(&space(), 0, 100).await.unwrap(),
        facts(&log).await[..9],
        "from wherever it comes it is the same fact"
    );
}

/// The log is asked a batch at a time, and what it was not asked about is shown to no fold.
#[tokio::test]
async fn a_batch_of_records_costs_the_log_one_question() {
    let log = MemoryLog::new();
    for n in 1..=3000 {
        log.held(n, 10);
    }
    let asked = || log.digests_asked.swap(0, std::sync::atomic::Ordering::SeqCst);
    let topic = came(&log, &(1..=900).collect::<Vec<_>>()).await;
    assert_eq!((topic.head(&space()).await.unwrap().position, asked()), (900, 1));
    let topic = came(&log, &(1..=3000).collect::<Vec<_>>()).await;
    assert_eq!((topic.head(&space()).await.unwrap().position, asked()), (3000, 3));
    let next = facts(&log).await.pop().unwrap();
    let topic = came(&log, &[1]).await;
    topic.feed.take(space(), next, RecordOffset { partition: 0, offset: 90 });
    assert_eq!(topic.head(&space()).await.unwrap().position, 1, "nobody asked the log yet");
    assert_eq!(scanned(&topic, 0, None, None).unwrap(), [1]);
}

#[tokio::test]
async fn a_hole_in_the_log_before_a_fact_of_the_topic_is_an_alarm() {
    let log = MemoryLog::new();
    for n in 1..=4 {
        log.held(n, n);
    }
    let whole = facts(&log).await;
    let short = MemoryLog::new();
    short.held(1, 1);
    let topic = came(&log, &[4]).await;
    let topic = TopicLog { log: short, ..topic };
    let expected = |error| matches!(error, ReadError::Hole { expected: 2, found: 4, .. });
    assert!(expected(topic.read(&space(), 0, 100).await.unwrap_err()));
    assert!(expected(scanned(&topic, 0, Some(4), None).unwrap_err()));
    assert_eq!(whole.len(), 4);
}

#[tokio::test]
async fn topic_positions_never_pass_the_rows() {
    let log = MemoryLog::new();
    for n in 1..=9 {
        log.held(n, n);
    }
    let feed = came(&log, &[1, 2, 3, 4, 5]).await.feed;
    assert_eq!(feed.safe()[&0], 10, "nothing is kept: the first record must come again");
    feed.settle(&space(), 3, 2);
    assert_eq!(feed.safe()[&0], 30);
    feed.settle(&space(), 5, 5);
    assert_eq!(feed.safe()[&0], 51);
    let stored = facts(&log).await;
    let at = |offset| RecordOffset { partition: 0, offset };
    feed.take(space(), stored[1].clone(), at(60));
    assert_eq!(feed.safe()[&0], 61, "a repeat is done with at once");
    feed.take(space(), stored[5].clone(), at(70));
    feed.park(&space());
    assert_eq!(feed.safe()[&0], 71, "a space that is parked holds up no other");
    feed.take(space(), stored[6].clone(), at(80));
    assert_eq!((feed.safe()[&0], feed.bytes()), (81, 0));
    feed.settle(&space(), 7, 7);
    feed.take(space(), stored[7].clone(), at(90));
    assert_eq!(feed.safe()[&0], 90);
    feed.revoked(&[0]);
    assert!(feed.safe().is_empty() && feed.bytes() == 0);
    feed.take(space(), stored[8].clone(), at(100));
    assert!(feed.safe().is_empty(), "a record of a partition that is gone is left to its new reader");
}

#[tokio::test]
async fn a_slow_space_is_released_but_its_records_stay_unsafe() {
    let log = MemoryLog::new();
    for n in 1..=3 {
        log.held(n, n);
    }
    let feed = came(&log, &[1, 2]).await.feed;
    let other = maillage_events::id::SpaceId::new("autre").unwrap();
    let stored = facts(&log).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    feed.release_slow(Duration::from_millis(5));
    assert!(feed.bytes() > 0, "nothing else moved: it is not this space that is slow");
    feed.take(other.clone(), stored[0].clone(), RecordOffset { partition: 0, offset: 50 });
    tokio::time::sleep(Duration::from_millis(20)).await;
    feed.settle(&other, 1, 1);
    feed.release_slow(Duration::from_millis(5));
    assert_eq!((feed.bytes(), feed.safe()[&0]), (0, 10));
    feed.settle(&space(), 2, 2);
    assert_eq!(feed.safe()[&0], 51);
}

#[tokio::test]
async fn a_record_reads_as_the_log_stores_it_whatever_its_kind() {
    let log = MemoryLog::new();
    for info in registry() {
        log.push("session/s-1", maillage_events::fact::Fact::read(info.kind, &(info.example)().to_string()).unwrap());
    }
    for fact in facts(&log).await {
        assert_eq!(record::read(Some(b"essai"), Some(&fact.bytes)), Ok((space(), fact.clone())));
        assert_eq!(record::read(Some(b"autre"), Some(&fact.bytes)), Err(Unfit::Misplaced));
        assert_eq!(record::read(None, Some(&fact.bytes)), Err(Unfit::Misplaced));
        assert_eq!(record::read(Some(b"essai"), Some(&fact.bytes[1..])), Err(Unfit::Unreadable));
    }
    assert_eq!(record::read(Some(b"essai"), None), Err(Unfit::Empty));
}

/// A group that is lost leaves its spaces followed, from the log alone, until a broker answers or partitions are given
/// out again.
#[tokio::test]
async fn lost_partitions_are_followed_from_the_log_until_a_broker_answers() {
    let log = MemoryLog::new();
    for n in 1..=12 {
        log.held(n, n);
    }
    let topic = came(&log, &[1, 2, 3]).await;
    let (feed, spaces) = (&topic.feed, [space()]);
    feed.set_partition_count(1);
    let followed = || feed.wanted(&spaces).0 == spaces;
    let stored = facts(&log).await;
    let record =
        |position: usize| feed.take(space(), stored[position - 1].clone(), RecordOffset { partition: 0, offset: 40 });

    feed.follow(&space());
    feed.lost(&[0]);
    assert!(followed() && feed.drained(&space(), Duration::ZERO), "nothing more is awaited of the topic");
    assert_eq!(
        (feed.bytes(), feed.safe().len()),
        (0, 0),
        "what came by it is let go, and its position stays where it is"
    );
    record(4);
    topic.confirm(&space()).await.unwrap();
    assert_eq!(
        feed.head(&space()).unwrap().position,
        3,
        "a record of a partition that is no longer ours is left alone"
    );
    feed.lift(&space(), log.head(&space()).await.unwrap());
    assert_eq!(scanned(&topic, 0, None, None).unwrap(), (1..=12).collect::<Vec<_>>());
    feed.reachable();
    assert!(!followed(), "it may be another's by now");

    feed.assigned(&[(0, Some(0))]);
    assert!(followed());
    feed.lost(&[0]);
    feed.assigned(&[(1, Some(0))]);
    assert!(!followed(), "it was given to another");
    // The control: what is given back is not followed for a moment.
    feed.assigned(&[(0, Some(0))]);
    feed.revoked(&[0]);
    assert!(!followed());
}
