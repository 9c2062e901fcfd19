//! The words of HTTP: problems, bodies, headers, conditions.

mod failures;

pub mod body;
pub mod idempotency;
pub mod parts;
pub mod problem;
