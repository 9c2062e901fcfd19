//! What is read from a request and how a problem is answered: bodies, headers, conditions, problems.

mod codes;
mod failures;
mod place;

pub mod accept;
pub mod body;
pub mod parts;
pub mod problem;
pub mod public_origin;
pub mod reason;
pub mod request_identity;
