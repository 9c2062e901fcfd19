//! The past of a stream, as decisions read it.

use std::borrow::Cow;

use crate::amendment::{Amendments, Reading};
use crate::envelope::RecordedAt;
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
    /// The second clock: rules judge it again as of then.
    pub recorded_at: RecordedAt,
    /// When it happened, and what.
    pub happened: Happened<Fact>,
}

/// A fact of the past as it reads with its amendments.
#[derive(Debug, Clone)]
pub(super) struct ReadFact<'p> {
    /// The fact as it was recorded.
    pub(super) recorded: &'p PastFact,
    /// How it reads.
    pub(super) happened: Cow<'p, Happened<Fact>>,
    /// The correction that has these words.
    pub(super) by: Option<FactId>,
}

/// The amendments among the facts of a stream.
pub(super) fn amendments(past: &[PastFact]) -> Amendments {
    past.iter()
        .filter_map(|entry| {
            let Fact::Amendment(amendment) = &entry.happened.fact else { return None };
            Some((entry.id, amendment.clone()))
        })
        .collect()
}

/// The facts of a stream in order, each as it reads: corrected ones in their own places, cancelled ones left out.
pub(super) fn as_read(past: &[PastFact]) -> Vec<ReadFact<'_>> {
    let amendments = amendments(past);
    past.iter()
        .filter(|entry| !matches!(entry.happened.fact, Fact::Amendment(_)))
        .filter_map(|recorded| match amendments.reading(recorded.id) {
            Reading::Original => Some(ReadFact { recorded, happened: Cow::Borrowed(&recorded.happened), by: None }),
            Reading::Removed => None,
            Reading::Replaced(words) => {
                let on = words.occurred.unwrap_or(recorded.happened.on);
                let happened = Cow::Owned(Happened { on, fact: words.fact.clone() });
                Some(ReadFact { recorded, happened, by: Some(words.by) })
            }
        })
        .collect()
}

/// A stream's past as it reads with its amendments: corrected payloads in their own places, cancelled facts left out.
pub fn effective(past: &[PastFact]) -> Vec<Happened<Fact>> {
    as_read(past).into_iter().map(|fact| fact.happened.into_owned()).collect()
}

/// The same, each beside the fact as it was recorded.
pub fn standing(past: &[PastFact]) -> Vec<(&PastFact, Happened<Fact>)> {
    as_read(past).into_iter().map(|fact| (fact.recorded, fact.happened.into_owned())).collect()
}

/// Whether anything of a stream stands: its facts, of which every one may have been cancelled.
pub fn stands(past: &[PastFact]) -> bool {
    match past.iter().any(|entry| matches!(entry.happened.fact, Fact::Amendment(_))) {
        true => !as_read(past).is_empty(),
        false => !past.is_empty(),
    }
}
