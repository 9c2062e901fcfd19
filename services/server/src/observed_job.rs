//! What a job without an API shows to operators: whether it lives, whether it is ready, its metrics.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use prometheus::{Registry, TextEncoder};
use tokio::net::TcpListener;

use crate::serve::ServeError;

/// A job as it is observed.
#[derive(Clone)]
pub struct ObservedJob {
    registry: Registry,
    reasons: Arc<dyn Fn() -> Vec<&'static str> + Send + Sync>,
}

impl std::fmt::Debug for ObservedJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ObservedJob(…)")
    }
}

impl ObservedJob {
    /// A job with its metrics; `reasons` says why it is not ready, is called at each visit and must not block.
    pub fn new(registry: Registry, reasons: impl Fn() -> Vec<&'static str> + Send + Sync + 'static) -> Self {
        Self { registry, reasons: Arc::new(reasons) }
    }

    /// Serves `/healthz`, `/readyz` and `/metrics` until `shutdown` is ready. Take the listener from [`crate::listen`]:
    /// loopback only.
    ///
    /// # Errors
    /// When the listener cannot be served.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let address = listener
            .local_addr()
            .map_err(|source| ServeError::Listen { address: ([127, 0, 0, 1], 0).into(), source })?;
        let app = Router::new()
            .route("/healthz", get(|| async { Json(serde_json::json!({ "alive": true })) }))
            .route("/readyz", get(ready))
            .route("/metrics", get(metrics))
            .with_state(self);
        axum::serve(listener, app)
            .with_graceful_shutdown(shutdown)
            .await
            .map_err(|source| ServeError::Listen { address, source })
    }
}

async fn ready(State(job): State<ObservedJob>) -> Response {
    let reasons = (job.reasons)();
    let ready = reasons.is_empty();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(serde_json::json!({ "ready": ready, "reasons": reasons }))).into_response()
}

async fn metrics(State(job): State<ObservedJob>) -> Response {
    match TextEncoder::new().encode_to_string(&job.registry.gather()) {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
