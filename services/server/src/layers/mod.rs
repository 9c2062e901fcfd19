//! What every request passes through, from the outside in: dress, observe, guard, limit.

pub mod dress;
pub mod guard;
pub mod limit;
pub mod observe;
