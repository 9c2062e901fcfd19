//! What the rows of a file say beside what stands: the same, something new, or the same thing otherwise.
//!
//! ```text
//! row ── a fact of these very words stands ─────────────────────────────────────▶ stands
//!  │
//!  ├── a fact of the same name stands (a presence by its person) ──┬─ the rules refuse the row ──▶ changed
//!  │                                                               └─ the rules take it ─────────▶ new, from its day
//!  ├── an earlier version of this file said what this one says no more, of the same kind ────────▶ changed
//!  └── nothing of the kind ──────────────────────────────────────────────────────────────────────▶ new
//! ```
//! An earlier version is a document whose facts this file repeats, at least as many as it says no more. A file never
//! changes what stands: whoever means it asks for the correction.

use maillage_events::refusal::Refusal;
use maillage_events::when::OccurredOn;

use super::named_by::OTHERWISE;
use super::standing::{Standing, Words, words_of};
use crate::plan::PlannedRequest;

/// Where the fact stands that a row is held against, by its place among those that stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// A fact of its very words and date stands.
    Same(usize),
    /// A fact of its name stands.
    Twin {
        /// Which.
        fact: usize,
        /// Whether an earlier version of the file said it, and no row repeats it.
        gone: bool,
    },
    /// It seems to have taken the place of a row that the file says no more.
    Instead(usize),
    /// A fact of its very words and date stands under another code, which such a row had before it was corrected, or at
    /// another place of its list.
    Elsewhere(usize),
    /// Nothing of the kind stands.
    Nothing,
}

/// How a row and a fact that stands differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Their names are one, their words are not.
    Words,
    /// Their words are one, their dates are not.
    Date,
    /// The row seems to have taken the place of another one.
    Replaces,
}

/// What a row is, once the rules have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stands already.
    Stands,
    /// It says something new.
    New,
    /// It says otherwise what stands.
    Changed(Difference, usize),
    /// The rules say that something else stands, of another kind.
    Otherwise,
    /// The rules refuse it.
    Refused,
}

/// The members that differ.
pub fn differing<'w>(standing: &'w Words, said: &'w Words) -> Vec<&'w str> {
    let mut members: Vec<&str> = standing.data.keys().chain(said.data.keys()).map(String::as_str).collect();
    members.sort_unstable();
    members.dedup();
    members.retain(|member| standing.data.get(*member) != said.data.get(*member));
    members
}

/// A date of these kinds is another's: of their session, which may have changed since, or of what the row says besides.
fn is_dated_by_others(kind: &str) -> bool {
    kind.starts_with("attendance.") || matches!(kind, "session.led" | "person.registered")
}

/// What a row is beside what stands, by what the rules answered: how many facts, or a refusal.
pub fn verdict(
    standing: &Standing,
    (planned, beside): (&PlannedRequest, Beside),
    answer: Result<usize, &Refusal>,
    dates_itself: bool,
) -> Verdict {
    let otherwise = answer.as_ref().is_err_and(|refusal| OTHERWISE.contains(&refusal.code));
    match (beside, answer) {
        // Other words may have counted from the same day since: then these are said anew.
        (Beside::Same(_), Ok(1..)) => Verdict::New,
        (Beside::Same(_), Ok(0) | Err(_)) => Verdict::Stands,
        (Beside::Twin { fact, gone }, answer) => {
            let there = &standing.facts[fact];
            let date_alone = words_of(&planned.request.ask).is_some_and(|words| words == there.words);
            let of_others = is_dated_by_others(there.words.kind) && !dates_itself;
            match answer {
                _ if date_alone && of_others => Verdict::Stands,
                // A row without a date contradicts none.
                Ok(0) if !date_alone || planned.request.occurred == OccurredOn::Unknown => Verdict::Stands,
                Ok(0) => Verdict::Changed(Difference::Date, fact),
                Ok(_) if date_alone && gone => Verdict::Changed(Difference::Date, fact),
                Ok(_) => Verdict::New,
                Err(_) if otherwise && date_alone => Verdict::Changed(Difference::Date, fact),
                Err(_) if otherwise => Verdict::Changed(Difference::Words, fact),
                Err(_) => Verdict::Refused,
            }
        }
        (Beside::Elsewhere(_), _) | (Beside::Instead(_) | Beside::Nothing, Ok(0)) => Verdict::Stands,
        (Beside::Instead(fact), Ok(_)) => Verdict::Changed(Difference::Replaces, fact),
        (Beside::Instead(fact), Err(_)) if otherwise => Verdict::Changed(Difference::Replaces, fact),
        (Beside::Nothing, Ok(_)) => Verdict::New,
        (Beside::Nothing, Err(_)) if otherwise => Verdict::Otherwise,
        (Beside::Instead(_) | Beside::Nothing, Err(_)) => Verdict::Refused,
    }
}
