//! Words that every family's tests share.

use std::future::Future;
use std::pin::pin;
use std::task::{Poll, Waker};

use cqrs_es::Aggregate;
use cqrs_es::test::TestFramework;
use jiff::tz::TimeZone;
use maillage_events::amendment::AmendmentReason;
use maillage_events::decide::{Circumstances, PastFact, Why};
use maillage_events::envelope::{Channel, Context, Draft, RecordedAt, Salt, Sealed};
use maillage_events::fact::Fact;
use maillage_events::happened::Happened;
use maillage_events::id::{CommandId, FactId, Id, SpaceId};
use maillage_events::messages::{Language, refusal, spoken};
use maillage_events::refusal::Refusal;
use maillage_events::when::OccurredOn;

use crate::readable::faults;

pub fn day(text: &str) -> OccurredOn {
    text.parse().unwrap()
}

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A fact on a day.
pub fn on<F>(date: &str, fact: impl Into<F>) -> Happened<F> {
    Happened::new(day(date), fact)
}

/// The evening of a day, in France.
pub fn at(date: &str) -> Circumstances {
    at_time(date, "22:30")
}

/// A moment of a day: its civil date and time in the time zone of the space, which may be any.
pub fn at_time(date: &str, time: &str) -> Circumstances {
    Circumstances {
        now: format!("{date}T{time}:00Z").parse().unwrap(),
        today: date.parse().unwrap(),
        time: time.parse().unwrap(),
    }
}

/// The circumstances in which a fact was recorded: its day, in France.
pub fn moments(recorded_at: RecordedAt) -> Circumstances {
    at(&recorded_at.timestamp().to_zoned(TimeZone::UTC).date().to_string())
}

pub fn fact_id(number: u64) -> FactId {
    FactId(uuid::Uuid::from_u128(number.into()))
}

/// The fact of that number, recorded on a day.
pub fn past_fact(number: u64, recorded: &str, happened: Happened<Fact>) -> PastFact {
    PastFact { id: fact_id(number), position: number, recorded_at: at(recorded).now.into(), happened }
}

pub fn misread() -> Why {
    Why { reason: AmendmentReason::Typing, motive: "Mal lu".into() }
}

pub fn twice() -> Why {
    Why { reason: AmendmentReason::Duplicate, motive: "Saisi deux fois".into() }
}

/// What comes of an ask, after a past, on a day.
pub fn outcome<A>(today: &str, past: &[A::Event], ask: A::Command) -> Result<Vec<A::Event>, Refusal>
where
    A: Aggregate<Services = Circumstances, Error = Refusal>,
{
    TestFramework::<A>::with(at(today)).given(past.to_vec()).when(ask).inspect_result()
}

/// What was decided, as the fact of its stream with that number: the door that every fact passes.
pub fn seal(stream: &str, number: u64, happened: &Happened<Fact>) -> Result<Sealed, Refusal> {
    let draft = Draft {
        id: FactId(uuid::Uuid::from_u128(number.into())),
        stream: stream.parse().unwrap(),
        version: number,
        occurred: happened.on,
        fact: happened.fact.clone(),
        command: CommandId::derived("essai"),
        context: Context::new(id("compte-1"), Channel::Entry),
        salt: Salt::default(),
    };
    draft.seal(&SpaceId::new("essai").unwrap())
}

/// The code of a refusal, once its message was seen to be whole in both languages; of amendments that would break
/// something, that of the first fact.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> &'static str {
    let why = outcome.expect_err("it was admitted");
    for language in [Language::French, Language::English] {
        let words = refusal(language, &why);
        assert!(!words.contains('⟨') && !words.contains('{'), "{words}");
        for (name, value) in &why.values {
            // Those that choose among wordings, and the shape that a sentence of its own tells.
            let chosen = [
                "confirmed",
                "sheets",
                "quality",
                "scope",
                "mark",
                "status",
                "family",
                "scheme",
                "sort",
                "role",
                "level",
                "differs",
                "count",
                "shape",
            ];
            assert!(
                chosen.contains(name) || words.contains(&spoken(language, name, value)),
                "{words}\ndoes not show {name} = {value}"
            );
        }
        if why.broken.is_empty() {
            assert_eq!(faults(language, &words), Vec::<String>::new(), "{words}");
        }
    }
    match why.broken.into_iter().next() {
        Some(broken) => refused(Err::<(), _>(broken.refusal)),
        None => why.code,
    }
}

/// The rule that a state may be told twice: the second time records nothing.
pub fn tells_nothing_new<T: std::fmt::Debug + PartialEq>(outcome: Result<Vec<T>, Refusal>) {
    assert_eq!(outcome.unwrap(), vec![]);
}

/// What comes of recording a fact, after a past, on a day of 2019.
pub fn recording<A, F>(past: &[Happened<F>], said: Happened<F>) -> Result<Vec<Happened<F>>, Refusal>
where
    A: Aggregate<Services = Circumstances, Error = Refusal, Event = Happened<F>, Command = Happened<F>>,
    Happened<F>: Clone,
{
    outcome::<A>("2019-06-01", past, said)
}

/// The rule that everything of a history may be told again, in order or not, and gives nothing new.
pub fn tells_nothing_new_of_its_past<A, F>(past: &[Happened<F>])
where
    A: Aggregate<Services = Circumstances, Error = Refusal, Event = Happened<F>, Command = Happened<F>>,
    F: Clone + std::fmt::Debug + PartialEq,
{
    assert!(!past.is_empty(), "nothing is said again");
    for said in past {
        tells_nothing_new(recording::<A, F>(past, said.clone()));
    }
}

/// A decision does no I/O, so its future is ready at once.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut std::task::Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a decision waited"),
    }
}
