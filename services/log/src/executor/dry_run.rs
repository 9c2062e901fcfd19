//! What a command would give, ask by ask, without appending anything.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use maillage_events::decide::{Amended, PastFact, StreamPast, stands};
use maillage_events::id::StreamId;
use maillage_events::refusal::Refusal;

use super::command::{Command, CommandError, OutcomeFact, StreamAsk};
use super::decide_command::{admit, check_version, draft, undated};
use super::register_use::{Reading, RegisterUse};
use super::registers::Registers;
use super::stream_state::StreamState;
use super::{amendments, load, references};
use crate::clock::circumstances;
use crate::log::{FactReads, ReadError};

/// What each ask would give, in their order.
pub type DryRun = Vec<Result<Vec<OutcomeFact>, Refusal>>;

/// Decides every ask; one that is refused leaves no trace for those after it.
pub(super) async fn dry_run(
    log: &dyn FactReads,
    registers: &Registers,
    zone: &TimeZone,
    command: &Command,
    streams: &BTreeSet<StreamId>,
) -> Result<DryRun, CommandError> {
    let names: Vec<StreamId> = streams.iter().cloned().collect();
    let input = log.read_for_decision(&command.space, command.id, &names).await?;
    let loaded = load::streams(&command.space, &names, input.streams)?;
    check_version(command, &loaded)?;
    let mut refused: BTreeMap<usize, Refusal> = BTreeMap::new();
    loop {
        // A refused ask may be what others refer to: repeat until a round refuses nothing more.
        let mut register = RegisterUse::new(registers, &command.space, Reading::CaughtUp);
        let Round { answers, named, existing, broken } =
            decide_all(log, zone, command, &loaded, &refused, &mut register).await?;
        let elsewhere: BTreeSet<&StreamId> =
            named.iter().map(|(_, stream)| stream).filter(|stream| !existing.contains(*stream)).collect();
        let missing = references::missing(log, None, &mut register, &command.space, elsewhere.iter().copied()).await?;
        if missing.is_empty() && broken.is_none() {
            return Ok(answers);
        }
        if let Some(refusal) = broken {
            for (index, _) in command.asks.iter().enumerate().filter(|(_, it)| it.ask.amends()) {
                refused.entry(index).or_insert_with(|| refusal.clone());
            }
        }
        for (index, stream) in named.iter().filter(|(_, stream)| missing.contains(stream)) {
            refused.entry(*index).or_insert_with(|| Refusal::new("reference-unknown").with("stream", stream));
        }
    }
}

/// One round over all asks.
struct Round {
    answers: DryRun,
    /// The streams that the facts name, each with the index of its ask.
    named: Vec<(usize, StreamId)>,
    /// The streams that have a fact by the end.
    existing: BTreeSet<StreamId>,
    /// What its amendments would newly break, all of them together.
    broken: Option<Refusal>,
}

/// The facts of the command's own streams.
fn facts_here<'h>(pasts: &'h BTreeMap<&StreamId, StreamPast>) -> impl Fn(&StreamId) -> Option<&'h [PastFact]> + Sync {
    move |stream| pasts.get(stream).map(StreamPast::facts)
}

/// Decides every ask that is not refused already, in order.
async fn decide_all(
    log: &dyn FactReads,
    zone: &TimeZone,
    command: &Command,
    loaded: &BTreeMap<StreamId, StreamState>,
    refused: &BTreeMap<usize, Refusal>,
    register: &mut RegisterUse<'_>,
) -> Result<Round, ReadError> {
    let clock = log.clock();
    let circumstances = circumstances(clock.as_ref(), zone);
    let fresh = |(stream, state): (_, &StreamState)| {
        (stream, StreamPast::new(StreamId::clone(stream), state.past.facts().to_vec()))
    };
    let mut pasts: BTreeMap<&StreamId, StreamPast> = loaded.iter().map(fresh).collect();
    let (mut answers, mut named) = (Vec::with_capacity(command.asks.len()), Vec::new());
    for (index, stream_ask) in command.asks.iter().enumerate() {
        if let Some(refusal) = refused.get(&index) {
            answers.push(Err(refusal.clone()));
            continue;
        }
        let Some(past) = pasts.get_mut(&stream_ask.stream) else { continue };
        let decided = past.decide(stream_ask.occurred, stream_ask.ask.clone(), &circumstances).await;
        let judged = match decided {
            Ok(facts) if stream_ask.ask.amends() => Ok(facts),
            Ok(facts) => register.judge(&stream_ask.stream, &facts, &facts_here(&pasts)).await?.map(|()| facts),
            Err(refusal) => Err(refusal),
        };
        let Some(past) = pasts.get_mut(&stream_ask.stream) else { continue };
        let facts = match judged {
            Ok(facts) => facts,
            Err(refusal) => {
                past.take_back();
                answers.push(Err(refusal));
                continue;
            }
        };
        let first = past.facts().len() as u64 + 1;
        let sealed: Result<Vec<_>, Refusal> = (first..)
            .zip(facts)
            .map(|(version, happened)| {
                let draft = draft(clock.as_ref(), command, stream_ask, version, happened);
                admit(&draft, command).map(|(_, outcome)| (draft, outcome))
            })
            .collect();
        if sealed.as_ref().is_ok_and(|sealed| !sealed.is_empty()) {
            named.extend(stream_ask.context.references().into_iter().map(|stream| (index, stream)));
        }
        let answer = match sealed {
            Ok(sealed) => Ok(sealed
                .into_iter()
                .map(|(draft, outcome)| {
                    named.extend(draft.fact.references().into_iter().map(|stream| (index, stream)));
                    let fact = undated(draft, circumstances.now);
                    register.learn(&stream_ask.stream, &fact);
                    past.learn(fact);
                    outcome
                })
                .collect()),
            Err(refusal) => {
                past.take_back();
                Err(refusal)
            }
        };
        answers.push(answer);
    }
    let mut amended = Vec::new();
    for (index, it) in command.asks.iter().enumerate() {
        let new = |it: &StreamAsk| !amended.iter().any(|known: &Amended<'_>| known.stream == &it.stream);
        if it.ask.amends()
            && !refused.contains_key(&index)
            && new(it)
            && let (Some(before), Some(past)) = (loaded.get(&it.stream), pasts.get(&it.stream))
        {
            amended.push(Amended { stream: &it.stream, before: before.past.facts(), after: past.facts() });
            let newly = amended.last().map(Amended::newly_named).unwrap_or_default();
            named.extend(newly.into_iter().map(|stream| (index, stream)));
        }
    }
    let broken = amendments::judge(&amended, register, zone, &facts_here(&pasts)).await?.err();
    let existing = pasts.iter().filter(|(_, past)| stands(past.facts())).map(|(stream, _)| (*stream).clone()).collect();
    Ok(Round { answers, named, existing, broken })
}
