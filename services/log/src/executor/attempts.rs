//! A command carried out when its turn has come: decided on what is remembered first, on the log whenever that is not
//! enough, and again when another process moved its streams.
//!
//! ```text
//!   turn ─▶ cache ── every stream remembered, every one gets a fact ──▶ append ──▶ answer
//!             │ otherwise, or the append says that the cache is behind
//!             ▼
//!         log.before ── has a receipt ──▶ the first answer
//!             │   ▲
//!             ▼   └── conflict: at most 64 times ──┐
//!          decide ── refused ──▶ refusal         append ──▶ answer
//!             └──────────── facts ──────────────────▲
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use maillage_events::id::{FactId, StreamId};

use super::command::{Command, CommandError, Outcome};
use super::decide::{CommandFacts, decide};
use super::repeats::{first_answer, outcome};
use super::stream_cache::StreamCache;
use super::stream_queues::Ticket;
use super::stream_state::StreamState;
use super::{load, references};
use crate::log::{Append, AppendError, FactLog, Receipt};

/// How often a command is decided again because another process moved its streams. Whoever reads a stream first is
/// slower than one who remembers it, and may lose to him many times in a row; once he has won he remembers it too.
const ATTEMPTS: usize = 64;

/// Waits for the ticket, then decides and appends.
pub(super) async fn execute_in_turn(
    log: Arc<dyn FactLog>,
    cache: StreamCache,
    command: Command,
    streams: BTreeSet<StreamId>,
    mut ticket: Ticket,
) -> Result<Outcome, CommandError> {
    ticket.wait().await;
    if let Some(remembered) = cache.take(&command.space, &streams)
        && let Some(appended) = append_from_cache(log.as_ref(), &cache, &command, remembered).await
    {
        return appended.map_err(Into::into).and_then(outcome);
    }
    let names: Vec<StreamId> = streams.into_iter().collect();
    let mut attempts = 1;
    loop {
        let before = log.before(&command.space, command.id, &names).await?;
        if let Some((receipt, answered)) = before.receipt {
            return first_answer(&command, receipt, answered);
        }
        let mut streams = load::streams(&command.space, &names, before.streams)?;
        let CommandFacts { append, named } = match decide(log.clock().as_ref(), &command, &mut streams).await {
            Ok(facts) => facts,
            Err(refused) => {
                // What was read is worth as much as before: whoever asks for what is refused must not make the next one
                // read again.
                streams.retain(|_, stream| !stream.has_new_facts());
                cache.keep(&command.space, streams);
                return Err(refused);
            }
        };
        references::check(log.as_ref(), &cache, &command, &streams, named).await?;
        match append_and_keep(log.as_ref(), &cache, append, streams).await {
            Ok(receipt) => return outcome(receipt),
            Err(AppendError::Conflict { .. }) if attempts < ATTEMPTS => attempts += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// `None` when the log itself must be read: what is remembered refuses the command, leaves a stream as it is (so that
/// no version would be put to the test), or was behind.
async fn append_from_cache(
    log: &dyn FactLog,
    cache: &StreamCache,
    command: &Command,
    mut streams: BTreeMap<StreamId, StreamState>,
) -> Option<Result<Receipt, AppendError>> {
    let CommandFacts { append, named } = decide(log.clock().as_ref(), command, &mut streams).await.ok()?;
    if !streams.values().all(StreamState::has_new_facts) {
        return None;
    }
    references::check(log, cache, command, &streams, named).await.ok()?;
    match append_and_keep(log, cache, append, streams).await {
        Err(AppendError::Conflict { .. }) => None,
        appended => Some(appended),
    }
}

/// Appends, and remembers the streams as they then stand.
async fn append_and_keep(
    log: &dyn FactLog,
    cache: &StreamCache,
    append: Append,
    mut streams: BTreeMap<StreamId, StreamState>,
) -> Result<Receipt, AppendError> {
    let space = append.space.clone();
    let ids: Vec<FactId> = append.streams.iter().flat_map(|part| &part.facts).map(|fact| fact.id).collect();
    let receipt = log.append(append).await?;
    // The answer of an earlier time says nothing of what was decided now.
    if !receipt.repeated {
        let positions: HashMap<FactId, u64> = ids.into_iter().zip(receipt.first..).collect();
        streams.values_mut().for_each(|stream| stream.past.set_positions(|id| positions.get(&id).copied()));
        cache.keep(&space, streams);
    }
    Ok(receipt)
}
