//! cqrs-es's `EventStore` over our log, for those who write `CqrsFramework::new(…)`.
//!
//! Maillage itself goes through the [executor](crate::executor): the framework retries no conflict, tells no position
//! and runs its queries after the commit with no way to fail. What it reads and writes here is the same log with the
//! same promises.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use cqrs_es::{Aggregate, AggregateContext, AggregateError, EventEnvelope, EventStore};
use maillage_events::decide::{Circumstances, PastFact, effective};
use maillage_events::envelope::{Context, Draft};
use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::happened::Happened;
use maillage_events::id::{CommandId, Id, SpaceId, StreamId};
use maillage_events::refusal::Refusal;
use sha2::{Digest, Sha256};

use crate::clock::{new_fact_chance, new_uuid};
use crate::executor::load::read_past;
use crate::log::{Append, AppendError, FactLog, StreamFacts};

/// Metadata key of the command id (a UUID); given by the caller to make a retry recognisable.
pub const COMMAND: &str = "command";
/// Metadata key of a fact's position, in what this store gives back.
pub const POSITION: &str = "position";

/// One family of one space, as an event store.
#[derive(Debug, Clone)]
pub struct CqrsStore<F> {
    log: Arc<dyn FactLog>,
    space: SpaceId,
    family: Family,
    context: Context,
    facts: PhantomData<fn() -> F>,
}

impl<F> CqrsStore<F> {
    /// The streams of a family in a space; what is written says who and how by `context`.
    pub fn new(log: Arc<dyn FactLog>, space: SpaceId, family: Family, context: Context) -> Self {
        Self { log, space, family, context, facts: PhantomData }
    }
}

/// An aggregate, and the version of its stream that it stands on.
#[derive(Debug)]
pub struct LoadedAggregate<A> {
    stream: StreamId,
    version: u64,
    aggregate: A,
}

impl<A: Aggregate> AggregateContext<A> for LoadedAggregate<A> {
    fn aggregate(&mut self) -> &mut A {
        &mut self.aggregate
    }
}

type StoreError = AggregateError<Refusal>;

fn unexpected(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    AggregateError::UnexpectedError(Box::new(error))
}

fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    AggregateError::DatabaseConnectionError(Box::new(error))
}

impl<F> CqrsStore<F> {
    async fn past(&self, id: &str) -> Result<(StreamId, Vec<PastFact>), StoreError> {
        let stream = StreamId::new(self.family, Id::new(id).map_err(unexpected)?);
        let past = read_past(self.log.as_ref(), &self.space, &stream).await.map_err(unavailable)?;
        Ok((stream, past))
    }
}

impl<A, F> EventStore<A> for CqrsStore<F>
where
    A: Aggregate<Event = Happened<F>, Error = Refusal, Services = Circumstances>,
    F: TryFrom<Fact> + Into<Fact> + Clone + Send + Sync,
{
    type AC = LoadedAggregate<A>;

    /// The facts as recorded; corrections and cancellations are not events of the aggregate and are left out.
    async fn load_events(&self, aggregate_id: &str) -> Result<Vec<EventEnvelope<A>>, StoreError> {
        let (_, past) = self.past(aggregate_id).await?;
        let envelope = |(sequence, entry): (usize, PastFact)| {
            let payload = Happened { on: entry.happened.on, fact: F::try_from(entry.happened.fact).ok()? };
            let metadata = HashMap::from([(POSITION.to_owned(), entry.position.to_string())]);
            Some(EventEnvelope { aggregate_id: aggregate_id.to_owned(), sequence, payload, metadata })
        };
        Ok((1..).zip(past).filter_map(envelope).collect())
    }

    /// The aggregate as it reads with its corrections and cancellations.
    async fn load_aggregate(&self, aggregate_id: &str) -> Result<LoadedAggregate<A>, StoreError> {
        let (stream, past) = self.past(aggregate_id).await?;
        let mut aggregate = A::default();
        for happened in effective(&past) {
            if let Ok(fact) = F::try_from(happened.fact) {
                aggregate.apply(Happened { on: happened.on, fact });
            }
        }
        Ok(LoadedAggregate { stream, version: past.len() as u64, aggregate })
    }

    /// Appends the events. A repeat of a command gives no events, so that queries do not take them twice.
    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: LoadedAggregate<A>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, StoreError> {
        let clock = self.log.clock();
        let command = match metadata.get(COMMAND) {
            Some(id) => id.parse().map_err(unexpected)?,
            None => CommandId(new_uuid(clock.as_ref())),
        };
        // The framework does not show the command, and a retry decides from another state: the stream is all that
        // can be compared.
        let fingerprint = Sha256::digest(context.stream.to_string()).into();
        let mut facts = Vec::with_capacity(events.len());
        for (version, event) in (context.version + 1..).zip(&events) {
            let Happened { on: occurred, fact } = event.clone().map(Into::into);
            let (stream, context) = (context.stream.clone(), self.context.clone());
            let (id, salt) = new_fact_chance(clock.as_ref());
            let draft = Draft { id, stream, version, occurred, fact, command, context, salt };
            facts.push(draft.seal(&self.space).map_err(AggregateError::UserError)?);
        }
        let aggregate_id = context.stream.id.to_string();
        let streams = vec![StreamFacts { stream: context.stream, expected: context.version, facts }];
        let append = Append {
            space: self.space.clone(),
            command,
            fingerprint,
            streams,
            register: None,
            head: None,
            outcome: b"[]".to_vec(),
        };
        let receipt = self.log.append(append).await.map_err(|error| match error {
            AppendError::Conflict { .. } | AppendError::RegisterMoved { .. } | AppendError::HeadMoved { .. } => {
                AggregateError::AggregateConflict
            }
            AppendError::Stopped(_) | AppendError::Unavailable(_) => unavailable(error),
            AppendError::CommandReused(_) | AppendError::Malformed(_) => unexpected(error),
        })?;
        if receipt.repeated {
            return Ok(Vec::new());
        }
        let place = |(at, payload): (u64, A::Event)| {
            let mut metadata = metadata.clone();
            metadata.insert(POSITION.to_owned(), (receipt.first + at).to_string());
            let sequence = usize::try_from(context.version + at + 1).unwrap_or(usize::MAX);
            EventEnvelope { aggregate_id: aggregate_id.clone(), sequence, payload, metadata }
        };
        Ok((0..).zip(events).map(place).collect())
    }
}
