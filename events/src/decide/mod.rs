//! From a stream's past and an ask to new facts, or to a refusal.
//!
//! Most asks say "record that this happened": what came about outside is reported, and the rules of its family admit or
//! refuse it. Only where Maillage itself decides the outcome (who gets a place) is the ask an imperative of its own.

mod amend;
mod past;

pub use past::{Past, effective};

use std::any::Any;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde_json::Value;

use self::amend::refuse_self_reference;
use crate::fact::Fact;
use crate::family::{Family, families};
use crate::happened::Happened;
use crate::id::{FactId, StreamId};
use crate::refusal::Refusal;
pub use crate::rules::Circumstances;
use crate::screen::screen;
use crate::session::{SessionAsk, SignupCancelled, SignupRequested};
use crate::text::Text;
use crate::when::OccurredOn;

/// What somebody asks of a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Record that this happened.
    Record(Fact),
    /// Ask for a place; the answer is a confirmation or a rank on the waiting list.
    SignUp(SignupRequested),
    /// Give a place back; whoever waits first gets it.
    CancelSignup(SignupCancelled),
    /// Correct a fact of this stream.
    Correct {
        /// The fact, or the correction that was itself wrong.
        target: FactId,
        /// The whole payload as it should have been.
        data: Value,
        /// The date as it should have been, where it was wrong.
        occurred: Option<OccurredOn>,
        /// Why.
        motive: Text,
    },
    /// Cancel a fact of this stream.
    Cancel {
        /// The fact, or the amendment that was a mistake.
        target: FactId,
        /// Why.
        motive: Text,
    },
}

/// Decides. `past` is the whole stream in order. An empty answer means that nothing new was said.
pub async fn decide(
    stream: &StreamId,
    past: &[Past],
    on: OccurredOn,
    ask: Ask,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    decide_on(stream, &mut Memory { past, aggregate: None }, on, ask, at).await
}

/// A stream on which several asks are decided in a row: its past is applied once, whatever the number of asks.
#[derive(Debug)]
pub struct Ongoing {
    stream: StreamId,
    past: Vec<Past>,
    aggregate: Option<Box<dyn Any + Send + Sync>>,
}

impl Ongoing {
    /// The stream with its whole past, in order.
    pub fn new(stream: StreamId, past: Vec<Past>) -> Self {
        Self { stream, past, aggregate: None }
    }

    /// The past, with what was learned since.
    pub fn past(&self) -> &[Past] {
        &self.past
    }

    /// Decides one more ask. Each fact of the answer must then be [learned](Self::learn), in order, before the next
    /// ask.
    pub async fn decide(
        &mut self,
        on: OccurredOn,
        ask: Ask,
        at: &Circumstances,
    ) -> Result<Vec<Happened<Fact>>, Refusal> {
        let mut memory = Memory { past: &self.past, aggregate: self.aggregate.take() };
        let answer = decide_on(&self.stream, &mut memory, on, ask, at).await;
        self.aggregate = memory.aggregate;
        answer
    }

    /// Takes a fact of the last answer, now that it has an id.
    pub fn learn(&mut self, fact: Past) {
        if matches!(fact.happened.fact, Fact::Amendment(_)) {
            // An amendment changes what came before: the aggregate is loaded again from the amended past.
            self.aggregate = None;
        }
        self.past.push(fact);
    }

    /// Gives the facts that were learned last the positions that the log gave them: an amendment names its target's.
    pub fn place(&mut self, position: impl Fn(FactId) -> Option<u64>) {
        for fact in self.past.iter_mut().rev().take_while(|fact| fact.position == 0) {
            fact.position = position(fact.id).unwrap_or(0);
        }
    }
}

/// The past, and the aggregate that it gave when it was already applied.
struct Memory<'a> {
    past: &'a [Past],
    aggregate: Option<Box<dyn Any + Send + Sync>>,
}

async fn decide_on(
    stream: &StreamId,
    memory: &mut Memory<'_>,
    on: OccurredOn,
    ask: Ask,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    match ask {
        Ask::Record(fact) => {
            screen(&fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?)?;
            record(stream, memory, Happened { on, fact }, at).await
        }
        Ask::SignUp(request) => {
            screen(&serde_json::to_value(&request).map_err(|_| Refusal::new("unreadable-payload"))?)?;
            sign_up(stream, memory, on, SessionAsk::SignUp(request), at).await
        }
        Ask::CancelSignup(cancel) => sign_up(stream, memory, on, SessionAsk::CancelSignup(cancel), at).await,
        Ask::Correct { target, data, occurred, motive } => {
            amend::correct(stream, memory.past, target, data, occurred, motive, at)
        }
        Ask::Cancel { target, motive } => amend::cancel(memory.past, target, motive, at),
    }
}

macro_rules! dispatch {
    ($($(#[$doc:meta])* $name:ident $word:literal $folder:ident $facts:ident;)+) => {
        async fn record(
            stream: &StreamId,
            memory: &mut Memory<'_>,
            happened: Happened<Fact>,
            at: &Circumstances,
        ) -> Result<Vec<Happened<Fact>>, Refusal> {
            refuse_self_reference(stream, &happened.fact)?;
            let on = happened.on;
            match (stream.family, happened.fact) {
                $((Family::$name, Fact::$name(fact)) => {
                    run::<crate::$folder::$name, _>(memory, Happened { on, fact }.into(), at).await
                })+
                (family, fact) => {
                    Err(Refusal::new("kind-not-of-family").with("kind", fact.kind()).with("family", family))
                }
            }
        }
    };
}
families!(dispatch);

async fn sign_up(
    stream: &StreamId,
    memory: &mut Memory<'_>,
    on: OccurredOn,
    ask: SessionAsk,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    if stream.family != Family::Session {
        return Err(Refusal::new("kind-not-of-family").with("kind", "signup").with("family", stream.family));
    }
    run::<crate::session::Session, _>(memory, Happened { on, fact: ask }, at).await
}

/// Hands an aggregate the ask, loading it from its effective past unless that was done, and collects what it says.
async fn run<A, F>(
    memory: &mut Memory<'_>,
    command: A::Command,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal>
where
    A: Aggregate<Event = Happened<F>, Error = Refusal, Services = Circumstances> + 'static,
    F: TryFrom<Fact> + Into<Fact>,
    Happened<F>: cqrs_es::DomainEvent,
{
    let mut aggregate = match memory.aggregate.take().map(Box::<dyn Any + Send + Sync>::downcast::<A>) {
        Some(Ok(aggregate)) => aggregate,
        _ => Box::new(load::<A, F>(memory.past)),
    };
    let sink = EventSink::<A>::default();
    // The sink applies each fact as it is said; a refusal comes before the first, so the aggregate stands as it was.
    let refused = aggregate.handle(command, at, &sink).await;
    memory.aggregate = Some(aggregate);
    refused?;
    Ok(sink.collect().await.into_iter().map(|happened| happened.map(Into::into)).collect())
}

fn load<A, F>(past: &[Past]) -> A
where
    A: Aggregate<Event = Happened<F>>,
    F: TryFrom<Fact>,
    Happened<F>: cqrs_es::DomainEvent,
{
    let mut aggregate = A::default();
    for happened in effective(past) {
        if let Ok(fact) = F::try_from(happened.fact) {
            aggregate.apply(Happened { on: happened.on, fact });
        }
    }
    aggregate
}
