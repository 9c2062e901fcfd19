//! The registers that this process caches, one a space: rules over several streams are judged on them.
//!
//! A cached register never decides alone, as a cached stream does not: the append says up to which position it was
//! known, and a refusal is judged again on one that was caught up.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use maillage_events::decide::PastFact;
use maillage_events::happened::Happened;
use maillage_events::id::{SpaceId, StreamId};
use maillage_events::register::{KINDS, Register, moves};
use quick_cache::Weighter;
use quick_cache::unsync::Cache;

use super::load::read_past;
use crate::log::{FactLog, ReadError};

/// Facts cached at most, over all spaces: about 100 MiB.
const MOST_FACTS: u64 = 262_144;

/// Fixed cost of a cached register, counted in facts.
const REGISTER_COST: u64 = 16;

/// A register, and the position up to which no fact of its kinds is missing.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownRegister {
    pub(super) register: Arc<Register>,
    pub(super) position: u64,
}

#[derive(Clone)]
struct ByFacts;

impl Weighter<SpaceId, KnownRegister> for ByFacts {
    fn weight(&self, _: &SpaceId, known: &KnownRegister) -> u64 {
        known.register.count() as u64 + REGISTER_COST
    }
}

/// Cheap to clone; clones share it.
#[derive(Clone)]
pub(super) struct Registers {
    log: Arc<dyn FactLog>,
    cache: Arc<Mutex<Cache<SpaceId, KnownRegister, ByFacts>>>,
}

impl std::fmt::Debug for Registers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registers").field("spaces", &self.lock().len()).finish_non_exhaustive()
    }
}

impl Registers {
    pub(super) fn new(log: Arc<dyn FactLog>) -> Self {
        Self { log, cache: Arc::new(Mutex::new(Cache::with_weighter(64, MOST_FACTS, ByFacts))) }
    }

    fn lock(&self) -> MutexGuard<'_, Cache<SpaceId, KnownRegister, ByFacts>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A space's register as it was last known; read when nothing is.
    pub(super) async fn last_known(&self, space: &SpaceId) -> Result<KnownRegister, ReadError> {
        let cached = self.lock().get(space).cloned();
        match cached {
            Some(known) => Ok(known),
            None => self.caught_up(space).await,
        }
    }

    /// The facts of a stream that the register speaks of and does not hold.
    pub(super) async fn past_of(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<PastFact>, ReadError> {
        read_past(self.log.as_ref(), space, stream).await
    }

    /// A space's register with all that the log holds now.
    pub(super) async fn caught_up(&self, space: &SpaceId) -> Result<KnownRegister, ReadError> {
        let after = self.lock().get(space).map_or(0, |known| known.position);
        let (facts, reached) = read(self.log.clone(), space.clone(), after).await?;
        if let Some(known) = self.take_in(space, after, facts, reached) {
            return Ok(known);
        }
        let (facts, reached) = read(self.log.clone(), space.clone(), 0).await?;
        Ok(self.take_in(space, 0, facts, reached).unwrap_or_default())
    }

    /// Adds what was read after a position; `None` when the cached register, dropped meanwhile, does not reach it.
    fn take_in(
        &self,
        space: &SpaceId,
        after: u64,
        facts: Vec<(StreamId, PastFact)>,
        reached: u64,
    ) -> Option<KnownRegister> {
        let mut cache = self.lock();
        // Out of the cache, so that nothing is copied while nobody else looks at it.
        let mut known = cache.remove(space).map(|(_, known)| known).unwrap_or_default();
        if known.position < after {
            return None;
        }
        known.learn(facts, reached);
        cache.insert(space.clone(), known.clone());
        Some(known)
    }

    /// Takes the facts that an append added, which was decided on a register known up to `before`: none came between.
    pub(super) fn appended(&self, space: &SpaceId, before: u64, facts: Vec<(StreamId, PastFact)>, last: u64) {
        let mut cache = self.lock();
        let Some((_, mut known)) = cache.remove(space) else { return };
        if known.position >= before {
            known.learn(facts, last);
        }
        cache.insert(space.clone(), known);
    }
}

impl KnownRegister {
    /// Learns what comes after its position; it is then known up to `reached`.
    fn learn(&mut self, facts: Vec<(StreamId, PastFact)>, reached: u64) {
        let new: Vec<_> = facts.into_iter().filter(|(_, fact)| fact.position > self.position).collect();
        if !new.is_empty() {
            let register = Arc::make_mut(&mut self.register);
            new.into_iter().for_each(|(stream, fact)| register.learn(&stream, fact));
        }
        self.position = self.position.max(reached);
    }
}

/// The facts of the register after a position, and the position reached.
async fn read(
    log: Arc<dyn FactLog>,
    space: SpaceId,
    after: u64,
) -> Result<(Vec<(StreamId, PastFact)>, u64), ReadError> {
    let scan = move || {
        let (mut facts, mut failed) = (Vec::new(), None);
        let reached = log.scan(&space, after, None, Some(KINDS), &mut |view| match view.whole() {
            Ok(recorded) if !moves(&recorded.fact) => ControlFlow::Continue(()),
            Ok(recorded) => {
                let happened = Happened { on: recorded.occurred, fact: recorded.fact };
                let (position, recorded_at) = (recorded.position, recorded.recorded_at);
                facts.push((recorded.stream, PastFact { id: recorded.id, position, recorded_at, happened }));
                ControlFlow::Continue(())
            }
            Err(why) => {
                let (space, position) = (space.clone(), view.position);
                failed = Some(ReadError::Corrupt { space, position, why: why.to_string() });
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok((facts, reached)), Err)
    };
    tokio::task::spawn_blocking(scan).await.unwrap_or_else(|error| Err(ReadError::Unavailable(error.to_string())))
}
