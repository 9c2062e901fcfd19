//! What is told as done lies in the past: neither its day nor the year of which it tells is after today.

use jiff::civil::Date;

use crate::contract::ContractFact;
use crate::declare::Timing;
use crate::fact::{Fact, kind_info};
use crate::fiche::{FicheFact, FicheStatus};
use crate::measure::MeasureFact;
use crate::refusal::Refusal;
use crate::when::OccurredOn;

/// Refuses what is said to have come about after today. A date of less precision is refused only when no day that it
/// may mean has come yet.
pub(super) fn refuse_ahead(fact: &Fact, on: OccurredOn, today: Date) -> Result<(), Refusal> {
    let ahead = |on: &OccurredOn| on.span().is_some_and(|(first, _)| first > today);
    let day = Some(on).filter(ahead).filter(|_| is_done(fact));
    match day.or_else(|| told_of(fact).filter(ahead)) {
        Some(on) => Err(Refusal::new("after-today").with("on", on).with("today", today)),
        None => Ok(()),
    }
}

/// The registry says it of each kind; a status says it by its own word.
fn is_done(fact: &Fact) -> bool {
    match fact {
        Fact::Fiche(FicheFact::StatusDeclared(it)) => it.status == FicheStatus::Done,
        other => kind_info(other.kind()).is_none_or(|info| info.timing == Timing::Done),
    }
}

/// The period of which a fact tells what was done in it.
fn told_of(fact: &Fact) -> Option<OccurredOn> {
    match fact {
        Fact::Contract(ContractFact::Evaluated(it)) => Some(OccurredOn::Year(it.to)),
        Fact::Fiche(FicheFact::StatusDeclared(it)) if it.status == FicheStatus::Done => Some(OccurredOn::Year(it.year)),
        Fact::Fiche(FicheFact::MilestonePassed(it)) => Some(OccurredOn::Year(it.year)),
        Fact::Fiche(FicheFact::ResultAchieved(it)) => Some(OccurredOn::Year(it.year)),
        Fact::Measure(MeasureFact::Declared(it)) => Some(it.period),
        _ => None,
    }
}
