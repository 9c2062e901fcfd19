//! What the objects that a refusal names are called: whoever reads it knows them by that.

use std::collections::BTreeMap;

use maillage_events::amendment::{Amendments, Reading};
use maillage_events::envelope::Recorded;
use maillage_events::fact::Fact;
use maillage_events::id::{SpaceId, StreamId};
use maillage_events::refusal::Refusal;

use crate::log::FactLog;

/// Objects of a refusal whose titles are looked for, at most.
const MOST: usize = 20;

/// A refusal with the titles of the objects that it names. What cannot be read has none: the refusal stands all the
/// same.
pub(super) async fn titled(log: &dyn FactLog, space: &SpaceId, refusal: Refusal) -> Refusal {
    let mut titles = BTreeMap::new();
    for object in refusal.objects().into_iter().take(MOST) {
        if let Some(title) = title_of(log, space, &object).await {
            titles.insert(object, title);
        }
    }
    if titles.is_empty() { refusal } else { refusal.titled(&titles) }
}

/// What an object is called since its last fact that says so.
async fn title_of(log: &dyn FactLog, space: &SpaceId, object: &StreamId) -> Option<String> {
    let stored = log.read_stream(space, object).await.ok()?;
    let telling = stored.iter().filter(|fact| Fact::says_a_title(&fact.kind) || fact.kind.starts_with("amendment."));
    let facts: Vec<Recorded> = telling.filter_map(|fact| Recorded::read(&fact.bytes).ok()).collect();
    let amendments: Amendments = facts
        .iter()
        .filter_map(|fact| match &fact.fact {
            Fact::Amendment(amendment) => Some((fact.id, amendment.clone())),
            _ => None,
        })
        .collect();
    let standing = facts.iter().filter_map(|fact| match amendments.reading(fact.id) {
        Reading::Original => Some(&fact.fact),
        Reading::Replaced(words) => Some(words.fact),
        Reading::Removed => None,
    });
    standing.filter_map(Fact::title).next_back()
}
