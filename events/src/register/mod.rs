//! The register: what no stream guards alone. A circle of merges, a fiche number given twice or two contracts at once
//! on one territory lie between streams, so their rules read the facts of a few rare [kinds](KINDS), remembered whole.
//!
//! ```text
//!  log, facts of the rare kinds ──▶ Register::learn ──▶ entries by stream, and an index of what they share
//!                                                            │
//!  a decided fact, its stream's past ───────────────────▶ judge_in_register ──▶ admitted │ refused
//!                                                            │
//!                the append that follows says up to which position the register was known: the store refuses it when a
//!                fact of these kinds came after, and it is decided again
//! ```
//!
//! # Layout
//! * `kinds`: the one list of the kinds, and which facts need the register; `facts`: those facts, remembered.
//! * `entry`: what is known of one stream (of a contract: `contract_entry`, of a pole: `rhythm`); `window`: days as far
//!   as they are known; `view`: the register with one stream as it would be.
//! * `judge`: the one place where rules are asked; one file a rule: `persons`, `organisations`, `fiches`, `contracts`,
//!   `partnerships`, `sessions` (with `named`), `slots`, `funders`.

mod contract_entry;
mod contracts;
mod entry;
mod facts;
mod fiches;
mod funders;
mod judge;
mod kinds;
mod named;
mod organisations;
mod partnerships;
mod persons;
mod rhythm;
mod sessions;
mod slots;
mod view;
mod window;

pub use self::facts::Register;
pub use self::funders::{may_unfund, newly_unfunded};
pub use self::judge::{judge_amended, judge_in_register};
pub use self::kinds::{KINDS, moves, needs};
pub use self::persons::other_references;
pub use self::rhythm::PoleSlot;
pub use self::slots::{refuse_held, slot_newly_held, slot_to_hold};
