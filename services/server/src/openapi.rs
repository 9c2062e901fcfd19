//! The documented routes and their OpenAPI document, made from the same list.

use axum::Router;
use utoipa::openapi::OpenApi;

use crate::state::AppState;
use crate::{document, routes};

/// Everything that is documented: the API and what operators ask.
pub(crate) fn documented() -> (Router<AppState>, OpenApi) {
    let (router, mut document) = routes::all(document::front()).split_for_parts();
    document::complete(&mut document);
    (router, document)
}

/// The OpenAPI 3.1 document of this server, as JSON.
///
/// # Errors
/// When the document cannot be written as JSON: a fault of ours.
pub fn openapi() -> Result<String, serde_json::Error> {
    documented().1.to_pretty_json()
}
