//! What every request passes through, from the outside in: headers, observe, guard, limit.

pub mod guard;
pub mod headers;
pub mod limit;
pub mod observe;
