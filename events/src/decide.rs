//! From a stream's past and an ask to new facts, or to a refusal.
//!
//! Most asks say "record that this happened": what came about outside is reported, and the rules of its family admit or refuse it.
//! Only where Maillage itself decides the outcome (who gets a place) is the ask an imperative of its own.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::amendment::{AmendmentFact, Amendments, FactCancelled, FactCorrected, Reading};
use crate::fact::{Fact, Happened};
use crate::family::Family;
use crate::id::{FactId, StreamId};
use crate::refusal::Refusal;
use crate::session::{SessionAsk, SignupCancelled, SignupRequested};
use crate::text::{Text, personal_mark};
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
pub async fn decide(stream: &StreamId, past: &[Past], on: OccurredOn, ask: Ask, at: &Circumstances) -> Result<Vec<Happened<Fact>>, Refusal> {
    match ask {
        Ask::Record(fact) => {
            screen(&fact.payload().map_err(|_| Refusal::new("unreadable-payload"))?)?;
            record(stream, past, Happened { on, fact }, at).await
        }
        Ask::SignUp(request) => sign_up(stream, past, on, SessionAsk::SignUp(request), at).await,
        Ask::CancelSignup(cancel) => sign_up(stream, past, on, SessionAsk::CancelSignup(cancel), at).await,
        Ask::Correct { target, data, occurred, motive } => correct(past, target, data, occurred, motive, at),
        Ask::Cancel { target, motive } => cancel(past, target, motive, at),
    }
}

macro_rules! dispatch {
    ($stream:expr, $past:expr, $happened:expr, $at:expr; $($family:ident => $aggregate:path),+ $(,)?) => {
        match ($stream.family, $happened.fact) {
            $((Family::$family, Fact::$family(fact)) => {
                run::<$aggregate, _>($past, Happened { on: $happened.on, fact }.into(), $at).await
            })+
            (family, fact) => Err(Refusal::new("kind-not-of-family").with("kind", fact.kind()).with("family", family)),
        }
    };
}

async fn record(stream: &StreamId, past: &[Past], happened: Happened<Fact>, at: &Circumstances) -> Result<Vec<Happened<Fact>>, Refusal> {
    dispatch!(stream, past, happened, at;
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

async fn sign_up(stream: &StreamId, past: &[Past], on: OccurredOn, ask: SessionAsk, at: &Circumstances) -> Result<Vec<Happened<Fact>>, Refusal> {
    if stream.family != Family::Session {
        return Err(Refusal::new("kind-not-of-family").with("kind", "signup").with("family", stream.family));
    }
    run::<crate::session::Session, _>(past, Happened { on, fact: ask }, at).await
}

/// Loads an aggregate from its effective past, hands it the ask, collects what it says.
async fn run<A, F>(past: &[Past], command: A::Command, at: &Circumstances) -> Result<Vec<Happened<Fact>>, Refusal>
where
    A: Aggregate<Event = Happened<F>, Error = Refusal, Services = Circumstances>,
    F: TryFrom<Fact> + Into<Fact>,
    Happened<F>: cqrs_es::DomainEvent,
{
    let mut aggregate = A::default();
    for happened in effective(past) {
        if let Ok(fact) = F::try_from(happened.fact) {
            aggregate.apply(Happened { on: happened.on, fact });
        }
    }
    let sink = EventSink::<A>::default();
    aggregate.handle(command, at, &sink).await?;
    Ok(sink.collect().await.into_iter().map(|happened| happened.map(Into::into)).collect())
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
    let entry = past.iter().find(|entry| entry.id == target).ok_or_else(|| Refusal::new("target-unknown").with("target", target))?;
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
    let fact = Fact::read(&kind, &data.to_string()).map_err(|error| Refusal::new("bad-correction").with("kind", &kind).with("why", error))?;
    crate::decide::sound(&fact)?;
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
        Fact::Session(fact) => crate::session::sound(fact),
        _ => Ok(()),
    }
}

/// Refuses free words that look like a person, wherever they stand in a payload.
fn screen(value: &Value) -> Result<(), Refusal> {
    match value {
        Value::String(words) => {
            if words.len() > Text::MOST_BYTES {
                return Err(Refusal::new("text-too-long").with("most", Text::MOST_BYTES).with("length", words.len()));
            }
            match personal_mark(words) {
                Some(mark) => Err(Refusal::new("names-a-person").with("mark", format!("{mark:?}").to_lowercase())),
                None => Ok(()),
            }
        }
        Value::Array(items) => items.iter().try_for_each(screen),
        Value::Object(map) => map.values().try_for_each(screen),
        _ => Ok(()),
    }
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
