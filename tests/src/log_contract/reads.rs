//! What comes back is what was appended, all of it, or an error.

use std::ops::ControlFlow;

use maillage_events::canonical;
use maillage_events::envelope::{Recorded, RecordedAt};
use maillage_events::id::{CommandId, FactId, SpaceId};
use maillage_events::session::{SessionCancelled, SessionHeld};
use maillage_log::log::{FactLog, Head, ReadError, StreamFacts};
use uuid::Uuid;

use super::LogFactory;
use super::workload::{clock, command, draft, fill, one, space, stream};

/// Verbatim: what the ledger hashes is what was sealed, with the position and the second clock filled in.
pub async fn the_bytes_are_those_that_were_sealed(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    fill(log.as_ref(), "before", 2).await;
    let (fact, sealed) =
        draft(&s, "s-1", 1, SessionCancelled { motive: "Trop peu d’inscrits : 2, « reportée »\n😀".into() });
    let part = StreamFacts { stream: stream("s-1"), expected: 0, facts: vec![sealed.clone()] };
    let receipt = log.append(command(&s, "c", vec![part])).await.unwrap();
    let stored = log.read(&s, 2, 10).await.unwrap().remove(0);
    assert_eq!(stored.bytes, sealed.bytes(3, receipt.recorded_at));
    let value: serde_json::Value = serde_json::from_slice(&stored.bytes).unwrap();
    assert_eq!(canonical::to_bytes(&value).unwrap(), stored.bytes);
    let read = Recorded::read(&stored.bytes).unwrap();
    assert_eq!((read.draft(), read.position, read.recorded_at), (fact, stored.position, stored.recorded_at));
    assert_eq!(
        (stored.kind.as_str(), stored.occurred.as_str(), stored.version, stored.id),
        ("session.cancelled", "2016-03", 1, sealed.id)
    );
    assert_eq!(stored.stream, stream("s-1").to_string());
}

/// A page begins right after the cursor and ends at its limit or at the head.
pub async fn pages_are_contiguous_and_bounded(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 10).await;
    let positions = async |after, limit| {
        log.read(&space(), after, limit).await.unwrap().iter().map(|fact| fact.position).collect::<Vec<_>>()
    };
    assert_eq!(positions(0, 4).await, [1, 2, 3, 4]);
    assert_eq!(positions(8, 4).await, [9, 10]);
    assert_eq!(positions(10, 4).await, [] as [u64; 0]);
    assert_eq!(positions(99, 4).await, [] as [u64; 0]);
    assert_eq!(positions(3, 0).await, [] as [u64; 0]);
}

/// By stream, by id, by version.
pub async fn streams_and_facts_are_found(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    for version in 0..3 {
        log.append(one(&format!("a {version}"), "a", version)).await.unwrap();
        log.append(one(&format!("b {version}"), "b", version)).await.unwrap();
    }
    let facts = log.read_stream(&space(), &stream("b")).await.unwrap();
    assert_eq!(facts.iter().map(|fact| (fact.version, fact.position)).collect::<Vec<_>>(), [(1, 2), (2, 4), (3, 6)]);
    assert_eq!(log.find(&space(), facts[1].id).await.unwrap().as_ref(), Some(&facts[1]));
    assert_eq!(log.find(&SpaceId::new("soissons").unwrap(), facts[1].id).await.unwrap(), None);
    assert_eq!(log.versions(&space(), &[stream("b"), stream("none"), stream("a")]).await.unwrap(), [3, 0, 3]);
}

