//! Results that happened more than once, without a number.

use maillage_events::quantity::Quantity;

use super::{Narrated, is_negated};
use crate::oscars::language::{Word, future_at};

/// « plusieurs fois »: more than once, nobody says how often.
pub fn several_times(sentence: &str, all: &[Word<'_>]) -> Option<Narrated> {
    let at = all.windows(2).position(|pair| {
        matches!(
            (pair[0].folded.as_str(), pair[1].folded.as_str()),
            ("plusieurs" | "nombreuses" | "maintes" | "diverses" | "differentes", "fois" | "reprises")
        )
    })?;
    if future_at(all).is_some() || is_negated(all) {
        return None;
    }
    let said = sentence.get(all[at].start..all[at + 1].end)?;
    let clause = sentence
        .get(..all[at].start)?
        .rfind(" : ")
        .map_or(sentence, |colon| sentence.get(colon + 3..).unwrap_or(sentence));
    Some(Narrated::Achieved {
        what: clause.trim_end_matches(['.', ';']).to_owned(),
        quantity: Quantity::Unknown { at_least: Some(2), as_said: Some(said.into()) },
    })
}
