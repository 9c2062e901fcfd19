//! A command decided: every ask in order, on streams that were loaded once, and its facts sealed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use maillage_events::decide::{Amended, Circumstances, PastFact};
use maillage_events::envelope::{Draft, Sealed};
use maillage_events::fact::Fact;
use maillage_events::happened::Happened;
use maillage_events::id::StreamId;
use maillage_events::refusal::Refusal;

use super::amendments;
use super::command::{Command, CommandError, OutcomeFact, StreamAsk};
use super::register_use::RegisterUse;
use super::stream_state::StreamState;
use crate::clock::{Clock, circumstances, new_fact_chance};
use crate::log::{Append, ReadError, StreamFacts};

/// What a command comes to, if its streams stand where they were loaded.
pub(super) struct CommandFacts {
    pub(super) append: Append,
    /// The streams that its facts name, each with the index of its ask.
    pub(super) named: Vec<(usize, StreamId)>,
}

/// The facts of a command so far, in order.
#[derive(Default)]
struct FactsSoFar {
    /// Runs of facts of one stream: positions follow the order of the asks.
    runs: Vec<StreamFacts>,
    outcome: Vec<OutcomeFact>,
    named: Vec<(usize, StreamId)>,
}

/// What a command is decided with.
struct Deciding<'d, 'r> {
    clock: &'d dyn Clock,
    command: &'d Command,
    circumstances: Circumstances,
    register: &'d mut RegisterUse<'r>,
    so_far: FactsSoFar,
}

/// Decides a command on its streams and, where its facts ask for it, on the register of its space. Its amendments are
/// judged together, once everything else is decided. What its facts name is still to be
/// [checked](super::references::check).
pub(super) async fn decide_command(
    clock: &dyn Clock,
    zone: &TimeZone,
    command: &Command,
    streams: &mut BTreeMap<StreamId, StreamState>,
    register: &mut RegisterUse<'_>,
) -> Result<CommandFacts, CommandError> {
    let circumstances = circumstances(clock, zone);
    check_version(command, streams)?;
    let mut deciding = Deciding { clock, command, circumstances, register, so_far: FactsSoFar::default() };
    // The first ask that amends each stream.
    let mut amending: BTreeMap<&StreamId, usize> = BTreeMap::new();
    for (index, stream_ask) in command.asks.iter().enumerate() {
        let refused = |refusal| CommandError::Refused { index, refusal };
        let Some(stream) = streams.get_mut(&stream_ask.stream) else { continue };
        let ask = stream_ask.ask.clone();
        let facts = stream.past.decide(stream_ask.occurred, ask, &circumstances).await.map_err(refused)?;
        let judged = if stream_ask.ask.amends() {
            amending.entry(&stream_ask.stream).or_insert(index);
            Ok(())
        } else {
            deciding.register.judge(&stream_ask.stream, &facts, &facts_here(streams)).await?
        };
        let Some(stream) = streams.get_mut(&stream_ask.stream) else { continue };
        if let Err(refusal) = judged {
            stream.past.take_back();
            return Err(refused(refusal));
        }
        deciding.take(index, stream_ask, stream, facts)?;
    }
    deciding.judge_amendments(zone, streams, &amending).await?;
    let Deciding { register, so_far: FactsSoFar { mut runs, outcome, named }, .. } = deciding;
    runs.extend(register.versions_beside(&runs));
    let outcome = serde_json::to_vec(&outcome).map_err(|error| ReadError::Unavailable(error.to_string()))?;
    let append = Append {
        space: command.space.clone(),
        command: command.id,
        fingerprint: command.fingerprint,
        streams: runs,
        register: register.position(),
        head: None,
        outcome,
    };
    Ok(CommandFacts { append, named })
}

impl Deciding<'_, '_> {
    /// Takes the facts decided for an ask: those after it are decided with them.
    fn take(
        &mut self,
        index: usize,
        stream_ask: &StreamAsk,
        stream: &mut StreamState,
        facts: Vec<Happened<Fact>>,
    ) -> Result<(), CommandError> {
        if !facts.is_empty() {
            self.so_far.named.extend(stream_ask.context.references().into_iter().map(|stream| (index, stream)));
        }
        for happened in facts {
            let named = happened.fact.references().into_iter().map(|stream| (index, stream));
            self.so_far.named.extend(named);
            let version = stream.past.facts().len() as u64 + 1;
            let draft = draft(self.clock, self.command, stream_ask, version, happened);
            let added = self.so_far.add(&draft, self.command);
            added.map_err(|refusal| CommandError::Refused { index, refusal })?;
            let fact = undated(draft, self.circumstances.now);
            self.register.learn(&stream_ask.stream, &fact);
            stream.past.learn(fact);
        }
        Ok(())
    }

