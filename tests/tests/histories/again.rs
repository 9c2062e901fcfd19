//! The same said again: under its id, or as a command of its own.

use std::collections::BTreeMap;

use maillage_log::executor::{Command, Outcome};
use serde_json::Value;

use crate::city;
use crate::dice::Dice;
use crate::history::{COMMAND_REUSED, History, Statement, Wish};
use crate::plain::asked;

/// A command that was taken, with its first answer.
type Answered = (Statement, Command, Outcome);

/// How often each law had something to bite on.
#[derive(Debug, Default)]
struct Counts {
    retried: u64,
    retried_known: u64,
    reused: u64,
    /// By kind, what was answered as standing already.
    known: BTreeMap<&'static str, u64>,
    /// What was said again and changed something, or was refused.
    said_anew: u64,
    refused_anew: u64,
}

/// Sends an earlier command under its id: the first answer, or a refusal where the body is another; no second fact.
async fn retry(dice: &mut Dice, history: &mut History, answered: &[Answered], counts: &mut Counts) {
    let (_, command, first) = dice.pick(answered).clone();
    let node = dice.below(2);
    if dice.one_in(2) {
        let again = history.send(command, node).await.unwrap();
        let told = |it: &Outcome| (it.facts.clone(), it.receipt.first, it.receipt.last, it.receipt.recorded_at);
        assert_eq!(told(&again), told(&first));
        assert!(again.receipt.repeated, "{again:?}");
        counts.retried += 1;
        counts.retried_known += u64::from(first.facts.is_empty());
        return;
    }
    let (_, other, _) = dice.pick(answered).clone();
    if other.fingerprint != command.fingerprint {
        let before = history.refused.get(COMMAND_REUSED).copied().unwrap_or(0);
        assert_eq!(history.send(Command { id: command.id, ..other }, node).await, None, "one id for two requests");
        assert_eq!(history.refused[COMMAND_REUSED], before + 1);
        counts.reused += 1;
    }
}

/// An earlier statement, said again as it was or put.
fn said_again(dice: &mut Dice, answered: &[Answered]) -> Statement {
    let (mut said, ..) = dice.pick(answered).clone();
    said.ask = match said.ask {
        Wish::Record(kind, data) if dice.one_in(2) => Wish::Put(kind, data),
        Wish::SignUp(data) if dice.one_in(2) => Wish::PutSignUp(data),
        other => other,
    };
    said
}

const fn kind(said: &Statement) -> &'static str {
    match &said.ask {
        Wish::Record(kind, _) | Wish::Put(kind, _) => kind,
        Wish::SignUp(_) | Wish::PutSignUp(_) => "signup.requested",
        Wish::GiveBack(_) => "signup.cancelled",
        Wish::Correct { .. } | Wish::Cancel { .. } => "amendment",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_id_has_one_answer_and_what_is_answered_stands_on_its_day() {
    let (mut dice, mut history, mut stored) = (Dice::new(11), History::begin(), Vec::<Value>::new());
    let (mut answered, mut recorded, mut counts) = (Vec::<Answered>::new(), Vec::new(), Counts::default());
    let mut to_say: Vec<Statement> = city::founding();
    to_say.reverse();
    let mut lies = Vec::new();
    for _ in 0..4_000 {
        if to_say.is_empty() && dice.one_in(4) {
            retry(&mut dice, &mut history, &answered, &mut counts).await;
            assert_eq!(history.catch_up(&mut stored).await, 0, "a retry records nothing");
            continue;
        }
        let is_again = to_say.is_empty() && dice.one_in(3);
        let said = match to_say.pop() {
            Some(said) => said,
            None if is_again => said_again(&mut dice, &answered),
            None => city::something(&mut dice, &history, &recorded).await,
        };
        let Some(command) = history.command(said.clone()) else { continue };
        let node = dice.below(2);
        let answer = history.send(command.clone(), node).await;
        let grown = history.catch_up(&mut stored).await;
        let Some(outcome) = answer else {
            assert_eq!(grown, 0, "a refusal records nothing: {said:?}");
            counts.refused_anew += u64::from(is_again);
            continue;
        };
        assert_eq!(grown, outcome.facts.len(), "{said:?}");
        lies.extend(asked::missing(&stored, &said).map(|why| format!("{} {said:?}: {why}", outcome.facts.len())));
        if outcome.facts.is_empty() {
            *counts.known.entry(kind(&said)).or_default() += 1;
        } else {
            counts.said_anew += u64::from(is_again);
        }
        recorded.extend(outcome.facts.iter().map(|fact| fact.id));
        answered.push((said, command, outcome));
    }
    assert_eq!(lies, [""; 0], "{}", lies.join("\n"));
    assert!(counts.retried > 100 && counts.retried_known > 10 && counts.reused > 100, "{counts:?}");
    assert!(counts.known.len() > 15 && counts.said_anew > 10 && counts.refused_anew > 30, "{counts:?}");
}
