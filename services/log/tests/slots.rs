//! A slot of a pole's rhythm is held once, as the executor asks it: within a command, between commands, when corrected.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Ask, Why};
use maillage_events::declare::Example;
use maillage_events::envelope::{Channel, Context};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, SpaceId};
use maillage_events::pole::PoleOpened;
use maillage_events::refusal::Refusal;
use maillage_events::session::{SessionCancelled, SessionHeld, SessionKind, SessionMoved, SessionPlanned};
use maillage_events::when::OccurredOn;
use maillage_log::clock::SetClock;
use maillage_log::executor::{Command, CommandError, Executor, StreamAsk};
use maillage_log::sqlite::SqliteLog;

const FIRST: &str = "2016-01-12";
const SECOND: &str = "2016-02-23";

/// Two processes on one log, with two poles.
struct Two {
    _folder: tempfile::TempDir,
    here: Executor,
    elsewhere: Executor,
}

async fn two() -> Two {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2016-06-01T08:00:00Z".parse::<Timestamp>().unwrap()));
    let log = SqliteLog::open(&folder.path().join("facts.db"), clock).unwrap();
    let two = Two { _folder: folder, here: Executor::new(log.clone()), elsewhere: Executor::new(log) };
    for pole in ["fives", "moulins"] {
        say(&two.here, vec![ask(&format!("pole/{pole}"), "2015", PoleOpened::example())]).await.unwrap();
    }
    two
}

fn ask(stream: &str, on: &str, fact: impl Into<Fact>) -> StreamAsk {
    StreamAsk {
        stream: stream.parse().unwrap(),
        occurred: on.parse().unwrap(),
        ask: Ask::Record(fact.into()),
        context: Context::new(Id::new("compte-1").unwrap(), Channel::Api),
    }
}

fn amend(stream: &str, amendment: Ask) -> StreamAsk {
    StreamAsk { ask: amendment, ..ask(stream, "unknown", SessionHeld::default()) }
}

fn why() -> Why {
    Why { reason: AmendmentReason::Typing, motive: "Erreur de ligne".into() }
}

fn correct(session: &str, target: FactId, plan: SessionPlanned) -> StreamAsk {
    let data = serde_json::to_value(plan).unwrap();
    amend(&format!("session/{session}"), Ask::Correct { target, data, occurred: None, why: why() })
}

fn cancel(session: &str, target: FactId) -> StreamAsk {
    amend(&format!("session/{session}"), Ask::Cancel { target, why: why() })
}

fn plan_at(pole: &str, slot: Option<&str>) -> SessionPlanned {
    let day = |text: &str| text.parse::<Date>().unwrap();
    SessionPlanned {
        pole: Some(Id::new(pole).unwrap()),
        slot: slot.map(day),
        ..SessionPlanned::new("Réunion du pôle", SessionKind::Meeting, OccurredOn::Day(day(slot.unwrap_or(SECOND))))
    }
}

fn plan(slot: &str) -> SessionPlanned {
    plan_at("fives", Some(slot))
}

fn planned(session: &str, plan: SessionPlanned) -> StreamAsk {
    ask(&format!("session/{session}"), "2016-01-02", plan)
}

fn held(session: &str) -> StreamAsk {
    ask(&format!("session/{session}"), SECOND, SessionHeld::default())
}

fn cancelled(session: &str) -> StreamAsk {
    ask(&format!("session/{session}"), "2016-02-20", SessionCancelled::example())
}

fn command(asks: Vec<StreamAsk>) -> Command {
    let id = CommandId::derived(&format!("{asks:?}"));
    Command { space: SpaceId::new("lille").unwrap(), id, fingerprint: [7; 32], asks, if_version: None }
}

/// The ids of what was recorded.
async fn say(executor: &Executor, asks: Vec<StreamAsk>) -> Result<Vec<FactId>, (usize, Refusal)> {
    match executor.execute(command(asks)).await {
        Ok(outcome) => Ok(outcome.facts.iter().map(|fact| fact.id).collect()),
        Err(CommandError::Refused { index, refusal }) => Err((index, refusal)),
        Err(error) => unreachable!("a rule answers: {error}"),
    }
}

