//! The log as a projector fed by the topic sees it: what was consumed comes from memory, all else from the log
//! underneath.
//!
//! The topic is never the truth. What it has not (older facts, a gap, a record that is no fact) is read from the log;
//! it only tells how far to go and spares the log the reading.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::envelope::RecordedAt;
use maillage_events::id::{CommandId, FactId, SpaceId, StreamId};
use maillage_log::clock::Clock;
use maillage_log::log::{Append, AppendError, FactLog, Head, ReadError, Receipt, StoredFact, Visit};
use tokio::sync::watch;

use super::feed::Feed;
use super::run::Piece;

/// Held facts that are shown between two looks at the feed.
const CHUNK: usize = 256;

/// A log whose end is what was consumed of it.
pub(super) struct TopicLog {
    pub(super) feed: Arc<Feed>,
    pub(super) log: Arc<dyn FactLog>,
}

impl fmt::Debug for TopicLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopicLog").field("log", &self.log).finish_non_exhaustive()
    }
}

/// The topic has a fact after a position that the log has not: the log has a hole, or is not the one that the topic was
/// filled from.
fn hole(space: &SpaceId, reached: u64, until: u64) -> ReadError {
    ReadError::Hole { space: space.clone(), expected: reached + 1, found: until + 1 }
}

#[async_trait]
impl FactLog for TopicLog {
    async fn append(&self, append: Append) -> Result<Receipt, AppendError> {
        self.log.append(append).await
    }

    async fn receipt(&self, space: &SpaceId, command: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
        self.log.receipt(space, command).await
    }

    /// Not beyond the end that is known here, unless it is asked for what comes after it.
    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        let mut facts: Vec<StoredFact> = Vec::new();
        let mut at = after;
        while facts.len() < limit {
            let most = limit - facts.len();
            match self.feed.piece(space, at, most) {
                None if at == after => return self.log.read(space, after, limit).await,
                None => break,
                Some(Piece::Held(held)) => facts.extend(held.iter().map(|fact| StoredFact::clone(fact))),
                Some(Piece::InLog(until, held)) => {
                    let wanted = usize::try_from(until - at).unwrap_or(usize::MAX);
                    let read = self.log.read(space, at, wanted.min(most)).await?;
                    let ended = read.len() < wanted.min(most);
                    facts.extend(read);
                    let reached = facts.last().map_or(after, |fact| fact.position);
                    if ended && held {
                        return Err(hole(space, reached, until));
                    }
                    if ended {
                        break;
                    }
                }
            }
            at = facts.last().map_or(after, |fact| fact.position);
        }
        Ok(facts)
    }

    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError> {
        self.log.read_stream(space, stream).await
    }

    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError> {
        self.log.find(space, id).await
    }

    async fn versions(&self, space: &SpaceId, streams: &[StreamId]) -> Result<Vec<u64>, ReadError> {
        self.log.versions(space, streams).await
    }

    /// The last position that was consumed, for a space that is followed.
    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        match self.feed.head(space) {
            Some(head) => Ok(head),
            None => self.log.head(space).await,
        }
    }

    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError> {
        self.log.position_at(space, moment).await
    }

    /// The spaces that are followed here.
    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        Ok(self.feed.listed())
    }

    fn scan(
        &self,
        space: &SpaceId,
        after: u64,
        until: Option<u64>,
        kinds: Option<&[&str]>,
        visit: Visit<'_>,
    ) -> Result<u64, ReadError> {
        let Some(until) = until.or_else(|| self.feed.head(space).map(|head| head.position)) else {
            return self.log.scan(space, after, None, kinds, visit);
        };
        let mut at = after;
        while at < until {
            let (to, held_after) = match self.feed.piece(space, at, CHUNK) {
                Some(Piece::Held(held)) => {
                    for fact in held.iter().take_while(|fact| fact.position <= until) {
                        at = fact.position;
                        let wanted = kinds.is_none_or(|kinds| kinds.contains(&fact.kind.as_str()));
                        if wanted && visit(fact.view()).is_break() {
                            return Ok(at);
                        }
                    }
                    continue;
                }
                Some(Piece::InLog(to, held)) => (to.min(until), held && to < until),
                None => (until, false),
            };
            let mut broke = false;
            let reached = self.log.scan(space, at, Some(to), kinds, &mut |fact| {
                let flow = visit(fact);
                broke = flow == ControlFlow::Break(());
                flow
            })?;
            if broke {
                return Ok(reached);
            }
            // A scan that picks kinds does not tell where the log ends.
            if kinds.is_none() && reached < to {
                return if held_after { Err(hole(space, reached, to)) } else { Ok(reached) };
            }
            at = to;
        }
        Ok(at.max(after))
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.feed.appended.subscribe()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.log.clock()
    }
}
