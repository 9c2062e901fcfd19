//! Two nodes that each record one half of a circle, at the same moment.

use maillage_events::decide::Ask;
use maillage_events::declare::{Example, example_person};
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, person_stream};
use maillage_events::person::{PersonMerged, PersonRegistered};
use maillage_events::when::OccurredOn;
use maillage_log::executor::{Command, CommandError, Executor, Outcome, StreamAsk};

use super::LogFactory;
use super::workload::{clock, space, whole};
use crate::meeting::meeting;

async fn record(executor: &Executor, person: u64, fact: impl Into<Fact>) -> Result<Outcome, CommandError> {
    let (stream, fact) = (person_stream(example_person(person)).unwrap(), fact.into());
    let id = CommandId::derived(&format!("{} {person}", fact.kind()));
    let context = Context::new(Id::new("compte-1").unwrap(), Channel::Api);
    let asks = vec![StreamAsk { stream, occurred: OccurredOn::Year(2016), ask: Ask::Record(fact), context }];
    executor.execute(Command { space: space(), id, fingerprint: [7; 32], asks, if_version: None }).await
}

/// Two persons are known; then one node merges the first into the second, and another the second into the first. What
/// each was answered.
pub async fn merge_into_each_other(factory: &dyn LogFactory) -> [Result<Outcome, CommandError>; 2] {
    let logs = [factory.open(clock()).await, factory.open(clock()).await];
    for person in [1, 2] {
        record(&Executor::new(logs[0].clone()), person, PersonRegistered::example()).await.unwrap();
    }
    let [a, b] = meeting(logs);
    let merged = |into| PersonMerged { into: example_person(into), ..PersonMerged::example() };
    let (a, b) = tokio::join!(record(&a, 1, merged(2)), record(&b, 2, merged(1)));
    [a, b]
}

/// No stream has both halves: versions let both pass, and the register lets one.
pub async fn two_nodes_close_no_circle(factory: &dyn LogFactory) {
    let answers = merge_into_each_other(factory).await;
    let refused = answers.iter().filter_map(|answer| match answer {
        Err(CommandError::Refused { refusal, .. }) => Some(refusal.code),
        _ => None,
    });
    assert_eq!(refused.collect::<Vec<_>>(), ["merge-circle"], "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert_eq!(whole(factory.open(clock()).await.as_ref(), &space()).await.len(), 3);
}
