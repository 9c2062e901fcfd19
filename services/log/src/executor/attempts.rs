//! A command carried out when its turn has come: decided from the cache first, from the log when that is not enough,
//! and again when another process moved its streams or the register that it was judged on.
//!
//! ```text
//!   turn ─▶ cache ── every stream remembered, every one gets a fact ──▶ append ──▶ answer
//!             │ otherwise, or the append says that the cache is behind
//!             ▼
//!         log.read_for_decision ── has a receipt ──▶ the first answer
//!             │   ▲
//!             ▼   └── conflict: at most 64 times ──┐
//!          decide ── refused ──▶ refusal         append ──▶ answer
//!             └──────────── facts ──────────────────▲
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::tz::TimeZone;
use maillage_events::id::{FactId, StreamId};

use super::command::{Command, CommandError, Outcome};
use super::decide_command::{CommandFacts, decide_command};
use super::register_use::{Reading, RegisterUse};
use super::registers::Registers;
use super::removals::Namers;
use super::repeats::{first_answer, outcome_of};
use super::stream_cache::StreamCache;
use super::stream_queues::Ticket;
use super::stream_state::StreamState;
use super::{load, references};
use crate::log::{Append, AppendError, FactLog, Receipt};
use crate::zones::Zones;

/// How often a command is decided again because another process moved its streams or the register. A process without
/// the stream in cache may lose several races against one that has it; once it wins, it has the cache too.
const ATTEMPTS: usize = 64;

/// Waits for the ticket, then decides and appends.
pub(super) async fn execute_in_turn(
    log: Arc<dyn FactLog>,
    cache: StreamCache,
    registers: Registers,
    zones: Zones,
    command: Command,
    streams: BTreeSet<StreamId>,
    mut ticket: Ticket,
) -> Result<Outcome, CommandError> {
    ticket.wait().await;
    let asks = command.asks.iter().map(|stream_ask| &stream_ask.ask);
    let zone = zones.for_asks(log.as_ref(), &command.space, asks).await?;
    if !command.asks.iter().any(|stream_ask| stream_ask.ask.amends())
        && let Some(remembered) = cache.take(&command.space, &streams)
        && let Some(appended) = append_from_cache(log.as_ref(), &cache, &registers, &zone, &command, remembered).await
    {
        return appended.map_err(Into::into).and_then(outcome_of);
    }
    let names: Vec<StreamId> = streams.into_iter().collect();
    let (mut attempts, mut namers) = (1, Namers::default());
    loop {
        let input = log.read_for_decision(&command.space, command.id, &names).await?;
        if let Some((receipt, first_fingerprint)) = input.receipt {
            return first_answer(&command, receipt, first_fingerprint);
        }
        let mut streams = load::streams(&command.space, &names, input.streams)?;
        let mut register = RegisterUse::new(&registers, &command.space, Reading::CaughtUp);
        let decided = decide_command(log.clock().as_ref(), &zone, &command, &mut streams, &mut register).await;
        let CommandFacts { mut append, named } = match decided {
            Ok(facts) => facts,
            Err(refused) => {
                // Cache the unchanged streams, so that a refused command does not cost the next one a read.
                streams.retain(|_, stream| !stream.has_new_facts());
                cache.keep(&command.space, streams);
                return Err(refused);
            }
        };
        references::check(log.as_ref(), &cache, &mut register, &command, &streams, named).await?;
        append.register = register.position();
        append.head = namers.check(&log, &command, &streams).await?;
        match append_and_keep(log.as_ref(), &cache, append, streams, register).await {
            Ok(receipt) => return outcome_of(receipt),
            Err(AppendError::Conflict { .. } | AppendError::RegisterMoved { .. } | AppendError::HeadMoved { .. })
                if attempts < ATTEMPTS =>
            {
                attempts += 1
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// `None` when the log must be read: the command was refused from the cache, or a stream got no fact (the append would
/// not check its version), or the cache was behind, of its streams or of the register.
async fn append_from_cache(
    log: &dyn FactLog,
    cache: &StreamCache,
    registers: &Registers,
    zone: &TimeZone,
    command: &Command,
    mut streams: BTreeMap<StreamId, StreamState>,
) -> Option<Result<Receipt, AppendError>> {
    let mut register = RegisterUse::new(registers, &command.space, Reading::LastKnown);
    let decided = decide_command(log.clock().as_ref(), zone, command, &mut streams, &mut register).await;
    let CommandFacts { mut append, named } = decided.ok()?;
    if !streams.values().all(StreamState::has_new_facts) {
        return None;
    }
    references::check(log, cache, &mut register, command, &streams, named).await.ok()?;
    append.register = register.position();
    match append_and_keep(log, cache, append, streams, register).await {
        Err(AppendError::Conflict { .. } | AppendError::RegisterMoved { .. } | AppendError::HeadMoved { .. }) => None,
        appended => Some(appended),
    }
}

/// Appends, and caches the streams and the register as they then stand.
async fn append_and_keep(
    log: &dyn FactLog,
    cache: &StreamCache,
    append: Append,
    mut streams: BTreeMap<StreamId, StreamState>,
    register: RegisterUse<'_>,
) -> Result<Receipt, AppendError> {
    let space = append.space.clone();
    let ids: Vec<FactId> = append.streams.iter().flat_map(|part| &part.facts).map(|fact| fact.id).collect();
    let receipt = log.append(append).await?;
    // A repeat appended nothing, so the facts decided now must not be cached.
    if !receipt.repeated {
        let positions: HashMap<FactId, u64> = ids.into_iter().zip(receipt.first..).collect();
        let position = |id| positions.get(&id).copied();
        streams.values_mut().for_each(|stream| stream.past.set_positions(receipt.recorded_at, position));
        register.appended(&receipt, &positions);
        cache.keep(&space, streams);
    }
    Ok(receipt)
}
