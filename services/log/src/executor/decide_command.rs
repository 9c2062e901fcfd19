//! A command decided: every ask in order, on streams that were loaded once, and its facts sealed.

use std::collections::BTreeMap;

use maillage_events::decide::PastFact;
use maillage_events::envelope::{Draft, Sealed};
use maillage_events::fact::Fact;
use maillage_events::happened::Happened;
use maillage_events::id::StreamId;
use maillage_events::refusal::Refusal;

use super::command::{Command, CommandError, OutcomeFact, StreamAsk};
use super::register_use::RegisterUse;
use super::stream_state::StreamState;
use crate::clock::{Clock, circumstances, new_fact_id};
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

/// Decides a command on its streams and, where its facts ask for it, on the register of its space. What its facts name
/// is still to be [checked](super::references::check).
pub(super) async fn decide_command(
    clock: &dyn Clock,
    command: &Command,
    streams: &mut BTreeMap<StreamId, StreamState>,
    register: &mut RegisterUse<'_>,
) -> Result<CommandFacts, CommandError> {
    let circumstances = circumstances(clock);
    check_version(command, streams)?;
    let mut so_far = FactsSoFar::default();
    for (index, stream_ask) in command.asks.iter().enumerate() {
        let refused = |refusal| CommandError::Refused { index, refusal };
        let Some(stream) = streams.get_mut(&stream_ask.stream) else { continue };
        let facts =
            stream.past.decide(stream_ask.occurred, stream_ask.ask.clone(), &circumstances).await.map_err(refused)?;
        if let Err(refusal) = register.judge(&stream_ask.stream, stream.past.facts(), &facts).await? {
            stream.past.take_back();
            return Err(refused(refusal));
        }
        for happened in facts {
            so_far.named.extend(happened.fact.references().into_iter().map(|stream| (index, stream)));
            let draft = draft(clock, command, stream_ask, stream.past.facts().len() as u64 + 1, happened);
            so_far.add(&draft, command).map_err(refused)?;
            // Its position is not known before the append, and nobody can name its id before the answer.
            let fact =
                PastFact { id: draft.id, position: 0, happened: Happened { on: draft.occurred, fact: draft.fact } };
            register.learn(&stream_ask.stream, &fact);
            stream.past.learn(fact);
        }
    }
    let outcome = serde_json::to_vec(&so_far.outcome).map_err(|error| ReadError::Unavailable(error.to_string()))?;
    let append = Append {
        space: command.space.clone(),
        command: command.id,
        fingerprint: command.fingerprint,
        streams: so_far.runs,
        register: register.position(),
        outcome,
    };
    Ok(CommandFacts { append, named: so_far.named })
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
    Draft {
        id: new_fact_id(clock),
        stream: stream_ask.stream.clone(),
        version,
        occurred: happened.on,
        fact: happened.fact,
        command: command.id,
        context: stream_ask.context.clone(),
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
