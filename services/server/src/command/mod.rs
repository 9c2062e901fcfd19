//! Commands: from an HTTP request to the executor of the log, and back to an answer.
//!
//! # Layout
//! * [`context`]: what a route hands in ([`CommandRequest`]) and the way to the executor ([`CommandContext`]).
//! * [`persons`]: cards and erasures, which touch the vault as well.
//! * [`reply`]: what the caller gets ([`CommandReply`]); a retry gets the same body, plus the header
//!   `idempotency-replayed`.

pub mod context;
pub mod persons;
pub mod reply;

pub use context::{CommandContext, CommandRequest, api_context};
pub use reply::{CommandReply, CommandReplyBody, ReplyFact, SignupAnswer, SignupStatus};
