//! What turned on the disk is found before it is given to anybody.

use std::ops::ControlFlow;

use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, SpaceId};
use maillage_log::log::{FactLog, Page, ReadError};

use super::workload::{clock, one, space, stream};
use super::{Column, LogFactory};

/// One fact a column, each in a stream of its own, and one more.
async fn filled(factory: &dyn LogFactory) -> std::sync::Arc<dyn FactLog> {
    let log = factory.open(clock()).await;
    for at in 1..=Column::ALL.len() + 1 {
        log.append(one(&format!("c {at}"), &format!("s-{at}"), 0)).await.unwrap();
    }
    log
}

/// Whether an answer says that the fact at a position, and no other one, cannot be believed.
fn is_found<T>(answer: Result<T, ReadError>, position: u64) -> bool {
    matches!(answer, Err(ReadError::Corrupt { position: found, .. }) if found == position)
}

fn scanned(log: &dyn FactLog, space: &SpaceId, after: u64, kinds: Option<&[&str]>) -> Result<u64, ReadError> {
    log.scan(space, after, Some(after + 1), kinds, &mut |_| ControlFlow::Continue(()))
}

/// Whichever way it is read, and whichever column it is; its neighbours are read as before.
pub async fn a_fact_of_which_a_column_was_altered_is_never_read(factory: &dyn LogFactory) {
    let (log, space) = (filled(factory).await, space());
    let before = log.read(&space, 0, 100).await.unwrap();
    for (column, fact) in Column::ALL.iter().zip(&before) {
        let (after, name) = (fact.position - 1, stream(&format!("s-{}", fact.position)));
        assert_eq!(log.read(&space, after, 1).await.unwrap(), std::slice::from_ref(fact), "the control");
        factory.alter(&space, fact.position, *column).await;
        assert!(is_found(log.read(&space, after, 1).await, fact.position), "{column:?}");
        assert!(is_found(scanned(log.as_ref(), &space, after, None), fact.position), "{column:?}");
        assert!(is_found(log.read_stream(&space, &name).await, fact.position), "{column:?}");
        let input = log.read_for_decision(&space, CommandId::derived("new"), std::slice::from_ref(&name)).await;
        assert!(is_found(input, fact.position), "{column:?}");
        let page = Page { space: space.clone(), after, limit: 1 };
        assert!(is_found(log.pages(std::slice::from_ref(&page)).await, fact.position), "{column:?}");
        match column {
            // Nothing is found by the id that it had.
            Column::Id => assert_eq!(log.find(&space, fact.id).await.unwrap(), None),
            _ => assert!(is_found(log.find(&space, fact.id).await, fact.position), "{column:?}"),
        }
        match column {
            // It is no more of the kinds that are asked for.
            Column::Kind => assert!(scanned(log.as_ref(), &space, after, Some(&[&fact.kind])).is_ok()),
            _ => assert!(is_found(scanned(log.as_ref(), &space, after, Some(&[&fact.kind])), fact.position)),
        }
    }
    let last = &before[Column::ALL.len()];
    assert_eq!(log.read(&space, last.position - 1, 1).await.unwrap(), std::slice::from_ref(last));
}

/// Neither the end of a space nor a moment of its history.
pub async fn a_moment_is_never_found_by_a_fact_that_was_altered(factory: &dyn LogFactory) {
    let (log, space) = (filled(factory).await, space());
    let facts = log.read(&space, 0, 100).await.unwrap();
    let (last, one_before) = (&facts[facts.len() - 1], &facts[facts.len() - 2]);
    let moment = RecordedAt(one_before.recorded_at.0);
    assert_eq!(log.position_at(&space, moment).await.unwrap(), last.position, "all at one moment: the control");
    assert_eq!(log.head(&space).await.unwrap().position, last.position);
    factory.alter(&space, last.position, Column::RecordedAt).await;
    assert!(is_found(log.head(&space).await, last.position));
    assert!(is_found(log.position_at(&space, moment).await, last.position));
}
