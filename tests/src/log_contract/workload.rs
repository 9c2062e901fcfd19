//! Appends for tests: small, sound, told apart by their numbers.

use std::sync::Arc;

use jiff::Timestamp;
use maillage_events::envelope::{Channel, Context, Draft, Salt, Sealed};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, SpaceId, StreamId};
use maillage_events::session::SessionHeld;
use maillage_events::when::OccurredOn;
use maillage_log::clock::{SetClock, new_fact_id};
use maillage_log::log::{Append, FactLog, Receipt, StreamFacts};

/// A clock that stands in the spring of 2016.
pub fn clock() -> Arc<SetClock> {
    Arc::new(SetClock::at(moment("2016-03-08T13:00:00Z")))
}

/// A moment, from its text.
pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The space that most promises are tried in.
pub fn space() -> SpaceId {
    SpaceId::new("la-rochelle").unwrap()
}

/// A session's stream.
pub fn stream(name: &str) -> StreamId {
    format!("session/{name}").parse().unwrap()
}

/// A fact, ready to be appended at a version of a session.
pub fn draft(space: &SpaceId, name: &str, version: u64, fact: impl Into<Fact>) -> (Draft, Sealed) {
    draft_of(CommandId::derived("workload"), space, name, version, fact)
}

/// The same, of a command that it names.
pub fn draft_of(
    command: CommandId,
    space: &SpaceId,
    name: &str,
    version: u64,
    fact: impl Into<Fact>,
) -> (Draft, Sealed) {
    let draft = Draft {
        id: new_fact_id(clock().as_ref()),
        stream: stream(name),
        version,
        occurred: OccurredOn::Month(2016, 3),
        fact: fact.into(),
        command,
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
        salt: Salt::default(),
    };
    let sealed = draft.seal(space).unwrap();
    (draft, sealed)
}

/// `count` facts of a session that go on from a version.
pub fn run(space: &SpaceId, name: &str, expected: u64, count: u64) -> StreamFacts {
    let fact = |version| draft(space, name, version, SessionHeld { minutes: Some(90), ..SessionHeld::default() }).1;
    StreamFacts { stream: stream(name), expected, facts: (expected + 1..=expected + count).map(fact).collect() }
}

/// A command, told apart by its words, which are its fingerprint too.
pub fn command(space: &SpaceId, words: &str, streams: Vec<StreamFacts>) -> Append {
    let mut fingerprint = [0; 32];
    fingerprint.iter_mut().zip(words.bytes()).for_each(|(to, from)| *to = from);
    Append {
        space: space.clone(),
        command: CommandId::derived(words),
        fingerprint,
        streams,
        register: None,
        head: None,
        outcome: format!("{{\"said\":\"{words}\"}}").into_bytes(),
    }
}

/// A command of one fact of one session.
pub fn one(words: &str, name: &str, expected: u64) -> Append {
    command(&space(), words, vec![run(&space(), name, expected, 1)])
}

/// Appends `count` facts to one session, one command each.
pub async fn fill(log: &dyn FactLog, name: &str, count: u64) -> Vec<Receipt> {
    let mut receipts = Vec::new();
    for version in 0..count {
        receipts.push(log.append(one(&format!("{name} {version}"), name, version)).await.unwrap());
    }
    receipts
}

/// Checks that a space is whole: positions 1, 2, 3 … and versions 1, 2, 3 … of each stream, no id twice, the second
/// clock never going back. Gives the facts.
pub async fn whole(log: &dyn FactLog, space: &SpaceId) -> Vec<maillage_log::log::StoredFact> {
    let facts = log.read(space, 0, usize::MAX).await.unwrap();
    let mut versions = std::collections::BTreeMap::<String, u64>::new();
    let mut ids = std::collections::BTreeSet::new();
    let mut last = Default::default();
    for (position, fact) in (1..).zip(&facts) {
        assert_eq!(fact.position, position, "positions are not dense");
        let version = versions.entry(fact.stream.clone()).or_default();
        *version += 1;
        assert_eq!(fact.version, *version, "versions of {} are not dense", fact.stream);
        assert!(ids.insert(fact.id), "fact {} is there twice", fact.id);
        assert!(fact.recorded_at >= last, "the second clock goes back at {position}");
        last = fact.recorded_at;
    }
    assert_eq!(log.head(space).await.unwrap().position, facts.len() as u64);
    facts
}
