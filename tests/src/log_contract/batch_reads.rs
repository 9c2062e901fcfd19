//! Several questions asked as one are answered as they would be one by one.

use maillage_events::id::{CommandId, SpaceId};
use maillage_log::log::{DecisionInput, Digest, Digests, Page, ReadError};
use sha2::{Digest as _, Sha256};

use super::LogFactory;
use super::workload::{clock, command, fill, one, run, space, stream};

/// The receipt and the streams of a command, in the order asked, those that do not exist among them.
pub async fn what_a_command_is_decided_on_comes_in_one_answer(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    let streams = [stream("b"), stream("none"), stream("a")];
    let nothing = DecisionInput { receipt: None, streams: vec![Vec::new(); 3] };
    assert_eq!(log.read_for_decision(&s, CommandId::derived("a 0"), &streams).await.unwrap(), nothing);
    for version in 0..3 {
        log.append(one(&format!("a {version}"), "a", version)).await.unwrap();
        log.append(one(&format!("b {version}"), "b", version)).await.unwrap();
    }
    let input = log.read_for_decision(&s, CommandId::derived("a 1"), &streams).await.unwrap();
    assert_eq!(input.receipt, log.receipt(&s, CommandId::derived("a 1")).await.unwrap());
    assert!(input.receipt.is_some());
    for (facts, stream) in input.streams.iter().zip(&streams) {
        assert_eq!(*facts, log.read_stream(&s, stream).await.unwrap());
    }
    assert_eq!(input.streams.iter().map(Vec::len).collect::<Vec<_>>(), [3, 0, 3]);
    assert_eq!(log.read_for_decision(&s, CommandId::derived("c"), &streams).await.unwrap().receipt, None);
    assert_eq!(log.read_for_decision(&s, CommandId::derived("a 1"), &[]).await.unwrap().streams.len(), 0);
    let elsewhere = SpaceId::new("soissons").unwrap();
    assert_eq!(log.read_for_decision(&elsewhere, CommandId::derived("a 1"), &streams).await.unwrap(), nothing);
}

/// Stretches of several spaces, each as it would be read alone; a space without facts among them.
pub async fn pages_of_several_spaces_are_those_of_each(factory: &dyn LogFactory) {
    let (log, other) = (factory.open(clock()).await, SpaceId::new("soissons").unwrap());
    fill(log.as_ref(), "s-1", 5).await;
    log.append(command(&other, "other", vec![run(&other, "s-1", 0, 3)])).await.unwrap();
    let page = |space: &SpaceId, after, limit| Page { space: space.clone(), after, limit };
    let none = SpaceId::new("corse").unwrap();
    let asked =
        [page(&other, 1, 10), page(&space(), 0, 2), page(&space(), 5, 10), page(&space(), 3, 10), page(&other, 0, 0)];
    for asked in [asked.to_vec(), [&asked[..], &[page(&none, 0, 10)]].concat()] {
        let read = log.pages(&asked).await.unwrap();
        assert_eq!(read.len(), asked.len());
        for (facts, page) in read.iter().zip(&asked) {
            assert_eq!(*facts, log.read(&page.space, page.after, page.limit).await.unwrap());
        }
    }
    assert_eq!(log.pages(&[]).await.unwrap(), Vec::<Vec<_>>::new());
    factory.make_hole(&space(), 4).await;
    let beside_a_hole = log.pages(&[page(&other, 0, 10), page(&space(), 0, 10)]).await;
    assert!(matches!(beside_a_hole, Err(ReadError::Hole { expected: 4, .. })), "{beside_a_hole:?}");
    assert!(log.pages(&[page(&other, 0, 10), page(&space(), 0, 3)]).await.is_ok());
}

/// The digests of a stretch are those of the bytes that a read of it shows, beside the end of the log.
pub async fn what_facts_are_is_told_without_the_facts(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    fill(log.as_ref(), "s-1", 5).await;
    let head = log.head(&s).await.unwrap();
    for (after, limit) in [(0, 5), (0, 2), (2, 2), (3, 100), (5, 10), (1_000_000, 10), (1, 0), (u64::MAX - 1, 10)] {
        let read = log.read(&s, after, limit).await.unwrap();
        let facts: Vec<Digest> = read.iter().map(|fact| Sha256::digest(&fact.bytes).into()).collect();
        assert_eq!(log.digests(&s, after, limit).await.unwrap(), Digests { facts, head }, "{after} {limit}");
    }
    let elsewhere = SpaceId::new("soissons").unwrap();
    assert_eq!(log.digests(&elsewhere, 0, 10).await.unwrap(), Digests::default());
    factory.make_hole(&s, 4).await;
    assert!(matches!(log.digests(&s, 0, 5).await, Err(ReadError::Hole { .. })));
    assert_eq!(log.digests(&s, 0, 3).await.unwrap().facts.len(), 3);
}
