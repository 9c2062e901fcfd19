//! Every route and every layer, put together.

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Json, Router};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::http::body::MOST_BYTES;
use crate::http::problem::Problem;
use crate::layers::{dress, guard, limit, observe};
use crate::state::AppState;
use crate::{console, document, routes};

/// Everything that is documented: the API and what operators ask.
pub(crate) fn documented() -> (Router<AppState>, OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(document::front())
        .merge(routes::spaces::router())
        .merge(routes::sessions::router())
        .merge(routes::signups::router())
        .merge(routes::attendance::router())
        .merge(routes::persons::router())
        .merge(routes::record::router())
        .merge(routes::amendments::router())
        .merge(routes::facts::router())
        .merge(routes::history::router())
        .merge(routes::reports::router())
        .merge(routes::live::router())
        .merge(routes::schemas::router())
        .merge(routes::problems::router())
        .merge(routes::health::router())
        .split_for_parts();
    document::complete(&mut document);
    (router, document)
}

/// The whole server as one service.
pub fn router(state: AppState) -> Router {
    let (api, document) = documented();
    let address = Json(document.clone());
    let docs: Router<AppState> =
        SwaggerUi::new("/docs").config(utoipa_swagger_ui::Config::from("/openapi.json")).into();
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), dress::dress))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(limit::panicked))
        .layer(from_fn(guard::guard))
        .layer(from_fn(limit::in_time))
        .layer(DefaultBodyLimit::max(MOST_BYTES));
    api.merge(docs)
        .merge(console::routes())
        .route("/openapi.json", get(move || async move { address.clone() }))
        .fallback(async || Problem::new("no-such-page"))
        .method_not_allowed_fallback(async || Problem::new("method-not-allowed"))
        .layer(layers)
        .with_state(state)
}