/// An empty space is no error.
pub async fn what_does_not_exist_is_empty(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    assert_eq!(log.spaces().await.unwrap(), []);
    assert_eq!(log.head(&s).await.unwrap(), Head::default());
    assert_eq!(log.read(&s, 0, 10).await.unwrap(), []);
    assert_eq!(log.read_stream(&s, &stream("s-1")).await.unwrap(), []);
    assert_eq!(log.find(&s, FactId(Uuid::from_u128(1))).await.unwrap(), None);
    assert_eq!(log.versions(&s, &[stream("s-1")]).await.unwrap(), [0]);
    assert_eq!(log.receipt(&s, CommandId::derived("c")).await.unwrap(), None);
    assert_eq!(log.position_at(&s, RecordedAt(i64::MAX)).await.unwrap(), 0);
    assert_eq!(scanned(log.as_ref(), 0, None, None).unwrap(), (0, vec![]));
}

/// Positions that a scan shows, and where it ended.
fn scanned(
    log: &dyn FactLog,
    after: u64,
    until: Option<u64>,
    kinds: Option<&[&str]>,
) -> Result<(u64, Vec<u64>), ReadError> {
    let mut seen = Vec::new();
    let reached = log.scan(&space(), after, until, kinds, &mut |fact| {
        seen.push(fact.position);
        ControlFlow::Continue(())
    })?;
    Ok((reached, seen))
}

/// After, up to and including; a visitor may stop it.
pub async fn a_scan_keeps_to_its_bounds(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 6).await;
    assert_eq!(scanned(log.as_ref(), 0, None, None).unwrap(), (6, vec![1, 2, 3, 4, 5, 6]));
    assert_eq!(scanned(log.as_ref(), 2, Some(4), None).unwrap(), (4, vec![3, 4]));
    assert_eq!(scanned(log.as_ref(), 4, Some(99), None).unwrap(), (6, vec![5, 6]));
    assert_eq!(scanned(log.as_ref(), 6, None, None).unwrap(), (6, vec![]));
    assert_eq!(scanned(log.as_ref(), 4, Some(2), None).unwrap(), (4, vec![]));
    let mut count = 0;
    let stopped = log.scan(&space(), 0, None, None, &mut |fact| {
        assert_eq!(Recorded::read(fact.bytes).unwrap().position, fact.position);
        count += 1;
        if fact.position == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stopped.unwrap(), count), (3, 3));
}

/// Facts of other kinds may be left out; the position reached says that they were passed.
pub async fn a_scan_of_some_kinds_leaves_out_the_others(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    for version in 0..6 {
        let sealed = match version % 3 {
            0 => draft(&s, "s-1", version + 1, SessionCancelled { motive: "Grève".into() }).1,
            _ => draft(&s, "s-1", version + 1, SessionHeld::default()).1,
        };
        let part = StreamFacts { stream: stream("s-1"), expected: version, facts: vec![sealed] };
        log.append(command(&s, &format!("c {version}"), vec![part])).await.unwrap();
    }
    assert_eq!(scanned(log.as_ref(), 0, None, Some(&["session.cancelled"])).unwrap(), (6, vec![1, 4]));
    assert_eq!(scanned(log.as_ref(), 0, None, Some(&["session.moved"])).unwrap(), (6, vec![]));
}

/// A missing position stops every reader that would pass it.
pub async fn a_hole_is_an_error_and_never_read_over(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 6).await;
    assert!(scanned(log.as_ref(), 0, None, None).is_ok());
    factory.make_hole(&space(), 4).await;
    let is_the_hole = |error: &ReadError| matches!(error, ReadError::Hole { expected: 4, .. });
    assert!(is_the_hole(&scanned(log.as_ref(), 0, None, None).unwrap_err()));
    assert!(is_the_hole(&scanned(log.as_ref(), 3, None, None).unwrap_err()));
    assert!(is_the_hole(&log.read(&space(), 0, 10).await.unwrap_err()));
    assert_eq!(scanned(log.as_ref(), 0, Some(3), None).unwrap().0, 3);
    assert_eq!(scanned(log.as_ref(), 4, None, None).unwrap().0, 6);
    assert!(matches!(log.read_stream(&space(), &stream("s-1")).await, Err(ReadError::Corrupt { .. })));
}
