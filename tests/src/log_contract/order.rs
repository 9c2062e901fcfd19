//! One order, durable, never rewritten.

use maillage_events::id::SpaceId;

use super::LogFactory;
use super::workload::{clock, command, fill, one, run, space, stream, whole};

/// Positions of a space are 1, 2, 3 …; another space counts for itself.
pub async fn positions_are_dense_in_each_space(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let other = SpaceId::new("soissons").unwrap();
    for number in 0..5 {
        let here = log.append(one(&format!("c {number}"), "s-1", number)).await.unwrap();
        assert_eq!((here.first, here.last, here.count, here.repeated), (number + 1, number + 1, 1, false));
        let there =
            log.append(command(&other, &format!("c {number}"), vec![run(&other, "s-1", number * 2, 2)])).await.unwrap();
        assert_eq!((there.first, there.last, there.count), (number * 2 + 1, number * 2 + 2, 2));
    }
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 5);
    assert_eq!(whole(log.as_ref(), &other).await.len(), 10);
    assert_eq!(log.spaces().await.unwrap(), [space(), other]);
}

/// Positions follow the order in which the command names its facts, also when it comes back to a stream.
pub async fn a_command_over_several_streams_is_appended_in_its_order(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let s = space();
    let receipt =
        log.append(command(&s, "c", vec![run(&s, "b", 0, 2), run(&s, "a", 0, 1), run(&s, "b", 2, 1)])).await.unwrap();
    assert_eq!((receipt.first, receipt.last, receipt.count), (1, 4, 4));
    let seen: Vec<_> = whole(log.as_ref(), &s).await.into_iter().map(|fact| (fact.stream, fact.version)).collect();
    let expected = [("b", 1), ("b", 2), ("a", 1), ("b", 3)].map(|(name, version)| (stream(name).to_string(), version));
    assert_eq!(seen, expected);
    assert_eq!(log.versions(&s, &[stream("a"), stream("b")]).await.unwrap(), [1, 3]);
}

/// A success is durable. (That it survives `kill -9` is shown by processes that are killed.)
pub async fn what_was_acknowledged_is_there_after_a_restart(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 10).await;
    let before = whole(log.as_ref(), &space()).await;
    drop(log);
    let log = factory.open(clock()).await;
    assert_eq!(whole(log.as_ref(), &space()).await, before);
    assert_eq!(log.append(one("next", "s-1", 10)).await.unwrap().first, 11);
}

/// The store itself refuses to change or remove what is there.
pub async fn nothing_is_updated_or_deleted(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 3).await;
    let before = whole(log.as_ref(), &space()).await;
    assert_eq!(factory.forbidden_ways_that_worked().await, Vec::<String>::new());
    assert_eq!(whole(log.as_ref(), &space()).await, before);
}
