//! A command carried out when its turn has come.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use maillage_events::id::{FactId, StreamId};

use super::attempt::{Working, check_references, decide, loaded};
use super::memory::Memory;
use super::turns::Turn;
use super::{Command, CommandError, Outcome, answer};
use crate::log::{Append, AppendError, FactLog, Receipt};

/// How often a command is decided again because another process moved its streams. Whoever reads a stream first is
/// slower than one who remembers it, and may lose to him many times in a row; once he has won he remembers it too.
const ATTEMPTS: usize = 64;

/// Decides on what is remembered, if the log can put that to the test; otherwise, and whenever the log says that memory
/// is behind, on what the log holds.
pub(super) async fn carry_out(
    log: Arc<dyn FactLog>,
    memory: Memory,
    command: Command,
    streams: BTreeSet<StreamId>,
    mut turn: Turn,
) -> Result<Outcome, CommandError> {
    turn.come().await;
    if let Some(working) = memory.take(&command.space, &streams)
        && let Some(told) = on_memory(log.as_ref(), &memory, &command, working).await
    {
        return told.and_then(answer);
    }
    let names: Vec<StreamId> = streams.into_iter().collect();
    let mut attempts = 1;
    loop {
        let before = log.before(&command.space, command.id, &names).await?;
        if let Some((receipt, request)) = before.receipt {
            return if request == command.request {
                answer(receipt)
            } else {
                Err(AppendError::CommandReused(command.id).into())
            };
        }
        let mut working = loaded(&command.space, &names, before.streams)?;
        let decided = match decide(log.clock().as_ref(), &command, &mut working).await {
            Ok(decided) => decided,
            Err(refused) => {
                // What was read is worth as much as before: whoever asks for what is refused must not make the next one
                // read again.
                working.retain(|_, stream| !stream.is_added_to());
                memory.keep(&command.space, working);
                return Err(refused);
            }
        };
        check_references(log.as_ref(), &memory, &command, &working, decided.named).await?;
        match append(log.as_ref(), &memory, decided.append, working).await {
            Ok(receipt) => return answer(receipt),
            Err(AppendError::Conflict { .. }) if attempts < ATTEMPTS => attempts += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// `None` when the log itself must be asked: what is remembered refuses the command, leaves a stream as it is, or was
/// behind.
async fn on_memory(
    log: &dyn FactLog,
    memory: &Memory,
    command: &Command,
    mut working: BTreeMap<StreamId, Working>,
) -> Option<Result<Receipt, CommandError>> {
    let decided = match decide(log.clock().as_ref(), command, &mut working).await {
        Ok(decided) => decided,
        Err(refused) => return memory.is_credulous().then_some(Err(refused)),
    };
    if !memory.is_credulous() && !working.values().all(Working::is_added_to) {
        return None;
    }
    check_references(log, memory, command, &working, decided.named).await.ok()?;
    match append(log, memory, decided.append, working).await {
        Err(AppendError::Conflict { .. }) => None,
        told => Some(told.map_err(Into::into)),
    }
}

/// Appends, and remembers the streams as they then stand.
async fn append(
    log: &dyn FactLog,
    memory: &Memory,
    append: Append,
    mut working: BTreeMap<StreamId, Working>,
) -> Result<Receipt, AppendError> {
    let space = append.space.clone();
    let ids: Vec<FactId> = append.streams.iter().flat_map(|part| &part.facts).map(|fact| fact.id).collect();
    let receipt = log.append(append).await?;
    // The answer of an earlier time says nothing of what was decided now.
    if !receipt.repeated {
        let positions: HashMap<FactId, u64> = ids.into_iter().zip(receipt.first..).collect();
        working.values_mut().for_each(|stream| stream.ongoing.place(|id| positions.get(&id).copied()));
        memory.keep(&space, working);
    }
    Ok(receipt)
}
