//! A log in memory, with what a projector asks of it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use async_trait::async_trait;
use maillage_events::amendment::{FactCancelled, FactCorrected};
use maillage_events::declare::Example;
use maillage_events::envelope::{Channel, Context, Draft, RecordedAt, Salt};
use maillage_events::fact::Fact;
use maillage_events::id::{CommandId, FactId, Id, SpaceId, StreamId};
use maillage_events::session::SessionHeld;
use maillage_events::when::OccurredOn;
use maillage_log::clock::{Clock, SetClock};
use maillage_log::log::{
    AppendedSpaces, DecisionInput, Digests, FactReads, Head, Page, ReadError, Receipt, StoredFact, Visit, one_by_one,
};
use tokio::sync::{broadcast, watch};

#[derive(Debug)]
pub struct MemoryLog {
    spaces: RwLock<BTreeMap<SpaceId, Vec<StoredFact>>>,
    appended: watch::Sender<u64>,
    appended_spaces: broadcast::Sender<Option<SpaceId>>,
    skipped: RwLock<u64>,
    /// Facts that were shown to visitors since the last look.
    pub shown: AtomicU64,
    /// Whether appends are those of another process: nobody is told of them.
    pub muted: AtomicBool,
    /// How often all heads were asked for in one question.
    pub looks: AtomicU64,
    /// How often the head of one space was asked for.
    pub heads_asked: AtomicU64,
    /// How often it was asked what facts are.
    pub digests_asked: AtomicU64,
}

pub fn space() -> SpaceId {
    SpaceId::new("essai").unwrap()
}

impl MemoryLog {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            spaces: RwLock::default(),
            appended: watch::Sender::new(0),
            appended_spaces: broadcast::Sender::new(4096),
            skipped: RwLock::new(0),
            shown: AtomicU64::new(0),
            muted: AtomicBool::new(false),
            looks: AtomicU64::new(0),
            heads_asked: AtomicU64::new(0),
            digests_asked: AtomicU64::new(0),
        })
    }

    /// Appends a fact recorded one second after the one before.
    pub fn push(&self, stream: &str, fact: impl Into<Fact>) -> FactId {
        self.push_in(&space(), stream, fact)
    }

    /// The same in any space.
    pub fn push_in(&self, space: &SpaceId, stream: &str, fact: impl Into<Fact>) -> FactId {
        let fact = fact.into();
        let mut spaces = self.spaces.write().unwrap();
        let facts = spaces.entry(space.clone()).or_default();
        let position = facts.len() as u64 + 1 + *self.skipped.read().unwrap();
        let id = FactId(uuid::Uuid::from_u128(u128::from(position)));
        let kind = fact.kind().to_owned();
        let occurred = OccurredOn::Year(2016);
        let draft = Draft {
            id,
            stream: stream.parse().unwrap(),
            version: position,
            occurred,
            fact,
            command: CommandId::derived("c"),
            context: Context::new(Id::new("compte-1").unwrap(), Channel::Entry),
            salt: Salt::default(),
        };
        let recorded_at = RecordedAt(i64::try_from(position).unwrap() * 1_000_000);
        let bytes = draft.seal(space).unwrap().bytes(position, recorded_at);
        facts.push(StoredFact {
            position,
            recorded_at,
            id,
            stream: stream.to_owned(),
            version: position,
            kind,
            occurred: occurred.to_string(),
            bytes,
        });
        drop(spaces);
        if !self.muted.load(Ordering::SeqCst) {
            self.appended.send_modify(|count| *count += 1);
            let _ = self.appended_spaces.send(Some(space.clone()));
        }
        id
    }

    pub fn held(&self, session: u32, minutes: u32) -> FactId {
        let fact: maillage_events::session::SessionFact =
            SessionHeld { minutes: Some(minutes), ..SessionHeld::default() }.into();
        self.push(&format!("session/s-{session}"), fact)
    }

    fn at(&self, position: u64) -> StoredFact {
        self.spaces.read().unwrap()[&space()][usize::try_from(position).unwrap() - 1].clone()
    }

    pub fn correct(&self, position: u64, minutes: u32) {
        let target = self.at(position);
        let held = SessionHeld { minutes: Some(minutes), ..SessionHeld::default() };
        let fact: maillage_events::amendment::AmendmentFact = FactCorrected {
            target: target.id,
            target_position: position,
            fact: Box::new(held.into()),
            motive: "m".into(),
            ..FactCorrected::example()
        }
        .into();
        self.push(&target.stream, fact);
    }

    pub fn cancel(&self, position: u64) {
        let target = self.at(position);
        let fact: maillage_events::amendment::AmendmentFact = FactCancelled {
            target: target.id,
            target_position: position,
            kind: target.kind,
            ..FactCancelled::example()
        }
        .into();
        self.push(&target.stream, fact);
    }

    /// Leaves a hole: the next fact stands one position further.
    pub fn skip(&self) {
        *self.skipped.write().unwrap() += 1;
    }

    pub fn len(&self) -> u64 {
        self.facts(&space()).last().map_or(0, |fact| fact.position)
    }

    fn facts(&self, space: &SpaceId) -> Vec<StoredFact> {
        self.spaces.read().unwrap().get(space).cloned().unwrap_or_default()
    }
}

