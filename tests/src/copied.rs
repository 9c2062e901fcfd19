//! The same facts in another store, byte for byte: what every back end must then tell alike.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use maillage_events::envelope::Recorded;
use maillage_log::clock::SetClock;
use maillage_log::log::{Append, FactLog, StreamFacts};

/// Facts read at once.
const PAGE: usize = 1000;

/// Appends every fact of every space of a log to another, which is empty and whose clock is the one given: same
/// commands, same positions, same moments, same bytes. Receipts come along.
pub async fn copy(from: &dyn FactLog, to: &dyn FactLog, clock: &SetClock) {
    for space in from.spaces().await.unwrap() {
        let head = from.head(&space).await.unwrap().position;
        let (mut after, mut command) = (0, Vec::<Recorded>::new());
        while after < head {
            for fact in from.read(&space, after, PAGE).await.unwrap() {
                after = fact.position;
                let fact = Recorded::read(&fact.bytes).unwrap();
                if command.first().is_some_and(|first| first.command != fact.command) {
                    append(from, to, clock, std::mem::take(&mut command)).await;
                }
                command.push(fact);
            }
        }
        append(from, to, clock, command).await;
        assert_eq!(to.head(&space).await.unwrap(), from.head(&space).await.unwrap());
    }
}

async fn append(from: &dyn FactLog, to: &dyn FactLog, clock: &SetClock, facts: Vec<Recorded>) {
    let Some(first) = facts.first() else { return };
    let (space, command, recorded_at) = (first.space.clone(), first.command, first.recorded_at);
    let (kept, fingerprint) = from.receipt(&space, command).await.unwrap().unwrap();
    let mut streams: Vec<StreamFacts> = Vec::new();
    for fact in &facts {
        let sealed = fact.draft().seal(&space).unwrap();
        match streams.last_mut().filter(|run| run.stream == fact.stream) {
            Some(run) => run.facts.push(sealed),
            None => streams.push(StreamFacts {
                stream: fact.stream.clone(),
                expected: fact.version - 1,
                facts: vec![sealed],
            }),
        }
    }
    clock.set(recorded_at.timestamp());
    let given = to
        .append(Append {
            space,
            command,
            fingerprint,
            streams,
            register: None,
            head: None,
            outcome: kept.outcome.clone(),
        })
        .await
        .unwrap();
    assert_eq!((given.first, given.last, given.recorded_at), (kept.first, kept.last, kept.recorded_at));
}
