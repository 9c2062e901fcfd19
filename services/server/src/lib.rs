//! HTTP: commands, queries, live streams, the console.
//!
//! # Layout
//! * [`state`]: what every handler holds; [`metrics`]: what operators see.
//! * [`router`](mod@router): every route and layer put together; [`document`]: the OpenAPI document;
//!   [`serve`](mod@serve): listening and stopping; `observed`: what a job without an API shows.
//! * [`command`]: from a request to a command and back; `retry`: when the same words are the same ask.
//! * [`http`]: problems, bodies, headers; [`layers`]: what every request passes through; [`routes`]: what can be asked;
//!   [`console`]: the page.

pub mod command;
pub mod console;
pub mod document;
pub mod http;
pub mod layers;
pub mod metrics;
mod observed;
mod retry;
pub mod router;
pub mod routes;
pub mod serve;
pub mod state;

pub use document::openapi;
pub use metrics::Metrics;
pub use observed::Observed;
pub use router::router;
pub use serve::{ServeError, listen, serve};
pub use state::AppState;
