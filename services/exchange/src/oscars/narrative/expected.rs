//! Results to come, with their number.

use maillage_events::quantity::Quantity;

use super::Narrated;
use super::counted::Counted;
use crate::oscars::language::{Word, future_at, number};

/// « devrait générer deux baux »: a form to come, then a number of things close behind. Nouns of sessions are read by
/// [`Counted`].
pub fn expected(sentence: &str, all: &[Word<'_>]) -> Option<Narrated> {
    let verb = future_at(all)?;
    let at = (verb + 1..all.len().min(verb + 6)).find(|at| number(&all[*at].folded).is_some_and(|value| value > 1))?;
    let value = number(&all[at].folded)?;
    if Counted::at(all, at).is_some()
        || all[verb + 1..at]
            .iter()
            .any(|word| sentence.get(all[verb].end..word.start).is_some_and(|gap| gap.contains([',', ';'])))
    {
        return None;
    }
    let end = (at + 1..all.len().min(at + 5))
        .find(|next| closes(&all[*next].folded) || parted(sentence, &all[*next - 1], &all[*next]))
        .unwrap_or(all.len().min(at + 5));
    let what = sentence.get(all.get(at + 1)?.start..all.get(end - 1)?.end).filter(|_| end > at + 1)?;
    Some(Narrated::Expected { what: what.to_owned(), quantity: Quantity::exact(value) })
}

fn closes(folded: &str) -> bool {
    matches!(
        folded,
        "avec"
            | "par"
            | "pour"
            | "dans"
            | "en"
            | "sur"
            | "aupres"
            | "et"
            | "ou"
            | "chez"
            | "a"
            | "au"
            | "aux"
            | "qui"
            | "afin"
            | "grace"
            | "entre"
            | "d"
            | "de"
            | "des"
            | "du"
    )
}

fn parted(sentence: &str, left: &Word<'_>, right: &Word<'_>) -> bool {
    sentence.get(left.end..right.start).is_some_and(|gap| gap.contains([',', ';', ':', '(', ')', '.']))
}
