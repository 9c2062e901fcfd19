//! The page to look at: server-rendered, usable without JavaScript, nothing loaded from elsewhere.
//!
//! # Layout
//! * [`home`]: the spaces; [`space`]: one space's overview, with its [`tiles`], [`fiches`] and [`recent`] facts;
//!   [`report`]: any report with its clocks.
//! * [`named_space`]: how pages name a space; [`navigation`]: the reports that they lead to.
//! * [`frame`]: what surrounds every page; [`tables`]: a report's tables as HTML; [`picture`]: its picture with its
//!   legend; [`assets`]: style and script, compiled in.

mod assets;
mod fiches;
mod frame;
mod home;
mod named_space;
mod navigation;
mod picture;
mod recent;
mod report;
mod space;
mod tables;
mod tiles;

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
