//! Stored facts, read whole and as they read today.

use maillage_events::amendment::{Amendments, Reading};
use maillage_events::envelope::Recorded;
use maillage_events::fact::Fact;
use maillage_events::id::{SpaceId, StreamId};
use maillage_events::when::OccurredOn;
use maillage_log::log::StoredFact;
use serde_json::Value;

use crate::http::problem::{Problem, RouteResult};
use crate::state::AppState;

/// Reads a whole stream, a bounded number at once, and makes something of it off the async threads: a long one takes
/// its time and its memory.
///
/// # Errors
/// `too-many-readers` when no place was free for long; those of the log and of `then`.
pub async fn with_whole_stream<T: Send + 'static>(
    state: &AppState,
    space: &SpaceId,
    stream: &StreamId,
    then: impl FnOnce(Vec<StoredFact>) -> RouteResult<T> + Send + 'static,
) -> RouteResult<T> {
    let place = state.places.for_whole_stream().await?;
    let stored = state.log.read_stream(space, stream).await?;
    let made = tokio::task::spawn_blocking(move || {
        let made = then(stored);
        drop(place);
        made
    });
    made.await.map_err(|error| {
        tracing::error!(%error, "a stream could not be read");
        Problem::new("internal")
    })?
}

/// Reads stored facts whole.
///
/// # Errors
/// `internal`, logged with the position, when one cannot be read.
pub fn read_whole(stored: &[StoredFact]) -> RouteResult<Vec<Recorded>> {
    let read = |fact: &StoredFact| {
        Recorded::read(&fact.bytes).map_err(|why| {
            tracing::error!(position = fact.position, error = %why, "a stored fact cannot be read");
            Problem::new("internal")
        })
    };
    stored.iter().map(read).collect()
}

/// A fact's payload and date as they read today; `None` when it was cancelled.
pub fn effective_payload(fact: &Recorded, amendments: &Amendments) -> Option<(Value, OccurredOn)> {
    match amendments.reading(fact.id) {
        Reading::Original => Some((fact.fact.payload().unwrap_or_default(), fact.occurred)),
        Reading::Replaced(words) => {
            Some((words.fact.payload().unwrap_or_default(), words.occurred.unwrap_or(fact.occurred)))
        }
        Reading::Removed => None,
    }
}

/// The amendments among some facts.
pub fn amendments_among(facts: &[Recorded]) -> Amendments {
    let amendment = |fact: &Recorded| match &fact.fact {
        Fact::Amendment(amendment) => Some((fact.id, amendment.clone())),
        _ => None,
    };
    facts.iter().filter_map(amendment).collect()
}
