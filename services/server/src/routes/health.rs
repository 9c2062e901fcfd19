//! What an operator's tools ask.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::problem::{Problem, RouteResult};
use crate::state::AppState;

/// Routes of operations.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).routes(routes!(metrics))
}

/// How many facts a projection may be behind while the server still calls itself ready.
pub const MOST_LAG: u64 = 10_000;

/// Whether the server can answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// Everything below holds.
    pub ready: bool,
    /// The log can be read.
    pub log: bool,
    /// Every space was folded up to where its log stood at the start.
    pub caught_up: bool,
    /// Each projection.
    pub projections: Vec<ProjectionReadiness>,
}

/// Whether a projection follows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectionReadiness {
    /// Its name.
    pub projection: String,
    /// Facts that it has not taken, over all spaces.
    pub behind: u64,
    /// Spaces where it stopped at a fact that it cannot take.
    pub incomplete: usize,
}

/// Says that the process lives.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operations",
    responses(
        (status = 200, description = "The process answers.", body = String),
    ),
)]
async fn healthz() -> &'static str {
    "ok\n"
}

/// Says whether the server can answer: the log is readable, the projections follow.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operations",
    responses(
        (status = 200, description = "Ready.", body = Readiness),
        (status = 503, description = "Not ready, and what is missing.", body = Readiness),
    ),
)]
async fn readyz(State(state): State<AppState>) -> Response {
    let log = state.log.spaces().await.is_ok();
    let caught_up = state.projector.caught_up();
    let projections: Vec<ProjectionReadiness> = state
        .projector
        .lag()
        .into_iter()
        .map(|lag| ProjectionReadiness {
            projection: lag.projection.to_owned(),
            behind: lag.facts,
            incomplete: lag.incomplete,
        })
        .collect();
    let ready = log && caught_up && projections.iter().all(|it| it.incomplete == 0 && it.behind <= MOST_LAG);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(Readiness { ready, log, caught_up, projections })).into_response()
}

/// Gives the metrics, in Prometheus's text format.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operations",
    responses(
        (status = 200, description = "The metrics.", body = String),
    ),
)]
async fn metrics(State(state): State<AppState>) -> RouteResult<Response> {
    for lag in state.projector.lag() {
        state.metrics.lags(lag.projection, lag.facts, lag.oldest.as_secs_f64());
    }
    let text = state.metrics.text().map_err(|_| Problem::new("internal"))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
