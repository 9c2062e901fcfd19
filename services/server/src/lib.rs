//! HTTP: commands, queries, live streams, the console.
//!
//! # A command's walk
//! ```text
//!  PUT /v1/spaces/lille/sessions/s1/signups/i1
//!   |
//!   v
//!  HTTP      router.rs > layers/*        headers, measure, guard, limit
//!   |        http/*                      path, body, condition; http/request_identity.rs: which request is it?
//!   |        routes/signups.rs           what is asked, of which stream
//!   v
//!  command   command/context.rs          CommandContext::submit: a CommandRequest becomes a command of the executor
//!   v
//!  receipt   log: executor               the id is known: its first receipt is the answer, nothing is decided
//!  decide    events: decide, FAMILY/rules.rs          facts, or a refusal (http/failures.rs: 409)
//!  append    log: the writer of the store             one transaction, then positions and the second clock
//!   |
//!   v
//!  reply     command/reply.rs            CommandReply: position, facts, ETag, Location
//!
//!  wait      routes/reports.rs           ?after=POSITION waits until the projector has taken that position
//!  stream    routes/live.rs              each advance of the projector wakes every open stream, which reads the log
//! ```
//!
//! # Layout
//! * [`state`]: what every handler holds; [`metrics`]: what operators see.
//! * [`limits`]: how much is served at once.
//! * [`router`](mod@router): every route and layer put together; [`openapi`](mod@openapi): the documented routes and
//!   their document; `document`: what it says of all of them; [`serve`](mod@serve): listening and stopping;
//!   `observed_job`: what a job without an API shows.
//! * [`command`]: from a request to a command and back; `command/persons.rs`: cards and erasures.
//! * [`http`]: problems, bodies, headers; [`layers`]: what every request passes through; [`routes`]: what can be asked;
//!   [`console`]: the page.
//! * `opened_space`: how a space was opened, `openings`: what was read of it; `stored_facts`: facts read whole and as
//!   they read today; `vault_keeper`: vault and log kept in step.

pub mod command;
pub mod console;
mod document;
pub mod http;
pub mod layers;
pub mod limits;
pub mod metrics;
mod observed_job;
pub mod openapi;
mod opened_space;
mod openings;
pub mod router;
pub mod routes;
pub mod serve;
pub mod state;
mod stored_facts;
mod vault_keeper;

pub use http::public_origin::PublicOrigin;
pub use limits::Limits;
pub use metrics::Metrics;
pub use observed_job::ObservedJob;
pub use openapi::openapi;
pub use router::router;
pub use serve::{ServeError, listen, serve};
pub use state::AppState;
