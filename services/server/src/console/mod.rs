//! The page to look at: server-rendered, usable without JavaScript, nothing loaded from elsewhere.
//!
//! # Layout
//! * [`home`]: the spaces; [`space`]: one space's overview; [`report`]: any report with its clocks.
//! * [`frame`]: what surrounds every page; [`tables`]: a report's tables as HTML; [`assets`]: style and script,
//!   compiled in.

mod assets;
mod frame;
mod home;
mod report;
mod space;
mod tables;

use axum::Router;
use axum::routing::get;

use crate::AppState;

/// The pages, to be mounted at the root.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home::page))
        .route("/espaces/{space}", get(space::page))
        .route("/espaces/{space}/compteurs", get(space::counters))
        .route("/espaces/{space}/faits-recents", get(space::recent))
        .route("/espaces/{space}/rapports/{name}", get(report::page))
        .route("/console/style.css", get(assets::style))
        .route("/console/direct.js", get(assets::script))
}
