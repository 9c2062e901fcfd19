//! From a stream's past and an ask to new facts, or to a refusal.
//!
//! Most asks say "record that this happened": what came about outside is reported, and the rules of its family admit or
//! refuse it. Only where Maillage itself decides the outcome (who gets a place) is the ask an imperative of its own.

use std::any::Any;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::amendment::{AmendmentFact, Amendments, FactCancelled, FactCorrected, Reading};
use crate::fact::{Fact, Happened};
use crate::family::Family;
use crate::id::{FactId, StreamId};
use crate::references::references;
use crate::refusal::Refusal;
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

/// The moment of a decision, given by the caller: rules read no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// Now.
    pub now: Timestamp,
    /// The civil date in the space's time zone.
    pub today: Date,
}

/// A fact of the stream's past.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Its id.
    pub id: FactId,
    /// Its position in the log.
    pub position: u64,
    /// When it happened, and what.
    pub happened: Happened<Fact>,
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
            correct(stream, memory.past, target, data, occurred, motive, at)
        }
        Ask::Cancel { target, motive } => cancel(memory.past, target, motive, at),
    }
}

macro_rules! dispatch {
    ($stream:expr, $memory:expr, $happened:expr, $at:expr; $($family:ident => $aggregate:path),+ $(,)?) => {
        match ($stream.family, $happened.fact) {
            $((Family::$family, Fact::$family(fact)) => {
                run::<$aggregate, _>($memory, Happened { on: $happened.on, fact }.into(), $at).await
            })+
            (family, fact) => Err(Refusal::new("kind-not-of-family").with("kind", fact.kind()).with("family", family)),
        }
    };
}

async fn record(
    stream: &StreamId,
    memory: &mut Memory<'_>,
    happened: Happened<Fact>,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    names_another(stream, &happened.fact)?;
    dispatch!(stream, memory, happened, at;
        Space => crate::space::Space,
        Contract => crate::contract::Contract,
        Mandate => crate::mandate::Mandate,
        Body => crate::body::Body,
        Fiche => crate::fiche::Fiche,
        Action => crate::action::Action,
        Pole => crate::pole::Pole,
        Session => crate::session::Session,
        Organisation => crate::organisation::Organisation,
        Category => crate::category::Category,
        Partnership => crate::partnership::Partnership,
        Funding => crate::funding::Funding,
        Measure => crate::measure::Measure,
        Person => crate::person::Person,
        Discrepancy => crate::discrepancy::Discrepancy,
        Import => crate::import::Import,
    )
}

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

/// A stream's past as it reads with its amendments: corrected payloads in their own places, cancelled facts left out.
pub fn effective(past: &[Past]) -> Vec<Happened<Fact>> {
    let mut amendments = Amendments::default();
    for entry in past {
        if let Fact::Amendment(amendment) = &entry.happened.fact {
            amendments.note(entry.id, amendment.clone());
        }
    }
    past.iter()
        .filter(|entry| !matches!(entry.happened.fact, Fact::Amendment(_)))
        .filter_map(|entry| match amendments.reading(entry.id) {
            Reading::Original => Some(entry.happened.clone()),
            Reading::Removed => None,
            Reading::Replaced(data, occurred) => {
                let on = occurred.unwrap_or(entry.happened.on);
                Fact::read(entry.happened.fact.kind(), &data.to_string()).ok().map(|fact| Happened { on, fact })
            }
        })
        .collect()
}

fn target_of(past: &[Past], target: FactId, motive: &Text) -> Result<(u64, String, OccurredOn), Refusal> {
    if motive.is_blank() {
        return Err(Refusal::new("no-motive"));
    }
    screen(&Value::String(motive.0.clone()))?;
    let entry = past
        .iter()
        .find(|entry| entry.id == target)
        .ok_or_else(|| Refusal::new("target-unknown").with("target", target))?;
    let taken = past.iter().find_map(|other| match &other.happened.fact {
        Fact::Amendment(AmendmentFact::Corrected(it)) if it.target == target => Some(other.id),
        Fact::Amendment(AmendmentFact::Cancelled(it)) if it.target == target => Some(other.id),
        _ => None,
    });
    match taken {
        Some(amendment) => Err(Refusal::new("already-amended").with("target", target).with("amendment", amendment)),
        None => {
            let kind = match &entry.happened.fact {
                Fact::Amendment(AmendmentFact::Corrected(it)) => it.kind.clone(),
                fact => fact.kind().to_owned(),
            };
            Ok((entry.position, kind, entry.happened.on))
        }
    }
}

