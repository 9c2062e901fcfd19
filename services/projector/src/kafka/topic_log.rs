//! The log as a projector fed by the topic sees it: what was consumed comes from memory, all else from the log
//! underneath.
//!
//! The topic is never the truth. What it has not (older facts, a gap, a record that is no fact, or not the log's) is
//! read from the log; it only tells that there is more, and spares the log the reading. What it brings is shown to a
//! fold only once the log confirmed it, a batch a question.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use async_trait::async_trait;
use maillage_events::id::SpaceId;
use maillage_log::delegate_reads;
use maillage_log::log::{FactReads, Head, Page, ReadError, StoredFact, Visit, one_by_one};
use tokio::sync::watch;

use super::feed::Feed;
use super::space_backlog::NextFacts;

/// Held facts that are shown between two looks at the feed.
const CHUNK: usize = 256;

/// Questions about one space between two of its steps: the others wait for their turn.
const QUESTIONS: usize = 64;

/// Places that one line of the operator's log names.
const NAMED: usize = 16;

/// A log whose end is what was consumed of it.
pub(super) struct TopicLog {
    pub(super) feed: Arc<Feed>,
    pub(super) log: Arc<dyn FactReads>,
    /// The topic that was consumed.
    pub(super) topic: String,
}

impl TopicLog {
    /// Holds what came of a space to the log. What the log has not is set aside, and no fold ever sees it.
    pub(super) async fn confirm(&self, space: &SpaceId) -> Result<(), ReadError> {
        for _ in 0..QUESTIONS {
            let Some(claims) = self.feed.claims(space) else { return Ok(()) };
            let there = self.log.digests(space, claims.after, claims.limit).await?;
            let lies = claims.lies(&there);
            let refused = self.feed.judge(space, &claims, &there, &lies);
            if !refused.is_empty() {
                let places: Vec<(i32, i64)> = refused.iter().take(NAMED).map(|at| (at.partition, at.offset)).collect();
                tracing::error!(
                    %space,
                    topic = self.topic,
                    records = refused.len(),
                    ?places,
                    "records of the topic are not what the log has: they are set aside, and the log is read there"
                );
            }
            if !claims.more {
                return Ok(());
            }
        }
        Ok(())
    }
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
impl FactReads for TopicLog {
    /// Not beyond the end that is known here, unless it is asked for what comes after it.
    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        let mut facts: Vec<StoredFact> = Vec::new();
        let mut at = after;
        while facts.len() < limit {
            let most = limit - facts.len();
            match self.feed.next_facts(space, at, most) {
                None if at == after => return self.log.read(space, after, limit).await,
                None => break,
                Some(NextFacts::Held(held)) => facts.extend(held.iter().map(|fact| StoredFact::clone(fact))),
                Some(NextFacts::InLog(until, held)) => {
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

    /// The last position that is known to be in the log, for a space that is followed.
    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        match self.feed.head(space) {
            Some(head) => Ok(head),
            None => self.log.head(space).await,
        }
    }

    /// The spaces that are followed here.
    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        Ok(self.feed.listed())
    }

    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
        one_by_one::pages(self, pages).await
    }

    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        one_by_one::heads(self).await
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
            let (to, held_after) = match self.feed.next_facts(space, at, CHUNK) {
                Some(NextFacts::Held(held)) => {
                    for fact in held.iter().take_while(|fact| fact.position <= until) {
                        at = fact.position;
                        let wanted = kinds.is_none_or(|kinds| kinds.contains(&fact.kind.as_str()));
                        if wanted && visit(fact.view()).is_break() {
                            return Ok(at);
                        }
                    }
                    continue;
                }
                Some(NextFacts::InLog(to, held)) => (to.min(until), held && to < until),
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

    delegate_reads!(log: receipt, read_stream, read_for_decision, find, versions, position_at, digests);
    delegate_reads!(log: appended_spaces, clock);
}
