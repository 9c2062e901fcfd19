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
    written(&documented().1)
}

/// A document as it is served: mended where it is written, since the library's own types would lose members when they
/// read it again.
pub(crate) fn written(document: &OpenApi) -> Result<String, serde_json::Error> {
    let mut form = serde_json::to_value(document)?;
    document::mend(&mut form);
    serde_json::to_string_pretty(&form)
}
