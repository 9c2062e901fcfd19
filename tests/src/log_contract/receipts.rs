//! The same command gives the same answer for ever.

use maillage_events::id::SpaceId;
use maillage_log::log::{Append, AppendError, Receipt};

use super::LogFactory;
use super::workload::{clock, command, fill, one, run, space};

/// Same id, same request: the first positions, outcome and second clock, and no new fact, though the facts that come
/// along have other ids.
pub async fn a_repeat_gives_the_first_answer_and_appends_nothing(factory: &dyn LogFactory) {
    let clock = clock();
    let log = factory.open(clock.clone()).await;
    fill(log.as_ref(), "before", 3).await;
    let first = log.append(one("c", "s-1", 0)).await.unwrap();
    fill(log.as_ref(), "after", 2).await;
    clock.set(super::workload::moment("2019-01-01T00:00:00Z"));
    // Decided again, the retry may well expect another version, carry other facts and another outcome: the request is
    // what counts.
    for again in [one("c", "s-1", 0), one("c", "s-1", 1), Append { outcome: b"{}".to_vec(), ..one("c", "s-2", 0) }] {
        assert_eq!(log.append(again).await.unwrap(), Receipt { repeated: true, ..first.clone() });
    }
    assert_eq!(log.head(&space()).await.unwrap().position, 6);
    let kept = log.receipt(&space(), one("c", "s-1", 0).command).await.unwrap().unwrap();
    assert_eq!(kept, (Receipt { repeated: true, ..first }, one("c", "s-1", 0).fingerprint));
}

/// Receipts outlive the process.
pub async fn a_repeat_after_a_restart_gives_the_first_answer(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let first = log.append(one("c", "s-1", 0)).await.unwrap();
    drop(log);
    let log = factory.open(clock()).await;
    assert_eq!(log.append(one("c", "s-1", 0)).await.unwrap(), Receipt { repeated: true, ..first });
}

/// The same id with another request is a mistake of the caller, never an answer to something else.
pub async fn a_command_id_with_another_request_is_refused(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    log.append(one("c", "s-1", 0)).await.unwrap();
    let other = Append { fingerprint: [7; 32], ..one("c", "s-1", 1) };
    assert!(matches!(log.append(other).await, Err(AppendError::CommandReused(id)) if id == one("c", "s-1", 0).command));
    assert_eq!(log.head(&space()).await.unwrap().position, 1);
}

/// Two spaces may use the same command id.
pub async fn a_command_id_belongs_to_its_space(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    let other = SpaceId::new("soissons").unwrap();
    log.append(one("c", "s-1", 0)).await.unwrap();
    assert_eq!(log.receipt(&other, one("c", "s-1", 0).command).await.unwrap(), None);
    let there = log.append(command(&other, "c", vec![run(&other, "s-1", 0, 1)])).await.unwrap();
    assert!(!there.repeated);
}

/// A command that found nothing to say is answered the same way when it is sent again.
pub async fn a_command_without_facts_keeps_a_receipt(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 2).await;
    let first = log.append(command(&space(), "c", vec![])).await.unwrap();
    assert_eq!((first.first, first.last, first.count, first.repeated), (0, 2, 0, false));
    fill(log.as_ref(), "s-2", 1).await;
    assert_eq!(log.append(command(&space(), "c", vec![])).await.unwrap(), Receipt { repeated: true, ..first });
    assert_eq!(log.head(&space()).await.unwrap().position, 3);
}

/// A refusal is not an answer for ever: decided again, the same command may succeed.
pub async fn a_refused_command_leaves_no_receipt(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 1).await;
    assert!(matches!(log.append(one("c", "s-1", 0)).await, Err(AppendError::Conflict { .. })));
    assert_eq!(log.receipt(&space(), one("c", "s-1", 0).command).await.unwrap(), None);
    assert!(!log.append(one("c", "s-1", 1)).await.unwrap().repeated);
}
