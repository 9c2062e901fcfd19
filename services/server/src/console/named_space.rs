//! A space as the pages name it.

use maillage_events::id::{Id, SpaceId};

use crate::AppState;
use crate::http::problem::RouteResult;
use crate::opened_space::opened;

/// A space that exists.
#[derive(Debug, Clone)]
pub struct NamedSpace {
    /// Its name as it reads today; its identifier when its opening was not recorded.
    pub name: String,
    /// Whether it holds demonstration data.
    pub demonstration: bool,
}

/// How the pages name a space; `None` when it does not exist.
///
/// # Errors
/// When the log cannot be read.
pub async fn named_space(state: &AppState, space: &SpaceId) -> RouteResult<Option<NamedSpace>> {
    if Id::new(space.as_str()).is_err() {
        return Ok(None);
    }
    if let Some(it) = opened(state, space).await? {
        return Ok(Some(NamedSpace { name: it.name.0, demonstration: it.demonstration }));
    }
    let exists = state.log.head(space).await?.position > 0;
    Ok(exists.then(|| NamedSpace { name: space.to_string(), demonstration: false }))
}
