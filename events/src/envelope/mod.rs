//! What surrounds every fact, and the canonical bytes of the whole.
//!
//! # Layout
//! * `recorded_at`: the second clock; `context`: who, how, why.
//! * `sealed`: writing a fact; `recorded`: reading one.

mod context;
mod recorded;
mod recorded_at;
mod sealed;

pub use context::{Actor, Channel, Context, Evidence, Source};
pub use recorded::Recorded;
pub use recorded_at::RecordedAt;
pub use sealed::{Draft, Sealed};
