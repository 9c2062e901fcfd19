//! The API, one file a subject; each route is documented where it is written.
//!
//! # Layout
//! * A file a subject, each with its `router()`: `spaces`, `sessions`, `signups`, `attendance`, `persons`, `cards`,
//!   `record`, `amendments`, `facts`, `history`, `reports`, `live`, `schemas`, `problems`, `health`. A new subject is a
//!   new file and its two lines here.
//! * What they share: [`paths`] (what an address names), [`bodies`] (what commands bear), [`deletion`] (what a `DELETE`
//!   says), [`formats`] (of a report).

pub mod amendments;
pub mod attendance;
pub mod bodies;
pub mod cards;
pub mod deletion;
pub mod facts;
pub mod formats;
pub mod health;
pub mod history;
pub mod live;
pub mod paths;
pub mod persons;
pub mod problems;
pub mod record;
pub mod reports;
pub mod schemas;
pub mod sessions;
pub mod signups;
pub mod spaces;

use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::state::AppState;

/// Every documented route, under the front page of the document.
pub(crate) fn all(front: OpenApi) -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(front)
        .merge(spaces::router())
        .merge(sessions::router())
        .merge(signups::router())
        .merge(attendance::router())
        .merge(persons::router())
        .merge(cards::router())
        .merge(record::router())
        .merge(amendments::router())
        .merge(facts::router())
        .merge(history::router())
        .merge(reports::router())
        .merge(live::router())
        .merge(schemas::router())
        .merge(problems::router())
        .merge(health::router())
}
