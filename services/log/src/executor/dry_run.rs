//! What a command would give, request by request, without appending anything.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::decide::{StreamPast, PastFact};
use maillage_events::happened::Happened;
use maillage_events::id::StreamId;
use maillage_events::refusal::Refusal;

use super::command::{Command, CommandError, OutcomeFact};
use super::decide::check_version;
use super::load;
use super::stream_state::StreamState;
use crate::clock::{circumstances, new_fact_id};
use crate::log::FactReads;

/// What each request would give, in their order.
pub type DryRun = Vec<Result<Vec<OutcomeFact>, Refusal>>;

/// Decides every request; one that is refused leaves no trace for those after it.
pub(super) async fn dry_run(
    log: &dyn FactReads,
    command: &Command,
    streams: &BTreeSet<StreamId>,
) -> Result<DryRun, CommandError> {
    let names: Vec<StreamId> = streams.iter().cloned().collect();
    let before = log.before(&command.space, command.id, &names).await?;
    let loaded = load::streams(&command.space, &names, before.streams)?;
    check_version(command, &loaded)?;
    let mut left_out: BTreeMap<usize, Refusal> = BTreeMap::new();
    loop {
        // What names something missing falls, and then whatever names only what fell: each round leaves out more or is
        // the last.
        let Round { answers, named, existing } = decide_all(log, command, &loaded, &left_out).await;
        let elsewhere: Vec<StreamId> =
            named.iter().map(|(_, stream)| stream).filter(|stream| !existing.contains(*stream)).cloned().collect();
        let unique: Vec<StreamId> = elsewhere.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let versions = if unique.is_empty() { Vec::new() } else { log.versions(&command.space, &unique).await? };
        let missing: BTreeSet<&StreamId> =
            unique.iter().zip(versions).filter(|(_, version)| *version == 0).map(|(stream, _)| stream).collect();
        if missing.is_empty() {
            return Ok(answers);
        }
        for (at, stream) in named.iter().filter(|(_, stream)| missing.contains(stream)) {
            left_out.entry(*at).or_insert_with(|| Refusal::new("reference-unknown").with("stream", stream));
        }
    }
}

/// One round over all requests.
struct Round {
    answers: DryRun,
    /// The streams that the facts name, each with the index of its request.
    named: Vec<(usize, StreamId)>,
    /// The streams that have a fact by the end.
    existing: BTreeSet<StreamId>,
}

/// Decides every request that is not left out, in order.
async fn decide_all(
    log: &dyn FactReads,
    command: &Command,
    loaded: &BTreeMap<StreamId, StreamState>,
    left_out: &BTreeMap<usize, Refusal>,
) -> Round {
    let clock = log.clock();
    let at = circumstances(clock.as_ref());
    let fresh = |(stream, state): (_, &StreamState)| {
        (stream, StreamPast::new(StreamId::clone(stream), state.past.facts().to_vec()))
    };
    let mut pasts: BTreeMap<&StreamId, StreamPast> = loaded.iter().map(fresh).collect();
    let (mut answers, mut named) = (Vec::with_capacity(command.requests.len()), Vec::new());
    for (index, request) in command.requests.iter().enumerate() {
        if let Some(refusal) = left_out.get(&index) {
            answers.push(Err(refusal.clone()));
            continue;
        }
        let Some(past) = pasts.get_mut(&request.stream) else { continue };
        let answer = past.decide(request.occurred, request.ask.clone(), &at).await.and_then(|facts| {
            let mut outcome = Vec::with_capacity(facts.len());
            for Happened { on, fact } in facts {
                let data = fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?;
                named.extend(fact.references().into_iter().map(|stream| (index, stream)));
                let id = new_fact_id(clock.as_ref());
                let version = past.facts().len() as u64 + 1;
                outcome.push(OutcomeFact {
                    id,
                    stream: request.stream.clone(),
                    version,
                    kind: fact.kind().to_owned(),
                    data,
                });
                past.learn(PastFact { id, position: 0, happened: Happened { on, fact } });
            }
            Ok(outcome)
        });
        answers.push(answer);
    }
    let existing =
        pasts.into_iter().filter(|(_, past)| !past.facts().is_empty()).map(|(stream, _)| stream.clone()).collect();
    Round { answers, named, existing }
}
