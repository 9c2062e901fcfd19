//! What the rules of all families share: what each of them must answer, and small judgements on a payload.
//!
//! ```text
//! a stream's past ──► Rules::learn, fact by fact ──► what the rules know of the object
//! what is said    ──► Facts::sound ──► Rules::judge ──► new: recorded │ known: nothing to do │ a refusal
//! ```

use crate::happened::Happened;
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::amount::Amount;
use crate::declare::InFamily;
use crate::family::Family;
use crate::quantity::Quantity;
use crate::references::References;
use crate::refusal::Refusal;
use crate::text::Text;
use crate::when::OccurredOn;

/// The moment of a decision, given by the caller: rules read no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// Now.
    pub now: Timestamp,
    /// The civil date in the space's time zone.
    pub today: Date,
    /// The time of day in the space's time zone.
    pub time: Time,
}

impl Circumstances {
    /// The time of day in the space's time zone as facts write it, `HH:MM`.
    pub fn time_of_day(&self) -> String {
        format!("{:02}:{:02}", self.time.hour(), self.time.minute())
    }
}

/// What the facts of a family say of themselves, whatever the state of their stream.
pub trait Facts: InFamily {
    /// Refuses what a payload may not hold by itself: judged when it is recorded and when it corrects.
    fn sound(&self) -> Result<(), Refusal>;

    /// Gathers the streams that it names: each must exist when it is admitted.
    fn references(&self, named: &mut References);

    /// The same with what the rules say of it, whatever the caller said.
    #[must_use]
    fn completed(self) -> Self
    where
        Self: Sized,
    {
        self
    }
}

/// The rules of a family: what they know of one object, and what they admit of it.
pub trait Rules {
    /// The facts of the family.
    type Facts: Facts;

    /// Whether a sound fact may be recorded now, and whether it says anything new.
    fn judge(&self, said: &Happened<Self::Facts>, circumstances: &Circumstances) -> Verdict;

    /// Takes a recorded fact into account.
    fn learn(&mut self, happened: Happened<Self::Facts>);

    /// Refuses what was found known and has ended since, naming what ended it: a state that is asked for must stand.
    fn refuse_ended(&self, _said: &Self::Facts) -> Result<(), Refusal> {
        Ok(())
    }

    /// The facts to record for what is said: itself, nothing when it stands already, or more when it has consequences.
    fn admit(
        &self,
        said: Happened<Self::Facts>,
        circumstances: &Circumstances,
    ) -> Result<Vec<Happened<Self::Facts>>, Refusal> {
        said.fact.sound()?;
        Ok(self.judge(&said, circumstances)?.facts(said))
    }
}

/// How the rules of a family judge a recorded past again, when one of its facts is amended.
pub trait Replayed: Rules {
    /// Whether a recorded fact may stand among those before it, as they read now. What Maillage decided itself stands.
    fn rejudge(&self, said: &Happened<Self::Facts>, circumstances: &Circumstances) -> Verdict {
        self.judge(said, circumstances)
    }

    /// Refuses what an amendment may not bring about though each fact may stand: more places held than there are.
    /// `before` is what the rules knew without the amendment.
    fn refuse_exceeded(&self, _before: &Self) -> Result<(), Refusal> {
        Ok(())
    }
}