fn correct(
    stream: &StreamId,
    past: &[Past],
    target: FactId,
    data: Value,
    occurred: Option<OccurredOn>,
    motive: Text,
    at: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let (target_position, kind, _) = target_of(past, target, &motive)?;
    if kind == "amendment.cancelled" {
        return Err(Refusal::new("cancellation-cannot-be-corrected").with("target", target));
    }
    screen(&data)?;
    let fact = Fact::read(&kind, &data.to_string())
        .map_err(|error| Refusal::new("bad-correction").with("kind", &kind).with("why", error))?;
    sound(&fact)?;
    names_another(stream, &fact)?;
    let data = fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?;
    let corrected = FactCorrected { target, target_position, kind, data, occurred, motive };
    Ok(vec![Happened { on: OccurredOn::Day(at.today), fact: AmendmentFact::from(corrected).into() }])
}

fn cancel(past: &[Past], target: FactId, motive: Text, at: &Circumstances) -> Result<Vec<Happened<Fact>>, Refusal> {
    let (target_position, kind, _) = target_of(past, target, &motive)?;
    let cancelled = FactCancelled { target, target_position, kind, motive };
    Ok(vec![Happened { on: OccurredOn::Day(at.today), fact: AmendmentFact::from(cancelled).into() }])
}

/// What a payload must hold by itself, whatever the state: checked when it is recorded and when it corrects.
pub fn sound(fact: &Fact) -> Result<(), Refusal> {
    match fact {
        Fact::Space(fact) => crate::space::sound(fact),
        Fact::Contract(fact) => crate::contract::sound(fact),
        Fact::Mandate(fact) => crate::mandate::sound(fact),
        Fact::Body(fact) => crate::body::sound(fact),
        Fact::Fiche(fact) => crate::fiche::sound(fact),
        Fact::Action(fact) => crate::action::sound(fact),
        Fact::Pole(fact) => crate::pole::sound(fact),
        Fact::Session(fact) => crate::session::sound(fact),
        Fact::Organisation(fact) => crate::organisation::sound(fact),
        Fact::Category(fact) => crate::category::sound(fact),
        Fact::Partnership(fact) => crate::partnership::sound(fact),
        Fact::Funding(fact) => crate::funding::sound(fact),
        Fact::Measure(fact) => crate::measure::sound(fact),
        Fact::Person(fact) => crate::person::sound(fact),
        Fact::Discrepancy(fact) => crate::discrepancy::sound(fact),
        Fact::Import(fact) => crate::import::sound(fact),
        Fact::Amendment(_) => Ok(()),
    }
}

/// Refuses an object that names itself: its own predecessor, its own successor, merged into itself.
fn names_another(stream: &StreamId, fact: &Fact) -> Result<(), Refusal> {
    if references(fact).contains(stream) { Err(Refusal::new("names-itself").with("stream", stream)) } else { Ok(()) }
}

/// Implements cqrs-es's `Aggregate` for a state that has `admit` (ask → facts or refusal) and `learn` (fact → state).
macro_rules! aggregate {
    ($name:ident, $type:literal, $fact:ty, $command:ty) => {
        impl cqrs_es::Aggregate for $name {
            const TYPE: &'static str = $type;
            type Command = $command;
            type Event = $crate::fact::Happened<$fact>;
            type Error = $crate::refusal::Refusal;
            type Services = $crate::decide::Circumstances;

            async fn handle(
                &mut self,
                command: Self::Command,
                at: &Self::Services,
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), Self::Error> {
                for happened in self.admit(command, at)? {
                    sink.write(happened, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, happened: Self::Event) {
                self.learn(happened);
            }
        }
    };
}
pub(crate) use aggregate;