    /// Refuses amendments that newly break something; then gives the places that they freed.
    async fn judge_amendments(
        &mut self,
        zone: &TimeZone,
        streams: &mut BTreeMap<StreamId, StreamState>,
        amending: &BTreeMap<&StreamId, usize>,
    ) -> Result<(), CommandError> {
        let Some(first) = amending.values().min().copied() else { return Ok(()) };
        let amended: Vec<Amended<'_>> = amending
            .keys()
            .filter_map(|stream| streams.get_key_value(*stream))
            .map(|(stream, state)| state.amended(stream))
            .collect();
        for it in &amended {
            let index = amending.get(it.stream).copied().unwrap_or(first);
            self.so_far.named.extend(it.newly_named().into_iter().map(|stream| (index, stream)));
        }
        let judged = amendments::judge(&amended, self.register, zone, &facts_here(streams)).await?;
        judged.map_err(|refusal| CommandError::Refused { index: first, refusal })?;
        for (stream, index) in amending {
            let (Some(stream_ask), Some(state)) = (self.command.asks.get(*index), streams.get_mut(*stream)) else {
                continue;
            };
            let given = state.past.give_free_places(&self.circumstances).await;
            let given = given.map_err(|refusal| CommandError::Refused { index: *index, refusal })?;
            self.take(*index, stream_ask, state, given)?;
        }
        Ok(())
    }
}

/// The facts of the command's own streams.
fn facts_here<'h>(streams: &'h BTreeMap<StreamId, StreamState>) -> impl Fn(&StreamId) -> Option<&'h [PastFact]> + Sync {
    move |stream| streams.get(stream).map(|state| state.past.facts())
}

/// A decided fact before the log gave it its position; nobody can name its id before the answer.
pub(super) fn undated(draft: Draft, now: Timestamp) -> PastFact {
    let happened = Happened { on: draft.occurred, fact: draft.fact };
    PastFact { id: draft.id, position: 0, recorded_at: now.into(), happened }
}

/// The version that the caller saw, where he says one, must still hold.
pub(super) fn check_version(command: &Command, streams: &BTreeMap<StreamId, StreamState>) -> Result<(), CommandError> {
    let Some((stream, expected)) = &command.if_version else { return Ok(()) };
    let actual = streams.get(stream).map_or(0, |stream| stream.stored);
    if actual == *expected {
        Ok(())
    } else {
        Err(CommandError::Stale { stream: stream.clone(), expected: *expected, actual })
    }
}

impl FactsSoFar {
    fn add(&mut self, draft: &Draft, command: &Command) -> Result<(), Refusal> {
        let (sealed, outcome) = admit(draft, command)?;
        match self.runs.last_mut().filter(|run| run.stream == draft.stream) {
            Some(run) => run.facts.push(sealed),
            None => self.runs.push(StreamFacts {
                stream: draft.stream.clone(),
                expected: draft.version - 1,
                facts: vec![sealed],
            }),
        }
        self.outcome.push(outcome);
        Ok(())
    }
}

/// A fact that was decided for an ask, as the next of its stream.
pub(super) fn draft(
    clock: &dyn Clock,
    command: &Command,
    stream_ask: &StreamAsk,
    version: u64,
    happened: Happened<Fact>,
) -> Draft {
    let (id, salt) = new_fact_chance(clock);
    Draft {
        id,
        stream: stream_ask.stream.clone(),
        version,
        occurred: happened.on,
        fact: happened.fact,
        command: command.id,
        context: stream_ask.context.clone(),
        salt,
    }
}

/// Seals a draft, which refuses what may not stand in a fact, and says what the caller is answered.
pub(super) fn admit(draft: &Draft, command: &Command) -> Result<(Sealed, OutcomeFact), Refusal> {
    let sealed = draft.seal(&command.space)?;
    let outcome = OutcomeFact {
        id: draft.id,
        stream: draft.stream.clone(),
        version: draft.version,
        kind: draft.fact.kind().to_owned(),
        data: draft.fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?,
    };
    Ok((sealed, outcome))
}
