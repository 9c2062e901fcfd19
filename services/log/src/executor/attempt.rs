//! One attempt: every request decided in order on streams that were loaded once, what the facts name checked, the facts
//! sealed.

use std::collections::{BTreeMap, HashMap};

use maillage_events::decide::{Ongoing, Past};
use maillage_events::envelope::{Draft, Recorded};
use maillage_events::fact::Happened;
use maillage_events::id::{SpaceId, StreamId};
use maillage_events::references::references;
use maillage_events::refusal::Refusal;

use super::memory::Memory;
use super::{Command, CommandError, OutcomeFact};
use crate::clock::{Clock, circumstances, new_fact_id};
use crate::log::{Append, FactLog, ReadError, StoredFact, StreamFacts};

/// A stream while its command is decided.
pub(super) struct Working {
    pub(super) ongoing: Ongoing,
    /// Its version in the log.
    loaded: u64,
}

impl Working {
    /// A stream as it stands before the command.
    pub(super) fn new(ongoing: Ongoing) -> Self {
        Self { loaded: ongoing.past().len() as u64, ongoing }
    }

    /// Whether the command adds a fact to it: the append then says whether its version still holds.
    pub(super) fn is_added_to(&self) -> bool {
        self.ongoing.past().len() as u64 > self.loaded
    }
}

/// What a command comes to, if its streams stand where they were loaded.
pub(super) struct Decided {
    pub(super) append: Append,
    pub(super) named: Vec<(usize, StreamId)>,
}

/// What the command has said so far, in order.
#[derive(Default)]
struct Said {
    /// Runs of facts of one stream: positions follow the order of the requests.
    runs: Vec<StreamFacts>,
    outcome: Vec<OutcomeFact>,
    named: Vec<(usize, StreamId)>,
}

/// Decides a command on its streams. What its facts name is still to be [checked](check_references).
pub(super) async fn decide(
    clock: &dyn Clock,
    command: &Command,
    working: &mut BTreeMap<StreamId, Working>,
) -> Result<Decided, CommandError> {
    let at = circumstances(clock);
    check_version(command, working)?;
    let mut said = Said::default();
    for (index, request) in command.requests.iter().enumerate() {
        let refused = |refusal| CommandError::Refused { at: index, refusal };
        let Some(stream) = working.get_mut(&request.stream) else { continue };
        let facts = stream.ongoing.decide(request.occurred, request.ask.clone(), &at).await.map_err(refused)?;
        for happened in facts {
            said.named.extend(references(&happened.fact).into_iter().map(|stream| (index, stream)));
            let draft = Draft {
                id: new_fact_id(clock),
                stream: request.stream.clone(),
                version: stream.ongoing.past().len() as u64 + 1,
                occurred: happened.on,
                fact: happened.fact,
                command: command.id,
                context: request.context.clone(),
            };
            said.add(&draft, command).map_err(refused)?;
            // Its position is not known before the append, and nobody can name its id before the answer.
            stream.ongoing.learn(Past {
                id: draft.id,
                position: 0,
                happened: Happened { on: draft.occurred, fact: draft.fact },
            });
        }
    }
    let outcome = serde_json::to_vec(&said.outcome).map_err(|error| ReadError::Unavailable(error.to_string()))?;
    let append = Append {
        space: command.space.clone(),
        command: command.id,
        request: command.request,
        streams: said.runs,
        outcome,
    };
    Ok(Decided { append, named: said.named })
}

/// The version that the caller saw, where he says one, must still hold.
pub(super) fn check_version(command: &Command, working: &BTreeMap<StreamId, Working>) -> Result<(), CommandError> {
    let Some((stream, expected)) = &command.if_version else { return Ok(()) };
    let actual = working.get(stream).map_or(0, |stream| stream.loaded);
    if actual == *expected {
        Ok(())
    } else {
        Err(CommandError::Stale { stream: stream.clone(), expected: *expected, actual })
    }
}

impl Said {
    fn add(&mut self, draft: &Draft, command: &Command) -> Result<(), Refusal> {
        let sealed = draft.seal(&command.space).map_err(|_| Refusal::new("unreadable-payload"))?;
        match self.runs.last_mut().filter(|run| run.stream == draft.stream) {
            Some(run) => run.facts.push(sealed),
            None => self.runs.push(StreamFacts {
                stream: draft.stream.clone(),
                expected: draft.version - 1,
                facts: vec![sealed],
            }),
        }
        self.outcome.push(OutcomeFact {
            id: draft.id,
            stream: draft.stream.clone(),
            version: draft.version,
            kind: draft.fact.kind().to_owned(),
            data: draft.fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?,
        });
        Ok(())
    }
}

/// The streams of a command as the log holds them now.
pub(super) fn loaded(
    space: &SpaceId,
    streams: &[StreamId],
    stored: Vec<Vec<StoredFact>>,
) -> Result<BTreeMap<StreamId, Working>, ReadError> {
    let load = |(stream, facts): (&StreamId, _)| {
        Ok((stream.clone(), Working::new(Ongoing::new(stream.clone(), past(space, facts)?))))
    };
    streams.iter().zip(stored).map(load).collect()
}

/// A stream as the rules take it.
pub(crate) async fn read_past(log: &dyn FactLog, space: &SpaceId, stream: &StreamId) -> Result<Vec<Past>, ReadError> {
    past(space, log.read_stream(space, stream).await?)
}

fn past(space: &SpaceId, stored: Vec<StoredFact>) -> Result<Vec<Past>, ReadError> {
    let read = |fact: StoredFact| match Recorded::read(&fact.bytes) {
        Ok(recorded) => Ok(Past {
            id: fact.id,
            position: fact.position,
            happened: Happened { on: recorded.occurred, fact: recorded.fact },
        }),
        Err(why) => Err(ReadError::Corrupt { space: space.clone(), position: fact.position, why: why.to_string() }),
    };
    stored.into_iter().map(read).collect()
}

/// Every stream that a new fact names must be in the log or get its first fact from this very command.
pub(super) async fn check_references(
    log: &dyn FactLog,
    memory: &Memory,
    command: &Command,
    working: &BTreeMap<StreamId, Working>,
    named: Vec<(usize, StreamId)>,
) -> Result<(), CommandError> {
    let here = |stream: &StreamId| working.get(stream).is_some_and(|it| !it.ongoing.past().is_empty());
    let mut elsewhere: HashMap<StreamId, usize> = HashMap::new();
    for (at, stream) in named {
        if !here(&stream) && !memory.is_there(&command.space, &stream) {
            elsewhere.entry(stream).or_insert(at);
        }
    }
    let (streams, requests): (Vec<StreamId>, Vec<usize>) = elsewhere.into_iter().unzip();
    if streams.is_empty() {
        return Ok(());
    }
    let versions = log.versions(&command.space, &streams).await?;
    memory.are_there(
        &command.space,
        streams.iter().zip(&versions).filter(|(_, version)| **version > 0).map(|(stream, _)| stream),
    );
    let missing = streams.iter().zip(requests).zip(versions).filter(|(_, version)| *version == 0).map(|(it, _)| it);
    match missing.min_by_key(|(stream, at)| (*at, (*stream).clone())) {
        Some((stream, at)) => {
            Err(CommandError::Refused { at, refusal: Refusal::new("reference-unknown").with("stream", stream) })
        }
        None => Ok(()),
    }
}
