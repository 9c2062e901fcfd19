//! The past of a stream, as decisions read it.

use crate::amendment::{Amendments, Reading};
use crate::fact::Fact;
use crate::happened::Happened;
use crate::id::FactId;

/// A fact of the stream's past.
#[derive(Debug, Clone, PartialEq)]
pub struct PastFact {
    /// Its id.
    pub id: FactId,
    /// Its position in the log.
    pub position: u64,
    /// When it happened, and what.
    pub happened: Happened<Fact>,
}

/// A stream's past as it reads with its amendments: corrected payloads in their own places, cancelled facts left out.
pub fn effective(past: &[PastFact]) -> Vec<Happened<Fact>> {
    let amendments: Amendments = past
        .iter()
        .filter_map(|entry| {
            let Fact::Amendment(amendment) = &entry.happened.fact else { return None };
            Some((entry.id, amendment.clone()))
        })
        .collect();
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
