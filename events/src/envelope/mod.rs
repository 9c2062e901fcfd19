//! What surrounds every fact, and the canonical bytes of the whole.
//!
//! # Layout
//! * `recorded_at`: the second clock; `actor`, `evidence`, `context`: who, how, why; `salt`: chance for personal facts.
//! * `sealed`: writing a fact; `recorded`: reading one.

mod actor;
mod context;
mod evidence;
mod recorded;
mod recorded_at;
mod salt;
mod sealed;

pub use actor::{Actor, Role};
pub use context::{Channel, Context, Source};
pub use evidence::{Evidence, EvidencePlace, MOST_EVIDENCE};
pub use recorded::Recorded;
pub use recorded_at::RecordedAt;
pub use salt::Salt;
pub use sealed::{Draft, MOST_BYTES, MOST_ITEMS, Sealed};
