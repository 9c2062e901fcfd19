//! From a stream's past and an ask to new facts, or to a refusal.
//!
//! Most asks say "record that this happened": what came about outside is reported, and the rules of its family admit or
//! refuse it. Only where Maillage itself decides the outcome (who gets a place) is the ask an imperative of its own.

mod amend;
mod judged;
mod past;
mod timely;

pub use amend::Why;
pub use judged::{Amended, Moments, broken, refuse_broken};
pub use past::{PastFact, effective, standing, stands};

use std::any::Any;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use serde_json::Value;

use crate::envelope::RecordedAt;
use crate::fact::Fact;
use crate::family::{Family, families};
use crate::happened::Happened;
use crate::id::{FactId, StreamId};
use crate::refusal::Refusal;
pub use crate::rules::Circumstances;
use crate::rules::Rules;
use crate::session::{SessionAsk, SignupCancelled, SignupRequested};
use crate::when::OccurredOn;

/// What somebody asks of a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Record that this happened.
    Record(Fact),
    /// Let this stand: it is recorded unless it stands already, and refused where what it speaks of has ended since.
    Put(Fact),
    /// Ask for a place, as [`Ask::SignUp`]; whoever gave it back asks anew, behind everybody who waits.
    PutSignup(SignupRequested),
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
        why: Why,
    },
    /// Cancel a fact of this stream.
    Cancel {
        /// The fact, or the amendment that was a mistake.
        target: FactId,
        /// Why.
        why: Why,
    },
}

impl Ask {
    /// Whether it corrects or cancels: it is then judged with every other amendment of its command.
    pub const fn amends(&self) -> bool {
        match self {
            Self::Correct { .. } | Self::Cancel { .. } => true,
            Self::Record(_) | Self::Put(_) | Self::PutSignup(_) | Self::SignUp(_) | Self::CancelSignup(_) => false,
        }
    }
}

/// Decides. `past` is the whole stream in order. An empty answer means that nothing new was said.
pub async fn decide(
    stream: &StreamId,
    past: &[PastFact],
    on: OccurredOn,
    ask: Ask,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    decide_on(stream, &mut LoadedStream { past, aggregate: None }, on, ask, circumstances).await
}

/// The past of one stream, on which several asks are decided in a row: it is applied once, whatever their number.
#[derive(Debug)]
pub struct StreamPast {
    stream: StreamId,
    facts: Vec<PastFact>,
    aggregate: Option<Box<dyn Any + Send + Sync>>,
    /// Facts of the last answer that the aggregate holds and the past does not.
    unlearned: usize,
}

impl StreamPast {
    /// The stream with its whole past, in order.
    pub fn new(stream: StreamId, facts: Vec<PastFact>) -> Self {
        Self { stream, facts, aggregate: None, unlearned: 0 }
    }

    /// Its facts in order, with those learned since.
    pub fn facts(&self) -> &[PastFact] {
        &self.facts
    }

    /// Decides one more ask. Each fact of the answer is then [learned](Self::learn), in order, before the next ask, or
    /// all of it is [taken back](Self::take_back). An answer that is not learned whole, as what was decided may not
    /// stand in a fact, leaves no trace.
    pub async fn decide(
        &mut self,
        on: OccurredOn,
        ask: Ask,
        circumstances: &Circumstances,
    ) -> Result<Vec<Happened<Fact>>, Refusal> {
        let aggregate = self.aggregate.take().filter(|_| self.unlearned == 0);
        let mut loaded = LoadedStream { past: &self.facts, aggregate };
        let answer = decide_on(&self.stream, &mut loaded, on, ask, circumstances).await;
        self.aggregate = loaded.aggregate;
        self.unlearned = answer.as_ref().map_or(0, Vec::len);
        answer
    }

    /// Gives the places that are free to who waits first: amendments may have freed some. The answer is learned as that
    /// of any ask.
    pub async fn give_free_places(&mut self, circumstances: &Circumstances) -> Result<Vec<Happened<Fact>>, Refusal> {
        if self.stream.family != Family::Session {
            return Ok(Vec::new());
        }
        let mut loaded = LoadedStream { past: &self.facts, aggregate: None };
        let on = OccurredOn::Day(circumstances.today);
        let answer = sign_up(&self.stream, &mut loaded, on, SessionAsk::GiveFreePlaces, circumstances).await;
        self.aggregate = loaded.aggregate;
        self.unlearned = answer.as_ref().map_or(0, Vec::len);
        answer
    }

    /// Takes back what was decided last and shall not be learned: a rule over several streams refused it.
    pub fn take_back(&mut self) {
        self.aggregate = None;
    }

    /// Adds a decided fact, which now has an id, to the past.
    pub fn learn(&mut self, fact: PastFact) {
        if matches!(fact.happened.fact, Fact::Amendment(_)) {
            // An amendment changes what came before: the aggregate is loaded again from the amended past.
            self.aggregate = None;
        }
        self.unlearned = self.unlearned.saturating_sub(1);
        self.facts.push(fact);
    }

    /// Sets what the log gave the facts learned last, position and second clock: an amendment names the position of its
    /// target, and judges it as of when it was recorded.
    pub fn set_positions(&mut self, recorded_at: RecordedAt, position: impl Fn(FactId) -> Option<u64>) {
        for fact in self.facts.iter_mut().rev().take_while(|fact| fact.position == 0) {
            fact.position = position(fact.id).unwrap_or(0);
            fact.recorded_at = recorded_at;
        }
    }
}