/// Makes the rules of a family an aggregate of cqrs-es. A command is a fact to record, unless the family has a
/// `command` of its own, which `answer` decides; such a family says itself how it is [`Replayed`].
macro_rules! aggregate {
    ($name:ident) => {
        $crate::rules::aggregate!($name, <$name as $crate::rules::Rules>::Facts, $crate::rules::Rules::admit);
        impl $crate::rules::Replayed for $name {}
    };
    ($name:ident, $command:ty, $answer:path) => {
        impl cqrs_es::Aggregate for $name {
            const TYPE: &'static str = $crate::family::Family::$name.as_str();
            type Command = $crate::happened::Happened<$command>;
            type Event = $crate::happened::Happened<<$name as $crate::rules::Rules>::Facts>;
            type Error = $crate::refusal::Refusal;
            type Services = $crate::rules::Circumstances;

            async fn handle(
                &mut self,
                command: Self::Command,
                circumstances: &Self::Services,
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), Self::Error> {
                for happened in $answer(self, command, circumstances)? {
                    sink.write(happened, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, happened: Self::Event) {
                $crate::rules::Rules::learn(self, happened);
            }
        }
    };
}
pub(crate) use aggregate;

/// Whether an admitted fact says anything that its stream does not hold already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It does: it is recorded.
    New,
    /// It stands already: saying it again records nothing, so a file may be imported twice.
    Known,
}

/// An admission, or the reason against it.
pub type Verdict = Result<News, Refusal>;

impl News {
    pub(crate) const fn unless(known: bool) -> Self {
        if known { Self::Known } else { Self::New }
    }

    pub(crate) fn facts<F>(self, happened: Happened<F>) -> Vec<Happened<F>> {
        match self {
            Self::New => vec![happened],
            Self::Known => Vec::new(),
        }
    }
}

/// A fact that is said once for ever: the same words again say nothing new, other words are refused.
pub(crate) fn once<T: PartialEq>(standing: Option<&T>, said: &T, otherwise: impl FnOnce(&T) -> Refusal) -> Verdict {
    match standing {
        None => Ok(News::New),
        Some(it) if it == said => Ok(News::Known),
        Some(it) => Err(otherwise(it)),
    }
}

/// Refuses a name, title or label without a letter in it.
pub(crate) fn not_blank(field: &'static str, words: &Text) -> Result<(), Refusal> {
    if words.is_blank() { Err(Refusal::new("blank-text").with("field", field)) } else { Ok(()) }
}

/// Refuses a list in which something stands twice.
pub(crate) fn each_once<T: PartialEq + std::fmt::Display>(field: &'static str, listed: &[T]) -> Result<(), Refusal> {
    match listed.iter().enumerate().find(|(at, it)| listed[..*at].contains(it)) {
        Some((_, it)) => Err(Refusal::new("listed-twice").with("field", field).with("value", it)),
        None => Ok(()),
    }
}

/// Refuses a reason without words.
pub(crate) fn motivated(motive: &Text) -> Result<(), Refusal> {
    if motive.is_blank() { Err(Refusal::new("no-motive")) } else { Ok(()) }
}

/// Refuses a range whose least is above its most.
pub(crate) fn ordered(quantity: &Quantity) -> Result<(), Refusal> {
    match quantity {
        Quantity::Range { min, max } if min > max => {
            Err(Refusal::new("range-upside-down").with("min", min).with("max", max))
        }
        _ => Ok(()),
    }
}

/// Refuses a range whose least is worth more than its most.
pub(crate) fn amount_ordered(amount: &Amount) -> Result<(), Refusal> {
    match amount {
        Amount::Range { min, max } if min.billionths() > max.billionths() => {
            Err(Refusal::new("range-upside-down").with("min", min).with("max", max))
        }
        Amount::Range { .. } | Amount::Exact { .. } | Amount::About { .. } | Amount::Unknown { .. } => Ok(()),
    }
}

/// Refuses an end that certainly comes before its start.
pub(crate) fn starts_before_end(starts: Option<OccurredOn>, ends: Option<OccurredOn>) -> Result<(), Refusal> {
    let (Some(from), Some(to)) = (starts, ends) else { return Ok(()) };
    match (from.span(), to.span()) {
        (Some((first, _)), Some((_, last))) if last < first => {
            Err(Refusal::new("ends-before-start").with("starts", from).with("ends", to))
        }
        _ => Ok(()),
    }
}

/// Refuses a year that no record of local health policy can mean: outside 1900–2999.
pub(crate) fn plausible_year(year: i16) -> Result<(), Refusal> {
    if (1900..=2999).contains(&year) { Ok(()) } else { Err(Refusal::new("year-out-of-range").with("year", year)) }
}

/// Refuses anything said of an object whose first fact is missing.
pub(crate) fn begun<T>(first: Option<&T>, family: Family) -> Result<&T, Refusal> {
    first.ok_or_else(|| Refusal::new("not-recorded-yet").with("family", family))
}

/// The first fact of an object: the same again says nothing new, another is refused.
pub(crate) fn first<T: PartialEq>(standing: Option<&T>, said: &T, family: Family) -> Verdict {
    once(standing, said, |_| Refusal::new("recorded-otherwise").with("family", family))
}

/// Refuses a rank of 0 in a list that is counted from 1.
pub(crate) fn ranked(rank: u32) -> Result<(), Refusal> {
    if rank == 0 { Err(Refusal::new("rank-zero")) } else { Ok(()) }
}

/// Refuses what is certainly dated before the moment that it follows.
pub(crate) fn follows(earlier: OccurredOn, later: OccurredOn) -> Result<(), Refusal> {
    starts_before_end(Some(earlier), Some(later))
}

/// The end of an object: once, never dated before its beginning.
pub(crate) fn end<T: PartialEq>(
    began: OccurredOn,
    ended: Option<&Happened<T>>,
    on: OccurredOn,
    said: &T,
    family: Family,
) -> Verdict {
    match ended {
        Some(end) if end.on == on && end.fact == *said => Ok(News::Known),
        Some(end) => Err(over(end.on, family)),
        None => follows(began, on).map(|()| News::New),
    }
}

/// Refuses what is said of an object that has ended.
pub(crate) fn over(on: OccurredOn, family: Family) -> Refusal {
    Refusal::new("already-over").with("family", family).with("on", on)
}
