//! What an operator's tools ask.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maillage_events::id::SpaceId;
use maillage_log::clock::ClockFault;
use maillage_log::log::Obstacle;
use maillage_projector::lag::Lag;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::problem::{Problem, ProblemBody, Reason, RouteResult};
use crate::state::AppState;

/// Routes of operations.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).routes(routes!(metrics))
}

/// How many facts a projection may be behind while the server still calls itself ready.
pub const MOST_LAG: u64 = 10_000;

/// How long the log may take to say where it ends.
const MOST_LOOK: Duration = Duration::from_secs(2);

/// Whether a command and a query would succeed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// They would.
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

/// Says whether a command and a query would succeed, and why not.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operations",
    responses(
        (status = 200, description = "Ready.", body = Readiness),
        (status = 503, description = "Not ready; `reasons` says why.", body = ProblemBody,
         content_type = "application/problem+json"),
    ),
)]
async fn readyz(State(state): State<AppState>) -> RouteResult<Json<Readiness>> {
    let mut reasons = obstacles(&state);
    reasons.extend(behind_rows(&state).await);
    if !state.projector.caught_up() {
        reasons.push(Reason::of("not-caught-up"));
    }
    let lags = state.projector.lag();
    for lag in &lags {
        let mut note = |code, name, count: String| {
            reasons.push(Reason { code, values: vec![("projection", lag.projection.to_owned()), (name, count)] });
        };
        if lag.incomplete > 0 {
            note("projection-incomplete", "spaces", lag.incomplete.to_string());
        }
        if lag.facts > MOST_LAG {
            note("projection-behind", "facts", lag.facts.to_string());
        }
    }
    if !reasons.is_empty() {
        return Err(Problem::new("not-ready").because(reasons));
    }
    let projection = |lag: Lag| ProjectionReadiness {
        projection: lag.projection.to_owned(),
        behind: lag.facts,
        incomplete: lag.incomplete,
    };
    Ok(Json(Readiness {
        ready: true,
        log: true,
        caught_up: true,
        projections: lags.into_iter().map(projection).collect(),
    }))
}

/// What would keep a command from being recorded.
fn obstacles(state: &AppState) -> Vec<Reason> {
    let obstacles = state.log.health().borrow().obstacles(Instant::now());
    obstacles.iter().map(reason).collect()
}

fn reason(obstacle: &Obstacle) -> Reason {
    let values = match obstacle {
        Obstacle::WriterSilent(silence) => vec![("seconds", silence.as_secs().to_string())],
        Obstacle::Clock(ClockFault::Behind { now, newest }) => {
            vec![("now", now.to_string()), ("newest", newest.to_string())]
        }
        Obstacle::Clock(ClockFault::Ahead { now, known }) => {
            vec![("now", now.to_string()), ("alive", known.to_string())]
        }
        Obstacle::Clock(ClockFault::Differs { now, database }) => {
            vec![("now", now.to_string()), ("database", database.to_string())]
        }
        Obstacle::DiskFull(_) | Obstacle::DiskUnconfirmed(_) | Obstacle::WriteFailed(_) => Vec::new(),
    };
    Reason { code: obstacle.code(), values }
}

/// Spaces whose rows go beyond their log, or that the log does not answer.
async fn behind_rows(state: &AppState) -> Vec<Reason> {
    // In this order: what was folded was in the log before.
    let spaces = state.projector.spaces().await;
    let folded: Vec<(SpaceId, u64)> =
        spaces.into_iter().map(|space| (space.clone(), state.projector.position(&space))).collect();
    match tokio::time::timeout(MOST_LOOK, state.log.heads()).await {
        Ok(Ok(heads)) => ahead(&folded, &heads.into_iter().map(|(space, head)| (space, head.position)).collect()),
        Ok(Err(error)) => {
            tracing::error!(%error, "the log could not be read");
            vec![Reason::of("store-unavailable")]
        }
        Err(_) => vec![Reason::of("store-unavailable")],
    }
}

fn ahead(folded: &[(SpaceId, u64)], heads: &BTreeMap<SpaceId, u64>) -> Vec<Reason> {
    let beyond = |(space, position): &(SpaceId, u64)| {
        let head = heads.get(space).copied().unwrap_or_default();
        (*position > head).then(|| Reason {
            code: "rows-ahead",
            values: vec![("space", space.to_string()), ("position", position.to_string()), ("head", head.to_string())],
        })
    };
    folded.iter().filter_map(beyond).collect()
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
    state.metrics.store(&state.log.health().borrow(), Instant::now());
    let text = state.metrics.text().map_err(|_| Problem::new("internal"))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

#[cfg(test)]
mod tests {
    use maillage_events::messages::{self, Language};

    use super::*;

    #[test]
    fn rows_beyond_the_log_are_named_with_both_positions() {
        let space = |name| SpaceId::new(name).unwrap();
        let heads = BTreeMap::from([(space("lille"), 5), (space("soissons"), 7)]);
        let folded = [(space("lille"), 6), (space("soissons"), 7), (space("gone"), 1)];
        let found = ahead(&folded, &heads);
        let value = |at: usize, name| found[at].values.iter().find(|(n, _)| *n == name).unwrap().1.clone();
        assert_eq!(found.len(), 2);
        assert_eq!(
            (value(0, "space"), value(0, "position"), value(0, "head")),
            ("lille".into(), "6".into(), "5".into())
        );
        assert_eq!((value(1, "space"), value(1, "head")), ("gone".into(), "0".into()));
    }

    #[test]
    fn every_reason_has_its_words_in_both_languages() {
        let obstacles = [
            Obstacle::DiskFull(String::new()),
            Obstacle::DiskUnconfirmed(String::new()),
            Obstacle::WriteFailed(String::new()),
            Obstacle::WriterSilent(Duration::from_secs(7)),
        ];
        let clock = ["clock-behind", "clock-ahead", "clock-differs"];
        let others = ["store-unavailable", "not-caught-up", "projection-behind", "projection-incomplete", "rows-ahead"];
        for code in obstacles.iter().map(Obstacle::code).chain(clock).chain(others) {
            for language in [Language::French, Language::English] {
                assert!(messages::is_known(&format!("reason-{code}")), "{code} in {}", language.tag());
            }
        }
    }
}
