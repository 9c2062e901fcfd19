//! How a space was opened, as that reads today: the page and the API show the same name.

use maillage_events::fact::Fact;
use maillage_events::family::Family;
use maillage_events::id::{Id, SpaceId, StreamId};
use maillage_events::space::{SpaceFact, SpaceOpened, SpaceRenamed};
use maillage_events::timeline::{Timeline, begins};

use crate::http::problem::{Problem, RouteResult};
use crate::state::AppState;
use crate::stored_facts::{amendments_among, effective_payload, read_whole};

/// The stream of a space's own facts: it bears the space's name.
///
/// # Errors
/// `bad-path` when the name of the space cannot be that of a stream.
pub fn space_stream(space: &SpaceId) -> RouteResult<StreamId> {
    Id::new(space.as_str()).map(|id| StreamId::new(Family::Space, id)).map_err(|_| Problem::new("bad-path"))
}

/// The opening of a space with its corrections, under the name that it bears at last; `None` when it was not recorded.
///
/// # Errors
/// When the log cannot be read.
pub async fn opened(state: &AppState, space: &SpaceId) -> RouteResult<Option<SpaceOpened>> {
    let past = read_whole(&state.log.read_stream(space, &space_stream(space)?).await?)?;
    let amendments = amendments_among(&past);
    let (mut opening, mut names) = (None, Timeline::default());
    for fact in &past {
        let Some((data, _)) = effective_payload(fact, &amendments) else { continue };
        match &fact.fact {
            Fact::Space(SpaceFact::Opened(_)) => opening = serde_json::from_value::<SpaceOpened>(data).ok(),
            Fact::Space(SpaceFact::Renamed(_)) => {
                if let Ok(renamed) = serde_json::from_value::<SpaceRenamed>(data) {
                    names.state(begins(fact.occurred), renamed.name);
                }
            }
            _ => {}
        }
    }
    Ok(opening.map(|it| SpaceOpened { name: names.last().cloned().unwrap_or_else(|| it.name.clone()), ..it }))
}

/// The same of a space that stands at a position, read once for each.
///
/// # Errors
/// When the log cannot be read.
pub(crate) async fn opened_at(state: &AppState, space: &SpaceId, position: u64) -> RouteResult<Option<SpaceOpened>> {
    if let Some(opening) = state.openings.known(space, position) {
        return Ok(opening);
    }
    let opening = opened(state, space).await?;
    state.openings.note(space, position, opening.clone());
    Ok(opening)
}