/// What refused, or what an amendment would newly break.
fn code<T: std::fmt::Debug>(answer: Result<T, (usize, Refusal)>) -> &'static str {
    let (_, refusal) = answer.unwrap_err();
    refusal.broken.first().map_or(refusal.code, |broken| broken.refusal.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_is_held_once() {
    let two = two().await;
    for session in ["s1", "s2", "s3"] {
        say(&two.here, vec![planned(session, plan(SECOND))]).await.unwrap();
    }
    say(&two.here, vec![held("s1")]).await.unwrap();
    for node in [&two.here, &two.elsewhere] {
        let (_, refusal) = say(node, vec![held("s2")]).await.unwrap_err();
        assert_eq!(refusal.code, "slot-held");
        let value = |name: &str| refusal.values.iter().find(|(it, _)| *it == name).unwrap().1.clone();
        assert_eq!([value("pole"), value("due"), value("session")], ["fives", SECOND, "s1"]);
    }
    let again = StreamAsk { ask: Ask::Put(SessionHeld::default().into()), ..held("s1") };
    assert_eq!(say(&two.here, vec![again]).await.unwrap(), [], "the same session, told again");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_other_slots_poles_or_of_none_hold_theirs() {
    let two = two().await;
    let plans = [plan(SECOND), plan(FIRST), plan_at("moulins", Some(SECOND)), plan_at("fives", None)];
    for (session, plan) in ["s1", "s2", "s3", "s4"].into_iter().zip(plans) {
        say(&two.here, vec![planned(session, plan), held(session)]).await.unwrap();
    }
    say(&two.elsewhere, vec![planned("s5", plan_at("fives", None)), held("s5")]).await.unwrap();
}

/// Whoever plans a slot that was held tells of a plan that was given up, or is about to be.
#[tokio::test(flavor = "multi_thread")]
async fn a_plan_given_up_is_told_after_its_slot_was_held() {
    let two = two().await;
    say(&two.here, vec![planned("s1", plan(SECOND)), held("s1")]).await.unwrap();
    say(&two.elsewhere, vec![planned("s2", plan(SECOND))]).await.unwrap();
    say(&two.elsewhere, vec![cancelled("s2")]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_cancelled_or_was_not_held_gives_its_slot_back() {
    let two = two().await;
    for session in ["s1", "s2", "s3", "s4"] {
        say(&two.here, vec![planned(session, plan(SECOND))]).await.unwrap();
    }
    say(&two.here, vec![cancelled("s1")]).await.unwrap();
    let mistake = say(&two.here, vec![held("s2")]).await.unwrap()[0];
    assert_eq!(code(say(&two.elsewhere, vec![held("s3")]).await), "slot-held");
    let undone = say(&two.here, vec![cancel("s2", mistake)]).await.unwrap()[0];
    say(&two.elsewhere, vec![held("s3")]).await.unwrap();
    assert_eq!(code(say(&two.here, vec![cancel("s2", undone)]).await), "slot-held", "held again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_moves_keeps_its_slot() {
    let two = two().await;
    say(&two.here, vec![planned("s1", plan(SECOND)), planned("s2", plan(SECOND))]).await.unwrap();
    let moved = SessionMoved::to("2016-03-01".parse().unwrap(), "Salle prise");
    say(&two.here, vec![ask("session/s1", "2016-02-20", moved)]).await.unwrap();
    say(&two.here, vec![ask("session/s1", "2016-03-01", SessionHeld::default())]).await.unwrap();
    assert_eq!(code(say(&two.elsewhere, vec![held("s2")]).await), "slot-held");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_plan_takes_no_slot_that_is_held_and_frees_its_own() {
    let two = two().await;
    let one = say(&two.here, vec![planned("s1", plan(SECOND)), held("s1")]).await.unwrap()[0];
    let other = say(&two.here, vec![planned("s2", plan_at("fives", None)), held("s2")]).await.unwrap()[0];
    assert_eq!(code(say(&two.elsewhere, vec![correct("s2", other, plan(SECOND))]).await), "slot-held");
    say(&two.elsewhere, vec![correct("s1", one, plan(FIRST))]).await.unwrap();
    let given = say(&two.here, vec![correct("s2", other, plan(SECOND))]).await.unwrap()[0];
    say(&two.here, vec![planned("s3", plan(SECOND))]).await.unwrap();
    assert_eq!(code(say(&two.elsewhere, vec![held("s3")]).await), "slot-held", "by a correction");
    say(&two.here, vec![cancel("s2", given)]).await.unwrap();
    say(&two.elsewhere, vec![held("s3")]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sessions_change_slots_by_one_command() {
    let two = two().await;
    let one = say(&two.here, vec![planned("s1", plan(FIRST)), held("s1")]).await.unwrap()[0];
    let other = say(&two.here, vec![planned("s2", plan(SECOND)), held("s2")]).await.unwrap()[0];
    assert_eq!(code(say(&two.here, vec![correct("s1", one, plan(SECOND))]).await), "slot-held");
    say(&two.here, vec![correct("s1", one, plan(SECOND)), correct("s2", other, plan(FIRST))]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_sessions_of_one_command_the_second_is_refused() {
    let two = two().await;
    let both = || vec![planned("s1", plan(SECOND)), held("s1"), planned("s2", plan(SECOND)), held("s2")];
    let answers = two.here.dry_run(&command(both())).await.unwrap();
    let codes: Vec<_> = answers.iter().map(|answer| answer.as_ref().map(Vec::len).map_err(|it| it.code)).collect();
    assert_eq!(codes, [Ok(1), Ok(1), Ok(1), Err("slot-held")]);
    let (index, refusal) = say(&two.here, both()).await.unwrap_err();
    assert_eq!((index, refusal.code), (3, "slot-held"));
}

/// Each of them moves the register and goes by it: those of one process have one queue.
#[tokio::test(flavor = "multi_thread")]
async fn many_corrections_at_once_are_carried_out_one_after_the_other() {
    let two = two().await;
    let mut plans = Vec::new();
    for number in 1..=100 {
        let session = format!("s{number}");
        let fact = say(&two.here, vec![planned(&session, plan_at("fives", None))]).await.unwrap()[0];
        plans.push((session, fact));
    }
    let tasks: Vec<_> = plans
        .into_iter()
        .map(|(session, fact)| {
            let here = two.here.clone();
            tokio::spawn(async move { say(&here, vec![cancel(&session, fact)]).await.map(|_| ()) })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
}
