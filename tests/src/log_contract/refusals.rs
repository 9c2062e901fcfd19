//! What is not appended, and leaves no trace.

use maillage_events::declare::Example;
use maillage_events::id::{CommandId, FactId};
use maillage_events::person::PersonMerged;
use maillage_log::log::{Append, AppendError, StreamFacts};
use uuid::Uuid;

use super::LogFactory;
use super::workload::{clock, command, draft, fill, one, run, space, stream, whole};

/// The caller learns the version that holds; no position is lost to the refusal.
pub async fn a_stale_request_takes_no_position(factory: &dyn LogFactory) {
    let log = factory.open(clock()).await;
    fill(log.as_ref(), "s-1", 3).await;
    for expected in [0, 2, 4] {
        match log.append(one(&format!("stale {expected}"), "s-1", expected)).await {
            Err(AppendError::Conflict { stream: of, expected: saw, actual }) => {
                assert_eq!((of, saw, actual), (stream("s-1"), expected, 3))
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(log.append(one("next", "s-1", 3)).await.unwrap().first, 4);
    assert_eq!(whole(log.as_ref(), &space()).await.len(), 4);
}

/// One stale stream keeps the facts of the others out too.
pub async fn a_command_over_two_streams_is_all_or_nothing(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    fill(log.as_ref(), "b", 1).await;
    let refused = log.append(command(&s, "c", vec![run(&s, "a", 0, 2), run(&s, "b", 0, 1)])).await;
    assert!(matches!(refused, Err(AppendError::Conflict { .. })), "{refused:?}");
    assert_eq!(log.versions(&s, &[stream("a"), stream("b")]).await.unwrap(), [0, 1]);
    assert_eq!(whole(log.as_ref(), &s).await.len(), 1);
}

/// How a decision that read a stream without writing to it holds the stream still.
pub async fn a_run_without_facts_says_which_version_must_hold(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    fill(log.as_ref(), "read", 1).await;
    let holding = |version| {
        vec![StreamFacts { stream: stream("read"), expected: version, facts: vec![] }, run(&s, "written", 0, 1)]
    };
    assert!(matches!(log.append(command(&s, "c", holding(0))).await, Err(AppendError::Conflict { actual: 1, .. })));
    assert_eq!(log.append(command(&s, "c", holding(1))).await.unwrap().count, 1);
}

/// Facts that contradict their request are told, and nothing of it is kept.
pub async fn what_contradicts_itself_is_malformed(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    let skips = StreamFacts { expected: 0, ..run(&s, "s-1", 1, 1) };
    let strange = StreamFacts { stream: stream("s-2"), ..run(&s, "s-1", 0, 1) };
    let mut twice = run(&s, "s-1", 0, 2);
    twice.facts[1].id = twice.facts[0].id;
    let mut nobody = run(&s, "s-1", 0, 1);
    nobody.facts[0].id = FactId(Uuid::nil());
    let wrong = [
        command(&s, "skips", vec![skips]),
        command(&s, "strange", vec![strange]),
        command(&s, "twice", vec![twice]),
        command(&s, "nobody", vec![nobody]),
        command(&s, "does not go on", vec![run(&s, "s-1", 0, 1), run(&s, "s-1", 0, 1)]),
        Append { command: CommandId(Uuid::nil()), ..one("empty id", "s-1", 0) },
    ];
    for append in wrong {
        let answer = log.append(append).await;
        assert!(matches!(answer, Err(AppendError::Malformed(_))), "{answer:?}");
    }
    assert_eq!(log.append(one("sound", "s-1", 0)).await.unwrap().first, 1);
    assert_eq!(whole(log.as_ref(), &s).await.len(), 1);
}

/// A fact that is already there is not appended again under another command.
pub async fn a_fact_is_appended_once(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    let (mut fact, sealed) = draft(&s, "s-1", 1, maillage_events::session::SessionHeld::default());
    log.append(command(&s, "first", vec![StreamFacts { stream: stream("s-1"), expected: 0, facts: vec![sealed] }]))
        .await
        .unwrap();
    fact.stream = stream("s-2");
    let again = StreamFacts { stream: stream("s-2"), expected: 0, facts: vec![fact.seal(&s).unwrap()] };
    let answer = log.append(command(&s, "again", vec![again])).await;
    assert!(matches!(answer, Err(AppendError::Malformed(_))), "{answer:?}");
    assert_eq!(whole(log.as_ref(), &s).await.len(), 1);
}

/// How a decision over several streams holds still what it went by; ordinary facts do not move it, nor another space.
pub async fn a_register_that_moved_on_refuses_whoever_went_by_it(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    let going_by = |name: &str, known| Append { register: Some(known), ..one(name, name, 0) };
    for name in ["s-1", "s-2"] {
        log.append(going_by(name, 0)).await.unwrap();
    }
    let merged = draft(&s, "rare", 1, PersonMerged::example()).1;
    let moves = StreamFacts { stream: stream("rare"), expected: 0, facts: vec![merged] };
    assert_eq!(log.append(command(&s, "moves", vec![moves])).await.unwrap().last, 3);
    for log in [&log, &factory.open(clock()).await] {
        for known in [0, 2] {
            let refused = log.append(going_by("s-3", known)).await;
            assert!(
                matches!(refused, Err(AppendError::RegisterMoved { known: k, found: 3 }) if k == known),
                "{refused:?}"
            );
        }
        assert!(log.append(going_by("s-1", 0)).await.unwrap().repeated, "a repeat has its first answer");
    }
    let other = maillage_events::id::SpaceId::new("lille").unwrap();
    let elsewhere = Append { register: Some(0), ..command(&other, "elsewhere", vec![run(&other, "s-1", 0, 1)]) };
    assert!(log.append(elsewhere).await.is_ok());
    assert_eq!(log.append(going_by("s-3", 3)).await.unwrap().last, 4);
    assert_eq!(log.append(one("s-4", "s-4", 0)).await.unwrap().last, 5, "whoever asks nothing is refused nothing");
}

/// How a decision over the whole space holds still what it went by.
pub async fn a_space_that_moved_on_refuses_whoever_went_by_all_of_it(factory: &dyn LogFactory) {
    let (log, s) = (factory.open(clock()).await, space());
    let going_by = |name: &str, known| Append { head: Some(known), ..one(name, name, 0) };
    log.append(going_by("s-1", 0)).await.unwrap();
    for log in [&log, &factory.open(clock()).await] {
        let refused = log.append(going_by("s-2", 0)).await;
        assert!(matches!(refused, Err(AppendError::HeadMoved { known: 0, found: 1 })), "{refused:?}");
        assert!(log.append(going_by("s-1", 0)).await.unwrap().repeated, "a repeat has its first answer");
    }
    let other = maillage_events::id::SpaceId::new("lille").unwrap();
    let elsewhere = Append { head: Some(0), ..command(&other, "elsewhere", vec![run(&other, "s-1", 0, 1)]) };
    assert!(log.append(elsewhere).await.is_ok());
    assert_eq!(log.append(going_by("s-2", 1)).await.unwrap().last, 2);
    assert_eq!(log.append(one("s-3", "s-3", 0)).await.unwrap().last, 3, "whoever asks nothing is refused nothing");
    assert_eq!(whole(log.as_ref(), &s).await.len(), 3);
}
