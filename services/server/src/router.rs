//! Every route and every layer, put together. [`openapi`] has the documented routes.

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_swagger_ui::SwaggerUi;

use crate::console;
use crate::http::body::MOST_BYTES;
use crate::http::problem::Problem;
use crate::layers::{guard, headers, limit, observe};
use crate::openapi;
use crate::state::AppState;

/// Every route, the documented ones and the pages.
fn routes() -> Router<AppState> {
    let (api, document) = openapi::documented();
    let written = openapi::written(&document).map(Bytes::from).ok();
    let docs: Router<AppState> =
        SwaggerUi::new("/docs").config(utoipa_swagger_ui::Config::from("/openapi.json")).into();
    api.merge(docs).merge(console::routes()).route("/openapi.json", get(move || async move { served(written.clone()) }))
}

/// The document, or the problem that it could not be written.
fn served(written: Option<Bytes>) -> Response {
    match written {
        Some(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        None => Problem::new("internal").into_response(),
    }
}

/// The whole server as one service.
pub fn router(state: AppState) -> Router {
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), headers::headers))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(limit::panicked))
        .layer(from_fn_with_state(state.clone(), guard::guard))
        .layer(from_fn(limit::in_time))
        .layer(DefaultBodyLimit::max(MOST_BYTES));
    routes()
        .fallback(async || Problem::new("no-such-page"))
        .method_not_allowed_fallback(async || Problem::new("method-not-allowed"))
        .layer(layers)
        .with_state(state)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is served and is no part of the API.
    const PAGES: [&str; 11] = [
        "/",
        "/espaces/{space}",
        "/espaces/{space}/compteurs",
        "/espaces/{space}/faits-recents",
        "/espaces/{space}/rapports/{name}",
        "/console/style.css",
        "/console/direct.js",
        "/docs",
        "/docs/",
        "/docs/{*rest}",
        "/openapi.json",
    ];

    /// The paths of a router, as its debug text quotes them; axum's own are left out.
    fn paths(router: &Router<AppState>) -> BTreeSet<String> {
        format!("{router:?}")
            .split('"')
            .filter(|text| text.starts_with('/') && !text.contains("__private"))
            .map(str::to_owned)
            .collect()
    }

    /// Paths that are served and not documented, then those that are documented and not served.
    fn differences(router: &Router<AppState>) -> (Vec<String>, Vec<String>) {
        let served: BTreeSet<String> =
            paths(router).into_iter().filter(|path| !PAGES.contains(&path.as_str())).collect();
        let documented: BTreeSet<String> = openapi::documented().1.paths.paths.into_keys().collect();
        (served.difference(&documented).cloned().collect(), documented.difference(&served).cloned().collect())
    }

    #[test]
    fn every_route_of_the_api_is_documented_and_every_documented_path_is_served() {
        assert_eq!(differences(&routes()), (vec![], vec![]));
        assert!(PAGES.iter().all(|page| paths(&routes()).contains(*page)), "{:?}", paths(&routes()));
    }

    #[test]
    fn an_undocumented_route_and_a_missing_one_are_found() {
        let more = routes().route("/v1/hidden", get(async || "hidden"));
        assert_eq!(differences(&more).0, ["/v1/hidden"]);
        assert!(differences(&console::routes()).1.contains(&"/v1/spaces".to_owned()));
    }
}