#[async_trait]
impl FactReads for MemoryLog {
    async fn receipt(&self, _: &SpaceId, _: CommandId) -> Result<Option<(Receipt, [u8; 32])>, ReadError> {
        Ok(None)
    }
    async fn read(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Vec<StoredFact>, ReadError> {
        Ok(self.facts(space).into_iter().filter(|fact| fact.position > after).take(limit).collect())
    }
    async fn pages(&self, pages: &[Page]) -> Result<Vec<Vec<StoredFact>>, ReadError> {
        one_by_one::pages(self, pages).await
    }
    async fn read_stream(&self, space: &SpaceId, stream: &StreamId) -> Result<Vec<StoredFact>, ReadError> {
        let name = stream.to_string();
        Ok(self.facts(space).into_iter().filter(|fact| fact.stream == name).collect())
    }
    async fn read_for_decision(
        &self,
        space: &SpaceId,
        command: CommandId,
        streams: &[StreamId],
    ) -> Result<DecisionInput, ReadError> {
        one_by_one::read_for_decision(self, space, command, streams).await
    }
    async fn find(&self, space: &SpaceId, id: FactId) -> Result<Option<StoredFact>, ReadError> {
        Ok(self.facts(space).into_iter().find(|fact| fact.id == id))
    }
    async fn versions(&self, _: &SpaceId, _: &[StreamId]) -> Result<Vec<u64>, ReadError> {
        Ok(Vec::new())
    }
    async fn head(&self, space: &SpaceId) -> Result<Head, ReadError> {
        self.heads_asked.fetch_add(1, Ordering::SeqCst);
        Ok(self
            .facts(space)
            .last()
            .map_or_else(Head::default, |fact| Head { position: fact.position, recorded_at: fact.recorded_at }))
    }
    async fn heads(&self) -> Result<Vec<(SpaceId, Head)>, ReadError> {
        self.looks.fetch_add(1, Ordering::SeqCst);
        let head = |(space, facts): (&SpaceId, &Vec<StoredFact>)| {
            let last = facts.last()?;
            Some((space.clone(), Head { position: last.position, recorded_at: last.recorded_at }))
        };
        Ok(self.spaces.read().unwrap().iter().filter_map(head).collect())
    }
    async fn position_at(&self, space: &SpaceId, moment: RecordedAt) -> Result<u64, ReadError> {
        Ok(self.facts(space).iter().rev().find(|fact| fact.recorded_at <= moment).map_or(0, |fact| fact.position))
    }
    async fn digests(&self, space: &SpaceId, after: u64, limit: usize) -> Result<Digests, ReadError> {
        self.digests_asked.fetch_add(1, Ordering::SeqCst);
        one_by_one::digests(self, space, after, limit).await
    }
    async fn spaces(&self) -> Result<Vec<SpaceId>, ReadError> {
        Ok(self.spaces.read().unwrap().keys().cloned().collect())
    }
    fn scan(
        &self,
        space: &SpaceId,
        after: u64,
        until: Option<u64>,
        kinds: Option<&[&str]>,
        visit: Visit<'_>,
    ) -> Result<u64, ReadError> {
        let mut last = after;
        for fact in self.facts(space) {
            let wanted = kinds.is_none_or(|kinds| kinds.contains(&fact.kind.as_str()));
            if fact.position > after && until.is_none_or(|until| fact.position <= until) && wanted {
                last = fact.position;
                self.shown.fetch_add(1, Ordering::SeqCst);
                if let ControlFlow::Break(()) = visit(fact.view()) {
                    break;
                }
            }
        }
        Ok(last)
    }
    fn appended(&self) -> watch::Receiver<u64> {
        self.appended.subscribe()
    }
    fn appended_spaces(&self) -> AppendedSpaces {
        self.appended_spaces.subscribe()
    }
    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(SetClock::at("1970-01-01T01:00:00Z".parse().unwrap()))
    }
}
