//! Checks that every stream named by new facts exists.

use std::collections::{BTreeMap, HashMap};

use maillage_events::id::StreamId;
use maillage_events::refusal::Refusal;

use super::command::{Command, CommandError};
use super::stream_cache::StreamCache;
use super::stream_state::StreamState;
use crate::log::FactReads;

/// Every stream that a new fact names must be in the log or get its first fact from this very command. `named`: the
/// index of the ask, and the stream that its facts name.
pub(super) async fn check(
    log: &dyn FactReads,
    cache: &StreamCache,
    command: &Command,
    streams: &BTreeMap<StreamId, StreamState>,
    named: Vec<(usize, StreamId)>,
) -> Result<(), CommandError> {
    let here = |stream: &StreamId| streams.get(stream).is_some_and(|it| !it.past.facts().is_empty());
    let mut elsewhere: HashMap<StreamId, usize> = HashMap::new();
    for (index, stream) in named {
        if !here(&stream) && !cache.exists(&command.space, &stream) {
            elsewhere.entry(stream).or_insert(index);
        }
    }
    let (streams, indices): (Vec<StreamId>, Vec<usize>) = elsewhere.into_iter().unzip();
    if streams.is_empty() {
        return Ok(());
    }
    let versions = log.versions(&command.space, &streams).await?;
    let existing = streams.iter().zip(&versions).filter(|(_, version)| **version > 0).map(|(stream, _)| stream);
    cache.note_existing(&command.space, existing);
    let missing = streams.iter().zip(indices).zip(versions).filter(|(_, version)| *version == 0).map(|(it, _)| it);
    match missing.min_by_key(|(stream, index)| (*index, (*stream).clone())) {
        Some((stream, index)) => {
            Err(CommandError::Refused { index, refusal: Refusal::new("reference-unknown").with("stream", stream) })
        }
        None => Ok(()),
    }
}
