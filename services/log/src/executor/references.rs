//! Checks that every stream named by new facts stands: it has facts, and not every one of them was cancelled.

use std::collections::{BTreeMap, BTreeSet};

use maillage_events::decide::stands;
use maillage_events::id::{SpaceId, StreamId};
use maillage_events::refusal::Refusal;

use super::command::{Command, CommandError};
use super::load::read_past;
use super::register_use::RegisterUse;
use super::stream_cache::StreamCache;
use super::stream_state::StreamState;
use crate::log::{FactReads, ReadError};

/// Every stream that a new fact names must stand in the log or get its first fact from this very command. `named`: the
/// index of the ask, and the stream that its facts name.
pub(super) async fn check(
    log: &dyn FactReads,
    cache: &StreamCache,
    register: &mut RegisterUse<'_>,
    command: &Command,
    streams: &BTreeMap<StreamId, StreamState>,
    named: Vec<(usize, StreamId)>,
) -> Result<(), CommandError> {
    let mut elsewhere: BTreeMap<StreamId, usize> = BTreeMap::new();
    for (index, stream) in named {
        match streams.get(&stream) {
            Some(here) if stands(here.past.facts()) => {}
            Some(_) => return Err(unknown(index, &stream)),
            None => _ = elsewhere.entry(stream).or_insert(index),
        }
    }
    let missing = missing(log, Some(cache), register, &command.space, elsewhere.keys()).await?;
    match missing.into_iter().filter_map(|stream| Some((*elsewhere.get(&stream)?, stream))).min() {
        Some((index, stream)) => Err(unknown(index, &stream)),
        None => Ok(()),
    }
}

fn unknown(index: usize, stream: &StreamId) -> CommandError {
    CommandError::Refused { index, refusal: Refusal::new("reference-unknown").with("stream", stream) }
}

/// Those of some streams of which nothing stands.
pub(super) async fn missing<'s>(
    log: &dyn FactReads,
    cache: Option<&StreamCache>,
    register: &mut RegisterUse<'_>,
    space: &SpaceId,
    streams: impl Iterator<Item = &'s StreamId> + Clone,
) -> Result<BTreeSet<StreamId>, ReadError> {
    if streams.clone().next().is_none() {
        return Ok(BTreeSet::new());
    }
    let is_known = |stream: &&StreamId| cache.is_some_and(|cache| cache.exists(space, stream));
    let asked: Vec<StreamId> = streams.clone().filter(|stream| !is_known(stream)).cloned().collect();
    let versions = if asked.is_empty() { Vec::new() } else { log.versions(space, &asked).await? };
    let (have, mut missing): (Vec<_>, Vec<_>) = asked.iter().zip(versions).partition(|(_, version)| *version > 0);
    if let Some(cache) = cache {
        cache.note_existing(space, have.iter().map(|(stream, _)| *stream));
    }
    let mut missing: BTreeSet<StreamId> = missing.drain(..).map(|(stream, _)| stream.clone()).collect();
    // A stream that has facts has them for ever; whether one of them stands is looked at where a first one was
    // cancelled.
    for stream in register.may_be_removed(streams).await? {
        if !missing.contains(&stream) && !stands(&read_past(log, space, &stream).await?) {
            missing.insert(stream);
        }
    }
    Ok(missing)
}
