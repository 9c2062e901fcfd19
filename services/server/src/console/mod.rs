//! The page to look at.

use axum::Router;
use axum::response::Html;
use axum::routing::get;

use crate::state::AppState;

/// Pages, from `/`.
pub fn routes() -> Router<AppState> {
    Router::new().route("/", get(async || Html("<!doctype html><html lang=\"fr\"><meta charset=\"utf-8\"><title>Maillage</title><h1>Maillage</h1>")))
}