/// The past of a stream, and its aggregate once the past was applied to it.
struct LoadedStream<'a> {
    past: &'a [PastFact],
    aggregate: Option<Box<dyn Any + Send + Sync>>,
}

async fn decide_on(
    stream: &StreamId,
    loaded: &mut LoadedStream<'_>,
    on: OccurredOn,
    ask: Ask,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let said = match ask {
        Ask::Record(fact) => record(stream, loaded, Happened { on, fact }, circumstances).await,
        Ask::Put(fact) => put(stream, loaded, Happened { on, fact }, circumstances).await,
        Ask::PutSignup(request) => sign_up(stream, loaded, on, SessionAsk::PutSignup(request), circumstances).await,
        Ask::SignUp(request) => sign_up(stream, loaded, on, SessionAsk::SignUp(request), circumstances).await,
        Ask::CancelSignup(cancel) => sign_up(stream, loaded, on, SessionAsk::CancelSignup(cancel), circumstances).await,
        Ask::Correct { target, data, occurred, why } => {
            amend::correct(stream, loaded.past, target, &data, occurred, why, circumstances)
        }
        Ask::Cancel { target, why } => amend::cancel(loaded.past, target, why, circumstances),
    }?;
    let ahead = said.iter().find_map(|it| timely::refuse_ahead(&it.fact, it.on, circumstances.today).err());
    match ahead {
        None => Ok(said),
        Some(refusal) => {
            // The aggregate has taken what it emitted: it is loaded again.
            loaded.aggregate = None;
            Err(refusal)
        }
    }
}

macro_rules! dispatch {
    ($($(#[$doc:meta])* $name:ident $word:literal $folder:ident $facts:ident;)+) => {
        async fn record(
            stream: &StreamId,
            loaded: &mut LoadedStream<'_>,
            happened: Happened<Fact>,
            circumstances: &Circumstances,
        ) -> Result<Vec<Happened<Fact>>, Refusal> {
            refuse_self_reference(stream, &happened.fact)?;
            let on = happened.on;
            match (stream.family, happened.fact) {
                $((Family::$name, Fact::$name(fact)) => {
                    run::<crate::$folder::$name, _>(loaded, Happened { on, fact }.into(), circumstances).await
                })+
                (family, fact) => {
                    Err(Refusal::new("kind-not-of-family").with("kind", fact.kind()).with("family", family))
                }
            }
        }

        /// Refuses what stood once and has ended since; `loaded` holds the aggregate that found nothing new.
        fn refuse_ended(stream: &StreamId, loaded: &LoadedStream<'_>, fact: Fact) -> Result<(), Refusal> {
            match (stream.family, fact) {
                $((Family::$name, Fact::$name(fact)) => loaded
                    .aggregate
                    .as_ref()
                    .and_then(|aggregate| aggregate.downcast_ref::<crate::$folder::$name>())
                    .map_or(Ok(()), |rules| rules.refuse_ended(&fact)),)+
                (_, _) => Ok(()),
            }
        }
    };
}
families!(dispatch);

async fn put(
    stream: &StreamId,
    loaded: &mut LoadedStream<'_>,
    happened: Happened<Fact>,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    let said = record(stream, loaded, happened.clone(), circumstances).await?;
    if said.is_empty() {
        refuse_ended(stream, loaded, happened.fact)?;
    }
    Ok(said)
}

/// Refuses an object that names itself: its own predecessor, its own successor, merged into itself.
fn refuse_self_reference(stream: &StreamId, fact: &Fact) -> Result<(), Refusal> {
    if fact.references().contains(stream) { Err(Refusal::new("names-itself").with("stream", stream)) } else { Ok(()) }
}

async fn sign_up(
    stream: &StreamId,
    loaded: &mut LoadedStream<'_>,
    on: OccurredOn,
    ask: SessionAsk,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal> {
    if stream.family != Family::Session {
        return Err(Refusal::new("kind-not-of-family").with("kind", "signup.requested").with("family", stream.family));
    }
    run::<crate::session::Session, _>(loaded, Happened { on, fact: ask }, circumstances).await
}

/// Hands the ask to the aggregate, which is loaded from its effective past the first time, and collects its facts.
async fn run<A, F>(
    loaded: &mut LoadedStream<'_>,
    command: A::Command,
    circumstances: &Circumstances,
) -> Result<Vec<Happened<Fact>>, Refusal>
where
    A: Aggregate<Event = Happened<F>, Error = Refusal, Services = Circumstances> + 'static,
    F: TryFrom<Fact> + Into<Fact>,
    Happened<F>: cqrs_es::DomainEvent,
{
    let mut aggregate = match loaded.aggregate.take().map(Box::<dyn Any + Send + Sync>::downcast::<A>) {
        Some(Ok(aggregate)) => aggregate,
        _ => Box::new(load::<A, F>(loaded.past)),
    };
    let sink = EventSink::<A>::default();
    // The aggregate refuses before it emits any fact, so a refusal leaves it unchanged.
    let refused = aggregate.handle(command, circumstances, &sink).await;
    loaded.aggregate = Some(aggregate);
    refused?;
    Ok(sink.collect().await.into_iter().map(|happened| happened.map(Into::into)).collect())
}

fn load<A, F>(past: &[PastFact]) -> A
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
