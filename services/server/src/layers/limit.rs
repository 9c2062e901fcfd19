//! How long a request may take, and what a panic becomes.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::problem::Problem;

/// Longest time to the first byte of an answer. A live stream answers at once and then lasts.
pub const MOST_TIME: Duration = Duration::from_secs(30);

/// Gives up on an answer that takes too long. Writes go on by themselves; asking again with the same id gives their
/// answer.
pub async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(MOST_TIME, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new("took-too-long").into_response(),
    }
}

/// A panic is a fault of ours: said so, its words kept to the log.
#[expect(clippy::needless_pass_by_value, reason = "the signature that the catch-panic layer takes")]
pub fn panicked(payload: Box<dyn Any + Send + 'static>) -> Response {
    let words = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("?");
    // The words of a panic may quote a value; their length is enough to find the line that the panic hook wrote.
    tracing::error!(length = words.len(), "a handler panicked");
    Problem::new("internal").into_response()
}
