//! Two nodes that each come to hold one slot of a rhythm, at the same moment.

use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::declare::Example;
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, Id, StreamId};
use maillage_events::pole::PoleOpened;
use maillage_events::session::{SessionHeld, SessionKind, SessionPlanned};
use maillage_events::when::OccurredOn;
use maillage_log::executor::{Command, CommandError, Executor, Outcome, StreamAsk};

use super::LogFactory;
use super::workload::{clock, space, stream, whole};
use crate::meeting::{meeting, one_between};

/// The slot, and another one.
const SLOTS: [&str; 2] = ["2016-02-23", "2016-01-12"];

async fn ask(executor: &Executor, stream: &StreamId, ask: Ask) -> Result<Outcome, CommandError> {
    let id = CommandId::derived(&format!("{stream} {ask:?}"));
    let context = Context::new(Id::new("compte-1").unwrap(), Channel::Api);
    let occurred = SLOTS[0].parse().unwrap();
    let asks = vec![StreamAsk { stream: stream.clone(), occurred, ask, context }];
    executor.execute(Command { space: space(), id, fingerprint: [7; 32], asks, if_version: None }).await
}

fn plan(slot: &str) -> SessionPlanned {
    SessionPlanned {
        pole: Some(Id::new("fives").unwrap()),
        slot: Some(slot.parse().unwrap()),
        ..SessionPlanned::new("Réunion du pôle", SessionKind::Meeting, OccurredOn::Day(slot.parse().unwrap()))
    }
}

fn record(fact: impl Into<Fact>) -> Ask {
    Ask::Record(fact.into())
}

/// Two sessions are planned for a slot, and each node holds one. What each was answered.
pub async fn hold_at_once(factory: &dyn LogFactory) -> [Result<Outcome, CommandError>; 2] {
    let logs = [factory.open(clock()).await, factory.open(clock()).await];
    let before = Executor::new(logs[0].clone());
    ask(&before, &"pole/fives".parse().unwrap(), record(PoleOpened::example())).await.unwrap();
    for session in ["s-1", "s-2"] {
        ask(&before, &stream(session), record(plan(SLOTS[0]))).await.unwrap();
    }
    let [a, b] = meeting(logs);
    let (one, other) = (stream("s-1"), stream("s-2"));
    let held = || record(SessionHeld::default());
    let (a, b) = tokio::join!(ask(&a, &one, held()), ask(&b, &other, held()));
    [a, b]
}

/// A session was held in another slot; its plan is corrected to the one that the other node has decided to hold. What
/// each was answered.
pub async fn hold_while_another_is_corrected(factory: &dyn LogFactory) -> [Result<Outcome, CommandError>; 2] {
    let logs = [factory.open(clock()).await, factory.open(clock()).await];
    let before = Executor::new(logs[0].clone());
    ask(&before, &"pole/fives".parse().unwrap(), record(PoleOpened::example())).await.unwrap();
    ask(&before, &stream("s-1"), record(plan(SLOTS[0]))).await.unwrap();
    let wrong = ask(&before, &stream("s-2"), record(plan(SLOTS[1]))).await.unwrap().facts[0].id;
    ask(&before, &stream("s-2"), record(SessionHeld::default())).await.unwrap();
    let data = serde_json::to_value(plan(SLOTS[0])).unwrap();
    let why = Why { reason: AmendmentReason::Typing, motive: "Erreur de ligne".into() };
    let correct = Ask::Correct { target: wrong, data, occurred: None, why };
    let held = async |node: Executor| ask(&node, &stream("s-1"), record(SessionHeld::default())).await;
    let corrected = async |node: Executor| ask(&node, &stream("s-2"), correct).await;
    one_between(logs, held, corrected).await
}

/// No stream has both sessions: versions of their own let both pass.
pub async fn two_nodes_hold_no_slot_twice(factory: &dyn LogFactory) {
    refuses_one(&hold_at_once(factory).await);
    assert_eq!(whole(factory.open(clock()).await.as_ref(), &space()).await.len(), 4);
}

/// Who comes to hold a slot by a correction was not among those whose streams were read.
pub async fn a_session_corrected_into_a_slot_meanwhile_is_met(factory: &dyn LogFactory) {
    refuses_one(&hold_while_another_is_corrected(factory).await);
}

fn refuses_one(answers: &[Result<Outcome, CommandError>; 2]) {
    let refused = answers.iter().filter_map(|answer| match answer {
        Err(CommandError::Refused { refusal, .. }) => {
            Some(refusal.broken.first().map_or(refusal.code, |it| it.refusal.code))
        }
        _ => None,
    });
    assert_eq!(refused.collect::<Vec<_>>(), ["slot-held"], "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
}
