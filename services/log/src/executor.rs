//! From asks to appended facts: load, decide, append, and again on a conflict, a bounded number of times.
//!
//! # Layout
//! * `command`: commands and their outcomes.
//! * `stream_queues`: first come, first served, stream by stream; `attempts`: decided and appended, again on a
//!   conflict.
//! * `repeats`: the retry of a command, answered by its receipt.
//! * `load`, `decide_command`, `amendments`, `references`, `removals`: the steps of an attempt, on a `stream_state`
//!   each; `dry_run`: the same without an append.
//! * `stream_cache`: the streams of the last commands, so that they are not read again; `registers`: the same of what
//!   rules over several streams read, and `register_use`: how one command goes by it.
//! * `titles`: what the objects that a refusal names are called.

mod amendments;
mod attempts;
mod command;
mod decide_command;
mod dry_run;
pub(crate) mod load;
mod references;
mod register_use;
mod registers;
mod removals;
mod repeats;
mod stream_cache;
mod stream_queues;
mod stream_state;
#[cfg(test)]
mod tests;
mod titles;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::tz::TimeZone;
use maillage_events::decide::{Ask, Circumstances};
use maillage_events::id::{PersonRef, SpaceId, StreamId};
use maillage_events::register::other_references;

use self::attempts::execute_in_turn;
pub use self::command::{Command, CommandError, Outcome, OutcomeFact, StreamAsk};
pub use self::dry_run::DryRun;
use self::registers::Registers;
use self::stream_cache::StreamCache;
use self::stream_queues::StreamQueues;
use self::titles::titled;
use crate::clock::circumstances;
use crate::log::{AppendError, FactLog, ReadError};
use crate::zones::Zones;

/// Carries out commands on a log. Cheap to clone; clones share their queues and their cache, so one executor a process
/// keeps the order of arrival and reads little.
#[derive(Debug, Clone)]
pub struct Executor {
    log: Arc<dyn FactLog>,
    queues: StreamQueues,
    cache: StreamCache,
    registers: Registers,
    zones: Zones,
}

impl Executor {
    /// An executor on a log.
    pub fn new(log: Arc<dyn FactLog>) -> Self {
        let registers = Registers::new(log.clone());
        Self { log, queues: StreamQueues::default(), cache: StreamCache::default(), registers, zones: Zones::default() }
    }

    /// The log that it works on.
    pub fn log(&self) -> &Arc<dyn FactLog> {
        &self.log
    }

    /// The other references to a person, by merges that stand; those that were erased are nobody's any more.
    pub async fn other_references(&self, space: &SpaceId, person: PersonRef) -> Result<Vec<PersonRef>, ReadError> {
        Ok(other_references(&self.registers.caught_up(space).await?.register, person))
    }

    /// The time zone of a space, which decides its days.
    pub async fn zone(&self, space: &SpaceId) -> Result<TimeZone, ReadError> {
        self.zones.of(self.log.as_ref(), space).await
    }

    /// What a decision on some asks would know of its moment: the day in the time zone of the space.
    pub async fn circumstances<'a>(
        &self,
        space: &SpaceId,
        asks: impl IntoIterator<Item = &'a Ask>,
    ) -> Result<Circumstances, ReadError> {
        let zone = self.zones.for_asks(self.log.as_ref(), space, asks).await?;
        Ok(circumstances(self.log.clock().as_ref(), &zone))
    }

    /// Carries out a command, all of it or nothing. A repeat of its id with the same request gives the first answer.
    ///
    /// Commands on one stream are decided in the order in which this is first polled. The work goes on when the caller
    /// goes away: a dropped future does not leave anything half done, and the receipt answers the retry.
    pub async fn execute(&self, command: Command) -> Result<Outcome, CommandError> {
        let space = command.space.clone();
        let streams: BTreeSet<StreamId> = command
            .asks
            .iter()
            .map(|stream_ask| &stream_ask.stream)
            .chain(command.if_version.as_ref().map(|(stream, _)| stream))
            .cloned()
            .collect();
        let moving = command.asks.iter().any(StreamAsk::may_move_register);
        let ticket = self.queues.queue(&command.space, streams.iter().cloned(), moving);
        let (log, cache, registers) = (self.log.clone(), self.cache.clone(), self.registers.clone());
        let work = tokio::spawn(execute_in_turn(log, cache, registers, self.zones.clone(), command, streams, ticket));
        let done = work.await.unwrap_or_else(|error| Err(AppendError::Unavailable(error.to_string()).into()));
        match done {
            Err(CommandError::Refused { index, refusal }) => {
                Err(CommandError::Refused { index, refusal: titled(self.log.as_ref(), &space, refusal).await })
            }
            done => done,
        }
    }

    /// What each ask of a command would give now, without appending anything: the facts (their ids are for this answer
    /// only) or the refusal. A refused ask leaves no trace for those after it, so every refusal of an import is known
    /// at once.
    pub async fn dry_run(&self, command: &Command) -> Result<DryRun, CommandError> {
        let streams = command.asks.iter().map(|stream_ask| &stream_ask.stream).cloned().collect();
        let asks = command.asks.iter().map(|it| &it.ask);
        let zone = self.zones.for_asks(self.log.as_ref(), &command.space, asks).await?;
        let mut answers = dry_run::dry_run(self.log.as_ref(), &self.registers, &zone, command, &streams).await?;
        for refusal in answers.iter_mut().filter_map(|answer| answer.as_mut().err()) {
            *refusal = titled(self.log.as_ref(), &command.space, refusal.clone()).await;
        }
        Ok(answers)
    }
}
